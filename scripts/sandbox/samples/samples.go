// Package samples makes the pictures and sounds that the sandbox offers to
// people who have none at hand.
package samples

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"sync"
)

const width, height = 640, 480

var drawn sync.Map // number → []byte; drawing takes a while

// Photo draws a street at dusk, a little different for every number, as JPEG of
// 640×480. The caller must not change the bytes.
func Photo(number int) []byte {
	if known, ok := drawn.Load(number); ok {
		return known.([]byte)
	}
	picture := image.NewRGBA(image.Rect(0, 0, width, height))
	var roofs [9]float64
	for column := range roofs {
		roofs[column] = 0.30 + 0.32*math.Abs(math.Sin(float64(column*7+number*3)))
	}
	for y := range height {
		for x := range width {
			picture.SetRGBA(x, y, scene(float64(x)/width, float64(y)/height, &roofs, number))
		}
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, picture, &jpeg.Options{Quality: 84}); err != nil {
		panic("encode a JPEG in memory: " + err.Error()) // cannot fail
	}
	drawn.Store(number, out.Bytes())
	return out.Bytes()
}

const horizon = 0.78 // where the road begins

// scene is the colour at a point of the unit square: sky with a low sun, houses
// with lit windows, road.
func scene(x, y float64, roofs *[9]float64, number int) color.RGBA {
	if y > horizon {
		if math.Abs(y-0.89) < 0.008 && math.Mod(x*12+float64(number), 2) < 1.1 {
			return color.RGBA{240, 230, 190, 255} // lane mark
		}
		shade := uint8(58 + 30*(1-y))
		return color.RGBA{shade, shade, shade + 8, 255}
	}
	column := int(x * 9)
	if floor := int((horizon - y) * 16); y > horizon-roofs[column] {
		fx, fy := math.Mod(x*9, 1), math.Mod((horizon-y)*16, 1)
		if fx > 0.04 && fx < 0.96 {
			wx := math.Mod(fx*4, 1)
			lit := (column*5+floor*3+int(fx*4)+number)%3 != 0
			if lit && wx > 0.3 && wx < 0.8 && fy > 0.25 && fy < 0.8 {
				return color.RGBA{255, 214, 140, 255}
			}
			base := uint8(70 + 14*(column%4))
			return color.RGBA{base, base + 6, base + 26, 255}
		}
	}
	dx, dy := x-0.25-0.08*float64(number%6), (y-0.22)*0.75
	sun := math.Sqrt(dx*dx + dy*dy)
	if sun < 0.06 {
		return color.RGBA{255, 226, 170, 255}
	}
	glow := 1 / (1 + 30*sun*sun)
	return color.RGBA{uint8(96 + 120*glow + 30*y), uint8(120 + 70*glow + 5*float64(number%7)), uint8(190 - 60*glow*y), 255}
}

// WithPosition writes a WGS-84 position into a JPEG the way a camera does (EXIF).
func WithPosition(picture []byte, latitude, longitude float64) []byte {
	tiff := exif(latitude, longitude)
	segment := append([]byte("Exif\x00\x00"), tiff...)
	out := append([]byte{}, picture[:2]...) // start of image
	out = append(out, 0xFF, 0xE1)
	out = binary.BigEndian.AppendUint16(out, uint16(len(segment)+2))
	out = append(out, segment...)
	return append(out, picture[2:]...)
}

// exif is a TIFF block with one directory that points to a GPS directory of
// four entries; see the Exif 2.3 standard, 4.6.6.
func exif(latitude, longitude float64) []byte {
	be := binary.BigEndian
	b := []byte("MM\x00\x2a\x00\x00\x00\x08")
	entry := func(tag, kind uint16, count uint32, value []byte) {
		b = be.AppendUint16(b, tag)
		b = be.AppendUint16(b, kind)
		b = be.AppendUint32(b, count)
		b = append(b, value...)
	}
	offset := func(n uint32) []byte { return be.AppendUint32(nil, n) }
	b = be.AppendUint16(b, 1)
	entry(0x8825, 4, 1, offset(26)) // GPS directory follows at 8+2+12+4
	b = append(b, 0, 0, 0, 0)
	const values = 26 + 2 + 4*12 + 4
	b = be.AppendUint16(b, 4)
	north, east := byte('N'), byte('E')
	if latitude < 0 {
		north = 'S'
	}
	if longitude < 0 {
		east = 'W'
	}
	entry(1, 2, 2, []byte{north, 0, 0, 0})
	entry(2, 5, 3, offset(values))
	entry(3, 2, 2, []byte{east, 0, 0, 0})
	entry(4, 5, 3, offset(values+24))
	b = append(b, 0, 0, 0, 0)
	for _, degrees := range []float64{math.Abs(latitude), math.Abs(longitude)} {
		whole, fraction := math.Modf(degrees)
		minutes, rest := math.Modf(fraction * 60)
		for _, r := range [][2]uint32{{uint32(whole), 1}, {uint32(minutes), 1}, {uint32(rest * 60 * 100), 100}} {
			b = be.AppendUint32(be.AppendUint32(b, r[0]), r[1])
		}
	}
	return b
}
