package outbound

import "time"

// Limits are Telegram's (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this):
// 30 messages a second in all, one a second in a chat with short bursts, 20 a
// minute in a group. We stay a little below, because what leaves evenly does
// not arrive evenly.
const (
	allRate   = 29
	allSize   = 26
	chatRate  = 0.98
	chatSize  = 3
	groupSize = 20
	groupTime = 61 * time.Second
)

// pace keeps count of what was sent. Times come from the caller.
type pace struct {
	off   bool
	all   bucket
	chats map[int64]*chatPace
}

type chatPace struct {
	sends, edits bucket
	minute       []time.Time // groups: messages of the last minute
	held         time.Time   // Telegram said to wait until then
}

// bucket is a token bucket; the zero value is full.
type bucket struct {
	used float64
	at   time.Time
}

func (b *bucket) wait(now time.Time, n, size, rate float64) time.Duration {
	if now.After(b.at) {
		b.used = max(0, b.used-now.Sub(b.at).Seconds()*rate)
		b.at = now
	}
	// What is larger than the bucket goes when the bucket is full.
	over := b.used + min(n, size) - size
	if over <= 1e-9 {
		return 0
	}
	return time.Duration(over / rate * float64(time.Second))
}

func (p *pace) chat(id int64) *chatPace {
	c := p.chats[id]
	if c == nil {
		c = &chatPace{}
		p.chats[id] = c
	}
	return c
}

// wait says how long until a piece may go.
func (p *pace) wait(now time.Time, piece *Piece) time.Duration {
	c := p.chat(piece.Chat)
	if wait := c.held.Sub(now); wait > 0 {
		return wait
	}
	n := piece.messages()
	if n == 0 || p.off {
		return 0
	}
	wait := max(p.all.wait(now, float64(n), allSize, allRate), c.bucket(piece).wait(now, float64(n), chatSize, chatRate))
	if piece.Chat < 0 {
		for len(c.minute) > 0 && now.Sub(c.minute[0]) >= groupTime {
			c.minute = c.minute[1:]
		}
		if over := len(c.minute) + n - groupSize; over > 0 && len(c.minute) > 0 {
			wait = max(wait, c.minute[min(over, len(c.minute))-1].Add(groupTime).Sub(now))
		}
	}
	return wait
}

func (c *chatPace) bucket(piece *Piece) *bucket {
	if piece.changes() {
		return &c.edits
	}
	return &c.sends
}

// take counts a piece that goes now.
func (p *pace) take(now time.Time, piece *Piece) {
	n := piece.messages()
	p.all.used += float64(n)
	c := p.chat(piece.Chat)
	c.bucket(piece).used += float64(n)
	if piece.Chat < 0 {
		for range n {
			c.minute = append(c.minute, now)
		}
	}
}

// landed has the chat's time run from when Telegram answered: Telegram counted
// at some moment before.
func (p *pace) landed(now time.Time, chat int64) {
	c := p.chat(chat)
	for _, b := range []*bucket{&c.sends, &c.edits} {
		b.at = now
	}
}

// sentBesides counts a message that went along with another one.
func (p *pace) sentBesides(chat int64, edit bool) {
	p.all.used++
	if c := p.chat(chat); edit {
		c.edits.used++
	} else {
		c.sends.used++
	}
}

// hold keeps a chat quiet.
func (p *pace) hold(chat int64, until time.Time) {
	if c := p.chat(chat); until.After(c.held) {
		c.held = until
	}
}

// forget drops what is as good as new, so that memory does not grow with
// every chat there ever was.
func (p *pace) forget(now time.Time) {
	for id, c := range p.chats {
		quiet := now.Sub(c.sends.at) > time.Minute+groupTime && now.Sub(c.edits.at) > time.Minute+groupTime
		if quiet && now.After(c.held) {
			delete(p.chats, id)
		}
	}
}
