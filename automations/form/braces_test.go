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

func TestUnbraced(t *testing.T) {
	t.Parallel()
	f := compile(t, []Field{{Key: "name", Label: "Name", Type: Text}, {Key: "day", Label: "Day", Type: Date}})
	for made, want := range map[string]string{
		"Ruiz, Ana, week of 16 Nov 2026": "Ruiz, Ana", "  ana,  WEEK of 2026-11-16 ": "ana", "ana, month of 16 Nov 2026": "", "": "",
	} {
		values := f.Unbraced("{name}, week of {day}", made, Context{})
		assert.Equal(t, want, values["name"].Text, made)
		assert.Equal(t, want != "", !values["day"].Date.IsZero(), made)
	}
	assert.Equal(t, "ana", f.Unbraced("{name} {day}", "ana 2026-11-16", Context{})["name"].Text, "a blank parts them")
	assert.Empty(t, f.Unbraced("name", "name", Context{}), "nothing stands in braces")
}
