package outbound

import (
	"secondbrother/bot/chat/split"
	"secondbrother/bot/conversation"
	"secondbrother/storage/payload"
)

// Render turns a reply into the calls that show it, in their order. query is
// the press to answer with the reply's toast, empty when there is none.
func Render(chat int64, r conversation.Reply, query string) []Piece {
	var out []Piece
	if query != "" {
		out = append(out, Piece{Chat: chat, Act: Toast, Query: query, Text: split.Short(r.Toast, split.Toast), Alert: r.Alert})
	}
	if r.Strip != 0 {
		out = append(out, Piece{Chat: chat, Act: Strip, Message: r.Strip})
	}
	if r.Drop != "" {
		out = append(out, Piece{Chat: chat, Act: Drop, Track: r.Drop})
	}
	out = append(out, body(chat, r)...)
	if r.Point != nil {
		out = append(out, Piece{Chat: chat, Act: Position, Point: r.Point, Protect: r.Protect, Silent: true})
	}
	return out
}

// body shows text, files and keyboards.
func body(chat int64, r conversation.Reply) []Piece {
	base := Piece{Chat: chat, Protect: r.Protect, Silent: r.Silent}
	caption := split.Units(r.Text) <= split.Caption
	if r.File != nil {
		p := base
		p.Act, p.File = Document, r.File
		if caption {
			p.Text, p.Buttons, p.Keyboard = r.Text, buttons(r.Buttons), r.Keyboard
			return []Piece{p}
		}
		return append(texts(base, r), p)
	}
	sets := albums(r.Media)
	// What is edited later must be a text by itself: a file can get a caption,
	// but a caption cannot become a text.
	editable := r.Track != "" || r.Edit != 0
	if len(sets) == 1 && caption && !editable && sets[0][0].Type != payload.MediaRound {
		p := base
		p.Media, p.Text, p.Otherwise = sets[0], r.Text, r.Otherwise
		switch {
		case len(p.Media) == 1:
			p.Act, p.Buttons, p.Keyboard = Single, buttons(r.Buttons), r.Keyboard
			return []Piece{p}
		case len(r.Buttons) == 0 && r.Keyboard == nil:
			p.Act = Album
			return []Piece{p}
		}
	}
	var files []Piece
	for _, set := range sets {
		p := base
		p.Act, p.Media, p.Otherwise = Album, set, r.Otherwise
		if len(set) == 1 {
			p.Act, p.Track = Single, r.Also
		}
		files = append(files, p)
	}
	if editable {
		for i := range files {
			files[i].Silent = true // the text has sounded already
		}
		return append(texts(base, r), files...)
	}
	return append(files, texts(base, r)...)
}

// texts shows the text in as many messages as it needs; buttons hang on the last.
func texts(base Piece, r conversation.Reply) []Piece {
	parts := split.Parts(r.Text, split.Message)
	out := make([]Piece, len(parts))
	for i, part := range parts {
		p := base
		p.Act, p.Text = Text, part
		if i == 0 {
			p.Message = r.Edit
		}
		if i == len(parts)-1 {
			p.Buttons, p.Keyboard = buttons(r.Buttons), r.Keyboard
			p.Track, p.Version = r.Track, r.Version
			// Several messages cannot take the place of one.
			p.Fresh = r.Fresh || len(parts) > 1
		} else {
			p.Silent = true
		}
		out[i] = p
	}
	return out
}

func buttons(rows [][]conversation.Button) [][]Button {
	var out [][]Button
	for _, row := range rows {
		var line []Button
		for _, b := range row {
			line = append(line, Button{Text: b.Text, Data: b.Data})
		}
		if len(line) > 0 {
			out = append(out, line)
		}
	}
	return out
}

// albumSize is how many files an album holds at most.
const albumSize = 10

// albums groups files as Telegram can show them together: photos with videos,
// documents with documents, voice notes alone.
func albums(media []payload.Media) [][]payload.Media {
	var seen, papers []payload.Media
	var alone [][]payload.Media
	for _, m := range media {
		switch m.Type {
		case payload.MediaPhoto, payload.MediaVideo:
			seen = append(seen, m)
		case payload.MediaDocument:
			papers = append(papers, m)
		default:
			alone = append(alone, []payload.Media{m})
		}
	}
	var out [][]payload.Media
	for _, set := range [][]payload.Media{seen, papers} {
		for len(set) > 0 {
			n := min(len(set), albumSize)
			out = append(out, set[:n])
			set = set[n:]
		}
	}
	return append(out, alone...)
}
