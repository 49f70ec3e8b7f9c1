package automations_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/form"
	"factotum/automations/outbox"
	"factotum/automations/request"
	"factotum/automations/state"
)

const callers = `dataset: guests
title: Guests
one: Guest
label: name
fields:
  - {key: name, label: Name, type: text, required: true}
  - {key: note, label: Note, type: text}
  - {key: pass, label: Pass, type: text}
  - {key: paper, label: Paper, type: file}
unique: [name]
masked: [pass]
keep: 12 months
add: [everybody]
visible: [everybody]
keepers: [finance]
approve: [{step: Finance, approvers: [{role: finance}]}]
`

// hosting is an office that keeps guests for a year, and whose cards say what they
// are about.
func hosting(t *testing.T) *office {
	t.Helper()
	o := lists(t)
	o.tooling(callers)
	o.courier.Render = func(s automations.Sight) (outbox.Message, error) {
		m, err := plain(s)
		m.Gone = s.Notice.Says.Name == automations.GoneLine
		return m, err
	}
	return o
}

// night lets everything happen that is due, and what follows from it.
func (o *office) night() {
	o.t.Helper()
	for range 3 {
		o.wake()
		o.deliver()
		o.wait(2 * time.Hour)
	}
}

func TestWhatIsRemovedForItsAgeIsRemovedWhereverItStands(t *testing.T) {
	t.Parallel()
	o := hosting(t)
	ask := func(id, raw string) automations.File {
		f, err := o.enter("ines", "guests", id, texts(append(strings.Split(raw, "|"), "pass", "hush1")...))
		require.NoError(t, err)
		return f
	}
	made := ask("", "name|Zelda Quill|note|seven doors").Request.ID
	_, err := o.Decide(o.ctx, o.who("fay"), o.id(), automations.Decision{ID: made, Say: request.Ask, Text: "seven or eight doors?"})
	require.NoError(t, err)
	o.approve(made, "fay")
	turned := ask("", "name|Yorick Vane|note|nine doors").Request.ID
	_, err = o.Decide(o.ctx, o.who("fay"), o.id(), automations.Decision{ID: turned, Say: request.Reject, Text: "nine is too many"})
	require.NoError(t, err)
	found, err := o.FindRecords(o.ctx, o.who("fay"), "guests", "quill")
	require.NoError(t, err)
	record := found.Records[0].ID
	change := func(by string) string {
		_, id, _, err := o.Changing(o.ctx, o.who(by), record, 0)
		require.NoError(t, err)
		return id
	}
	o.until(start().AddDate(0, 11, 0))
	waits, back, draft := change("ines"), change("ines"), change("ines")
	ask(waits, "name|Zelda Quill|note|waiting words")
	ask(back, "name|Zelda Quill|note|returned words")
	_, err = o.Decide(o.ctx, o.who("fay"), o.id(), automations.Decision{ID: back, Say: request.Return, Text: "which words?"})
	require.NoError(t, err)
	p, err := o.Paper(o.ctx, o.who("ines"), draft, "entry_guests")
	require.NoError(t, err)
	require.NoError(t, o.SaveDraft(o.ctx, o.who("ines"), o.id(), automations.Draft{ID: draft, Kind: p.Kind, Values: p.Values, Card: true}))
	o.deliver()
	head, err := o.Seal(o.ctx)
	require.NoError(t, err)
	before := o.kept(t)
	for _, words := range words() {
		assert.Contains(t, before, words)
	}
	o.until(start().AddDate(1, 0, 1))
	o.night()
	for id, state := range map[string]request.State{made: request.Done, turned: request.Rejected, waits: request.Expired, back: request.Expired, draft: request.Withdrawn} {
		r := o.lasting(id)
		assert.Equal(t, state, r.State)
		assert.Equal(t, "(removed after 12 months)", r.Title)
		assert.Equal(t, 12, r.Months)
	}
	_, err = o.Seal(o.ctx)
	require.NoError(t, err)
	_, err = o.verify(head)
	require.NoError(t, err)
	left := o.kept(t)
	for _, account := range []string{"U00", "U03"} {
		left += fmt.Sprint(o.box.sent(account))
	}
	for _, words := range words() {
		assert.NotContains(t, left, words)
	}
	assert.Equal(t, []string{"submit", "ask", "approve", "erase"}, o.moves(made))
	assert.Equal(t, request.Approved, o.lasting(made).Decisions[0].Verdict, "who decided stays")
}

// lasting is a request as the store has it.
func (o *office) lasting(id string) (r request.Request) {
	o.t.Helper()
	docs, err := o.store.Load(o.ctx, id)
	require.NoError(o.t, err)
	require.NoError(o.t, json.Unmarshal(docs[0].Body, &r))
	return r
}

// words are what was typed of guests.
func words() []string {
	return []string{"Zelda", "even doors", "eight doors", "Yorick", "ine doors", "too many", "aiting words", "eturned words", "hich words", "hush1"}
}

func TestATableGoesWithTheRecordsThatCameOfIt(t *testing.T) {
	t.Parallel()
	o := hosting(t)
	_, err := o.enter("fay", "guests", "", texts("name", "Anna", "note", "old words"))
	require.NoError(t, err)
	o.approve(o.number("ENT-1"), "finn")
	id, im := o.bring("guests.csv", "Name,Note\nAnna,early\nBeppo,five\nCara,six\n,none\n", "guests")
	require.Equal(t, automations.Counts{New: 2, Changed: 1, Wrong: 1}, im.Counts)
	f, err := o.TakeTable(o.ctx, o.who("fay"), o.id(), id, true)
	require.NoError(t, err)
	o.wake()
	o.approve(f.Request.ID, "finn")
	o.scans()
	require.NoError(t, o.Remarks(o.ctx, o.who("fay"), o.id(), id))
	out, err := o.ExportRecords(o.ctx, o.who("fay"), o.id(), "guests", "", "csv")
	require.NoError(t, err)
	o.scans()
	assert.Contains(t, o.exported(out.Number), "Beppo")
	im = o.table(id)
	require.Equal(t, automations.Counts{New: 2, Changed: 1, Wrong: 1}, im.Done)
	for _, hash := range []string{im.Source, im.Rows, im.Remarks, im.Changes} {
		_, err := o.keeper.Kept(o.ctx, hash)
		require.NoError(t, err)
	}
	o.until(start().AddDate(0, 6, 0))
	assert.Equal(t, 2, o.beside("U03", automations.SheetLine))
	found, err := o.FindRecords(o.ctx, o.who("fay"), "guests", "anna")
	require.NoError(t, err)
	_, change, _, err := o.Changing(o.ctx, o.who("fay"), found.Records[0].ID, 0)
	require.NoError(t, err)
	_, err = o.enter("fay", "guests", change, texts("name", "Anna", "note", "later"))
	require.NoError(t, err)
	o.approve(change, "finn")
	o.night()
	_, err = o.keeper.Kept(o.ctx, im.Source)
	require.NoError(t, err)
	assert.Equal(t, 3, o.lasting(out.Request.ID).Months, "an export lasts for three months")

	o.until(start().AddDate(1, 0, 1))
	o.night()
	bare := o.table(id)
	require.Len(t, bare.Altered, 1, "that of a record that is there")
	assert.Equal(t, "Anna", bare.Altered[0].Title)
	assert.Equal(t, im.Done, bare.Done)
	assert.Empty(t, bare.First)
	for _, hash := range []string{im.Source, im.Rows, im.Remarks, im.Changes} {
		_, err := o.keeper.Kept(o.ctx, hash)
		require.Error(t, err, "the copy is gone")
	}
	assert.Zero(t, o.beside("U03", automations.SheetLine), "and what was posted")
	o.until(start().AddDate(2, 0, 0))
	o.night()
	assert.Empty(t, o.table(id).Altered)
	left := o.kept(t)
	for _, words := range []string{"Anna", "Beppo", "Cara", "guests.csv", "old words"} {
		assert.NotContains(t, left, words)
	}
}

// beside counts the lines of a name that stand for somebody.
func (o *office) beside(account, name string) (n int) {
	for _, p := range o.box.sent(account) {
		if !p.Gone && strings.Contains(p.Text, ": "+name+" ") {
			n++
		}
	}
	return n
}

func TestADraftOfAnEntryGoesByItself(t *testing.T) {
	t.Parallel()
	o := hosting(t)
	draft := func(name string) automations.Draft {
		d := automations.Draft{ID: "draft-" + name, Kind: "entry_guests", Values: form.Values{"name": {Text: name + " Words"}}}
		require.NoError(t, o.SaveDraft(o.ctx, o.who("ines"), o.id(), d))
		return d
	}
	draft("Forgotten")
	f, err := o.Submit(o.ctx, o.who("ines"), o.id(), draft("Sent"))
	require.NoError(t, err)
	o.until(start().AddDate(0, 6, 0))
	o.approve(f.Request.ID, "fay")
	o.until(start().AddDate(1, 0, 1))
	o.night()
	assert.Equal(t, 12, o.lasting("draft-Forgotten").Months)
	assert.Zero(t, o.lasting(f.Request.ID).Months, "its record is younger")
	assert.False(t, strings.Contains(o.kept(t), "Forgotten Words")) //nolint:testifylint // the whole file would be shown
}

func TestAnEntryOfAFormerVersionGoesToo(t *testing.T) {
	t.Parallel()
	o := lists(t)
	f, err := o.enter("fay", "tools", "", texts("tag", "LAP-1"))
	require.NoError(t, err)
	_, err = o.store.Commit(o.ctx, state.Change{
		Once: state.Once{Key: "former"}, Remove: []state.Entry{{Index: "says/record/tools/" + f.Request.ID, Sort: "0", ID: f.Request.ID}},
	})
	require.NoError(t, err)
	o.until(start().AddDate(1, 0, 1))
	o.night()
	assert.Equal(t, 12, o.lasting(f.Request.ID).Months)
	assert.Equal(t, []string{"submit", "erase"}, o.moves(f.Request.ID))
}

func TestAFileStaysThatSomethingElseHas(t *testing.T) {
	t.Parallel()
	o := hosting(t)
	paper := form.File{Name: "paper.pdf", Type: "pdf", Size: 9, Source: "F7"}
	claim := o.submit(taxi, paper)
	raw := texts("name", "Dido")
	raw["paper"] = form.Input{Files: []form.File{paper}}
	entry, err := o.enter("ines", "guests", "", raw)
	require.NoError(t, err)
	o.night()
	o.approve(entry.Request.ID, "fay")
	hash := o.lasting(claim.Request.ID).Files()[0].Hash
	require.Equal(t, hash, o.lasting(entry.Request.ID).Files()[0].Hash)
	o.until(start().AddDate(1, 0, 3))
	o.night()
	assert.Equal(t, 12, o.lasting(entry.Request.ID).Months)
	_, err = o.keeper.Kept(o.ctx, hash)
	require.NoError(t, err, "the claim has it too")
}

func TestAFileGoesThatWasReplacedBeforeTheEntryWasSentAgain(t *testing.T) {
	t.Parallel()
	o := hosting(t)
	send := func(id, source string) request.Request {
		raw := texts("name", "Dido")
		raw["paper"] = form.Input{Files: []form.File{{Name: source + ".pdf", Type: "pdf", Size: 9, Source: source}}}
		f, err := o.enter("ines", "guests", id, raw)
		require.NoError(t, err)
		o.night()
		return o.lasting(f.Request.ID)
	}
	first := send("", "F7")
	_, err := o.Decide(o.ctx, o.who("fay"), o.id(), automations.Decision{ID: first.ID, Say: request.Return, Text: "The other page, please"})
	require.NoError(t, err)
	send(first.ID, "F8")
	o.approve(first.ID, "fay")
	_, err = o.keeper.Kept(o.ctx, first.Files()[0].Hash)
	require.NoError(t, err, "what was sent before can be looked at")
	o.until(start().AddDate(1, 0, 3))
	o.night()
	assert.Equal(t, 12, o.lasting(first.ID).Months)
	_, err = o.keeper.Kept(o.ctx, first.Files()[0].Hash)
	require.Error(t, err)
}

func TestAFileOfAnEntryThatWasReplacedTwiceGoes(t *testing.T) {
	t.Parallel()
	o := hosting(t)
	id, hashes := "", []string{}
	for _, source := range []string{"F7", "F8", "F9"} {
		raw := texts("name", "Dido")
		raw["paper"] = form.Input{Files: []form.File{{Name: "paper.pdf", Type: "pdf", Size: 9, Source: source}}}
		f, err := o.enter("ines", "guests", id, raw)
		require.NoError(t, err)
		o.night()
		id = f.Request.ID
		hashes = append(hashes, o.lasting(id).Files()[0].Hash)
		if source != "F9" {
			_, err = o.Decide(o.ctx, o.who("fay"), o.id(), automations.Decision{ID: id, Say: request.Return, Text: "Another one, please"})
			require.NoError(t, err)
		}
	}
	o.night()
	require.NotContains(t, hashes[1:], hashes[0])
	_, err := o.keeper.Kept(o.ctx, hashes[0])
	require.Error(t, err, "nobody knows of the first")
	for _, hash := range hashes[1:] {
		_, err := o.keeper.Kept(o.ctx, hash)
		require.NoError(t, err, "the last, and what it took the place of, are shown")
	}
}
