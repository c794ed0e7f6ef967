// Package route decides who gets a case and by when: category × place ×
// urgency × duty → recipients and deadlines. It is pure: the organisation is a
// snapshot, the time an argument.
//
// Rules of who answers and by when stand together in rules.go.
package route
