package form

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"factotum/automations/calendar"
)

func TestBraces(t *testing.T) {
	t.Parallel()
	f := compile(t, []Field{{Key: "person", Type: Person}, {Key: "week", Type: Date}, {Key: "note", Type: Paragraph}})
	values := Values{"person": {Text: "U1"}, "week": {Date: calendar.NewDate(2026, time.November, 16)}, "note": {Text: "two\nlines"}}
	const text = "{person}, week of {week}:\n{note} {nothing}"
	assert.Equal(t, "U1, week of 16 Nov 2026:\ntwo lines ", f.Braces(text, values, nil))
	assert.Equal(t, []string{"person", "week", "note", "nothing"}, Braced(text))
}
