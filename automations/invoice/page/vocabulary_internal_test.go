package page

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
)

// roles lists every role, so that a slip in the vocabulary is found.
func roles() []role {
	return []role{
		titleRole, creditRole, receiptRole, otherRole, numberRole, issuedRole, dueRole, movedRole, orderRole,
		origRole, refRole, termsRole, skontoRole, currencyRole, grossRole, totalRole, payableRole, netRole,
		subtotalRole, taxRole, baseRole, paidRole, earlierRole, extraRole, cutRole, roundRole, tipRole, payRole,
		changeRole, carryRole, inclRole, exclRole, grosswordRole, amountRole, sellerRole, buyerRole, shipRole,
		nameRole, vatRole, taxnoRole, ibanRole, debitRole, columnRole, qtyRole, unitRole, priceRole,
		lineamountRole, rateRole,
	}
}

func TestVocabularyHasNoUnknownRole(t *testing.T) {
	t.Parallel()
	v := newVocabulary()
	seen := map[role]bool{}
	for _, table := range []map[string][]entry{v.exact, v.suffixes} {
		for label, entries := range table {
			for _, e := range entries {
				assert.True(t, slices.Contains(roles(), e.role), "%s: %s", label, e.role)
				assert.Positive(t, e.strength, label)
				seen[e.role] = true
			}
		}
	}
	for _, r := range roles() {
		assert.True(t, seen[r], "no label is a %s", r)
	}
}

func TestFindToleratesALetterInAPictureOnly(t *testing.T) {
	t.Parallel()
	v := newVocabulary()
	for _, one := range []struct {
		text    string
		scanned bool
		want    role
	}{
		{"rechnungsnummer", false, numberRole},
		{"rechnungsnumrner", true, numberRole},
		{"rechnun9snummer", true, numberRole},
		{"rechnungsnummr", true, numberRole},
		{"rechnungsnumnmer", true, numberRole},
		{"1nvo1cedate", true, issuedRole},
		{"rechnungsnumxer", false, ""},
		{"rexhnungsnuxmer", true, ""},
	} {
		entries := v.find(one.text, one.scanned)
		if one.want == "" {
			assert.Empty(t, entries, one.text)
			continue
		}
		if assert.NotEmpty(t, entries, one.text) {
			assert.Equal(t, one.want, entries[0].role, one.text)
		}
	}
}

func TestFoldLeavesWhatSpellingDoesNotChange(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Zürich": "zurich", "STRASSE": "strasse", "Straße": "strasse", "N°": "no", "nº": "no", "№": "no", "Øre": "ore", "Łódź": "lodz", "P.IVA": "piva",
		"Cœur": "coeur", "Æble": "aeble", "#12": "#12", "İ": "i",
	} {
		assert.Equal(t, want, fold(text), text)
	}
}
