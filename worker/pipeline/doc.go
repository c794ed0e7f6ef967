// Package pipeline is the worker at work: it takes reports and actions from
// the streams, lets the pure rooms decide, keeps what they decided in one
// transaction with the messages that are owed because of it, publishes those,
// and only then acknowledges. Beside that it looks at deadlines, publishes
// what an earlier run still owes, and answers questions.
//
// Whatever comes twice has its effect once: a report by its id, an action by
// its own, a delivery by the cause it was derived from.
package pipeline
