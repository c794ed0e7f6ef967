package main

import (
	"math"
	"testing"

	"github.com/paulmach/orb"
)

func TestGCJ02ShiftInLiaocheng(t *testing.T) {
	there := orb.Point{115.98, 36.45}
	shifted := toGCJ02(there)
	// The known offset here: about 0.0057 degrees east and 0.0001 north, 500 m.
	if east, north := shifted[0]-there[0], shifted[1]-there[1]; math.Abs(east-0.0057) > 0.0003 || math.Abs(north-0.0001) > 0.0003 {
		t.Errorf("shifted %.4f east, %.4f north", east, north)
	}
	back := fromGCJ02(shifted)
	if math.Abs(back[0]-there[0]) > 1e-7 || math.Abs(back[1]-there[1]) > 1e-7 {
		t.Errorf("came back to %v", back)
	}
}
