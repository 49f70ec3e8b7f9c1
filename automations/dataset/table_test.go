package dataset_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/dataset"
	"factotum/automations/form"
)

func TestATableIsRead(t *testing.T) {
	t.Parallel()
	table := "\ufeffName;also;VAT ID;iban;tags;Phone;\r\n" +
		"Lumen Office GmbH;The Lichtwerk;DE 136 695 976;DE89 3704 0044 0532 0130 00;a;+49 30 901820;\r\n" +
		";;;;;;\r\n" +
		"\"Nordic; Paper\";\"Nord;Norðr\";;\"DE89370400440532013000;GB29NWBK60161331926819\";\"a;b\";+49 30 901821\r\n"
	rows, mistakes := tools(t).Read([]byte(table), form.Context{})
	require.Empty(t, mistakes)
	require.Len(t, rows, 2)
	lumen := lumen()
	lumen["tags"] = form.Value{List: []string{"a"}}
	assert.Equal(t, dataset.Row{Line: 2, Values: lumen}, rows[0])
	assert.Equal(t, 4, rows[1].Line)
	assert.Equal(t, "Nordic; Paper", rows[1].Values["name"].Text)
	assert.Equal(t, []string{"Nord", "Norðr"}, form.Texts(rows[1].Values, "also.name"))
	assert.Equal(t, []string{"DE89370400440532013000", "GB29NWBK60161331926819"}, form.Texts(rows[1].Values, "accounts.iban"))
	assert.Equal(t, []string{"a", "b"}, rows[1].Values["tags"].List)
}

func TestAllMistakesOfATableAreTold(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		table string
		want  []string // begin with the line
	}{
		"rows": {
			"name,vat_id,iban\nLumen,DE1,DE00\n,,DE89370400440532013000\nNordic,,,,too many\nlumen.,,\n",
			[]string{
				"2 VAT id: \"DE1\" is not a VAT number.", "2 IBAN: \"DE00\" is not an IBAN.", "3 Name: ", "4 The row has 5 values for 3 columns.",
				"5 Name is the same as in line 2.",
			},
		},
		"columns":          {"name,nam,colour,name\nx,y,z,x\n", []string{"1 There is no column \"nam\".", "1 There is no column \"colour\". Name columns by name, also.name, vat_id, accounts.iban,", "1 The columns 1 and 4 are both Name."}},
		"no name":          {"vat_id\nDE136695976\n", []string{"1 There is no column \"Name\", which every row needs."}},
		"files":            {"name,papers\nLumen,x.pdf\n", []string{"1 There is no column \"papers\"."}},
		"quotes":           {"name\nLumen \"Office\n", []string{"2 The quotes of the row do not close"}},
		"nothing":          {"", []string{"0 The file has no rows. Its first line names the columns, such as name,vat_id"}},
		"only a header":    {"name\n", []string{"0 The file has no rows."}},
		"another encoding": {"name\nM\xfcller\n", []string{"0 The file is not in UTF-8."}},
		"too many":         {"name\n" + strings.Repeat("!\n", 50_001), []string{"0 The file has more than 50000 rows."}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rows, mistakes := tools(t).Read([]byte(test.table), form.Context{})
			assert.Empty(t, rows)
			require.Len(t, mistakes, len(test.want), "%v", mistakes)
			for i, m := range mistakes {
				assert.Contains(t, string(rune('0'+m.Line))+" "+m.Say, test.want[i])
			}
		})
	}
}

func TestColumnsAreCalledByKeyPathOrLabel(t *testing.T) {
	t.Parallel()
	for _, header := range []string{"name\taccounts.iban", "NAME\tIBAN", "Name\tBank accounts", " name \taccounts_iban"} {
		rows, mistakes := tools(t).Read([]byte(header+"\nLumen\tDE89370400440532013000\n"), form.Context{})
		require.Empty(t, mistakes, header)
		assert.Equal(t, []string{"DE89370400440532013000"}, form.Texts(rows[0].Values, "accounts.iban"), header)
	}
}

func TestARowIsPutOnARecord(t *testing.T) {
	t.Parallel()
	row := dataset.Row{Values: form.Values{
		"name":     {Text: "Lumen Office"},
		"accounts": {Lines: []form.Values{{"iban": {Text: "GB29NWBK60161331926819"}}, {"iban": {Text: "DE89370400440532013000"}}}},
	}}
	after := row.On(lumen())
	assert.Equal(t, "Lumen Office", after["name"].Text)
	assert.Equal(t, "DE136695976", after["vat_id"].Text, "what the row leaves empty stays")
	assert.Equal(t, []string{"DE89370400440532013000", "GB29NWBK60161331926819"}, form.Texts(after, "accounts.iban"))
	assert.Equal(t, row.Values, row.On(nil))
}
