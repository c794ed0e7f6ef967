package botapi

import (
	"encoding/json"
	"errors"
	"strings"
	"unicode/utf8"

	"secondbrother/scripts/sandbox/markup"
	"secondbrother/scripts/sandbox/telegram"
)

// Limits of Telegram, in UTF-16 units after the entities are parsed.
const (
	maxText     = 4096
	maxCaption  = 1024
	maxEntities = 100
)

// formatted reads a text with its parse mode or entities.
func formatted(raw, mode, entitiesJSON string) (string, []telegram.Entity, error) {
	if !utf8.ValidString(raw) {
		return "", nil, badRequest("strings must be encoded in UTF-8")
	}
	if len(raw) > 1<<15 {
		return "", nil, badRequest("text is too long")
	}
	text := markup.Clean(raw)
	var entities []telegram.Entity
	var err error
	switch strings.ToLower(mode) {
	case "", "none":
		entities, err = givenEntities(text, entitiesJSON)
	case "html":
		var wrong *markup.SyntaxError
		if text, entities, err = markup.HTML(text); errors.As(err, &wrong) {
			err = badRequest("Can't parse entities: %s", wrong.Text)
		}
	case "markdown", "markdownv2":
		err = badRequest("parse_mode %s is not supported by this sandbox, use HTML", mode)
	default:
		err = badRequest("unsupported parse_mode")
	}
	if err != nil {
		return "", nil, err
	}
	text, entities = markup.Trim(text, entities)
	entities = markup.Detect(text, entities)
	if len(entities) > maxEntities {
		entities = entities[:maxEntities] // the rest stays plain text
	}
	return text, entities, nil
}

var entityKinds = map[string]bool{"bold": true, "italic": true, "underline": true, "strikethrough": true,
	"spoiler": true, "code": true, "pre": true, "text_link": true, "text_mention": true, "custom_emoji": true,
	"blockquote": true, "expandable_blockquote": true}

// found are the kinds that Telegram finds by itself and ignores when given.
var found = map[string]bool{"mention": true, "hashtag": true, "cashtag": true, "bot_command": true, "url": true,
	"email": true, "phone_number": true, "bank_card_number": true}

func givenEntities(text, raw string) ([]telegram.Entity, error) {
	if raw == "" {
		return nil, nil
	}
	var given []telegram.Entity
	if err := json.Unmarshal([]byte(raw), &given); err != nil {
		return nil, badRequest("can't parse entities JSON object")
	}
	size := markup.Units(text)
	var entities []telegram.Entity
	for _, e := range given {
		if found[e.Type] {
			continue
		}
		if !entityKinds[e.Type] {
			return nil, badRequest("can't parse MessageEntity: Unsupported type specified")
		}
		if e.Offset < 0 || e.Length < 0 || e.Offset+e.Length > size {
			return nil, badRequest("entity beginning at UTF-16 offset %d ends after the end of the text at UTF-16 offset %d", e.Offset, e.Offset+e.Length)
		}
		if _, ok := markup.Slice(text, e.Offset, e.Length); !ok {
			return nil, badRequest("entity beginning at UTF-16 offset %d ends in a middle of a UTF-16 symbol", e.Offset)
		}
		if e.Type == "text_link" {
			link, err := markup.CheckURL(e.URL)
			if err != nil {
				return nil, badRequest("entity URL '%s' is invalid: %s", e.URL, err)
			}
			e.URL = link
		}
		if e.Length > 0 {
			entities = append(entities, e)
		}
	}
	markup.Sort(entities)
	return entities, nil
}

// messageText reads the text of sendMessage and editMessageText.
func messageText(p params, tooLong string) (string, []telegram.Entity, error) {
	text, entities, err := formatted(p.str("text"), p.str("parse_mode"), p.str("entities"))
	if err != nil {
		return "", nil, err
	}
	if text == "" {
		return "", nil, badRequest("message text is empty")
	}
	if markup.Units(text) > maxText {
		return "", nil, badRequest("%s", tooLong)
	}
	return text, entities, checkPreview(p)
}

func checkPreview(p params) error {
	if raw := p.str("link_preview_options"); raw != "" {
		_, err := object([]byte(raw), "LinkPreviewOptions", "is_disabled", "url", "prefer_small_media", "prefer_large_media", "show_above_text")
		return err
	}
	return nil
}

// caption reads a caption, which may be empty.
func caption(raw, mode, entitiesJSON string) (string, []telegram.Entity, error) {
	text, entities, err := formatted(raw, mode, entitiesJSON)
	if err == nil && markup.Units(text) > maxCaption {
		err = badRequest("message caption is too long")
	}
	return text, entities, err
}
