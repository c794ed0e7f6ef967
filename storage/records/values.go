package records

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/lib/pq"
)

// Moment is an instant that may be missing: the zero time is null.
type Moment struct{ time.Time }

// Scan reads a timestamptz.
func (m *Moment) Scan(value any) error {
	switch v := value.(type) {
	case nil:
		m.Time = time.Time{}
	case time.Time:
		m.Time = v.UTC()
	default:
		return fmt.Errorf("read an instant: got %T", value)
	}
	return nil
}

// Value writes a timestamptz.
func (m Moment) Value() (driver.Value, error) {
	if m.IsZero() {
		return nil, nil
	}
	return m.Time, nil
}

// Text is a text that may be missing: the empty text is null.
type Text string

// Scan reads a text.
func (t *Text) Scan(value any) error {
	switch v := value.(type) {
	case nil:
		*t = ""
	case string:
		*t = Text(v)
	case []byte:
		*t = Text(v)
	default:
		return fmt.Errorf("read a text: got %T", value)
	}
	return nil
}

// Value writes a text.
func (t Text) Value() (driver.Value, error) {
	if t == "" {
		return nil, nil
	}
	return string(t), nil
}

// Number is a number that may be missing: 0 is null.
type Number int64

// Scan reads an integer of any width.
func (n *Number) Scan(value any) error {
	switch v := value.(type) {
	case nil:
		*n = 0
	case int64:
		*n = Number(v)
	default:
		return fmt.Errorf("read a number: got %T", value)
	}
	return nil
}

// Value writes an integer.
func (n Number) Value() (driver.Value, error) {
	if n == 0 {
		return nil, nil
	}
	return int64(n), nil
}

// JSON is a value kept as jsonb; nil is null. T is a pointer or a slice.
type JSON[T any] struct{ Of T }

// Scan reads a jsonb.
func (j *JSON[T]) Scan(value any) error {
	var zero T
	j.Of = zero
	switch v := value.(type) {
	case nil:
		return nil
	case []byte:
		return json.Unmarshal(v, &j.Of)
	case string:
		return json.Unmarshal([]byte(v), &j.Of)
	}
	return fmt.Errorf("read JSON: got %T", value)
}

// Value writes a jsonb.
func (j JSON[T]) Value() (driver.Value, error) {
	text := j.text()
	if text == "" {
		return nil, nil
	}
	return text, nil
}

// text is the JSON, empty for a null.
func (j JSON[T]) text() string {
	body, err := json.Marshal(j.Of)
	if err != nil || string(body) == "null" || string(body) == "[]" {
		return "" // the types kept so are plain values: they always marshal
	}
	return string(body)
}

// literal is an array as PostgreSQL reads it from text; for arrays within arrays.
func literal(a driver.Valuer) string {
	v, err := a.Value()
	if err != nil || v == nil {
		return "{}" // pq's arrays of strings and integers have no errors
	}
	return v.(string)
}

// numbers and words are array columns of ours, which are never null.
func numbers(ids []int64) pq.Int64Array {
	if ids == nil {
		return pq.Int64Array{}
	}
	return ids
}

func words(list []string) pq.StringArray {
	if list == nil {
		return pq.StringArray{}
	}
	return list
}

// field is one column of a batch: its name, the element type of the array it
// travels in, and how an element becomes the column's value where it is not
// itself (in which %s stands for it).
type field struct {
	name  string
	array string
	cast  string
}

// value is the column's value out of the unnested rows.
func (f field) value(alias string) string {
	if f.cast == "" {
		return alias + "." + f.name
	}
	return fmt.Sprintf(f.cast, alias+"."+f.name)
}

// batch writes the SELECT and FROM of an INSERT whose rows come as one array
// per column, in parameters from first on.
func batch(alias string, first int, fields []field) (columns, values, source string) {
	var names, selected, arrays []string
	for i, f := range fields {
		names = append(names, f.name)
		selected = append(selected, f.value(alias))
		arrays = append(arrays, fmt.Sprintf("$%d::%s[]", first+i, f.array))
	}
	columns = strings.Join(names, ", ")
	values = strings.Join(selected, ", ")
	source = fmt.Sprintf("unnest(%s) AS %s (%s)", strings.Join(arrays, ", "), alias, columns)
	return columns, values, source
}
