package checkdigit

import "strings"

// ValidVAT tells whether a VAT id in one piece and in capitals has its
// country's form and check digit, and whether we know how to tell: known is
// false outside the EU, Switzerland, Norway and the United Kingdom, and for the
// numbers that Bulgaria, Czechia, Latvia and Lithuania give to natural persons.
// Whether the number was ever given to somebody only the registers know.
//
// The algorithms are those of "VIES VAT number algorithms" (European Commission,
// DG TAXUD); of the Swiss UID eCH-0097, the Norwegian Brønnøysund registers and
// HMRC's modulus 97 and 9755.
func ValidVAT(id string) (valid, known bool) {
	if rest, swiss := strings.CutPrefix(id, "CHE"); swiss {
		for _, language := range []string{"MWST", "TVA", "IVA"} {
			rest = strings.TrimSuffix(rest, language)
		}
		return weighed(rest, 11, 0, 5, 4, 3, 2, 7, 6, 5, 4, 1), true
	}
	if len(id) < 4 {
		return false, false
	}
	country, rest := id[:2], id[2:]
	if valid, known = validBySum(country, rest); known {
		return valid, true
	}
	return validByRule(country, rest)
}

// validBySum knows the countries whose digits, each times its weight, add up to
// a multiple of something.
func validBySum(country, rest string) (valid, known bool) {
	switch country {
	case "BE":
		return weighed(rest, 97, 0, 76, 27, 90, 9, 30, 3, 10, 1, 10, 1), true // powers of ten, mod 97
	case "DK":
		return weighed(rest, 11, 0, 2, 7, 6, 5, 4, 3, 2, 1), true
	case "EE":
		return weighed(rest, 10, 0, 3, 7, 1, 3, 7, 1, 3, 7, 1), true
	case "FI":
		return weighed(rest, 11, 0, 7, 9, 10, 5, 8, 4, 2, 1), true
	case "GB", "XI":
		return britishVAT(rest), true
	case "HU":
		return weighed(rest, 10, 0, 9, 7, 3, 1, 9, 7, 3, 1), true
	case "LV":
		if len(rest) == 11 && rest[0] <= '3' { // a person
			return false, false
		}
		return weighed(rest, 11, 3, 9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1), true
	case "MT":
		return weighed(rest, 37, 0, 3, 4, 6, 7, 8, 9, 10, 1), true
	case "NO":
		return weighed(strings.TrimSuffix(rest, "MVA"), 11, 0, 3, 2, 7, 6, 5, 4, 3, 2, 1), true
	case "PL":
		return weighed(rest, 11, 0, 6, 5, 7, 2, 3, 4, 5, 6, 7, -1), true
	case "SK":
		return weighed(rest, 11, 0, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1), true
	}
	return false, false
}

// validByRule knows the countries with rules of their own.
func validByRule(country, rest string) (valid, known bool) {
	switch country {
	case "AT":
		return austrianVAT(rest), true
	case "BG":
		return bulgarianVAT(rest), len(rest) != 10
	case "CY":
		return cypriotVAT(rest), true
	case "CZ":
		return czechVAT(rest), len(rest) != 9 && len(rest) != 10
	case "DE":
		return len(rest) == 9 && mod1110(rest), true
	case "EL", "GR":
		return greekVAT(rest), true
	case "ES":
		return spanishVAT(rest), true
	case "FR":
		return frenchVAT(rest), true
	case "HR":
		return len(rest) == 11 && mod1110(rest), true
	case "IE":
		return irishVAT(rest), true
	case "IT":
		return len(rest) == 11 && luhn(rest), true
	case "LT":
		return lithuanianVAT(rest), len(rest) != 12
	case "LU":
		return len(rest) == 8 && digits(rest) && number(rest[:6])%89 == number(rest[6:]), true
	case "NL":
		return dutchVAT(rest), true
	case "PT":
		return len(rest) == 9 && digits(rest) && (11-sum(rest[:8], 9, 8, 7, 6, 5, 4, 3, 2)%11)%11%10 == digit(rest, 8), true
	case "RO":
		return romanianVAT(rest), true
	case "SE":
		return len(rest) == 12 && digits(rest) && luhn(rest[:10]) && rest[10:] > "00", true
	case "SI":
		return slovenianVAT(rest), true
	}
	return false, false
}
