package dataset_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/calendar"
	"factotum/automations/dataset"
	"factotum/automations/form"
	"factotum/automations/money"
)

func TestWhatIsUniqueIsClaimedInOneSpelling(t *testing.T) {
	t.Parallel()
	ds := tools(t)
	assert.Equal(t, []string{"tools/name/lumen office gmbh", "tools/vat_id/de136695976"}, ds.Keys(lumen()))
	assert.Equal(t, ds.Keys(lumen())[:1], ds.Keys(form.Values{"name": {Text: " LUMEN  Office, G.m.b.H. "}}))
	assert.Empty(t, ds.Keys(form.Values{"name": {Text: "!!!"}}), "what has no letters claims nothing")
	assert.Equal(t, []string{"VAT id"}, ds.Clashes("tools/vat_id/de136695976"))
	assert.Equal(t, "Lumen Office GmbH", ds.Name(lumen(), nil))
}

func TestRecordsAreFoundByCodesAndTheBeginningsOfWords(t *testing.T) {
	t.Parallel()
	assert.Equal(t, []string{
		"tools/~/lume", "tools/~/offi", "tools/vat_id/de136695976", "tools/~/lich", "tools/accounts.iban/de89370400440532013000",
	}, tools(t).Marks(lumen()))
}

func TestFold(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "muller sohne gmbh", dataset.Fold("Müller & Söhne,  G.m.b.H."))
	assert.Equal(t, "strasse oneill", dataset.Fold("STRAßE O’Neill"))
	assert.Equal(t, []string{"muller", "sohne"}, dataset.Words("Müller und Söhne GmbH & Co. KG"))
	assert.Equal(t, []string{"ag", "3m"}, dataset.Words("AG 3M"), "where nothing else is left, all of it counts")
}

func TestNormal(t *testing.T) {
	t.Parallel()
	n := decimal.RequireFromString("7.50")
	tests := map[form.Type]struct {
		value form.Value
		want  string
	}{
		form.Paragraph:   {form.Value{Text: "A  b."}, "a b"},
		form.Email:       {form.Value{Text: "Ana@Example.com"}, "ana@example.com"},
		form.Number:      {form.Value{Number: &n}, "7.5"},
		form.Money:       {form.Value{Money: &money.Amount{Value: n, Currency: "EUR"}}, "7.5 EUR"},
		form.Date:        {form.Value{Date: calendar.DateOf(now(), now().Location())}, "2026-11-20"},
		form.MultiSelect: {form.Value{List: []string{"b", "a"}}, "a b"},
		form.Checkbox:    {form.Value{Checked: true}, ""},
	}
	for kind, test := range tests {
		assert.Equal(t, test.want, dataset.Normal(kind, test.value), kind)
		assert.Empty(t, dataset.Normal(kind, form.Value{}), kind)
	}
}

func TestARecordIsMadeChangedAndReplayed(t *testing.T) {
	t.Parallel()
	ds := tools(t)
	id := dataset.ID("tools", "7")
	assert.True(t, dataset.Is(id))
	assert.False(t, dataset.Is("7"))

	made, differs := ds.Put(dataset.Record{ID: id}, lumen(), "ana", now())
	require.True(t, differs)
	made.From = "request"
	first, err := dataset.Record{ID: id}.Apply(made)
	require.NoError(t, err)
	assert.Equal(t, dataset.Record{
		ID: id, Dataset: "tools", Title: "Lumen Office GmbH", Values: lumen(), Version: 1, Keys: ds.Keys(lumen()), Makers: []string{"ana"},
		From: "request", Created: dataset.Stamp{By: "ana", At: now()}, Changed: dataset.Stamp{By: "ana", At: now()},
	}, first)

	_, differs = ds.Put(first, lumen(), "ben", now())
	assert.False(t, differs, "the same again is no change")

	harmless := lumen()
	harmless["tags"] = form.Value{List: []string{"a"}}
	tagged, differs := ds.Put(first, harmless, "ben", now().Add(1))
	require.True(t, differs)
	second, err := first.Apply(tagged)
	require.NoError(t, err)
	assert.Equal(t, []string{"ana"}, second.Makers)
	assert.Equal(t, "ben", second.Changed.By)
	assert.Equal(t, "ana", second.Created.By)
	assert.Empty(t, first.Values["tags"], "the one before stays as it was")

	harmful := lumen()
	harmful["accounts"] = form.Value{Lines: []form.Values{{"iban": {Text: "GB29NWBK60161331926819"}}}}
	moved, differs := ds.Put(second, harmful, "cy", now().Add(2))
	require.True(t, differs)
	third, err := second.Apply(moved)
	require.NoError(t, err)
	assert.Equal(t, []string{"ana", "cy"}, third.Makers, "who changes where money goes had a hand in it")

	again, err := dataset.Replay(id, []dataset.Move{made, tagged, moved})
	require.NoError(t, err)
	assert.Equal(t, third, again)
}

func TestMovesThatDoNotFitAreRefused(t *testing.T) {
	t.Parallel()
	there := dataset.Record{ID: "record/tools/7", Dataset: "tools", Version: 1}
	tests := map[string]struct {
		on   dataset.Record
		move dataset.Move
		want error
	}{
		"made twice":        {there, dataset.Move{Action: dataset.Create, By: "ana", Dataset: "tools"}, dataset.ErrExists},
		"changed, not made": {dataset.Record{}, dataset.Move{Action: dataset.Change, By: "ana", Dataset: "tools"}, dataset.ErrMissing},
		"another dataset":   {there, dataset.Move{Action: dataset.Change, By: "ana", Dataset: "people"}, dataset.ErrOther},
		"no dataset":        {dataset.Record{}, dataset.Move{Action: dataset.Create, By: "ana"}, dataset.ErrOther},
		"nobody":            {there, dataset.Move{Action: dataset.Change, Dataset: "tools"}, dataset.ErrOther},
		"no action":         {there, dataset.Move{By: "ana", Dataset: "tools"}, dataset.ErrOther},
	}
	for name, test := range tests {
		after, err := test.on.Apply(test.move)
		require.ErrorIs(t, err, test.want, name)
		assert.Equal(t, test.on, after, name)
		_, err = dataset.Replay("record/tools/7", []dataset.Move{{Action: dataset.Change, By: "ana", Dataset: "tools"}})
		require.ErrorContains(t, err, "replay move 1 of record/tools/7")
	}
}
