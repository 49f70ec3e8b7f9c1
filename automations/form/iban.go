package form

import (
	"strconv"
	"strings"
	"unicode"
)

// parseIBAN checks country, length and checksum of an International Bank Account
// Number and returns it without spaces (ISO 13616-1, checksum by ISO 7064 MOD 97-10).
func parseIBAN(text string) (string, error) {
	iban := compact(text)
	if len(iban) < 5 || !isCapital(iban[0]) || !isCapital(iban[1]) || !isDigit(iban[2]) || !isDigit(iban[3]) || !alphanumeric(iban) {
		return "", sayf("%q is not an IBAN. It begins with the country and two digits, such as DE89 3704 0044 0532 0130 00.", shorten(text))
	}
	length, ok := ibanLength(iban[:2])
	switch {
	case !ok:
		return "", sayf("No country that uses IBANs has the code %s. Check the first two letters.", iban[:2])
	case len(iban) != length:
		return "", sayf("An IBAN from %s has %d characters, and this one has %d. Check whether some are missing or doubled.", iban[:2], length, len(iban))
	case mod97(iban[4:]+iban[:4]) != 1:
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

// mod97 is the remainder of capitals and digits, a letter counting as 10 to 35.
func mod97(text string) int {
	rest := 0
	for i := range len(text) {
		if isCapital(text[i]) {
			rest = (rest*100 + int(text[i]-'A') + 10) % 97
		} else {
			rest = (rest*10 + int(text[i]-'0')) % 97
		}
	}
	return rest
}

// ibanLength returns how many characters an IBAN of a country has (SWIFT IBAN
// Registry, release 99).
func ibanLength(country string) (int, bool) {
	const lengths = "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 " +
		"EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 " +
		"KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 " +
		"PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 " +
		"VG24 XK20 YE30"
	at := strings.Index(lengths, country)
	if at < 0 || at%5 != 0 {
		return 0, false
	}
	n, err := strconv.Atoi(lengths[at+2 : at+4])
	return n, err == nil
}
