// Package checkdigit owns numbers that prove themselves: IBANs and VAT ids with
// the digits that show a slip of the pen. It must not know who owns them, nor
// how people type them or what they are told.
package checkdigit

import (
	"strings"
)

// lengths is the length of the IBAN of every country of the IBAN registry
// (SWIFT, ISO 13616, release 99): two letters, two digits each.
const lengths = "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29ES24FI18FK18FO18FR27" +
	"GB22GE22GI23GL18GR27GT28HN28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19" +
	"MN20MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28TL23TN24" +
	"TR26UA29VA22VG24XK20YE30"

// ValidIBAN tells whether an IBAN in one piece and in capitals has the length of
// its country and its check digits (ISO 13616, ISO 7064 mod 97-10). That
// somebody owns the account does not follow.
func ValidIBAN(iban string) bool {
	return IsIBAN(iban) && len(iban) == IBANLength(iban[:2]) && mod97(iban[4:]+iban[:4]) == 1
}

// IsIBAN tells whether text has the shape of an IBAN of any country: two
// letters, two digits, and 11 to 30 letters and digits in capitals.
func IsIBAN(text string) bool {
	if len(text) < 15 || len(text) > 34 {
		return false
	}
	return letters(text[:2]) && digits(text[2:4]) &&
		strings.Trim(text, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

// IBANLength is how many characters an IBAN of the country has, 0 where there
// are none.
func IBANLength(country string) int {
	for i := 0; i < len(lengths); i += 4 {
		if lengths[i:i+2] == country {
			return int(lengths[i+2]-'0')*10 + int(lengths[i+3]-'0')
		}
	}
	return 0
}

// mod97 is the remainder of ISO 7064 mod 97-10, where A counts as 10 and Z as 35.
func mod97(text string) int {
	rest := 0
	for _, r := range text {
		if r >= 'A' {
			rest = (rest*100 + int(r-'A') + 10) % 97
		} else {
			rest = (rest*10 + int(r-'0')) % 97
		}
	}
	return rest
}

func letters(text string) bool { return strings.Trim(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" }

func digits(text string) bool { return strings.Trim(text, "0123456789") == "" }
