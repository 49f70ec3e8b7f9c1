package form

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFillParts(t *testing.T) {
	t.Parallel()
	fields := []Field{
		{Key: "tag", Type: Text, Pattern: "[A-Z]+-[0-9]+"},
		{Key: "sort", Type: Select, Options: []Option{{Value: "laptop", Label: "Laptop"}, {Value: "chair", Label: "Chair"}}},
		{Key: "name", Type: Text},
		{Key: "company", Type: Text},
		{Key: "serial", Type: Text, ShowWhen: `sort == "laptop"`},
		{Key: "email", Type: Email},
		{Key: "phone", Type: Phone},
		{Key: "vat", Type: VAT},
		{Key: "price", Type: Money},
		{Key: "pieces", Type: Number},
		{Key: "from", Type: Date},
		{Key: "until", Type: Date},
		{Key: "owner", Type: Person, Default: "requester"},
		{Key: "accounts", Type: Lines, Fields: []Field{{Key: "iban", Type: IBAN}}},
		{Key: "note", Type: Paragraph},
	}
	f, problems := Compile(fields, map[string]any{"requester": map[string]any{"id": ""}})
	require.Empty(t, problems)
	ctx := context()
	known := ctx.Known
	ctx.Known = func(kind, id string) bool { return known(kind, id) && !strings.Contains(id, " ") }
	ctx.Named = func(name string) Namesakes {
		return map[string]Namesakes{
			"Ana Ruiz": {Full: []string{"ana"}}, "Jules": {Part: []string{"jules"}}, "Jo": {Part: []string{"jo", "joe"}}, "Ana Riuz": {Near: []string{"Ana Ruiz"}},
		}[name]
	}
	tests := map[string]string{
		"Pia Moreau, Tile Works, pia@tile.example":                  "name=Pia Moreau company=Tile Works email=pia@tile.example",
		"pia@tile.example; Pia Moreau; Tile Works; +49 30 901820":   "name=Pia Moreau company=Tile Works email=pia@tile.example phone=+49 30 901820",
		"Pia Moreau pia@tile.example +49 30 901820":                 "name=Pia Moreau email=pia@tile.example phone=+49 30 901820",
		"lap-12, laptop, Bolt 14, 1,200.50 EUR, SN1, SN2":           "tag=LAP-12 sort=laptop name=Bolt 14 company=SN1 serial=SN2 price=1,200.50 EUR",
		"The Tile Company, of Lisbon":                               "name=The Tile Company company=of Lisbon",
		"The Tile Company of Lisbon on 2026-11-20":                  "name=The Tile Company of Lisbon from=2026-11-20",
		"Bolt, chair, one, two, three":                              "sort=chair name=Bolt company=one note=two, three",
		"DE136695976, DE89 3704 0044 0532 0130 00, 3, 7, Nord":      "name=Nord vat=DE136695976 accounts.0.iban=DE89 3704 0044 0532 0130 00 pieces=3 price=7",
		"2026-11-20, 2026-11-22, 2026-11-24":                        "from=2026-11-20 until=2026-11-22 name=2026-11-24",
		"Bolt, from yesterday, price 80 EUR":                        "name=Bolt from=2026-11-19 price=80.00 EUR",
		"price tag 80 EUR":                                          "name=price tag price=80.00 EUR",
		"a big laptop for 80 EUR":                                   "name=a big laptop price=80.00 EUR sort=laptop",
		"<@U1>, Pia":                                                "name=Pia owner=U1",
		"Tile Works, Ana Ruiz":                                      "name=Tile Works owner=ana",
		"Ana Ruiz":                                                  "name=Ana Ruiz",
		"Bolt, Jules, one":                                          "name=Bolt company=one owner=jules",
		"Bolt, Jo, one":                                             "name=Bolt company=one ! owner: \"Jo\" may be one of 2 people. Choose whom you mean.",
		"Bolt, Ana Riuz":                                            "name=Bolt ! owner: \"Ana Riuz\" is not a person of this company. Did you mean Ana Ruiz? Choose them from the list.",
		"Bolt, DE89 3704 0044 0532 0130 01":                         "name=Bolt ! accounts.0.iban: The checksum",
		"Bolt, CHE-123.456.789":                                     "name=Bolt ! vat: The check digit",
		"Bolt, CHE-123.456.788 MWST":                                "name=Bolt vat=CHE-123.456.788 MWST",
		"Bolt, DE 13669597":                                         "name=Bolt ! vat: \"DE 13669597\" does not have",
		"Bolt, SKU 1234567":                                         "name=Bolt company=SKU 1234567",
		"Bolt, DE136695976, DE136695976, FR40303265045":             "name=Bolt vat=DE136695976 ! vat: \"FR40303265045\" was not filled in",
		"Bolt, DE89 3704 0044 0532 0130 00, GB29NWBK60161331926819": "name=Bolt accounts.0.iban=DE89 3704 0044 0532 0130 00 ! accounts.0.iban: \"GB29NWBK60161331926819\" was not filled in, since",
		"Bolt, a@tile.example, b@tile.example":                      "name=Bolt email=a@tile.example ! email: \"b@tile.example\" was not filled in",
		"Bolt, pia@tile":                                            "name=Bolt ! email: \"pia@tile\" is not a complete",
		"":                                                          "",
		strings.Repeat("x", maxTyped+1):                             " ! This is too long to be read",
	}
	for text, want := range tests {
		raw, problems := f.FillParts(text, ctx)
		want, say, _ := strings.Cut(want, " ! ")
		require.Len(t, problems, min(1, len(say)), text)
		if say != "" {
			assert.Contains(t, problems[0].Path+": "+problems[0].Say, say, text)
		}
		got := map[string]string{}
		for path, in := range raw {
			if in.Text != "" {
				got[path] = in.Text
			}
		}
		expected := map[string]string{}
		last := ""
		for word := range strings.FieldsSeq(want) {
			if key, value, ok := strings.Cut(word, "="); ok {
				expected[key], last = value, key
				continue
			}
			expected[last] += " " + word
		}
		if got["owner"] == "U1" && !strings.Contains(text, "<@") { // as it begins
			delete(got, "owner")
		}
		assert.Equal(t, expected, got, text)
	}
}

func TestWhoIsNamedTakesThePlaceOfADefault(t *testing.T) {
	t.Parallel()
	f := compile(t, []Field{{Key: "who", Type: People, Default: "requester"}})
	for text, want := range map[string][]string{"": {"U1"}, "<@U7>": {"U7"}, "<@U1>, <@U8>": {"U1", "U8"}} {
		raw, problems := f.FillParts(text, context())
		assert.Empty(t, problems, text)
		assert.Equal(t, want, raw["who"].List, text)
	}
}
