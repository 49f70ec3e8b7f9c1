package dataset_test

import (
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/calendar"
	"factotum/automations/dataset"
	"factotum/automations/form"
)

func TestARecordCanBeSeenAsItWas(t *testing.T) {
	t.Parallel()
	ds := stock(t)
	r := dataset.Record{ID: dataset.ID("stock", "1")}
	var versions []form.Values
	var moves []dataset.Move
	for i := range int64(50) {
		n := decimal.NewFromInt(i)
		values := form.Values{"tag": {Text: "x"}, "pieces": {Number: &n}}
		if i%2 == 1 {
			values["note"] = form.Value{Text: "odd"}
		}
		move, differs := ds.Put(r, values, "ana", now().Add(time.Duration(i)))
		require.True(t, differs)
		var err error
		r, err = r.Apply(move)
		require.NoError(t, err)
		versions, moves = append(versions, values), append(moves, move)
	}
	assert.Len(t, r.Past, 40)
	for version := int64(11); version <= 50; version++ {
		was, known := r.At(version)
		require.True(t, known, version)
		assert.Empty(t, form.Changed(was, versions[version-1]), version)
	}
	for _, version := range []int64{0, 5, 51} {
		_, known := r.At(version)
		assert.False(t, known, version)
	}
	again, err := dataset.Replay(r.ID, moves)
	require.NoError(t, err)
	assert.Equal(t, r, again)

	gone, err := r.Apply(dataset.Move{Action: dataset.Remove, By: "system", At: now(), Dataset: "stock"})
	require.NoError(t, err)
	assert.True(t, gone.Removed)
	assert.Empty(t, gone.Values)
	assert.Empty(t, gone.Past)
	_, err = gone.Apply(moves[1])
	assert.ErrorIs(t, err, dataset.ErrMissing)
}

func TestSimilarRecordsAreFound(t *testing.T) {
	t.Parallel()
	ds := tools(t)
	record := func(name, vat string) dataset.Record {
		return dataset.Record{Title: name, Values: form.Values{"name": {Text: name}, "vat_id": {Text: vat}}, Keys: []string{"tools/name/" + dataset.Fold(name)}}
	}
	there := []dataset.Record{record("Nordic Paper Ltd", ""), record("Lumen Office GmbH", ""), record("LAP-12", ""), record("Something Else", "DE136695976")}
	titles := func(all []dataset.Record) []string {
		var names []string
		for _, r := range all {
			names = append(names, r.Title)
		}
		return names
	}
	assert.Equal(t, []string{"Lumen Office GmbH"}, titles(ds.Similar(form.Values{"name": {Text: "Lumen Ofice GmbH"}}, there)))
	assert.Empty(t, ds.Similar(form.Values{"name": {Text: "LAP-13"}}, there), "figures make another name")
	assert.Equal(t, []string{"Something Else"}, titles(ds.Similar(form.Values{"name": {Text: "Quite new"}, "vat_id": {Text: "DE136695976"}}, there)))

	ds.Unique = append(ds.Unique, "name+tags")
	there[1].Values["tags"] = form.Value{List: []string{"a"}}
	assert.Empty(t, ds.Similar(form.Values{"name": {Text: "Lumen Ofice GmbH"}, "tags": {List: []string{"b"}}}, there), "another one of these")
	assert.Len(t, ds.Similar(form.Values{"name": {Text: "Lumen Ofice GmbH"}, "tags": {List: []string{"a"}}}, there), 1)
	assert.Equal(t, "Nordic Paper Ltd", dataset.Nearest("nordic papers", there)[0].Title)
	assert.True(t, ds.Holds(there[0], "pap nord"))
	assert.False(t, ds.Holds(there[0], "paper lumen"))
	assert.Equal(t, form.Values{"name": {Text: "DE 1"}, "vat_id": {Text: "DE1"}}, ds.Named("DE 1"))
}

func TestWhatIsOwedForAPeriod(t *testing.T) {
	t.Parallel()
	day := func(text string) calendar.Date {
		d, err := calendar.Parse(text)
		require.NoError(t, err)
		return d
	}
	weekly := dataset.Chase{Every: dataset.Weekly, Day: time.Friday}
	for today, first := range map[string]string{
		"2026-11-20": "2026-11-16", "2026-11-22": "2026-11-16", "2026-11-23": "2026-11-16", "2026-11-19": "2026-11-09", "2026-01-01": "2025-12-22",
	} {
		assert.Equal(t, first, weekly.Owed(day(today)).String(), today)
	}
	monthly := dataset.Chase{Every: dataset.Monthly}
	for today, first := range map[string]string{"2026-11-30": "2026-11-01", "2026-11-29": "2026-10-01", "2026-03-01": "2026-02-01", "2028-02-29": "2028-02-01"} {
		assert.Equal(t, first, monthly.Owed(day(today)).String(), today)
	}
}
