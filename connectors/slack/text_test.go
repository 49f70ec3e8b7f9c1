package slack

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestCut(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, text string
		most       int
		want       string
	}{
		{"fits", "äöü", 3, "äöü"},
		{"letters", "äöüß", 3, "äö…"},
		{"accent stays with its letter", "abe\u0301fg", 4, "ab…"},
		{"family stays together", "ab👩\u200d👧cd", 5, "ab…"},
		{"skin tone stays", "ab👍\U0001F3FDcd", 4, "ab…"},
		{"escape stays whole", "abc&amp;def", 6, "abc…"},
		{"finished escape stays", "a&lt;bcdef", 7, "a&lt;b…"},
	}
	for _, c := range cases {
		assert.Equal(t, c.want, cut(c.text, c.most), c.name)
	}
	assert.Len(t, []rune(cut(strings.Repeat("x", 9000), maxText)), maxText)
}
