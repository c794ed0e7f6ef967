package linear

import "math/bits"

// index finds an n-gram's column. It is a hash table made once and read for
// every character of every text: open addressing in one slice, three times as
// fast as a map. The zero gram, which is none, marks a free place.
type index struct {
	places []place
	shift  uint
}

type place struct {
	gram   gram
	column int32
}

// newIndex files grams under their places in the slice. At most half of the
// table is taken, so a search ends soon.
func newIndex(grams []gram) index {
	size := uint(bits.Len(uint(2*len(grams)) | 1))
	x := index{places: make([]place, 1<<size), shift: 64 - size}
	for i, g := range grams {
		at := x.home(g)
		for x.places[at].gram != 0 && x.places[at].gram != g {
			at = (at + 1) & (len(x.places) - 1)
		}
		x.places[at] = place{g, int32(i)}
	}
	return x
}

// home is where g's search begins: Fibonacci hashing.
func (x *index) home(g gram) int { return int(uint64(g) * 0x9E3779B97F4A7C15 >> x.shift) }

func (x *index) column(g gram) (int32, bool) {
	for at := x.home(g); ; at = (at + 1) & (len(x.places) - 1) {
		switch p := &x.places[at]; p.gram {
		case g:
			return p.column, true
		case 0:
			return 0, false
		}
	}
}
