package stream_test

import (
	"errors"
	"testing"

	"secondbrother/storage/payload"
	"secondbrother/storage/stream"
)

func TestDecode(t *testing.T) {
	tests := []struct {
		name, data string
		newer, bad bool
	}{
		{"of this version", `{"v":1,"id":"r"}`, false, false},
		{"older, without a version", `{"id":"r"}`, false, false},
		{"newer", `{"v":2,"id":"r"}`, true, false},
		{"newer, of another shape", `{"id":{"of":"r"},"v":2}`, true, false},
		{"newer, a field that reads itself", `{"at":7,"v":2}`, true, false},
		{"of another shape all the same", `{"v":1,"id":{"of":"r"}}`, false, true},
		{"a version that is none", `{"v":"two","id":"r"}`, false, true},
		{"no JSON", `{"v":2,`, false, true},
		{"nothing", ``, false, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := stream.Message{Data: []byte(tt.data)}
			check := func(what, id string, err error) {
				t.Helper()
				switch {
				case errors.Is(err, stream.ErrNewer) != tt.newer || (err != nil) != (tt.newer || tt.bad):
					t.Errorf("as a %s: %v", what, err)
				case err == nil && id != "r":
					t.Errorf("as a %s: the id is %q", what, id)
				}
			}
			r, err := stream.Decode[payload.Report](m)
			check("report", r.ID, err)
			a, err := stream.Decode[payload.Action](m)
			check("action", a.ID, err)
			d, err := stream.Decode[payload.Delivery](m)
			check("delivery", d.ID, err)
		})
	}
}
