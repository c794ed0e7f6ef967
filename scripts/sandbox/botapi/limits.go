package botapi

import (
	"math"
	"time"
)

// Limits are the rates at which a bot may send. Telegram documents about 30
// messages a second in all, one a second in a chat with short bursts, and 20 a
// minute in a group (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this);
// the burst of 3 is the sandbox's choice. Edits have a bucket of their own of
// the same size in every chat, but count in the overall rate. An album counts
// as many messages as it has. Other calls are free.
type Limits struct {
	PerSecond      int  // overall, also the burst; default 30
	ChatBurst      int  // default 3, refilled by one a second
	GroupPerMinute int  // default 20
	Off            bool // no limits at all
}

// limiter holds the buckets. Times come from the caller.
type limiter struct {
	limits Limits
	all    bucket
	chats  map[int64]*chatBuckets
}

type chatBuckets struct {
	sends, edits bucket
	lastMinute   []time.Time // in groups
}

// bucket is a token bucket; the zero value is full.
type bucket struct {
	used float64
	at   time.Time
}

func newLimiter(l Limits) limiter {
	if l.PerSecond == 0 {
		l.PerSecond = 30
	}
	if l.ChatBurst == 0 {
		l.ChatBurst = 3
	}
	if l.GroupPerMinute == 0 {
		l.GroupPerMinute = 20
	}
	return limiter{limits: l, chats: map[int64]*chatBuckets{}}
}

// wait returns how long until n more fit, refilling at rate a second. An n
// larger than the bucket fits when the bucket is full.
func (b *bucket) wait(now time.Time, n int, size int, rate float64) time.Duration {
	b.used = math.Max(0, b.used-now.Sub(b.at).Seconds()*rate)
	b.at = now
	over := b.used + math.Min(float64(n), float64(size)) - float64(size)
	if over <= 1e-9 {
		return 0
	}
	return time.Duration(over / rate * float64(time.Second))
}

// admit takes n messages from all buckets that apply, or answers 429.
func (l *limiter) admit(now time.Time, c *chat, n int, edit bool) error {
	if l.limits.Off {
		return nil
	}
	mine := l.chats[c.ID]
	if mine == nil {
		mine = &chatBuckets{}
		l.chats[c.ID] = mine
	}
	own := &mine.sends
	if edit {
		own = &mine.edits
	}
	wait := max(l.all.wait(now, n, l.limits.PerSecond, float64(l.limits.PerSecond)), own.wait(now, n, l.limits.ChatBurst, 1))
	if !c.private() {
		for len(mine.lastMinute) > 0 && now.Sub(mine.lastMinute[0]) >= time.Minute {
			mine.lastMinute = mine.lastMinute[1:]
		}
		if len(mine.lastMinute)+n > l.limits.GroupPerMinute && len(mine.lastMinute) > 0 {
			wait = max(wait, mine.lastMinute[0].Add(time.Minute).Sub(now))
		}
	}
	if wait > 0 {
		return tooManyRequests(max(1, int(math.Ceil(wait.Seconds()))))
	}
	l.all.used += float64(n)
	own.used += float64(n)
	if !c.private() {
		for range n {
			mine.lastMinute = append(mine.lastMinute, now)
		}
	}
	return nil
}
