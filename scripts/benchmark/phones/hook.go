package phones

import (
	"bytes"
	"io"
	"net/http"
	"time"
)

// hook delivers updates to the bot's webhook: in order and one at a time in
// each chat, over as many connections as the bot allowed, again when refused.
type hook struct {
	exchange *Exchange
	url      string
	secret   string
	client   *http.Client
	slots    chan struct{}
	waiting  map[int64][]queued // a chat is in it while it has updates
	busy     int                // chats in waiting
}

// setHook begins to deliver; an empty address goes back to polling.
func (x *Exchange) setHook(in call) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if in.URL == "" {
		x.hook = nil
		return
	}
	n := max(1, in.Connections)
	x.hook = &hook{
		exchange: x, url: in.URL, secret: in.Secret, waiting: map[int64][]queued{}, slots: make(chan struct{}, n),
		client: &http.Client{Timeout: time.Minute, Transport: &http.Transport{MaxIdleConnsPerHost: n}},
	}
}

// push needs the exchange's lock.
func (h *hook) push(q queued) {
	queue, running := h.waiting[q.chat]
	h.waiting[q.chat] = append(queue, q)
	if !running {
		h.busy++
		go h.run(q.chat)
	}
}

func (h *hook) run(chat int64) {
	for {
		h.exchange.mu.Lock()
		queue := h.waiting[chat]
		if len(queue) == 0 {
			delete(h.waiting, chat)
			h.busy--
			h.exchange.settled()
			h.exchange.mu.Unlock()
			return
		}
		h.exchange.mu.Unlock()
		h.slots <- struct{}{}
		ok := h.deliver(queue[0])
		<-h.slots
		if !ok {
			time.Sleep(50 * time.Millisecond)
			continue
		}
		h.exchange.mu.Lock()
		h.waiting[chat] = h.waiting[chat][1:]
		h.exchange.confirmed++
		h.exchange.mu.Unlock()
	}
}

func (h *hook) deliver(q queued) bool {
	request, err := http.NewRequest(http.MethodPost, h.url, bytes.NewReader(q.raw))
	if err != nil {
		return false
	}
	h.exchange.calls.Add(1)
	h.exchange.bodies.Add(int64(len(q.raw)))
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("X-Telegram-Bot-Api-Secret-Token", h.secret)
	response, err := h.client.Do(request)
	if err != nil {
		return false
	}
	defer func() { _ = response.Body.Close() }()
	_, _ = io.Copy(io.Discard, response.Body)
	return response.StatusCode == http.StatusOK
}
