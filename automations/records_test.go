package automations_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/dataset"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/state"
)

func lumen() form.Values {
	return form.Values{
		"name": {Text: "Lumen Office GmbH"}, "vat_id": {Text: "DE136695976"},
		"accounts": {Lines: []form.Values{{"iban": {Text: "DE89370400440532013000"}}}},
	}
}

// keep lets somebody put a vendor.
func (o *office) keep(name string, draft automations.RecordDraft) (dataset.Record, error) {
	o.t.Helper()
	draft.Dataset = "vendors"
	return o.PutRecord(o.ctx, o.who(name), o.id(), draft)
}

func TestARecordIsKeptByWhomTheDatasetNames(t *testing.T) {
	t.Parallel()
	o := setup(t)
	_, err := o.keep("ines", automations.RecordDraft{Values: lumen()})
	assert.Equal(t, fault.Denied, fault.CodeOf(err))
	_, err = o.keep("gus", automations.RecordDraft{Values: lumen()})
	assert.Equal(t, fault.Denied, fault.CodeOf(err), "a guest, whatever their role")

	first, err := o.keep("fay", automations.RecordDraft{Values: lumen()})
	require.NoError(t, err)
	changed := lumen()
	changed["note"] = form.Value{Text: "Good lamps"}
	second, err := o.keep("finn", automations.RecordDraft{ID: first.ID, Version: 1, Values: changed})
	require.NoError(t, err)
	assert.Equal(t, []string{"fay@example.com"}, second.Makers, "a note decides over no money")
	assert.Equal(t, []string{"create", "change"}, o.moves(first.ID))

	seen, err := o.Record(o.ctx, o.who("adam"), first.ID)
	require.NoError(t, err)
	assert.Equal(t, second, seen)
	_, err = o.Record(o.ctx, o.who("ines"), first.ID)
	assert.Equal(t, fault.Denied, fault.CodeOf(err))
	for _, id := range []string{"record/vendors/none", "people"} {
		_, err = o.Record(o.ctx, o.who("fay"), id)
		assert.Equal(t, fault.NotFound, fault.CodeOf(err), id)
	}
}

func TestARecordIsChangedOnceAndFromWhatWasRead(t *testing.T) {
	t.Parallel()
	o := setup(t)
	for range 2 { // Slack sends it again
		r, err := o.PutRecord(o.ctx, o.who("fay"), "view1", automations.RecordDraft{Dataset: "vendors", Values: lumen()})
		require.NoError(t, err)
		assert.EqualValues(t, 1, r.Version)
	}
	all, err := o.Records(o.ctx, o.who("fay"), "vendors", "", 10)
	require.NoError(t, err)
	require.Len(t, all.Records, 1)

	changed := lumen()
	changed["note"] = form.Value{Text: "One"}
	_, err = o.keep("fay", automations.RecordDraft{ID: all.Records[0].ID, Version: 1, Values: changed})
	require.NoError(t, err)
	_, err = o.keep("finn", automations.RecordDraft{ID: all.Records[0].ID, Version: 1, Values: lumen()})
	assert.Equal(t, fault.Conflict, fault.CodeOf(err), "finn has not seen what fay wrote")
}

func TestWhatIsUniqueBelongsToOneRecord(t *testing.T) {
	t.Parallel()
	o := setup(t)
	first, err := o.keep("fay", automations.RecordDraft{Values: lumen()})
	require.NoError(t, err)
	twin := form.Values{"name": {Text: "Other Name"}, "vat_id": {Text: "DE136695976"}}
	_, err = o.keep("fay", automations.RecordDraft{Values: twin})
	assert.Equal(t, fault.Conflict, fault.CodeOf(err))
	assert.ErrorContains(t, err, "“Lumen Office GmbH” is among the vendors already, with the same VAT id.")
	_, err = o.keep("fay", automations.RecordDraft{Values: form.Values{"name": {Text: "lumen office G.m.b.H."}}})
	assert.ErrorContains(t, err, "with the same Name.")

	without := lumen()
	delete(without, "vat_id")
	_, err = o.keep("fay", automations.RecordDraft{ID: first.ID, Version: 1, Values: without})
	require.NoError(t, err)
	_, err = o.keep("fay", automations.RecordDraft{Values: twin})
	assert.NoError(t, err, "what a record gives up is free")
}

func TestValuesOfARecordAreThoseOfItsForm(t *testing.T) {
	t.Parallel()
	o := setup(t)
	_, err := o.keep("fay", automations.RecordDraft{Values: form.Values{"vat_id": {Text: "DE1"}}})
	var problems *automations.Problems
	require.ErrorAs(t, err, &problems)
	assert.Len(t, problems.List, 2, "no name, and no VAT id")
	_, err = o.PutRecord(o.ctx, o.who("fay"), "x", automations.RecordDraft{Dataset: "planets"})
	assert.Equal(t, fault.NotFound, fault.CodeOf(err))
	_, err = o.Records(o.ctx, o.who("fay"), "planets", "", 1)
	assert.Equal(t, fault.NotFound, fault.CodeOf(err))
	_, err = o.Records(o.ctx, o.who("ines"), "vendors", "", 1)
	assert.Equal(t, fault.Denied, fault.CodeOf(err))
}

func TestRecordsAreListedByNameAndFoundByWhatTheyHaveInCommon(t *testing.T) {
	t.Parallel()
	o := setup(t)
	for i, name := range []string{"Nordic Paper Ltd", "Ärmel & Söhne", "Lumen Office GmbH"} {
		values := form.Values{"name": {Text: name}, "accounts": {Lines: []form.Values{{"number": {Text: fmt.Sprintf("ACC-%d", i)}}}}}
		_, err := o.keep("fay", automations.RecordDraft{Values: values})
		require.NoError(t, err)
	}
	var names []string
	for after := ""; ; {
		page, err := o.Records(o.ctx, o.who("fay"), "vendors", after, 2)
		require.NoError(t, err)
		assert.Equal(t, 3, page.Total)
		for _, r := range page.Records {
			names = append(names, r.Title)
		}
		if after = page.Next; after == "" {
			break
		}
	}
	assert.Equal(t, []string{"Ärmel & Söhne", "Lumen Office GmbH", "Nordic Paper Ltd"}, names)

	vendors, err := o.Catalogue.Dataset("vendors")
	require.NoError(t, err)
	for typed, want := range map[string]int{"Lumen Ofice": 1, "office of Nordic lumens": 2, "GmbH": 0, "": 0} {
		found, err := o.Alike(o.ctx, vendors, form.Values{"name": {Text: typed}})
		require.NoError(t, err)
		assert.Len(t, found, want, typed)
		for _, r := range found {
			assert.Equal(t, state.Guard{ID: r.ID, Version: 1}, automations.RecordGuard(r))
		}
	}
}
