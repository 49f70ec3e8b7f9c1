package document

import "math"

// bend is how the lines of print lie in a picture. A page before a camera is
// turned, its lines draw together on the side that is further away, and paper
// that curls bows them.
type bend struct {
	angle    float64 // degrees, clockwise
	fan, bow float64 // how far a line leaves the straight one at the end of the picture, in its half lengths
}

// The smallest bends that matter and the largest that are taken for such, with the
// steps between those that are tried.
const (
	fanStep, mostFan = 0.005, 0.1
	bowStep, mostBow = 0.004, 0.04
	clearer          = 1.1 // by which print has to gather better
)

// drop is how far below a straight line a bent one runs, at a place from the middle
// of a picture of this half length.
func (b bend) drop(x, y, half float64) float64 { return (b.fan*y + b.bow*x) * x / half }

// footing is where letters stand, from the middle of a picture.
type footing struct {
	at   [][2]float64
	half float64 // length of the picture
}

// bendOf finds the bend at which letters gather in lines most clearly.
func bendOf(f footing) bend {
	if len(f.at) < fewBoxes {
		return bend{}
	}
	var b bend
	best := f.sharpness(b)
	try := func(other bend, times float64) {
		if sharp := f.sharpness(other); sharp > best*times {
			best, b = sharp, other
		}
	}
	for a := -mostAskew; a <= mostAskew; a += 0.5 {
		try(bend{angle: a}, 1.0001)
	}
	turn := func() {
		for around, a := b, -0.4; a <= 0.4; a += 0.1 {
			try(bend{around.angle + a, around.fan, around.bow}, 1.0001)
		}
	}
	turn()
	if math.Abs(b.angle) < straightEnough {
		b.angle, best = 0, f.sharpness(bend{})
	}
	straight, turned, middle := best, b, f.middle()
	for range 2 {
		for around, n := b, -mostFan; n <= mostFan; n += fanStep {
			// The line through the middle of the print keeps its angle.
			tilt := math.Atan((n-around.fan)*middle/f.half) * 180 / math.Pi
			try(bend{around.angle - tilt, n, around.bow}, 1.0001)
		}
		for around, n := b, -mostBow; n <= mostBow; n += bowStep {
			try(bend{around.angle, around.fan, n}, 1.0001)
		}
		turn()
	}
	if best < straight*clearer {
		return turned
	}
	return b
}

// sharpness is how unevenly letters fall into rows that run so.
func (f footing) sharpness(b bend) float64 {
	slope := math.Tan(b.angle * math.Pi / 180)
	rows := make([]float64, 4096+2)
	for _, d := range f.at {
		y := d[1] - d[0]*slope
		rows[int(y-b.drop(d[0], y, f.half)+2048)&4095]++
	}
	sum := 0.0
	for i := range 4096 {
		n := rows[i] + rows[i+1] + rows[i+2] // feet are not even to the dot
		sum += n * n
	}
	return sum
}

// middle is the mean height at which letters stand.
func (f footing) middle() float64 {
	sum := 0.0
	for _, d := range f.at {
		sum += d[1]
	}
	return sum / float64(len(f.at))
}
