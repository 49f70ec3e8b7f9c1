package form

import (
	"strings"
	"unicode"

	"factotum/automations/checkdigit"
)

// parseIBAN checks country, length and checksum of an International Bank Account
// Number and returns it without spaces.
func parseIBAN(text string) (string, error) {
	iban := compact(text)
	if len(iban) < 5 || !isCapital(iban[0]) || !isCapital(iban[1]) || !isDigit(iban[2]) || !isDigit(iban[3]) || !alphanumeric(iban) {
		return "", sayf("%q is not an IBAN. It begins with the country and two digits, such as DE89 3704 0044 0532 0130 00.", shorten(text))
	}
	length := checkdigit.IBANLength(iban[:2])
	switch {
	case length == 0:
		return "", sayf("No country that uses IBANs has the code %s. Check the first two letters.", iban[:2])
	case len(iban) != length:
		return "", sayf("An IBAN from %s has %d characters, and this one has %d. Check whether some are missing or doubled.", iban[:2], length, len(iban))
	case !checkdigit.ValidIBAN(iban):
		return "", sayf("The checksum of this IBAN is wrong, so a digit or letter in it is too. Compare it with the original.")
	}
	return iban, nil
}

// compact drops what people put between the groups of a number, and writes
// capitals.
func compact(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || strings.ContainsRune(".-/", r) {
			return -1
		}
		return unicode.ToUpper(r)
	}, text)
}

func alphanumeric(text string) bool {
	for i := range len(text) {
		if !isCapital(text[i]) && !isDigit(text[i]) {
			return false
		}
	}
	return text != ""
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isCapital(c byte) bool { return c >= 'A' && c <= 'Z' }
