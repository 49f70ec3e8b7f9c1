package automations_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/dataset"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/people"
	"factotum/automations/request"
)

// onboard is what ines has sent to have a vendor taken on.
func (o *office) onboard(typed form.Raw) (automations.File, error) {
	o.t.Helper()
	kind, err := o.Catalogue.Kind("vendor")
	require.NoError(o.t, err)
	dir, err := o.Directory(o.ctx)
	require.NoError(o.t, err)
	raw := form.Raw{
		"name": {Text: "Lumen Office GmbH"}, "country": {Text: "DE"}, "vat_id": {Text: "DE136695976"}, "iban": {Text: "DE89370400440532013000"},
		"contact": {Text: "bills@example.com"}, "phone": {Text: "+49 30 901820"}, "cost_centre": {Text: "sales"}, "reason": {Text: "Lamps"}, "terms": {Text: "30"},
	}
	for path, in := range typed {
		raw[path] = in
	}
	values, problems := o.Read(kind, o.who("ines"), dir, raw)
	require.Empty(o.t, problems)
	return o.Submit(o.ctx, o.who("ines"), o.id(), automations.Draft{ID: o.id(), Kind: "vendor", Values: values})
}

func TestAVendorThatIsSetUpIsARecordInTheSameCommit(t *testing.T) {
	t.Parallel()
	o := setup(t)
	f, err := o.onboard(nil)
	require.NoError(t, err)
	f = o.approve(f.Request.ID, "omar", "fay")
	require.Equal(t, request.Open, f.Request.State)
	_, err = o.Resolve(o.ctx, o.who("paul"), "c1", f.Request.ID, automations.Finish{Note: "Set up"})
	require.NoError(t, err)
	_, err = o.Resolve(o.ctx, o.who("paul"), "c2", f.Request.ID, automations.Finish{Note: "Set up"})
	require.Equal(t, fault.Conflict, fault.CodeOf(err), "it is done")

	r, err := o.Record(o.ctx, o.who("fay"), dataset.ID("vendors", f.Request.ID))
	require.NoError(t, err)
	assert.Equal(t, "Lumen Office GmbH", r.Title)
	assert.EqualValues(t, 1, r.Version)
	assert.Equal(t, f.Request.ID, r.From)
	assert.Equal(t, []string{"paul@example.com", "ines@example.com"}, r.Makers)
	assert.Equal(t, []string{"DE89370400440532013000"}, form.Texts(r.Values, "accounts.iban"))
	assert.Equal(t, "ines@example.com", r.Values["owner"].Text)
	assert.Equal(t, "30", r.Values["terms"].Number.String())
	assert.Equal(t, []string{"create"}, o.moves(r.ID))
}

func TestAVendorThatIsThereIsNotAskedForAgain(t *testing.T) {
	t.Parallel()
	o := setup(t)
	first, err := o.onboard(nil)
	require.NoError(t, err)
	second, err := o.onboard(form.Raw{"name": {Text: "Lumen Lamps"}})
	require.NoError(t, err, "the first one is not taken on yet")
	o.approve(first.Request.ID, "omar", "fay")
	_, err = o.Resolve(o.ctx, o.who("paul"), "c1", first.Request.ID, automations.Finish{})
	require.NoError(t, err)

	_, err = o.onboard(form.Raw{"vat_id": {Text: "DE811569869"}})
	assert.Equal(t, fault.Invalid, fault.CodeOf(err))
	assert.ErrorContains(t, err, "“Lumen Office GmbH” is among the vendors already, with the same Name.")

	o.approve(second.Request.ID, "omar", "fay")
	_, err = o.Resolve(o.ctx, o.who("paul"), "c2", second.Request.ID, automations.Finish{})
	assert.Equal(t, fault.Conflict, fault.CodeOf(err))
	assert.ErrorContains(t, err, "with the same VAT id")
	sight, err := o.Find(o.ctx, o.who("fay"), second.Number)
	require.NoError(t, err)
	assert.Equal(t, request.Open, sight.File.Request.State, "neither the move nor the record took place")
}

func TestWhoMadeAVendorNeitherDecidesNorPays(t *testing.T) {
	t.Parallel()
	o := setup(t)
	o.rewrite(func(name string, e *people.Entry) {
		if name == "finn" {
			e.Teams = []string{"payables"}
		}
	})
	o.Examine = func(_ context.Context, in automations.Examined) (automations.Finding, error) {
		in.Sent.Reading = &request.Reading{Makers: []string{"paul@example.com", "fay@example.com"}}
		return automations.Finding{Sent: in.Sent}, nil
	}
	f := o.bill()
	_, err := o.Decide(o.ctx, o.who("fay"), "d1", automations.Decision{ID: f.Request.ID, Say: request.Approve})
	assert.ErrorContains(t, err, "You had a hand in taking on the vendor of INV-1")
	f = o.approve(f.Request.ID, "omar")
	require.Equal(t, request.Open, f.Request.State)
	_, err = o.Resolve(o.ctx, o.who("paul"), "c1", f.Request.ID, automations.Finish{})
	assert.Equal(t, fault.Denied, fault.CodeOf(err))
	assert.ErrorContains(t, err, "You had a hand in taking on the vendor of INV-1")
	_, err = o.Resolve(o.ctx, o.who("finn"), "c2", f.Request.ID, automations.Finish{})
	assert.NoError(t, err)
}

// bill is an invoice that ines has handed in.
func (o *office) bill() automations.File {
	o.t.Helper()
	kind, err := o.Catalogue.Kind("invoice")
	require.NoError(o.t, err)
	dir, err := o.Directory(o.ctx)
	require.NoError(o.t, err)
	values, problems := o.Read(kind, o.who("ines"), dir, form.Raw{
		"vendor": {Text: "Lumen Office"}, "number": {Text: "R-1"}, "issue_date": {Text: "2026-11-01"}, "gross": {Text: "119 EUR"}, "cost_centre": {Text: "sales"},
	})
	require.Empty(o.t, problems)
	f, err := o.Submit(o.ctx, o.who("ines"), o.id(), automations.Draft{ID: o.id(), Kind: "invoice", Values: values})
	require.NoError(o.t, err)
	return f
}
