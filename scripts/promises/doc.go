// Package promises holds no code that ships: its tests start the whole system
// as processes of its own, bot, worker, PostgreSQL, nats-server and the
// sandbox, and hold it to what it promises.
package promises
