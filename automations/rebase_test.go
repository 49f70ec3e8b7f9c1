package automations_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/catalogue"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/request"
)

func TestTwoChangesOfOneRecordStandBesideEachOther(t *testing.T) {
	t.Parallel()
	o := lists(t)
	f, err := o.enter("fay", "tools", "", texts("tag", "LAP-1", "pieces", "2", "note", "old"))
	require.NoError(t, err)
	kind, err := o.Catalogue.Kind(f.Request.Kind)
	require.NoError(t, err)
	id := automations.RecordOf(kind, f.Request.ID)
	begins := func(note string) string {
		_, draft, _, err := o.Changing(o.ctx, o.who("finn"), id, 0)
		require.NoError(t, err)
		paper, err := o.Paper(o.ctx, o.who("finn"), draft, kind.Key)
		require.NoError(t, err)
		paper.Values["note"] = form.Value{Text: note}
		require.NoError(t, o.SaveDraft(o.ctx, o.who("finn"), o.id(), automations.Draft{ID: draft, Kind: kind.Key, Values: paper.Values}))
		return draft
	}
	mine, other := begins("mine"), begins("other")
	_, clashes, err := o.Clash(o.ctx, o.who("finn"), mine, kind.Key)
	require.NoError(t, err)
	assert.False(t, clashes)
	_, _, err = o.Rebase(o.ctx, o.who("finn"), o.id(), mine, kind.Key)
	assert.Equal(t, fault.Conflict, fault.CodeOf(err), "nobody has changed it")

	_, theirs, _, err := o.Changing(o.ctx, o.who("fay"), id, 0)
	require.NoError(t, err)
	_, err = o.enter("fay", "tools", theirs, texts("tag", "LAP-1", "pieces", "5", "note", "theirs"))
	require.NoError(t, err)
	c, clashes, err := o.Clash(o.ctx, o.who("finn"), mine, kind.Key)
	require.NoError(t, err)
	assert.True(t, clashes)
	assert.Equal(t, []string{"note"}, c.Own())
	assert.Equal(t, []string{"note", "pieces"}, c.Theirs())
	assert.Equal(t, []string{"note"}, c.Both())
	_, anew, err := o.Rebase(o.ctx, o.who("finn"), o.id(), mine, kind.Key)
	require.NoError(t, err)
	_, err = o.Paper(o.ctx, o.who("finn"), mine, "")
	assert.Equal(t, fault.Conflict, fault.CodeOf(err), "the draft before it is gone")
	paper, err := o.Paper(o.ctx, o.who("finn"), anew, kind.Key)
	require.NoError(t, err)
	assert.Equal(t, "5", paper.Values["pieces"].Number.String(), "what others changed stays")
	_, err = o.Submit(o.ctx, o.who("finn"), o.id(), paper.Draft)
	require.NoError(t, err)
	r, err := o.Record(o.ctx, o.who("finn"), id)
	require.NoError(t, err)
	assert.Equal(t, "mine", r.Values["note"].Text)
	require.NoError(t, o.DropChange(o.ctx, o.who("finn"), o.id(), other))
	_, _, err = o.Rebase(o.ctx, o.who("finn"), o.id(), other, kind.Key)
	assert.Equal(t, fault.Conflict, fault.CodeOf(err), "it was dropped")
}

func TestAChangeThatWaitsIsToldWithItsRecord(t *testing.T) {
	t.Parallel()
	o := lists(t)
	f, err := o.enter("ines", "dangers", "", texts("name", "Flood"))
	require.NoError(t, err)
	o.approve(f.Request.ID, "fay")
	kind, err := o.Catalogue.Kind(catalogue.EntryKind("dangers"))
	require.NoError(t, err)
	record, err := o.Record(o.ctx, o.who("ines"), automations.RecordOf(kind, f.Request.ID))
	require.NoError(t, err)
	_, draft, _, err := o.Changing(o.ctx, o.who("ines"), record.ID, 0)
	require.NoError(t, err)
	f, err = o.enter("ines", "dangers", draft, texts("name", "Flood", "note", "pumps"))
	require.NoError(t, err)
	waiting, err := o.Awaiting(o.ctx, record)
	require.NoError(t, err)
	require.Len(t, waiting[record.ID], 1)
	assert.Equal(t, f.Number, waiting[record.ID][0].Number)
	s, err := o.Find(o.ctx, o.who("fay"), f.Number)
	require.NoError(t, err)
	assert.Equal(t, &automations.Rewrite{Title: "Flood", Before: record.Values}, s.Rewrite)
	f = o.approve(f.Request.ID, "fay")
	assert.Equal(t, request.Done, f.Request.State)
	waiting, err = o.Awaiting(o.ctx, record)
	require.NoError(t, err)
	assert.Empty(t, waiting)
	s, err = o.Find(o.ctx, o.who("fay"), f.Number)
	require.NoError(t, err)
	assert.Equal(t, "Flood", s.Rewrite.Title, "what it was is told afterwards too")
	none, err := o.Awaiting(o.ctx)
	require.NoError(t, err)
	assert.Empty(t, none)
}

func TestATableTellsWhatItChanges(t *testing.T) {
	t.Parallel()
	o := lists(t)
	_, err := o.enter("fay", "vendors", "", form.Raw{"name": {Text: "Lumen"}, "note": {Text: "a"}, "accounts.0.iban": {Text: "DE89370400440532013000"}})
	require.NoError(t, err)
	_, err = o.enter("fay", "vendors", "", texts("name", "Acme", "note", "b"))
	require.NoError(t, err)
	id, im := o.bring("vendors.csv", "name,note,accounts.iban\nAcme,new,\nLumen,a,DE75512108001245126199\n", "vendors")
	require.Equal(t, automations.Counts{Changed: 2}, im.Counts)
	require.Len(t, im.Altered, 2)
	assert.Equal(t, "Lumen", im.Altered[0].Title, "where money goes comes first")
	assert.True(t, im.Altered[0].Grave)
	assert.Equal(t, form.Values{"note": {Text: "b"}}, im.Altered[1].Before)
	require.NoError(t, o.Alterations(o.ctx, o.who("fay"), o.id(), id))
	assert.Equal(t, fault.NotFound, fault.CodeOf(o.Alterations(o.ctx, o.who("gus"), o.id(), id)))
	raw, err := o.Keeper.Kept(o.ctx, im.Changes)
	require.NoError(t, err)
	assert.Contains(t, string(raw), `"3","Lumen","Bank accounts","DE89 3704 0044 0532 0130 00","DE89 3704 0044 0532 0130 00; DE75 5121 0800 1245 1261 99"`)
}
