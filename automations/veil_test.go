package automations_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/request"
)

const spies = `dataset: spies
title: Spies
one: Spy
label: name
fields:
  - {key: name, label: Name, type: text, required: true}
  - {key: code, label: Code, type: text}
  - {key: town, label: Town, type: text}
unique: [name]
masked: [code]
add: [everybody]
visible: [everybody]
keepers: [finance]
approve: [{step: Finance, approvers: [{role: finance}]}]
`

func TestWhatIsMaskedStaysAsItIsWhereSomebodyElseChangesARecord(t *testing.T) {
	t.Parallel()
	o := reading(t, spies)
	f, err := o.enter("ines", "spies", "", texts("name", "Vesper", "code", "007", "town", "Rome"))
	require.NoError(t, err)
	kind, err := o.Catalogue.Kind(f.Request.Kind)
	require.NoError(t, err)
	assert.Equal(t, []string{"code"}, kind.Veiled(f.Request, o.who("ines")), "it is sent")
	assert.Empty(t, kind.Veiled(request.Request{ID: f.Request.ID, Requester: "ines@example.com", State: request.Returned}, o.who("ines")), "she types it")
	assert.Empty(t, kind.Veiled(f.Request, o.who("fay")), "she keeps them")
	assert.Equal(t, []string{"code"}, kind.Veiled(f.Request, o.who("omar")))
	_, err = o.Decide(o.ctx, o.who("fay"), o.id(), automations.Decision{ID: f.Request.ID, Say: request.Approve})
	require.NoError(t, err)

	// He changes the town, and sees no code.
	id := automations.RecordOf(kind, f.Request.ID)
	_, draft, _, err := o.Changing(o.ctx, o.who("omar"), id, 0)
	require.NoError(t, err)
	p, err := o.Paper(o.ctx, o.who("omar"), draft, kind.Key)
	require.NoError(t, err)
	assert.NotContains(t, p.Values, "code")
	f, err = o.enter("omar", "spies", draft, texts("name", "Vesper", "town", "Oslo"))
	require.NoError(t, err)
	assert.Equal(t, []string{"code"}, kind.Veiled(f.Request, o.who("omar")))

	// Returned, it is still not told, but what he writes there himself is kept.
	_, err = o.Decide(o.ctx, o.who("fay"), o.id(), automations.Decision{ID: draft, Say: request.Return, Text: "Really?"})
	require.NoError(t, err)
	p = o.paperOf("omar", draft)
	assert.NotContains(t, p.Values, "code")
	require.NoError(t, o.SaveDraft(o.ctx, o.who("omar"), o.id(), automations.Draft{ID: draft, Values: p.Values}))
	_, err = o.enter("omar", "spies", draft, texts("name", "Vesper", "town", "Bern"))
	require.NoError(t, err)
	_, err = o.Decide(o.ctx, o.who("fay"), o.id(), automations.Decision{ID: draft, Say: request.Approve})
	require.NoError(t, err)
	r, err := o.Record(o.ctx, o.who("fay"), id)
	require.NoError(t, err)
	assert.Equal(t, "007", r.Values["code"].Text)
	assert.Equal(t, "Bern", r.Values["town"].Text)
	_, back, _, err := o.Changing(o.ctx, o.who("omar"), id, 1)
	require.NoError(t, err)
	assert.NotContains(t, o.paperOf("omar", back).Values, "code", "nor by going back")
}

// paperOf is a draft or a returned request of somebody.
func (o *office) paperOf(name, id string) automations.Paper {
	o.t.Helper()
	p, err := o.Paper(o.ctx, o.who(name), id, "entry_spies")
	require.NoError(o.t, err)
	return p
}
