package form

import (
	"regexp"
	"strings"

	"factotum/automations/checkdigit"
)

// parseVAT checks the form of a VAT number of the European Union, the United
// Kingdom, Switzerland or Norway, and its check digits where the country's rule
// is public. The number is returned with its country and without spaces; Greece
// is EL, as in the Commission's VIES.
func parseVAT(text string) (string, error) {
	number := compact(text)
	if rest, ok := strings.CutPrefix(number, "GR"); ok {
		number = "EL" + rest
	}
	if len(number) < 4 || !isCapital(number[0]) || !isCapital(number[1]) {
		return "", sayf("%q is not a VAT number. Write it with its country in front, such as DE136695976.", shorten(text))
	}
	country := number[:2]
	form, ok := vatForms()[country]
	if !ok {
		return "", sayf("VAT numbers of %s are not known here. Write one of the EU, GB, CH or NO, such as DE136695976.", country)
	}
	number = withoutWord(number)
	if !regexp.MustCompile(`^(?:` + form + `)$`).MatchString(number[2:]) {
		return "", sayf("%q does not have the form of a VAT number of %s. Compare it with the original.", shorten(text), country)
	}
	if valid, known := checkdigit.ValidVAT(number); known && !valid {
		return "", sayf("The check digit of the VAT number %s is wrong, so a digit in it is too. Compare it with the original.", number)
	}
	return number, nil
}

// withoutWord drops the word for the tax that Swiss and Norwegian numbers end with.
func withoutWord(number string) string {
	for _, word := range []string{"MWST", "TVA", "IVA", "VAT"} {
		if strings.HasPrefix(number, "CH") {
			number = strings.TrimSuffix(number, word)
		}
	}
	if strings.HasPrefix(number, "NO") {
		number = strings.TrimSuffix(number, "MVA")
	}
	return number
}

// vatForms are the forms behind the country (European Commission, VIES FAQ 11;
// HMRC; eCH-0097 for Switzerland; Brønnøysund for Norway).
func vatForms() map[string]string {
	const british = `[0-9]{9}|[0-9]{12}|GD[0-4][0-9]{2}|HA[5-9][0-9]{2}`
	return map[string]string{
		"AT": `U[0-9]{8}`, "BE": `[01][0-9]{9}`, "BG": `[0-9]{9,10}`, "CH": `E[0-9]{9}`, "CY": `[0-9]{8}[A-Z]`,
		"CZ": `[0-9]{8,10}`, "DE": `[0-9]{9}`, "DK": `[0-9]{8}`, "EE": `[0-9]{9}`, "EL": `[0-9]{9}`,
		"ES": `[A-Z][0-9]{7}[0-9A-Z]|[0-9]{8}[A-Z]`, "FI": `[0-9]{8}`, "FR": `[0-9A-HJ-NP-Z]{2}[0-9]{9}`, "GB": british,
		"HR": `[0-9]{11}`, "HU": `[0-9]{8}`, "IE": `[0-9][0-9A-Z+*][0-9]{5}[A-W]|[0-9]{7}[A-W][A-I]`, "IT": `[0-9]{11}`,
		"LT": `[0-9]{9}|[0-9]{12}`, "LU": `[0-9]{8}`, "LV": `[0-9]{11}`, "MT": `[0-9]{8}`, "NL": `[0-9]{9}B[0-9]{2}`,
		"NO": `[0-9]{9}`, "PL": `[0-9]{10}`, "PT": `[0-9]{9}`, "RO": `[0-9]{2,10}`, "SE": `[0-9]{10}01`, "SI": `[0-9]{8}`,
		"SK": `[0-9]{10}`, "XI": british,
	}
}
