package outbound

import (
	"slices"
	"time"
)

// Limits are Telegram's (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this):
// 30 messages a second in all, one a second in a chat with short bursts, 20 a
// minute in a group. We stay a little below, because what leaves evenly does
// not arrive evenly.
const (
	allRate   = 29
	allSize   = 24
	reserved  = 4 // more of the overall size, for emergencies alone
	chatRate  = 0.98
	chatSize  = 3
	groupSize = 20
	groupTime = 61 * time.Second
	// flightMost is after how long without an answer Telegram has surely
	// counted a message, or never will.
	flightMost = 2 * time.Second
)

// pace keeps count of what was sent. Times come from the caller. Telegram
// counts a message somewhere between its leaving and its answer: until then it
// takes its room, and only from then on the room grows again.
type pace struct {
	off     bool
	all     bucket
	chats   map[int64]*chatPace
	flights []*flight // on their way, the oldest first
}

type chatPace struct {
	sends, edits bucket
	minute       []time.Time // groups: messages of the last minute
	held         time.Time   // Telegram said to wait until then
}

// flight is a call that Telegram has not answered.
type flight struct {
	at    time.Time
	n     float64
	chat  int64
	edits bool
}

// bucket is a token bucket; the zero value is full.
type bucket struct {
	flying float64 // sent and not answered
	used   float64
	at     time.Time
}

func (b *bucket) wait(now time.Time, n, size, rate float64) time.Duration {
	b.leak(now, rate)
	// What is larger than the bucket goes when the bucket is full.
	over := b.flying + b.used + min(n, size) - size
	if over <= 1e-9 {
		return 0
	}
	return time.Duration(over / rate * float64(time.Second))
}

func (b *bucket) leak(now time.Time, rate float64) {
	if now.After(b.at) {
		b.used = max(0, b.used-now.Sub(b.at).Seconds()*rate)
		b.at = now
	}
}

func (b *bucket) land(now time.Time, n, rate float64) {
	b.leak(now, rate)
	b.flying -= n
	b.used += n
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
func (p *pace) wait(now time.Time, piece *Piece, emergency bool) time.Duration {
	c := p.chat(piece.Chat)
	if wait := c.held.Sub(now); wait > 0 {
		return wait
	}
	n := piece.messages()
	if n == 0 || p.off {
		return 0
	}
	p.overdue(now)
	size := float64(allSize)
	if emergency {
		size += reserved
	}
	wait := max(p.all.wait(now, float64(n), size, allRate), c.bucket(piece.changes()).wait(now, float64(n), chatSize, chatRate))
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

func (c *chatPace) bucket(edits bool) *bucket {
	if edits {
		return &c.edits
	}
	return &c.sends
}

// take counts a piece that goes now; landed takes what it returns.
func (p *pace) take(now time.Time, piece *Piece) *flight {
	return p.fly(now, piece.Chat, piece.messages(), piece.changes())
}

// besides counts an edit that goes along with a message.
func (p *pace) besides(now time.Time, chat int64) *flight { return p.fly(now, chat, 1, true) }

func (p *pace) fly(now time.Time, chat int64, n int, edits bool) *flight {
	f := &flight{at: now, n: float64(n), chat: chat, edits: edits}
	p.flights = append(p.flights, f)
	c := p.chat(chat)
	p.all.flying += f.n
	c.bucket(edits).flying += f.n
	if chat < 0 {
		for range n {
			c.minute = append(c.minute, now)
		}
	}
	return f
}

// landed counts what Telegram has answered.
func (p *pace) landed(now time.Time, f *flight) {
	i := slices.Index(p.flights, f)
	if i < 0 {
		return // overdue, and counted
	}
	p.flights = slices.Delete(p.flights, i, i+1)
	c := p.chat(f.chat)
	// Which of the last ones Telegram took first does not matter.
	for i := max(0, len(c.minute)-int(c.sends.flying+c.edits.flying)); i < len(c.minute); i++ {
		c.minute[i] = now
	}
	p.all.land(now, f.n, allRate)
	c.bucket(f.edits).land(now, f.n, chatRate)
}

// overdue counts what Telegram does not answer.
func (p *pace) overdue(now time.Time) {
	for len(p.flights) > 0 && now.Sub(p.flights[0].at) >= flightMost {
		p.landed(now, p.flights[0])
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
		quiet := c.sends.flying+c.edits.flying == 0 && now.Sub(c.sends.at) > time.Minute+groupTime && now.Sub(c.edits.at) > time.Minute+groupTime
		if quiet && now.After(c.held) {
			delete(p.chats, id)
		}
	}
}
