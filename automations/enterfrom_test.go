package automations_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/catalogue"
	"factotum/automations/fault"
	"factotum/automations/form"
)

const parts = `dataset: parts
title: Spare parts
one: Part
label: name
fields:
  - {key: name, label: Name, type: text, required: true}
  - {key: seller, label: Seller, type: text}
  - {key: day, label: Day, type: date, default: today}
  - {key: price, label: Price, type: money}
  - {key: paper, label: Paper, type: file}
unique: [name]
add: [everybody]
keepers: [finance]
drop: paper
reads: {seller: seller, day: issue_date, price: total_gross}
`

// reading is an office of a dataset that reads documents.
func reading(t *testing.T, own ...string) *office {
	t.Helper()
	o := setup(t)
	files, err := catalogue.Builtin()
	require.NoError(t, err)
	var lists []catalogue.File
	for i, text := range append([]string{parts}, own...) {
		lists = append(lists, catalogue.File{Name: string(rune('a'+i)) + ".yaml", Body: []byte(text)})
	}
	c, problems := catalogue.Load(o.Catalogue.Company(), files, lists)
	require.Empty(t, problems)
	o.Catalogue = c
	o.Reader = &lens{says: receipt()}
	return o
}

func TestADroppedDocumentBecomesThatOfARecord(t *testing.T) {
	t.Parallel()
	o := reading(t)
	draft := o.claim("ines", "", form.File{Name: "hotel.pdf", Source: "F1"})
	require.NoError(t, o.SaveDraft(o.ctx, o.who("ines"), o.id(), draft))
	require.NoError(t, o.Scan(o.ctx))
	assert.Equal(t, fault.NotFound, fault.CodeOf(o.EnterFrom(o.ctx, o.who("ines"), o.id(), draft.ID, "planets")))
	assert.Equal(t, fault.Denied, fault.CodeOf(o.EnterFrom(o.ctx, o.who("ines"), o.id(), draft.ID, "vendors")))
	require.NoError(t, o.EnterFrom(o.ctx, o.who("ines"), o.id(), draft.ID, "parts"))
	p := o.paper(draft.ID)
	assert.Equal(t, catalogue.EntryKind("parts"), p.Kind)
	assert.Equal(t, "Sample Hotel", p.Values["seller"].Text)
	assert.Equal(t, "2026-11-14", p.Values["day"].Date.String(), "not today, with which a new form begins")
	assert.Equal(t, "118.00 EUR", p.Values["price"].Money.String())
	assert.NotEmpty(t, p.Values["paper"].Files[0].Hash)
	empty := o.claim("ines", "20 EUR taxi")
	require.NoError(t, o.SaveDraft(o.ctx, o.who("ines"), o.id(), empty))
	assert.Equal(t, fault.Conflict, fault.CodeOf(o.EnterFrom(o.ctx, o.who("ines"), o.id(), empty.ID, "parts")), "nothing to read")
}

func TestADocumentIsReadWhereItsDraftHasBecomeARecord(t *testing.T) {
	t.Parallel()
	o := reading(t)
	draft := o.claim("ines", "", form.File{Name: "hotel.pdf", Source: "F1"})
	require.NoError(t, o.SaveDraft(o.ctx, o.who("ines"), o.id(), draft))
	require.NoError(t, o.EnterFrom(o.ctx, o.who("ines"), o.id(), draft.ID, "parts"))
	require.NoError(t, o.Scan(o.ctx))
	assert.Equal(t, "Sample Hotel", o.paper(draft.ID).Values["seller"].Text)
}

func TestWordsBesideADocumentNameADataset(t *testing.T) {
	t.Parallel()
	o := reading(t)
	for words, rest := range map[string]string{"part: bolt": "bolt", "Spare parts bolt": "bolt", "parts": "", "a new part, bolt": "a new bolt"} {
		kind, left, ok := o.EntryMeant(o.who("ines"), words)
		assert.True(t, ok, words)
		assert.Equal(t, "parts", kind.Dataset)
		assert.Equal(t, rest, left)
	}
	_, left, ok := o.EntryMeant(o.who("ines"), "party 20 EUR")
	assert.False(t, ok)
	assert.Equal(t, "party 20 EUR", left)
	two := reading(t, "dataset: bolts\ntitle: Bolts\nlabel: name\nfields: [{key: name, type: text, required: true}, {key: paper, type: file}]\nunique: [name]\nadd: [everybody]\nkeepers: [finance]\ndrop: paper\nreads: {name: seller}\n")
	_, _, ok = two.EntryMeant(two.who("ines"), "part bolts")
	assert.False(t, ok, "two are named")
}
