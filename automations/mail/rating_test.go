package mail_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"factotum/automations/mail"
)

func TestAnAnswerThatIsARating(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]struct {
		score int
		why   string
	}{
		"3":                            {3, ""},
		" 2 \n\nIt took a day\nor two": {2, "It took a day\nor two"},
		"1, it came too late":          {1, "it came too late"},
		"3/3!":                         {3, ""},
		"🙁":                            {1, ""},
		"So-so.\nSlow":                 {2, "Slow"},
		"Good!":                        {3, ""},
	} {
		score, why, ok := mail.Rating(text)
		assert.True(t, ok, text)
		assert.Equal(t, want.score, score, text)
		assert.Equal(t, want.why, why, text)
	}
	for _, text := range []string{"", "4", "12", "1. The printer\n2. The screen", "2 monitors are missing", "3 pm is fine", "Good, but it is broken again", "No"} {
		_, _, ok := mail.Rating(text)
		assert.False(t, ok, text)
	}
}
