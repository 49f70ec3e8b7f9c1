package redis

import "sync"

// places is what is expected of the order of notices, so that their records can
// be written before the server has counted them. Where it counts otherwise, as
// when another program sends as well, its script writes them anew, which is dear.
type places struct {
	mu   sync.Mutex
	last int64 // that the notices which were sent will have
	out  int64 // notices that are under way
}

// take gives the place that the first of some notices will have.
func (p *places) take(notices int) (first int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	first = p.last + 1
	p.last += int64(notices)
	p.out += int64(notices)
	return first
}

// given says what came of notices that took places: the last one they were
// given, or 0 when none was.
func (p *places) given(notices int, last int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.out -= int64(notices)
	if last == 0 {
		p.last -= int64(notices)
	} else {
		p.last = last + p.out
	}
}
