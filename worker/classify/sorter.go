package classify

import (
	"archive/zip"
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"

	"secondbrother/worker/classify/linear"
)

// Sorter is a trained classifier: immutable, safe for concurrent use.
type Sorter struct {
	categories *linear.Model // its labels are taxonomy codes
	urgencies  *linear.Model // its labels are those of urgencyLabel
	pressing   []pressure    // labels of urgencies
	place      []int         // label of categories → place in the taxonomy
	head       head
	usual      [][2]float64 // head.Usual in the taxonomy's order
}

// pressure is a label of the model of urgency, and its place in urgencyNames.
type pressure struct {
	name    string
	urgency int
}

//go:embed model.zip
var modelZip []byte

// Embedded is the classifier that came with the program; the first call takes
// some milliseconds to unpack it.
var Embedded = sync.OnceValue(func() *Sorter {
	s, err := Load(modelZip)
	if err != nil {
		panic("classify: embedded model: " + err.Error())
	}
	return s
})

// ErrModel says that a file is no classifier of this version.
var ErrModel = errors.New("not a classifier of this version")

// A classifier's file is a zip of two linear models and the head.
const (
	partCategories = "categories"
	partUrgencies  = "urgencies"
	partHead       = "head.json"
	maxPart        = 64 << 20
)

// Save writes s to w.
func (s *Sorter) Save(w io.Writer) error {
	out := zip.NewWriter(w)
	for _, part := range []struct {
		name string
		save func(io.Writer) error
	}{
		{partCategories, s.categories.Save},
		{partUrgencies, s.urgencies.Save},
		{partHead, func(w io.Writer) error { return json.NewEncoder(w).Encode(s.head) }},
	} {
		file, err := out.CreateHeader(&zip.FileHeader{Name: part.name, Method: zip.Store})
		if err != nil {
			return fmt.Errorf("writing %s: %w", part.name, err)
		}
		if err := part.save(file); err != nil {
			return fmt.Errorf("writing %s: %w", part.name, err)
		}
	}
	if err := out.Close(); err != nil {
		return fmt.Errorf("writing the classifier: %w", err)
	}
	return nil
}

// Load reads what Save wrote. A damaged file is an error, never a panic.
func Load(file []byte) (*Sorter, error) {
	in, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return nil, errors.Join(ErrModel, err)
	}
	var parts [3][]byte
	for i, name := range []string{partCategories, partUrgencies, partHead} {
		if parts[i], err = readPart(in, name); err != nil {
			return nil, errors.Join(ErrModel, err)
		}
	}
	categories, err := linear.Load(bytes.NewReader(parts[0]))
	if err != nil {
		return nil, fmt.Errorf("the categories: %w", err)
	}
	urgencies, err := linear.Load(bytes.NewReader(parts[1]))
	if err != nil {
		return nil, fmt.Errorf("the urgencies: %w", err)
	}
	var h head
	if err := json.Unmarshal(parts[2], &h); err != nil {
		return nil, errors.Join(ErrModel, err)
	}
	return assemble(categories, urgencies, h)
}

func readPart(in *zip.Reader, name string) ([]byte, error) {
	file, err := in.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	return io.ReadAll(io.LimitReader(file, maxPart))
}

func assemble(categories, urgencies *linear.Model, h head) (*Sorter, error) {
	s := &Sorter{categories: categories, urgencies: urgencies, head: h, usual: usualOf(h.Usual)}
	for _, code := range categories.Labels() {
		i, known := taxonomy().byCode[code]
		if !known {
			return nil, fmt.Errorf("%w: no category %q", ErrModel, code)
		}
		s.place = append(s.place, i)
	}
	for _, label := range urgencies.Labels() {
		u := slices.Index(urgencyNames, urgencyOf(label))
		if u < 0 {
			return nil, fmt.Errorf("%w: no urgency %q", ErrModel, label)
		}
		s.pressing = append(s.pressing, pressure{label, u})
	}
	for u, name := range urgencyNames {
		if !slices.ContainsFunc(s.pressing, func(p pressure) bool { return p.urgency == u }) {
			return nil, fmt.Errorf("%w: nothing is %s", ErrModel, name)
		}
	}
	if !h.valid() {
		return nil, fmt.Errorf("%w: its head does not fit", ErrModel)
	}
	return s, nil
}
