package chat

import (
	"context"
	"encoding/json"
	"fmt"
)

// aside is what could not be read, handled or sent, as it is kept: sealed, for
// thirty days, for whoever mends the fault.
type aside struct {
	Why string `json:"why"`
	Raw []byte `json:"raw"`
}

// setAside keeps raw under a name that is the same each time.
func (b *Bot) setAside(ctx context.Context, what, id string, raw []byte, why string) error {
	value, err := json.Marshal(aside{Why: why, Raw: raw})
	if err != nil {
		return fmt.Errorf("encode what is set aside: %w", err)
	}
	if err := b.shelf.Put(ctx, what+"."+id, value); err != nil {
		return fmt.Errorf("set aside: %w", err)
	}
	b.measure.SetAside.WithLabelValues(what).Inc()
	return nil
}
