package page

import (
	"net/http"

	"secondbrother/scripts/sandbox/botapi"
)

// action is the body of all that a person does in a chat; every route uses
// some of its fields. Chat 0 is the chat with the bot.
type action struct {
	Chat      int64   `json:"chat"`
	Text      string  `json:"text"`
	ReplyTo   int     `json:"reply_to"`
	Link      string  `json:"link"`
	Author    string  `json:"author"`
	Hidden    bool    `json:"hidden"`
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
	Phone     string  `json:"phone"`
	Emoji     string  `json:"emoji"`
	MessageID int     `json:"message_id"`
	Row       int     `json:"row"`
	Column    int     `json:"column"`
	Data      string  `json:"data"`
	Blocked   bool    `json:"blocked"`
}

func (s *site) actionRoutes(mux *http.ServeMux) {
	api := s.api
	routes := map[string]func(person int64, a action) (botapi.Sent, error){
		"text":  func(p int64, a action) (botapi.Sent, error) { return api.Say(p, a.Chat, a.Text, a.ReplyTo) },
		"start": func(p int64, a action) (botapi.Sent, error) { return api.Start(p, a.Link) },
		"forward": func(p int64, a action) (botapi.Sent, error) {
			return api.Forward(p, a.Chat, a.Author, a.Text, a.Hidden)
		},
		"location": func(p int64, a action) (botapi.Sent, error) {
			return api.SendLocation(p, a.Chat, a.Latitude, a.Longitude)
		},
		"contact": func(p int64, a action) (botapi.Sent, error) { return api.SendContact(p, a.Chat, a.Phone) },
		"sticker": func(p int64, a action) (botapi.Sent, error) { return api.SendSticker(p, a.Chat, a.Emoji) },
		"edit":    func(p int64, a action) (botapi.Sent, error) { return api.Edit(p, a.Chat, a.MessageID, a.Text) },
		"delete":  func(p int64, a action) (botapi.Sent, error) { return api.Delete(p, a.Chat, a.MessageID) },
		"press": func(p int64, a action) (botapi.Sent, error) {
			if a.Data != "" {
				return api.PressData(p, a.Chat, a.MessageID, a.Data)
			}
			return api.Press(p, a.Chat, a.MessageID, a.Row, a.Column)
		},
		"block": func(p int64, a action) (botapi.Sent, error) {
			version, err := api.SetBlocked(p, a.Blocked)
			return botapi.Sent{Version: version}, err
		},
		"clear": func(p int64, _ action) (botapi.Sent, error) {
			version, err := api.ClearHistory(p)
			return botapi.Sent{Version: version}, err
		},
	}
	for name, do := range routes {
		mux.HandleFunc("POST /sandbox/api/persons/{person}/"+name, func(w http.ResponseWriter, r *http.Request) {
			person, err := personID(r)
			if err != nil {
				reply(w, nil, err)
				return
			}
			a, err := body[action](w, r)
			if err != nil {
				reply(w, nil, err)
				return
			}
			sent, err := do(person, a)
			reply(w, sent, err)
		})
	}
}
