package books

import (
	"fmt"
	"math"
	"math/bits"
)

// digest is a number that values of rows lead to. It need not withstand anybody
// who seeks others that lead to the same.
type digest uint64

// value adds a value and what it is, so that a text is never taken for a number.
func (d *digest) value(v any) {
	switch v := v.(type) {
	case nil:
		d.mix(1)
	case string:
		mixed(d, textual, v)
	case int:
		d.number(uint64(v))
	case int64:
		d.number(uint64(v))
	case bool:
		if v {
			d.number(1)
		} else {
			d.number(0)
		}
	case float64:
		d.mix(4)
		d.mix(math.Float64bits(v))
	default:
		mixed(d, 5, fmt.Sprint(v))
	}
}

func (d *digest) number(n uint64) {
	d.mix(3)
	d.mix(n)
}

// mixed takes in a text, and what it is.
func mixed[T ~string | ~[]byte](d *digest, is uint64, text T) {
	d.mix(is<<56 | uint64(len(text)))
	for ; len(text) >= 8; text = text[8:] {
		d.mix(uint64(text[0]) | uint64(text[1])<<8 | uint64(text[2])<<16 | uint64(text[3])<<24 |
			uint64(text[4])<<32 | uint64(text[5])<<40 | uint64(text[6])<<48 | uint64(text[7])<<56)
	}
	var rest uint64
	for i := range len(text) {
		rest = rest<<8 | uint64(text[i])
	}
	d.mix(rest)
}

// mix multiplies two numbers and folds the product, as wyhash does
// (github.com/wangyi-fudan/wyhash).
func (d *digest) mix(n uint64) {
	high, low := bits.Mul64(uint64(*d)^n^secret, fold)
	*d = digest(high ^ low)
}

const (
	textual = 2 // what a text is
	secret  = 0xa0761d6478bd642f
	fold    = 0xe7037ed1a0b428db
)
