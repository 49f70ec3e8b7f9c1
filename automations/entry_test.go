package automations_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/calendar"
	"factotum/automations/catalogue"
	"factotum/automations/dataset"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/request"
)

const (
	tools = `dataset: tools
title: Tools
one: Tool
label: tag
fields:
  - {key: tag, label: Tag, type: text, required: true, pattern: "[A-Z]+-[0-9]+", pattern_hint: Write LAP-1.}
  - {key: vendor, label: Vendor, type: text}
  - {key: pieces, label: Pieces, type: number}
  - {key: note, label: Note, type: text}
unique: [tag]
references: {vendor: vendors}
wanted: [vendor]
keep: 12 months
correct: never
visible: [auditor]
add: [everybody]
keepers: [finance]
`
	hours = `dataset: hours
title: Hours
one: Week
label: "{person}, {week}"
fields:
  - {key: person, label: Whose, type: person, required: true}
  - {key: week, label: Week, type: date, falls_on: monday, required: true}
  - {key: spent, label: Hours, type: number}
unique: [person+week]
own: person
add: [everybody]
keepers: [finance]
chase: {every: week, of: person, in: week, from: [everybody], on: friday}
`
	dangers = `dataset: dangers
title: Dangers
one: Danger
label: name
fields: [{key: name, label: Name, type: text, required: true}, {key: note, label: Note, type: text}]
unique: [name]
add: [everybody]
visible: [everybody]
keepers: [finance]
approve: [{step: Finance, approvers: [{role: finance}]}]
`
)

// lists is an office that keeps datasets.
func lists(t *testing.T) *office {
	t.Helper()
	o := setup(t)
	files, err := catalogue.Builtin()
	require.NoError(t, err)
	var own []catalogue.File
	for i, text := range []string{tools, hours, dangers} {
		own = append(own, catalogue.File{Name: fmt.Sprintf("own%d.yaml", i), Body: []byte(text)})
	}
	c, problems := catalogue.Load(o.Catalogue.Company(), files, own)
	require.Empty(t, problems)
	o.Catalogue = c
	o.Reader = shelf{o.keeper}
	return o
}

// shelf keeps what was made of files.
type shelf struct{ *keeper }

func (s shelf) Read(context.Context, string, []byte) (automations.Contents, error) {
	return automations.Contents{}, nil
}

func (s shelf) Keep(ctx context.Context, name string, raw []byte) (form.File, error) {
	hash, size, err := s.folder.Put(ctx, strings.NewReader(string(raw)), 1<<30)
	return form.File{Name: name, Size: size, Hash: hash}, err
}

// enter sends an entry; id is that of a change, or "" for a new record.
func (o *office) enter(name, of, id string, raw form.Raw) (automations.File, error) {
	o.t.Helper()
	if id == "" {
		id = o.id()
	}
	kind, err := o.Catalogue.Kind(catalogue.EntryKind(of))
	require.NoError(o.t, err)
	dir, err := o.Directory(o.ctx)
	require.NoError(o.t, err)
	values, problems := o.Read(kind, o.who(name), dir, raw)
	require.Empty(o.t, problems)
	return o.Submit(o.ctx, o.who(name), o.id(), automations.Draft{ID: id, Kind: kind.Key, Values: values})
}

func texts(pairs ...string) form.Raw {
	raw := form.Raw{}
	for i := 0; i < len(pairs); i += 2 {
		raw[pairs[i]] = form.Input{Text: pairs[i+1]}
	}
	return raw
}

func TestAnEntryIsARequestThatWritesItsRecord(t *testing.T) {
	t.Parallel()
	o := lists(t)
	f, err := o.enter("fay", "tools", "", texts("tag", "LAP-1", "pieces", "2"))
	require.NoError(t, err)
	assert.Equal(t, request.Done, f.Request.State)
	assert.Equal(t, "ENT-1", f.Number)
	kind, err := o.Catalogue.Kind(f.Request.Kind)
	require.NoError(t, err)
	id := automations.RecordOf(kind, f.Request.ID)
	r, err := o.Record(o.ctx, o.who("fay"), id)
	require.NoError(t, err)
	assert.Equal(t, f.Request.ID, r.From)
	assert.Equal(t, []string{"create"}, o.moves(id))

	// Changed from what was read; somebody else's change is not overwritten.
	_, draft, title, err := o.Changing(o.ctx, o.who("fay"), id, 0)
	require.NoError(t, err)
	assert.Equal(t, "LAP-1", title)
	paper, err := o.Paper(o.ctx, o.who("fay"), draft, kind.Key)
	require.NoError(t, err)
	assert.Equal(t, "2", paper.Values["pieces"].Number.String(), "the form begins with what is there")
	_, err = o.enter("fay", "tools", draft, texts("tag", "LAP-1", "pieces", "2"))
	assert.ErrorContains(t, err, "Nothing is different")
	_, other, _, err := o.Changing(o.ctx, o.who("finn"), id, 0)
	require.NoError(t, err)
	_, err = o.enter("fay", "tools", draft, texts("tag", "LAP-1", "pieces", "3"))
	require.NoError(t, err)
	_, err = o.enter("finn", "tools", other, texts("tag", "LAP-1", "pieces", "4"))
	assert.Equal(t, fault.Conflict, fault.CodeOf(err))

	// And back.
	_, back, _, err := o.Changing(o.ctx, o.who("fay"), id, 1)
	require.NoError(t, err)
	paper, err = o.Paper(o.ctx, o.who("fay"), back, kind.Key)
	require.NoError(t, err)
	assert.Equal(t, "2", paper.Values["pieces"].Number.String())
	_, _, _, err = o.Changing(o.ctx, o.who("fay"), id, 9)
	assert.Equal(t, fault.NotFound, fault.CodeOf(err))
}

func TestWhoMayEnterWhat(t *testing.T) {
	t.Parallel()
	o := lists(t)
	_, err := o.enter("ines", "vendors", "", texts("name", "Lumen"))
	assert.Equal(t, fault.Denied, fault.CodeOf(err), "not kept by her")
	f, err := o.enter("ines", "tools", "", texts("tag", "LAP-1"))
	require.NoError(t, err, "everybody adds")
	kind, err := o.Catalogue.Kind(f.Request.Kind)
	require.NoError(t, err)
	id := automations.RecordOf(kind, f.Request.ID)
	_, err = o.Record(o.ctx, o.who("ines"), id)
	assert.Equal(t, fault.Denied, fault.CodeOf(err))
	_, err = o.enter("ines", "tools", "entry/1/0-x/"+id, texts("tag", "LAP-1", "note", "mine"))
	assert.Equal(t, fault.Denied, fault.CodeOf(err), "whatever the form says")

	_, err = o.enter("ines", "hours", "", texts("person", "omar@example.com", "week", "2026-11-16"))
	assert.ErrorContains(t, err, "for yourself only")
	f, err = o.enter("ines", "hours", "", texts("person", "ines@example.com", "week", "2026-11-16"))
	require.NoError(t, err)
	week := calendar.NewDate(2026, 11, 17)
	_, err = o.Submit(o.ctx, o.who("ines"), o.id(), automations.Draft{ID: o.id(), Kind: catalogue.EntryKind("hours"), Values: form.Values{"person": {Text: "ines@example.com"}, "week": {Date: week}}})
	assert.ErrorContains(t, err, "17 Nov 2026 is a Tuesday. Choose a Monday: 16 Nov 2026 or 23 Nov 2026.", "which the form refuses too")
	_, err = o.enter("ines", "hours", "", texts("person", "ines@example.com", "week", "2026-11-16"))
	assert.ErrorContains(t, err, "with the same Whose and Week")
	_, err = o.enter("fay", "hours", "", texts("person", "omar@example.com", "week", "2026-11-16"))
	require.NoError(t, err)
	mine, err := o.Records(o.ctx, o.who("ines"), "hours", "", 10)
	require.NoError(t, err)
	assert.Len(t, mine.Records, 1, "her own")
	_, err = o.Record(o.ctx, o.who("ines"), mine.Records[0].ID)
	require.NoError(t, err)
	_, err = o.Record(o.ctx, o.who("omar"), mine.Records[0].ID)
	assert.Equal(t, fault.Denied, fault.CodeOf(err))
	assert.Equal(t, f.Request.ID, mine.Records[0].From)

	assert.Len(t, o.Enterable(o.who("fay")), 6)
	assert.Len(t, o.Readable(o.who("ines")), 5)
	assert.Empty(t, o.Readable(o.who("gus")), "a guest")
	_, err = o.DatasetCalled(o.who("gus"), "tools")
	assert.Equal(t, fault.Denied, fault.CodeOf(err))
	_, err = o.DatasetCalled(o.who("ines"), "planets")
	assert.ErrorContains(t, err, "/entry tools")
	for _, word := range []string{"tool", "TOOLS", "Tools"} {
		ds, err := o.DatasetCalled(o.who("ines"), word)
		require.NoError(t, err)
		assert.Equal(t, "tools", ds.Key)
	}
	_, err = o.Adding(o.who("ines"), "tools")
	require.NoError(t, err)
	_, err = o.Adding(o.who("ines"), "vendors")
	assert.Equal(t, fault.Denied, fault.CodeOf(err))
	assert.True(t, automations.SeesWhole(o.who("fay"), dataset.Dataset{Keepers: []string{"finance"}}))
}

func TestANameOfAnotherDatasetIsFoundThere(t *testing.T) {
	t.Parallel()
	o := lists(t)
	o.take(vendorTable, false)
	f, err := o.enter("fay", "tools", "", texts("tag", "LAP-1", "vendor", "lumen office"))
	require.NoError(t, err)
	assert.Equal(t, "Lumen Office GmbH", f.Request.Values["vendor"].Text, "as it is called there")
	_, err = o.enter("fay", "tools", "", texts("tag", "LAP-2", "vendor", "Lumen Ofices"))
	assert.ErrorContains(t, err, "Did you mean “Lumen Office GmbH”?")
	_, err = o.enter("fay", "tools", "", texts("tag", "LAP-2", "vendor", "Ulmen Ofice"))
	assert.ErrorContains(t, err, "Did you mean “Lumen Office GmbH”?", "though no word of it begins so")
	_, err = o.enter("fay", "tools", "", texts("tag", "LAP-2", "vendor", "Zzz"))
	assert.ErrorContains(t, err, "Look for it with /entry vendors.")

	preview, err := o.Preview(o.ctx, o.who("fay"), automations.Draft{ID: o.id(), Kind: catalogue.EntryKind("vendors"), Values: form.Values{"name": {Text: "Lumen Office"}}})
	require.NoError(t, err)
	require.Len(t, preview.Alike, 1, "it may be the same one")

	found, err := o.FindRecords(o.ctx, o.who("fay"), "tools", "lap-1")
	require.NoError(t, err)
	assert.Len(t, found.Records, 1)
	_, err = o.enter("fay", "tools", "", texts("tag", "LAP-11"))
	require.NoError(t, err)
	found, err = o.FindRecords(o.ctx, o.who("fay"), "tools", "lap")
	require.NoError(t, err)
	assert.Len(t, found.Records, 2)
	assert.Empty(t, found.Next)
	_, err = o.FindRecords(o.ctx, o.who("ines"), "tools", "lap")
	assert.Equal(t, fault.Denied, fault.CodeOf(err))
	gaps, err := o.Gaps(o.ctx, o.who("fay"), "tools")
	require.NoError(t, err)
	assert.Equal(t, 1, gaps.Total, "LAP-11 has no vendor")
	_, err = o.Gaps(o.ctx, o.who("ines"), "tools")
	assert.Equal(t, fault.Denied, fault.CodeOf(err))
}

func TestWordsThatVeryManyHaveAreFoundAllTheSame(t *testing.T) {
	t.Parallel()
	o := lists(t)
	var table strings.Builder
	table.WriteString("name\n")
	for i := range 201 {
		fmt.Fprintf(&table, "Mass Supplies %03d\n", i)
	}
	o.take(table.String()+"Mass Suppliers\n", false)
	fay := o.who("fay")
	for words, want := range map[string]int{"mass": 202, "mass supplies": 201, "Mass Supplies 077": 1, "mass sup": 202, "supplies 07": 10, "mass lamps": 0} {
		found, err := o.FindRecords(o.ctx, fay, "vendors", words)
		require.NoError(t, err)
		assert.Len(t, found.Records, want, words)
		assert.Empty(t, found.Next, "all were looked at")
	}
	preview, err := o.Preview(o.ctx, fay, automations.Draft{ID: o.id(), Kind: catalogue.EntryKind("vendors"), Values: form.Values{"name": {Text: "Mass Supplies"}}})
	require.NoError(t, err)
	require.Len(t, preview.Alike, 1)
	assert.Equal(t, "Mass Suppliers", preview.Alike[0].Title, "the last of them")
}

func TestWhatIsReviewedIsWrittenOnceSomebodyElseAgrees(t *testing.T) {
	t.Parallel()
	o := lists(t)
	f, err := o.enter("fay", "dangers", "", texts("name", "Flood"))
	require.NoError(t, err)
	assert.Equal(t, request.Pending, f.Request.State)
	_, err = o.Decide(o.ctx, o.who("fay"), o.id(), automations.Decision{ID: f.Request.ID, Say: request.Approve})
	assert.Equal(t, fault.Denied, fault.CodeOf(err), "her own")
	page, err := o.Records(o.ctx, o.who("ines"), "dangers", "", 9)
	require.NoError(t, err)
	assert.Empty(t, page.Records)
	assert.Equal(t, request.Done, o.approve(f.Request.ID, "finn").Request.State)
	page, err = o.Records(o.ctx, o.who("ines"), "dangers", "", 9)
	require.NoError(t, err)
	require.Len(t, page.Records, 1)
	id := page.Records[0].ID

	// Two changes wait; once the first is there the second is of something else.
	var waiting []string
	for _, note := range []string{"one", "two"} {
		_, draft, _, err := o.Changing(o.ctx, o.who("ines"), id, 0)
		require.NoError(t, err)
		f, err := o.enter("ines", "dangers", draft, texts("name", "Flood", "note", note))
		require.NoError(t, err)
		waiting = append(waiting, f.Request.ID)
	}
	o.approve(waiting[0], "finn")
	_, err = o.Decide(o.ctx, o.who("finn"), o.id(), automations.Decision{ID: waiting[1], Say: request.Approve})
	assert.ErrorContains(t, err, "The record has changed since this was asked for")
}

func TestARecordLeavesWhenItsTimeIsOver(t *testing.T) {
	t.Parallel()
	o := lists(t)
	f, err := o.enter("fay", "tools", "", texts("tag", "LAP-1"))
	require.NoError(t, err)
	kind, err := o.Catalogue.Kind(f.Request.Kind)
	require.NoError(t, err)
	id := automations.RecordOf(kind, f.Request.ID)
	o.until(start().AddDate(0, 6, 0))
	_, draft, _, err := o.Changing(o.ctx, o.who("fay"), id, 0)
	require.NoError(t, err)
	_, err = o.enter("fay", "tools", draft, texts("tag", "LAP-1", "note", "still here"))
	require.NoError(t, err)
	o.until(start().AddDate(0, 13, 0))
	o.wake()
	_, err = o.Record(o.ctx, o.who("fay"), id)
	require.NoError(t, err, "it counts from the last change")
	o.until(start().AddDate(0, 19, 0))
	o.wake()
	_, err = o.Record(o.ctx, o.who("fay"), id)
	assert.Equal(t, fault.NotFound, fault.CodeOf(err))
	assert.Equal(t, []string{"create", "change", "remove"}, o.moves(id))
	_, err = o.enter("fay", "tools", "", texts("tag", "LAP-1"))
	assert.NoError(t, err, "its tag is free")
}

func TestPeopleAreAskedForWhatTheyOweUntilItIsThere(t *testing.T) {
	t.Parallel()
	o := lists(t)
	require.NoError(t, o.Chases(o.ctx)) // Friday, ten o'clock in Berlin
	o.wake()
	drafts := func(name string) []automations.Row {
		rows, err := o.Mine(o.ctx, o.who(name), "", 10)
		require.NoError(t, err)
		var some []automations.Row
		for _, r := range rows.Rows {
			if r.File.Request.State == request.Draft {
				some = append(some, r)
			}
		}
		return some
	}
	require.Len(t, drafts("ines"), 1)
	owed := drafts("ines")[0].File.Request
	assert.Equal(t, "2026-11-16", owed.Values["week"].Date.String())
	assert.Empty(t, drafts("gus"), "guests owe nothing")

	o.wait(2 * time.Hour)
	o.wake()
	require.Len(t, drafts("ines"), 1, "asked once a day")
	_, err := o.Submit(o.ctx, o.who("ines"), o.id(), automations.Draft{ID: owed.ID, Kind: owed.Kind, Values: owed.Values})
	require.NoError(t, err)
	_, err = o.enter("omar", "hours", "", texts("person", "omar@example.com", "week", "2026-11-16"))
	require.NoError(t, err, "by another way")
	o.until(start().AddDate(0, 0, 3))
	o.wake()
	assert.Empty(t, drafts("ines"))
	assert.Empty(t, drafts("omar"), "nothing is owed any more")
	require.Len(t, drafts("mara"), 1)
	assert.Contains(t, strings.Join(o.box.to("U01"), "\n"), "your draft: chase", "mara is reminded")
	told := func() int { return strings.Count(strings.Join(o.box.to("U01"), "\n"), "your draft: chase") }
	before := told()
	o.until(start().AddDate(0, 0, 10)) // another week is owed by now
	o.wake()
	require.Len(t, drafts("mara"), 2)
	assert.Equal(t, before+1, told(), "the week before is asked for until it is there")
}
