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
	tests := map[string]string{
		"Pia Moreau, Tile Works, pia@tile.example":                "name=Pia Moreau company=Tile Works email=pia@tile.example",
		"pia@tile.example; Pia Moreau; Tile Works; +49 30 901820": "name=Pia Moreau company=Tile Works email=pia@tile.example phone=+49 30 901820",
		"Pia Moreau pia@tile.example +49 30 901820":               "name=Pia Moreau email=pia@tile.example phone=+49 30 901820",
		"lap-12, laptop, Bolt 14, 1,200.50 EUR, SN1, SN2":         "tag=LAP-12 sort=laptop name=Bolt 14 company=SN1 serial=SN2 price=1,200.50 EUR",
		"Bolt, chair, one, two, three":                            "sort=chair name=Bolt company=one note=two, three",
		"DE136695976, DE89 3704 0044 0532 0130 00, 3, 7, Nord":    "name=Nord vat=DE136695976 accounts.0.iban=DE89 3704 0044 0532 0130 00 pieces=3 price=7",
		"2026-11-20, 2026-11-22, 2026-11-24":                      "from=2026-11-20 until=2026-11-22 name=2026-11-24",
		"a big laptop for 80 EUR":                                 "name=a big laptop price=80.00 EUR sort=laptop",
		"<@U1>, Pia":                                              "name=Pia owner=U1",
		"":                                                        "",
		strings.Repeat("x", maxTyped+1):                           "",
	}
	for text, want := range tests {
		raw := f.FillParts(text, ctx)
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
		if !strings.Contains(text, "<@") {
			delete(got, "owner")
		}
		assert.Equal(t, expected, got, text)
	}
}
