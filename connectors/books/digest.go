package books

import (
	"fmt"
	"math"
)

// digest is FNV-1a of 64 bits (RFC 9923), over values of rows.
type digest uint64

const (
	offset = 14695981039346656037
	prime  = 1099511628211
)

// value adds a value and what it is, so that a text is never taken for a number.
func (d *digest) value(v any) {
	switch v := v.(type) {
	case nil:
		d.byte('0')
	case string:
		d.text('t', v)
	case int:
		d.number('n', uint64(v))
	case int64:
		d.number('n', uint64(v))
	case bool:
		if v {
			d.number('n', 1)
		} else {
			d.number('n', 0)
		}
	case float64:
		d.number('f', math.Float64bits(v))
	default:
		d.text('o', fmt.Sprint(v))
	}
}

func (d *digest) byte(b byte) { *d = (*d ^ digest(b)) * prime }

func (d *digest) text(is byte, text string) {
	d.number(is, uint64(len(text)))
	for i := range len(text) {
		d.byte(text[i])
	}
}

func (d *digest) number(is byte, n uint64) {
	d.byte(is)
	for range 8 {
		d.byte(byte(n))
		n >>= 8
	}
}
