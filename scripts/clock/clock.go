// Package clock is a clock for tests that moves only when it is told to.
package clock

import (
	"sync"
	"time"
)

// Clock may be read by the program under test while the test moves it.
type Clock struct {
	mu sync.Mutex
	at time.Time
}

// At is a clock that stands at a time.
func At(t time.Time) *Clock { return &Clock{at: t} }

// Now is the time it stands at.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

// Set has it stand at another time.
func (c *Clock) Set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = t
}

// Pass lets time go by.
func (c *Clock) Pass(by time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(by)
}
