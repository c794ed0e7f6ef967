package linear

import (
	"bufio"
	"compress/gzip"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
)

// A model file is gzip over: the magic, the header's length and JSON, the
// n-grams as differences (uvarint), their idf (float32), a scale and a bias
// for each label (float32), and the weights as int8 steps of the scale.
const magic = "2BLM\x02"

// ErrFile says that a file is no model, or one of another version.
var ErrFile = errors.New("not a model file of this version")

type fileHeader struct {
	Labels      []string `json:"labels"`
	Grams       int      `json:"grams"`
	Longest     int      `json:"longest"`
	Temperature float64  `json:"temperature"`
}

// limits on what Load believes of a header.
const (
	maxHeader = 1 << 20
	maxGrams  = 1 << 22
	maxLabels = 1 << 12
)

// Save writes m to w.
func (m *Model) Save(w io.Writer) error {
	zip, err := gzip.NewWriterLevel(w, gzip.BestCompression)
	if err != nil {
		return fmt.Errorf("compressing the model: %w", err)
	}
	out := bufio.NewWriter(zip)
	header, err := json.Marshal(fileHeader{m.labels, len(m.grams), m.longest, m.temperature})
	if err != nil {
		return fmt.Errorf("encoding the model's header: %w", err)
	}
	var bytes []byte
	bytes = append(bytes, magic...)
	bytes = binary.LittleEndian.AppendUint32(bytes, uint32(len(header)))
	bytes = append(bytes, header...)
	var last gram
	for _, g := range m.grams {
		bytes = binary.AppendUvarint(bytes, uint64(g-last))
		last = g
	}
	for _, floats := range [][]float32{m.idf, m.scales, m.bias} {
		for _, f := range floats {
			bytes = binary.LittleEndian.AppendUint32(bytes, math.Float32bits(f))
		}
	}
	for _, weight := range m.weights {
		bytes = append(bytes, byte(weight))
	}
	if _, err := out.Write(bytes); err != nil {
		return fmt.Errorf("writing the model: %w", err)
	}
	if err := errors.Join(out.Flush(), zip.Close()); err != nil {
		return fmt.Errorf("writing the model: %w", err)
	}
	return nil
}

// Load reads a model that Save wrote. A damaged file is an error, never a panic.
func Load(r io.Reader) (*Model, error) {
	zip, err := gzip.NewReader(r)
	if err != nil {
		return nil, errors.Join(ErrFile, err)
	}
	in := bufio.NewReader(zip)
	header, err := loadHeader(in)
	if err != nil {
		return nil, err
	}
	n := len(header.Labels)
	m := &Model{labels: header.Labels, temperature: header.Temperature, vocabulary: &vocabulary{longest: header.Longest}}
	var last gram
	for i := range header.Grams {
		step, err := binary.ReadUvarint(in)
		if err != nil {
			return nil, fmt.Errorf("reading n-gram %d: %w", i, err)
		}
		last += gram(step)
		m.grams = append(m.grams, last)
	}
	m.index = newIndex(m.grams)
	for _, floats := range []struct {
		into  *[]float32
		count int
	}{{&m.idf, header.Grams}, {&m.scales, n}, {&m.bias, n}} {
		if *floats.into, err = loadFloats(in, floats.count); err != nil {
			return nil, err
		}
	}
	m.weights = make([]int8, 0, min(header.Grams*n, 1<<22))
	row := make([]byte, n)
	for i := range header.Grams {
		if _, err := io.ReadFull(in, row); err != nil {
			return nil, fmt.Errorf("reading the weights of n-gram %d: %w", i, err)
		}
		for _, weight := range row {
			m.weights = append(m.weights, int8(weight))
		}
	}
	return m, nil
}

func loadHeader(in io.Reader) (fileHeader, error) {
	var header fileHeader
	start := make([]byte, len(magic)+4)
	if _, err := io.ReadFull(in, start); err != nil || string(start[:len(magic)]) != magic {
		return header, errors.Join(ErrFile, err)
	}
	size := binary.LittleEndian.Uint32(start[len(magic):])
	if size > maxHeader {
		return header, ErrFile
	}
	text := make([]byte, size)
	if _, err := io.ReadFull(in, text); err != nil {
		return header, errors.Join(ErrFile, err)
	}
	if err := json.Unmarshal(text, &header); err != nil {
		return header, errors.Join(ErrFile, err)
	}
	if len(header.Labels) < 2 || len(header.Labels) > maxLabels || header.Grams < 1 || header.Grams > maxGrams || !(header.Temperature > 0) || header.Longest < 1 || header.Longest > MaxGram || !slices.IsSorted(header.Labels) {
		return header, ErrFile
	}
	return header, nil
}

func loadFloats(in io.Reader, count int) ([]float32, error) {
	floats := make([]float32, 0, min(count, 1<<16))
	var b [4]byte
	for range count {
		if _, err := io.ReadFull(in, b[:]); err != nil {
			return nil, fmt.Errorf("reading the model: %w", err)
		}
		f := math.Float32frombits(binary.LittleEndian.Uint32(b[:]))
		if math.IsNaN(float64(f)) || math.IsInf(float64(f), 0) {
			return nil, ErrFile
		}
		floats = append(floats, f)
	}
	return floats, nil
}
