package automations_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/calendar"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/people"
	"factotum/automations/request"
)

// leaves says that somebody is away from one day of November 2026 to another.
func (o *office) leaves(who string, first, last int, stand string) (people.Absence, error) {
	o.t.Helper()
	in := automations.AwayDays{First: calendar.NewDate(2026, 11, first), Last: calendar.NewDate(2026, 11, last)}
	if stand != "" {
		in.Substitute = o.who(stand).ID
	}
	return o.Away(o.ctx, o.who(who), o.id(), in)
}

func TestAnAbsenceThatDoesNotFitIsRefused(t *testing.T) {
	t.Parallel()
	o := setup(t)
	_, err := o.leaves("mara", 23, 27, "omar")
	require.NoError(t, err)
	tests := map[string]struct {
		who, stand  string
		first, last int
		says        string
	}{
		"backwards":       {"fay", "", 25, 24, "The last day is before the first"},
		"over":            {"fay", "", 1, 19, "over already"},
		"endless":         {"fay", "", 23, 5000, "more than three years"},
		"twice":           {"mara", "", 27, 30, "You are away from 23 Nov 2026 to 27 Nov 2026 already"},
		"a guest":         {"fay", "gus", 23, 24, "Guests, people of other companies"},
		"themselves":      {"fay", "fay", 23, 24, "Nobody stands in for themselves"},
		"in a circle":     {"omar", "mara", 25, 26, "Mara Sample stands in for you, you for Mara Sample"},
		"of a guest":      {"gus", "", 23, 24, "Nothing is asked of guests"},
		"of somebody who": {"fay", "fay", 20, 20, "Nobody stands in"},
	}
	for name, tt := range tests {
		_, err := o.leaves(tt.who, tt.first, tt.last, tt.stand)
		assert.ErrorContains(t, err, tt.says, name)
	}
	require.NoError(t, err)
	own, _, err := o.Absences(o.ctx, o.who("mara"))
	require.NoError(t, err)
	assert.Len(t, own, 1)
	err = o.Back(o.ctx, o.who("omar"), "x", own[0].ID)
	assert.Equal(t, fault.NotFound, fault.CodeOf(err), "another's")
}

func TestWhatWaitsGoesToWhoStandsInAndBack(t *testing.T) {
	t.Parallel()
	o := setup(t)
	f := o.submit("42.50 EUR taxi yesterday")
	o.deliver()
	_, err := o.leaves("mara", 23, 24, "omar")
	require.NoError(t, err)
	o.deliver()
	assert.Len(t, o.box.to(o.who("omar").Accounts[0]), 1)
	o.until(time.Date(2026, 11, 22, 23, 0, 1, 0, time.UTC)) // midnight in Berlin
	o.wake()
	own, covered, err := o.Absences(o.ctx, o.who("omar"))
	require.NoError(t, err)
	assert.Empty(t, own)
	assert.Len(t, covered, 1)
	rows, err := o.Waiting(o.ctx, o.who("omar"), "", 10)
	require.NoError(t, err)
	assert.Len(t, rows.Rows, 1)
	rows, err = o.Waiting(o.ctx, o.who("mara"), "", 10)
	require.NoError(t, err)
	assert.Empty(t, rows.Rows)
	_, err = o.Decide(o.ctx, o.who("mara"), "late", automations.Decision{ID: f.Request.ID, Say: request.Approve})
	assert.ErrorContains(t, err, "You are away until 24 Nov 2026, and "+f.Number+" waits for Omar Sample for Mara Sample until 24 Nov")

	o.until(time.Date(2026, 11, 24, 23, 0, 1, 0, time.UTC))
	o.wake()
	f, err = o.Decide(o.ctx, o.who("mara"), "back", automations.Decision{ID: f.Request.ID, Say: request.Approve})
	require.NoError(t, err)
	own, covered, err = o.Absences(o.ctx, o.who("omar"))
	require.NoError(t, err)
	assert.Empty(t, append(own, covered...))
	assert.Empty(t, f.Request.Decisions[0].For)
}

func TestADecisionRacesWithAnAbsence(t *testing.T) {
	t.Parallel()
	o := setup(t)
	f := o.submit("42.50 EUR taxi yesterday")
	read, err := o.Find(o.ctx, o.who("mara"), f.Request.ID) // as another replica has it, before it knows of the absence
	require.NoError(t, err)
	other := &automations.Desk{Store: o.store, Catalogue: o.Catalogue, Now: o.clock, NewID: o.id, Calendar: o.Calendar, Law: o.Law, Due: func() {}}
	_, err = other.Away(o.ctx, o.who("mara"), "away", automations.AwayDays{First: calendar.NewDate(2026, 11, 20), Last: calendar.NewDate(2026, 11, 24), Substitute: o.who("omar").ID})
	require.NoError(t, err)
	_, err = o.Decide(o.ctx, o.who("mara"), "once", automations.Decision{ID: f.Request.ID, Say: request.Approve, Read: read.File})
	assert.ErrorContains(t, err, "You are away")
	f, err = o.Decide(o.ctx, o.who("omar"), "twice", automations.Decision{ID: f.Request.ID, Say: request.Approve})
	require.NoError(t, err)
	assert.Equal(t, o.who("mara").ID, f.Request.Decisions[0].For)
}

func TestAnAbsenceEndsByOneButton(t *testing.T) {
	t.Parallel()
	o := setup(t)
	a, err := o.leaves("mara", 20, 24, "omar")
	require.NoError(t, err)
	later, err := o.leaves("mara", 26, 27, "omar")
	require.NoError(t, err)
	o.wait(time.Hour)
	o.wake()
	require.NoError(t, o.Back(o.ctx, o.who("mara"), "b1", a.ID))
	require.NoError(t, o.Back(o.ctx, o.who("mara"), "b1", a.ID), "the same click")
	require.NoError(t, o.Back(o.ctx, o.who("mara"), "b2", later.ID))
	o.wait(time.Second)
	o.wake()
	own, _, err := o.Absences(o.ctx, o.who("mara"))
	require.NoError(t, err)
	assert.Empty(t, own)
	assert.Empty(t, o.due())
	require.Error(t, o.Back(o.ctx, o.who("mara"), "b3", a.ID))
}

func TestApprovedLeaveMakesWhoAskedAbsent(t *testing.T) {
	t.Parallel()
	o := setup(t)
	ask := func(who, stand string, first, last int) {
		t.Helper()
		values := form.Values{
			"type": {Text: "annual"}, "from": {Date: calendar.NewDate(2026, 11, first)}, "to": {Date: calendar.NewDate(2026, 11, last)},
			"handover": {Text: o.who(stand).ID},
		}
		id := o.id()
		f, err := o.Submit(o.ctx, o.who(who), o.id(), automations.Draft{ID: id, Kind: "leave", Values: values})
		require.NoError(t, err)
		_, err = o.Decide(o.ctx, o.who("dora"), o.id(), automations.Decision{ID: f.Request.ID, Say: request.Approve})
		require.NoError(t, err)
	}
	ask("mara", "omar", 23, 24)
	ask("omar", "mara", 24, 25) // in a circle: nobody stands in
	ask("fay", "finn", 16, 17)  // approved too late
	own, _, err := o.Absences(o.ctx, o.who("mara"))
	require.NoError(t, err)
	require.Len(t, own, 1)
	assert.Equal(t, o.who("omar").ID, own[0].Substitute)
	own, _, err = o.Absences(o.ctx, o.who("omar"))
	require.NoError(t, err)
	require.Len(t, own, 1)
	assert.Empty(t, own[0].Substitute)
	own, _, err = o.Absences(o.ctx, o.who("fay"))
	require.NoError(t, err)
	assert.Empty(t, own)
}
