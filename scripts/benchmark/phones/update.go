package phones

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// message is what the bot showed last, as an update about it repeats it.
type message struct {
	ID   int             `json:"message_id"`
	Date int64           `json:"date"`
	Chat account         `json:"chat"`
	Text string          `json:"text"`
	Keys json.RawMessage `json:"reply_markup,omitempty"`
}

type account struct {
	ID       int64  `json:"id"`
	Type     string `json:"type,omitempty"`
	IsBot    *bool  `json:"is_bot,omitempty"`
	First    string `json:"first_name"`
	Language string `json:"language_code,omitempty"`
}

type entity struct {
	Type   string `json:"type"`
	Offset int    `json:"offset"`
	Length int    `json:"length"`
}

type said struct {
	ID       int      `json:"message_id"`
	From     account  `json:"from"`
	Chat     account  `json:"chat"`
	Date     int64    `json:"date"`
	Text     string   `json:"text"`
	Entities []entity `json:"entities,omitempty"`
}

type pressed struct {
	ID       string  `json:"id"`
	From     account `json:"from"`
	Message  message `json:"message"`
	Instance string  `json:"chat_instance"`
	Data     string  `json:"data"`
}

type update struct {
	ID      int64    `json:"update_id"`
	Message *said    `json:"message,omitempty"`
	Press   *pressed `json:"callback_query,omitempty"`
}

// encode makes the update of an act, as Telegram writes it.
func encode(id, chat int64, number int, a Act, on message) json.RawMessage {
	human := false
	from := account{ID: chat, IsBot: &human, First: "示例", Language: "zh-hans"}
	in := account{ID: chat, Type: "private", First: "示例"}
	u := update{ID: id}
	if a.Press != "" {
		on.Chat = in
		u.Press = &pressed{ID: strconv.FormatInt(chat<<16|int64(number), 10), From: from, Message: on, Instance: "1", Data: a.Press}
	} else {
		u.Message = &said{ID: number, From: from, Chat: in, Date: time.Now().Unix(), Text: a.Say}
		if strings.HasPrefix(a.Say, "/") {
			u.Message.Entities = []entity{{"bot_command", 0, len(a.Say)}}
		}
	}
	raw, err := json.Marshal(u)
	if err != nil {
		panic(err) // plain structs always encode
	}
	return raw
}
