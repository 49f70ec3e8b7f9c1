package page

import (
	"strings"
)

// currencyOf returns what a word says about the currency: an ISO 4217 code, or
// the sign itself where several countries use it ("$", "kr").
func currencyOf(text string) string {
	switch text {
	case "€", "EUR", "Eur", "EURO", "Euro", "euro", "eur", "EUROS", "Euros", "euros":
		return "EUR"
	case "$":
		return "$"
	case "US$", "USD", "U$S", "USD$", "$US":
		return "USD"
	case "C$", "CA$", "CAD", "CDN$", "$CAD":
		return "CAD"
	case "A$", "AU$", "AUD":
		return "AUD"
	case "NZ$", "NZD":
		return "NZD"
	case "£", "GBP", "Stg":
		return "GBP"
	case "CHF", "Fr.", "SFr.", "sFr.", "Fr", "SFr", "Fr.-", "chf":
		return "CHF"
	case "zł", "PLN", "zl", "zł.":
		return "PLN"
	case "kr", "kr.", "Kr", "Kr.", ":-":
		return "kr"
	case "SEK", "NOK", "DKK", "CZK", "HUF", "JPY", "INR", "BGN", "RON", "ISK", "TRY", "ZAR", "SGD", "HKD", "MYR", "BRL", "MXN", "AED", "CNY":
		return text
	}
	return signOf(text)
}

// signOf knows the signs that one country uses.
func signOf(text string) string {
	switch text {
	case "Kč", "Kc", "kč":
		return "CZK"
	case "Ft", "ft", "Ft.":
		return "HUF"
	case "¥":
		return "JPY"
	case "₹", "Rs.", "Rs":
		return "INR"
	case "R$":
		return "BRL"
	case "S$":
		return "SGD"
	case "lei", "Lei", "LEI":
		return "RON"
	case "лв", "лв.":
		return "BGN"
	case "₺":
		return "TRY"
	}
	return ""
}

// stripCurrency takes the currency off a number that it is glued to.
func stripCurrency(text string) (string, string) {
	first := strings.IndexFunc(text, func(r rune) bool { return r >= '0' && r <= '9' || r == '-' && len(text) > 3 || r == '.' })
	if first > 0 && first <= 5 {
		if code := currencyOf(text[:first]); code != "" {
			return text[first:], code
		}
	}
	last := strings.LastIndexFunc(text, func(r rune) bool { return r >= '0' && r <= '9' || r == '-' || r == ',' || r == '.' })
	if last >= 0 && last < len(text)-1 && len(text)-last <= 6 {
		if code := currencyOf(text[last+1:]); code != "" {
			return text[:last+1], code
		}
	}
	return text, ""
}
