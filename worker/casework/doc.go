// Package casework is the life of a case and who may do what in it. It is
// pure: every function takes the case, the actor, the organisation and the
// time, and returns a Change; nothing is stored, sent or read from a clock.
//
// Rules of who may do what stand together in permit.go.
package casework
