package automations_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/dataset"
)

func TestATableIsReadAsSomebodySays(t *testing.T) {
	t.Parallel()
	o := lists(t)
	id, im := o.bring("stock.csv", "tag,pieces,note\nLAP-1,2,\"Tern 14\nLAP-2,3,Tern 16\n", "")
	assert.Equal(t, automations.TableRefused, im.Phase)
	assert.Contains(t, im.Say, "In line 2 a value begins with a quotation mark")
	require.NoError(t, o.ReadAnew(o.ctx, o.who("fay"), id, automations.Reading{Dataset: "tools", Quotes: dataset.QuotesLetters}))
	o.scans()
	assert.Equal(t, automations.Counts{New: 2}, o.table(id).Counts)
	require.NoError(t, o.ReadAnew(o.ctx, o.who("fay"), id, automations.Reading{Dataset: "tools", Quotes: dataset.QuotesHold}))
	o.scans()
	assert.Equal(t, automations.TableRefused, o.table(id).Phase, "nothing closes it")

	id, im = o.bring("stock.csv", "tag;note\nLAP-1;Stra\xa7e\n", "")
	assert.Equal(t, "Windows-1252", im.Style.Encoding)
	require.NoError(t, o.ReadAnew(o.ctx, o.who("fay"), id, automations.Reading{Dataset: "tools", Encoding: "Macintosh"}))
	o.scans()
	_, err := o.TakeTable(o.ctx, o.who("fay"), o.id(), id, false)
	require.NoError(t, err)
	o.scans()
	found, err := o.FindRecords(o.ctx, o.who("fay"), "tools", "LAP-1")
	require.NoError(t, err)
	assert.Equal(t, "Straße", found.Records[0].Values["note"].Text)
}

func TestDaysThatMayBeMonthsAreAskedAbout(t *testing.T) {
	t.Parallel()
	o := lists(t)
	id, im := o.bring("weeks.csv", "Whose,Week,Hours\nInes Sample,06/04/2026,40\n", "hours")
	assert.Equal(t, automations.TableReady, im.Phase)
	assert.True(t, im.Style.OpenDays)
	_, err := o.TakeTable(o.ctx, o.who("fay"), o.id(), id, false)
	assert.ErrorContains(t, err, "whether days or months stand first")
	for first, counts := range map[string]automations.Counts{"month": {Wrong: 1}, "day": {New: 1}} {
		require.NoError(t, o.ReadAnew(o.ctx, o.who("fay"), id, automations.Reading{Dataset: "hours", Days: first}))
		o.scans()
		assert.Equal(t, counts, o.table(id).Counts, first)
		assert.False(t, o.table(id).Style.OpenDays)
	}
}

func TestWhatStandsAboveTheHeadingsIsLeftOut(t *testing.T) {
	t.Parallel()
	o := lists(t)
	id, im := o.bring("stock.csv", "Stock of the cellar\nas of May\nTag,Pieces\nLAP-1,2\nlap-2,3\n", "")
	assert.Equal(t, 2, im.Above)
	assert.Equal(t, []string{"Tag", "Pieces"}, im.Headings)
	assert.Equal(t, automations.Counts{New: 1, Wrong: 1}, im.Counts)
	assert.Equal(t, 5, im.First[0].Line)
	remarks, err := o.keeper.Kept(o.ctx, im.Remarks)
	require.NoError(t, err)
	assert.Contains(t, string(remarks), "\"Tag\",\"Pieces\",\"What is wrong\"")
	_, err = o.TakeTable(o.ctx, o.who("fay"), o.id(), id, true)
	require.NoError(t, err)
	o.scans()
	assert.Equal(t, automations.Counts{New: 1, Wrong: 1}, o.table(id).Done)
	_, im = o.bring("remarks.csv", string(remarks), "")
	assert.Equal(t, automations.Counts{Same: 1, Wrong: 1}, im.Counts, "its remarks come back")
}
