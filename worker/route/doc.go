// Package route decides who gets a case and by when: category × place ×
// urgency × duty → recipients and deadlines. It is pure: the organisation is a
// snapshot, the time an argument.
//
// Who answers and by when stands in rules.yaml, a tree that Parse reads and whose
// head explains its words. Whoever must reload it calls Parse on the changed
// bytes and builds the next Org of the result; an Org never changes.
package route
