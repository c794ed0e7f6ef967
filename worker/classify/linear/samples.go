package linear

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// maxLine bounds one line of a samples file, in bytes.
const maxLine = 1 << 20

// ReadSamples reads lines of label<TAB>text. Empty lines and lines that begin
// with # are passed over. The first line that is neither is named in the error.
func ReadSamples(r io.Reader) ([]Sample, error) {
	var samples []Sample
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxLine)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSuffix(strings.TrimPrefix(lines.Text(), "\ufeff"), "\r")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		label, text, found := strings.Cut(line, "\t")
		label, text = strings.TrimSpace(label), strings.TrimSpace(text)
		switch {
		case !utf8.ValidString(line):
			return nil, fmt.Errorf("line %d is not UTF-8", n)
		case !found || label == "" || text == "":
			return nil, fmt.Errorf("line %d is not label<TAB>text", n)
		}
		samples = append(samples, Sample{label, text})
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("reading samples: %w", err)
	}
	return samples, nil
}
