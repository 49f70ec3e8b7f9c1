package redis

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// counter counts notices as redis-server does.
type counter struct{ last int64 }

func (s *counter) give(notices int) int64 {
	s.last += int64(notices)
	return s.last
}

func TestThePlacesOfNoticesAreKnownBeforeTheyAreGiven(t *testing.T) {
	t.Parallel()
	var p places
	var s counter
	right := func(first int64, notices int) bool { return first+int64(notices)-1 == s.last }

	p.take(2)
	p.given(2, s.give(2))
	a := p.take(3)
	b := p.take(2)
	last := s.give(3)
	assert.True(t, right(a, 3))
	p.given(3, last)
	c := p.take(1)
	last = s.give(2)
	assert.True(t, right(b, 2), "two were under way")
	p.given(2, last)
	s.give(5) // another program
	last = s.give(1)
	assert.False(t, right(c, 1))
	d := p.take(4) // before that was known
	p.given(1, last)
	e := p.take(2)
	last = s.give(4)
	assert.False(t, right(d, 4))
	p.given(4, last)
	last = s.give(2)
	assert.True(t, right(e, 2), "it is known what another program did")
	p.given(2, last)
	p.take(3)
	p.given(3, 0) // refused
	f := p.take(1)
	s.give(1)
	assert.True(t, right(f, 1))
}
