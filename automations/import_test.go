package automations_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/dataset"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/request"
)

// drawer holds files that people drop.
type drawer struct {
	*keeper
	files map[string]string
}

func (d drawer) Keep(ctx context.Context, f form.File) (string, error) {
	hash, _, err := d.folder.Put(ctx, strings.NewReader(d.files[f.Source]), 1<<20)
	return hash, err
}

// sheets reads a made-up kind of spreadsheet: text behind a mark.
type sheets struct{}

func (sheets) Rows(_ context.Context, _ string, raw []byte) ([]byte, error) {
	text := strings.TrimPrefix(string(raw), "PK\x03\x04")
	if text == "locked" {
		return nil, fault.New(fault.Denied, "It is protected by a password.")
	}
	return []byte(text), nil
}

func (sheets) Sheet(_ context.Context, _ string, rows func(yield func([]dataset.Cell) bool)) ([]byte, error) {
	var b strings.Builder
	for row := range rows {
		for _, c := range row {
			b.WriteString(c.Text + "|")
		}
		b.WriteString("\n")
	}
	return []byte(b.String()), nil
}

// bring lets fay drop a file and lets it be read and checked.
func (o *office) bring(file, body, words string) (string, automations.Import) {
	o.t.Helper()
	box := drawer{o.keeper, map[string]string{"F1": body}}
	o.Keeper, o.Tables = box, sheets{}
	once := o.id()
	require.NoError(o.t, o.BringTable(o.ctx, o.who("fay"), once, form.File{Name: file, Source: "F1"}, words))
	o.scans()
	return "draft-" + once, o.table("draft-" + once)
}

// scans lets everything happen that happens by itself.
func (o *office) scans() {
	o.t.Helper()
	for range 6 {
		require.NoError(o.t, o.Scan(o.ctx))
	}
	o.deliver()
}

func (o *office) table(id string) automations.Import {
	o.t.Helper()
	_, im, err := o.Table(o.ctx, o.who("fay"), id)
	require.NoError(o.t, err)
	return im
}

const fewTools = "Tag;Pieces;Colour\nLAP-1;1,5;red\nLAP-2;2;blue\n"

func TestATableIsReadCheckedAndTakenOnce(t *testing.T) {
	t.Parallel()
	o := lists(t)
	id, im := o.bring("stock.csv", fewTools, "")
	assert.Equal(t, automations.TableReady, im.Phase)
	assert.Equal(t, "tools", im.Dataset)
	assert.Equal(t, dataset.Style{Encoding: "UTF-8", Delimiter: "semicolon", Decimals: "comma"}, im.Style)
	assert.Equal(t, []string{"tag", "pieces", ""}, im.Paths)
	assert.Equal(t, automations.Counts{New: 2}, im.Counts)
	_, _, err := o.Table(o.ctx, o.who("finn"), id)
	assert.Equal(t, fault.Denied, fault.CodeOf(err))
	assert.Equal(t, fault.NotFound, fault.CodeOf(o.Remarks(o.ctx, o.who("fay"), o.id(), id)), "nothing is wrong")
	assert.Equal(t, fault.Conflict, fault.CodeOf(o.StopTable(o.ctx, o.who("fay"), id)), "nothing runs")

	f, err := o.TakeTable(o.ctx, o.who("fay"), o.id(), id, false)
	require.NoError(t, err)
	assert.Equal(t, "Tools: stock.csv", f.Request.Title)
	o.scans()
	im = o.table(id)
	assert.Equal(t, automations.TableTaken, im.Phase)
	assert.Equal(t, automations.Counts{New: 2}, im.Done)
	_, err = o.TakeTable(o.ctx, o.who("fay"), o.id(), id, false)
	require.NoError(t, err, "clicked twice")
	assert.Equal(t, fault.Conflict, fault.CodeOf(o.ReadAnew(o.ctx, o.who("fay"), id, automations.Reading{Dataset: "tools"})))

	// The same file changes nothing; another one changes what it says.
	id, im = o.bring("stock.csv", fewTools, "")
	assert.Equal(t, automations.Counts{Same: 2}, im.Counts)
	_, err = o.TakeTable(o.ctx, o.who("fay"), o.id(), id, false)
	assert.Equal(t, fault.Invalid, fault.CodeOf(err))
	id, im = o.bring("more.csv", "tag,pieces,note\nlap-1,9,\nLAP-2,3,here\nLAP-2,4,\n", "")
	assert.Equal(t, 2, im.Counts.Wrong, "a small tag, and one that stands there twice")
	_, err = o.TakeTable(o.ctx, o.who("fay"), o.id(), id, false)
	assert.ErrorContains(t, err, "2 rows are wrong, so nothing was imported")
	_, err = o.TakeTable(o.ctx, o.who("fay"), o.id(), id, true)
	require.NoError(t, err)
	o.scans()
	im = o.table(id)
	assert.Equal(t, automations.Counts{Changed: 1, Wrong: 2}, im.Done)
	require.NoError(t, o.Remarks(o.ctx, o.who("fay"), o.id(), id))
	remarks, err := o.keeper.Kept(o.ctx, im.Remarks)
	require.NoError(t, err)
	assert.Contains(t, string(remarks), `"lap-1",9,"","Tag: ""lap-1"" does not have the expected form. Write LAP-1."`)
	found, err := o.FindRecords(o.ctx, o.who("fay"), "tools", "LAP-2")
	require.NoError(t, err)
	require.Len(t, found.Records, 1)
	assert.Equal(t, "3", found.Records[0].Values["pieces"].Number.String())
	assert.Equal(t, []string{"create", "change"}, o.moves(found.Records[0].ID))
}

func TestATableThatIsNotUnderstoodIsAskedAbout(t *testing.T) {
	t.Parallel()
	o := lists(t)
	id, im := o.bring("names.csv", "name,note\nFlood,x\n", "")
	assert.Equal(t, automations.ChoosingTable, im.Phase, "vendors and dangers have these columns")
	assert.Contains(t, im.Choices, "dangers")
	assert.Equal(t, fault.NotFound, fault.CodeOf(o.ReadAnew(o.ctx, o.who("fay"), id, automations.Reading{Dataset: "planets"})))
	require.NoError(t, o.ReadAnew(o.ctx, o.who("fay"), id, automations.Reading{Dataset: "vendors"}))
	o.scans()
	assert.Equal(t, automations.Counts{New: 1}, o.table(id).Counts)
	_, im = o.bring("names.csv", "name,note\nFlood,x\n", "for vendors please")
	assert.Equal(t, "vendors", im.Dataset)

	id, im = o.bring("odd.csv", "A,B\nLAP-7,x\n", "tools")
	assert.Equal(t, automations.TableRefused, im.Phase)
	assert.Contains(t, im.Say, "There is no column for Tag")
	err := o.ReadAnew(o.ctx, o.who("fay"), id, automations.Reading{Dataset: "tools", Paths: []string{"tag", "tag"}})
	assert.ErrorContains(t, err, "The columns 1 and 2 are both Tag")
	require.NoError(t, o.ReadAnew(o.ctx, o.who("fay"), id, automations.Reading{Dataset: "tools", Decimals: "point", Paths: []string{"tag", "note"}}))
	o.scans()
	assert.Equal(t, automations.Counts{New: 1}, o.table(id).Counts)
	require.NoError(t, o.ReadAnew(o.ctx, o.who("fay"), id, automations.Reading{Dataset: "tools", Delimiter: "semicolon"}))
	o.scans()
	assert.Equal(t, automations.TableRefused, o.table(id).Phase, "now it has one column")

	for body, say := range map[string]string{"": "The file has no rows", "tag\n": "The file has no rows", "\x00\x01": "holds no text", "PK\x03\x04locked": "password"} {
		_, im = o.bring("x.csv", body, "tools")
		assert.Equal(t, automations.TableRefused, im.Phase, say)
		assert.Contains(t, im.Say, say)
	}
	_, im = o.bring("x.csv", "tag"+strings.Repeat(",x", 300)+"\n1\n", "tools")
	assert.Contains(t, im.Say, "200 columns")
	_, im = o.bring("x.xlsx", "PK\x03\x041,tag,pieces\n3,LAP-9,2\n4,lap,2\n", "tools")
	assert.Equal(t, automations.Counts{New: 1, Wrong: 1}, im.Counts)
	assert.Equal(t, 4, im.First[0].Line, "as the spreadsheet counts")

	assert.True(t, o.Takes(o.who("fay"), form.File{Name: "A.XLSX"}))
	assert.False(t, o.Takes(o.who("fay"), form.File{Name: "a.pdf"}))
	assert.True(t, o.Takes(o.who("ines"), form.File{Name: "a.csv"}), "she may add")
	assert.False(t, o.Takes(o.who("gus"), form.File{Name: "a.csv"}), "guests add nothing")
}

func TestWhoMayAddBringsTablesAndChangesNothingThatIsThere(t *testing.T) {
	t.Parallel()
	o := lists(t)
	_, err := o.enter("fay", "tools", "", texts("tag", "LAP-1", "pieces", "1"))
	require.NoError(t, err)
	bring := func(body, words string) (string, automations.Import) {
		o.Keeper, o.Tables = drawer{o.keeper, map[string]string{"F1": body}}, sheets{}
		once := o.id()
		require.NoError(t, o.BringTable(o.ctx, o.who("ines"), once, form.File{Name: "x.csv", Source: "F1"}, words))
		o.scans()
		_, im, err := o.Table(o.ctx, o.who("ines"), "draft-"+once)
		require.NoError(t, err)
		return "draft-" + once, im
	}
	id, im := bring("tag,pieces\nLAP-1,1\nLAP-2,2\n", "tools")
	assert.Equal(t, automations.Counts{New: 1, Wrong: 1}, im.Counts)
	require.Len(t, im.First, 1)
	assert.Contains(t, im.First[0].Say, "You may add to Tools and not change what is there")
	_, err = o.TakeTable(o.ctx, o.who("ines"), o.id(), id, true)
	require.NoError(t, err)
	o.scans()
	_, im, err = o.Table(o.ctx, o.who("ines"), id)
	require.NoError(t, err)
	assert.Equal(t, automations.Counts{New: 1, Wrong: 1}, im.Done)

	_, im = bring("Whose,Week,Hours\nInes Sample,2026-11-16,8\nmara@example.com,2026-11-16,8\n", "hours")
	assert.Equal(t, automations.Counts{New: 1, Wrong: 1}, im.Counts)
	assert.Contains(t, im.First[0].Say, "You can enter this for yourself only")
	id, im = bring("name,note\nx,y\n", "vendors")
	assert.NotEqual(t, "vendors", im.Dataset)
	assert.Equal(t, fault.Denied, fault.CodeOf(o.ReadAnew(o.ctx, o.who("ines"), id, automations.Reading{Dataset: "vendors"})))
}

func TestATableNamesPeopleByTheirFullName(t *testing.T) {
	t.Parallel()
	o := lists(t)
	_, im := o.bring("h.csv", "Whose;Week;Hours\nInes Sample;2026-11-16;8\npaul@example.com;2026-11-16;7\nBen Okafor;2026-11-16;6\nInes Smaple;2026-11-16;6\nPaul Sample;2026-11-24;6\n", "hours")
	assert.Equal(t, automations.Counts{New: 2, Wrong: 3}, im.Counts)
	assert.Equal(t, []dataset.Mistake{
		{Line: 4, Say: `Whose: "Ben Okafor" is not a person of this company. Write their address or full name.`},
		{Line: 5, Say: `Whose: "Ines Smaple" is not a person of this company. Did you mean Ines Sample? Write their address or full name.`},
		{Line: 6, Say: "Week: 24 Nov 2026 is a Tuesday. Choose a Monday: 23 Nov 2026 or 30 Nov 2026."},
	}, im.First)

	accounts, entries, company := staff()
	accounts[1].RealName = "Ines Sample"
	o.employ(accounts, entries, company)
	_, im = o.bring("h.csv", "Whose;Week;Hours\nInes  sample;2026-11-16;8\n", "hours")
	require.Len(t, im.First, 1)
	assert.Contains(t, im.First[0].Say, "is the name of 2 people. Write the address of the one you mean: ines@example.com, mara@example.com.")
}

func TestATableOfWhatIsReviewedWaitsForSomebodyElse(t *testing.T) {
	t.Parallel()
	o := lists(t)
	id, im := o.bring("d.csv", "name,note\nFlood,x\nFire,y\n", "dangers")
	require.Len(t, im.Steps, 1)
	f, err := o.TakeTable(o.ctx, o.who("fay"), o.id(), id, false)
	require.NoError(t, err)
	assert.Equal(t, request.Pending, f.Request.State)
	o.scans()
	assert.Equal(t, automations.TableReady, o.table(id).Phase)
	o.wake() // the file is copied to safety
	o.approve(id, "finn")
	o.scans()
	assert.Equal(t, automations.Counts{New: 2}, o.table(id).Done)
}

func TestAnImportGoesOnWhereItWasBrokenOffAndCanBeStopped(t *testing.T) {
	t.Parallel()
	o := lists(t)
	var rows strings.Builder
	rows.WriteString("tag,pieces\n")
	for i := range 350 {
		rows.WriteString("LAP-" + strings.Repeat("1", 1+i/90) + string(rune('0'+i%10)) + string(rune('0'+i/10%10)) + string(rune('0'+i/100)) + ",1\n")
	}
	id, im := o.bring("many.csv", rows.String(), "tools")
	all := im.Counts.New
	require.Greater(t, all, 250)
	_, err := o.TakeTable(o.ctx, o.who("fay"), o.id(), id, im.Counts.Wrong > 0)
	require.NoError(t, err)
	o.Store = &full{Store: o.store, room: 2}
	require.Error(t, o.Scan(o.ctx))
	o.Store = o.store
	broken := o.table(id)
	assert.Equal(t, automations.TakingTable, broken.Phase)
	assert.Positive(t, broken.Done.New)
	require.NoError(t, o.StopTable(o.ctx, o.who("fay"), id))
	o.scans()
	im = o.table(id)
	assert.Equal(t, automations.TableStopped, im.Phase)
	assert.Equal(t, broken.Done, im.Done)

	// Somebody has entered one of the rows meanwhile; the file again takes the rest.
	id, im = o.bring("many.csv", rows.String(), "tools")
	assert.Equal(t, broken.Done.New, im.Counts.Same)
	_, err = o.TakeTable(o.ctx, o.who("fay"), o.id(), id, im.Counts.Wrong > 0)
	require.NoError(t, err)
	o.Store = &full{Store: o.store, room: 1}
	require.Error(t, o.Scan(o.ctx))
	o.Store = o.store
	o.scans()
	im = o.table(id)
	assert.Equal(t, automations.TableTaken, im.Phase)
	assert.Equal(t, all, im.Done.New+im.Done.Same)
	seen := map[string]bool{}
	for after := ""; ; {
		page, err := o.Records(o.ctx, o.who("fay"), "tools", after, 100)
		require.NoError(t, err)
		for _, r := range page.Records {
			assert.EqualValues(t, 1, r.Version, r.Title)
			assert.False(t, seen[r.Title], r.Title)
			seen[r.Title] = true
		}
		if after = page.Next; after == "" {
			break
		}
	}
	assert.Len(t, seen, all, "each row once")
}

func TestARowThatSomebodyEntersMeanwhileIsLookedAtAgain(t *testing.T) {
	t.Parallel()
	o := lists(t)
	id, _ := o.bring("stock.csv", fewTools, "tools")
	_, err := o.enter("finn", "tools", "", texts("tag", "LAP-2"))
	require.NoError(t, err)
	_, err = o.TakeTable(o.ctx, o.who("fay"), o.id(), id, false)
	require.NoError(t, err)
	o.scans()
	im := o.table(id)
	assert.Equal(t, automations.Counts{New: 1, Changed: 1}, im.Done)
}
