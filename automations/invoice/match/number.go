package match

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"factotum/automations/dataset"
)

// Number is the number of an invoice in the spelling in which two are one and
// the same: capitals and digits alone.
func Number(text string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToUpper(r)
	}, norm.NFKC.String(text))
}

// Folded is a number in which what eyes and readers of pages take for one
// another is the same: O and 0; I, L and 1. Zeros in front do not count.
func Folded(text string) string {
	folded := strings.Map(func(r rune) rune {
		switch r {
		case 'O', 'Ο', 'О': // Latin, Greek, Cyrillic
			return '0'
		case 'I', 'L', 'Ι', 'І':
			return '1'
		}
		return r
	}, Number(strings.ReplaceAll(text, "|", "1")))
	return cmp.Or(strings.TrimLeft(folded, "0"), folded)
}

// Prints are by what an invoice is known again, whether its vendor is known by
// now or not, and whether its VAT id was read or not.
type Prints struct {
	Same  []string // claims: seller, number and gross are equal; none where one of them is not known
	Alike []string // indexes: seller and folded number are equal, whatever the amount
}

// Fingerprint gives the prints of an invoice. Vendor is the id of its vendor's
// record, or "" where none is known.
func Fingerprint(f Facts, vendor string) Prints {
	var p Prints
	number := Number(f.Number)
	if number == "" {
		return p
	}
	for _, seller := range []string{vendor, code(f.VAT), strings.Join(dataset.Words(f.Seller), " ")} {
		if seller == "" {
			continue
		}
		p.Alike = append(p.Alike, "invoice-number/"+short(seller, Folded(f.Number)))
		if !f.Gross.IsZero() {
			p.Same = append(p.Same, "invoice/"+short(seller, number, f.Gross.String(), f.Currency))
		}
	}
	return p
}

// Bytes is the claim of a document by its SHA-256.
func Bytes(hash string) string { return "invoice/bytes/" + hash }

// short keeps keys of one length, whatever strangers write into numbers.
func short(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:16])
}
