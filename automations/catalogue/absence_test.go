package catalogue_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/calendar"
	"factotum/automations/catalogue"
	"factotum/automations/form"
	"factotum/automations/request"
)

const trip = `kind: trip
title: Trip
about: Travel
prefix: TRP
summary: "{why}"
fields:
  - {key: why, type: text}
  - {key: first, type: date}
  - {key: last, type: date}
  - {key: stand, type: person}
  - {key: far, type: checkbox}
  - {key: cost, type: money}
`

func TestAnApprovedRequestIsAnAbsence(t *testing.T) {
	t.Parallel()
	k, err := builtin(t, trip+"absence: {from: first, to: last, substitute: stand, note: why, when: far}\n").Kind("trip")
	require.NoError(t, err)
	day := func(d int) calendar.Date { return calendar.NewDate(2026, 12, d) }
	values := form.Values{"why": {Text: "Fair"}, "first": {Date: day(1)}, "last": {Date: day(3)}, "stand": {Text: "ben@x"}, "far": {Checked: true}}
	a, ok := k.Absence(request.Request{Values: values})
	assert.True(t, ok)
	assert.Equal(t, "ben@x", a.Substitute)
	assert.Equal(t, "Fair", a.Note)
	assert.Equal(t, day(3), a.Last)
	for key, v := range map[string]form.Value{"far": {}, "first": {}, "last": {Date: day(0)}} {
		changed := form.Values{}
		for k, have := range values {
			changed[k] = have
		}
		changed[key] = v
		_, ok = k.Absence(request.Request{Values: changed})
		assert.False(t, ok, key)
	}
	_, ok = kind(t, "expense").Absence(request.Request{})
	assert.False(t, ok)
}

func TestWhatIsWrongWithAnAbsenceIsSaid(t *testing.T) {
	t.Parallel()
	files, err := catalogue.Builtin()
	require.NoError(t, err)
	_, problems := catalogue.Load(company(), append(files, yamls(trip+"absence: {from: why, to: none, substitute: cost, note: cost, when: 3}\n")...), nil)
	assert.Len(t, problems, 5)
}
