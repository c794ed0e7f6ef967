package intake

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/go-telegram/bot/models"
)

// Allowed are the updates the bot asks for.
var Allowed = []string{
	models.AllowedUpdateMessage,
	models.AllowedUpdateEditedMessage,
	models.AllowedUpdateCallbackQuery,
	models.AllowedUpdateMyChatMember,
}

// ErrUndecodable says that an update is not what the Bot API describes. It
// does not say what is in it.
var ErrUndecodable = errors.New("update cannot be decoded")

// ID reads an update's id, of whatever else it holds.
func ID(raw json.RawMessage) (int64, error) {
	var head struct {
		ID *int64 `json:"update_id"`
	}
	if err := json.Unmarshal(raw, &head); err != nil || head.ID == nil {
		return 0, fmt.Errorf("%w: no update_id", ErrUndecodable)
	}
	return *head.ID, nil
}

// Decode reads one update. The library's own unmarshalling may panic on what
// it does not expect.
func Decode(raw json.RawMessage) (u models.Update, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: %T", ErrUndecodable, p)
		}
	}()
	if err := json.Unmarshal(raw, &u); err != nil {
		return u, ErrUndecodable // the library's error may quote the text
	}
	return u, nil
}
