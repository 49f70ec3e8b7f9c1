package form

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestSmallWordsAtTheEndsGo(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"hotel in Porto on":    "hotel in Porto",
		"for taxi":             "taxi",
		"Zugfahrt am":          "Zugfahrt",
		"on the way to work":   "way to work",
		"of":                   "",
		"train to Lyon, for":   "train to Lyon,",
		"dinner for two":       "dinner for two",
		"subscription At From": "subscription",
		"Di Fo on":             "Di Fo",
		"de Vries":             "de Vries",
		"The Hague":            "The Hague",
	} {
		assert.Equal(t, want, loose(in), in)
	}
}
