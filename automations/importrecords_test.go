package automations_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/people"
	"factotum/automations/state"
	"factotum/connectors/store/sqlite"
)

const vendorTable = "name,vat_id,iban,terms\n" +
	"Lumen Office GmbH,DE136695976,DE89370400440532013000,30\n" +
	"Nordic Paper Ltd,,,\n" +
	"\"Ärmel & Söhne\",,,14\n"

func (o *office) take(table string, dry bool) automations.Imported {
	o.t.Helper()
	done, err := o.ImportRecords(o.ctx, people.Person{ID: "operator root", Country: "DE"}, "vendors", []byte(table), dry)
	require.NoError(o.t, err)
	return done
}

func TestATableOfVendorsIsImportedOnce(t *testing.T) {
	t.Parallel()
	o := setup(t)
	assert.Equal(t, automations.Imported{New: 3}, o.take(vendorTable, true))
	page, err := o.Records(o.ctx, o.who("fay"), "vendors", "", 10)
	require.NoError(t, err)
	assert.Empty(t, page.Records, "a dry run")

	assert.Equal(t, automations.Imported{New: 3}, o.take(vendorTable, false))
	assert.Equal(t, automations.Imported{Same: 3}, o.take(vendorTable, false))
	assert.Equal(t, automations.Imported{Changed: 1, Same: 1}, o.take("name,phone,iban\nlumen office gmbh,030 901820,GB29NWBK60161331926819\nNordic Paper Ltd,,\n", false))

	page, err = o.Records(o.ctx, o.who("fay"), "vendors", "", 10)
	require.NoError(t, err)
	require.Len(t, page.Records, 3)
	r := page.Records[1]
	assert.Equal(t, "+4930901820", r.Values["phone"].Text, "of the country of the company")
	assert.Equal(t, "30", r.Values["terms"].Number.String(), "what the row leaves empty stays")
	assert.Equal(t, []string{"DE89370400440532013000", "GB29NWBK60161331926819"}, form.Texts(r.Values, "accounts.iban"))
	assert.Equal(t, []string{"create", "change"}, o.moves(r.ID))

	assert.Equal(t, automations.Imported{Same: 3}, o.take(vendorTable, false), "the first file again does not undo what came after")
}

func TestAFileThatWasImportedDoesNotUndoWhatPeopleDidSince(t *testing.T) {
	t.Parallel()
	o := setup(t)
	o.take(vendorTable, false)
	page, err := o.Records(o.ctx, o.who("fay"), "vendors", "", 10)
	require.NoError(t, err)
	lumen := page.Records[1]
	lumen.Values["terms"] = form.Value{}
	delete(lumen.Values, "terms")
	_, err = o.keep("fay", automations.RecordDraft{ID: lumen.ID, Version: lumen.Version, Values: lumen.Values})
	require.NoError(t, err)
	assert.Equal(t, automations.Imported{Same: 3}, o.take(vendorTable, false))
	after, err := o.Record(o.ctx, o.who("fay"), lumen.ID)
	require.NoError(t, err)
	assert.Nil(t, after.Values["terms"].Number)
}

func TestWithAMistakeNothingIsImported(t *testing.T) {
	t.Parallel()
	o := setup(t)
	o.take(vendorTable, false)
	_, err := o.keep("fay", automations.RecordDraft{Values: form.Values{"name": {Text: "Sample Metal"}, "vat_id": {Text: "DE811569869"}}})
	require.NoError(t, err)

	done := o.take("name,vat_id\nNew One,DE1\nOld One,\n", false)
	require.Len(t, done.Mistakes, 1, "of the file itself")
	assert.Equal(t, 2, done.Mistakes[0].Line)
	done = o.take("name,vat_id\nNew One,\nLumen Office GmbH,DE811569869\n", false)
	require.Len(t, done.Mistakes, 1, "of what is there")
	assert.Equal(t, 3, done.Mistakes[0].Line)
	assert.Contains(t, done.Mistakes[0].Say, "as well as to")

	page, err := o.Records(o.ctx, o.who("fay"), "vendors", "", 10)
	require.NoError(t, err)
	assert.Len(t, page.Records, 4)
	_, err = o.ImportRecords(o.ctx, people.Person{}, "planets", nil, false)
	assert.Equal(t, fault.NotFound, fault.CodeOf(err))
}

func TestABrokenOffImportGoesOn(t *testing.T) {
	t.Parallel()
	o := setup(t)
	o.Store = &full{Store: o.store, room: 2}
	_, err := o.ImportRecords(o.ctx, people.Person{ID: "operator root"}, "vendors", []byte(vendorTable), false)
	require.ErrorContains(t, err, "the disk is full")
	o.Store = o.store
	assert.Equal(t, automations.Imported{New: 1, Same: 2}, o.take(vendorTable, false))
}

// full is a store that has room for so many commits.
type full struct {
	*sqlite.Store
	room int
}

func (s *full) Commit(ctx context.Context, c state.Change) (state.Result, error) {
	if s.room--; s.room < 0 {
		return state.Result{}, errors.New("the disk is full")
	}
	return s.Store.Commit(ctx, c)
}

func TestErasingAPersonLeavesRecords(t *testing.T) {
	t.Parallel()
	o := setup(t)
	r, err := o.keep("fay", automations.RecordDraft{Values: lumen()})
	require.NoError(t, err)
	erased, err := o.Erase(o.ctx, "fay@example.com", "root")
	require.NoError(t, err)
	assert.Zero(t, erased)
	assert.Equal(t, []string{"create"}, o.moves(r.ID))
}
