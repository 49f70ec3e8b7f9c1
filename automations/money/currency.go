// Package money owns amounts, their currencies, and the rates between them, all
// in decimal and never in binary floating point. It reads what people type and
// prints what people read. It must not know requests, forms, storage or the
// present day.
package money

import "strings"

// Currency is an ISO 4217 alphabetic code in capitals, such as "EUR". The zero
// value means that no currency is known.
type Currency string

// ParseCurrency reads a code in any case, or one of the symbols € £ $ (US
// dollar) and ¥ (yen). The error is a sentence that says what to write instead.
func ParseCurrency(s string) (Currency, error) {
	text := strings.TrimSpace(s)
	if c, ok := bySymbol(text, ""); ok {
		return c, nil
	}
	if c, ok := byCode(strings.ToUpper(text)); ok {
		return c, nil
	}
	if text == "" {
		return "", sayf("No currency was given. Write its code of three letters, such as EUR, GBP or USD.")
	}
	return "", sayf("%q is not a currency in use. Write its code of three letters, such as EUR, GBP or USD.", shorten(text))
}

// Digits returns how many digits follow the point, by ISO 4217 list one: 0 for
// JPY, 2 for EUR, 3 for KWD. CLDR, which golang.org/x/text carries, differs from
// ISO for some (RSD 0, IQD 0) because it describes cash, not invoices.
func (c Currency) Digits() int {
	switch c {
	case "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG",
		"RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF":
		return 0
	case "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND":
		return 3
	default:
		return 2
	}
}

// byCode returns the currency of a code in capitals that is legal tender
// somewhere: by CLDR 32 on the day of its edition, without those withdrawn until
// then, such as DEM, and with those issued since: MRU, SLE, STN, VES, XCG, ZWG.
func byCode(code string) (Currency, bool) {
	switch code {
	case "AED", "AFN", "ALL", "AMD", "ANG", "AOA", "ARS", "AUD", "AWG", "AZN", "BAM", "BBD", "BDT", "BGN", "BHD", "BIF",
		"BMD", "BND", "BOB", "BRL", "BSD", "BTN", "BWP", "BYN", "BZD", "CAD", "CDF", "CHF", "CLP", "CNY", "COP", "CRC",
		"CUC", "CUP", "CVE", "CZK", "DJF", "DKK", "DOP", "DZD", "EGP", "ERN", "ETB", "EUR", "FJD", "FKP", "GBP", "GEL",
		"GHS", "GIP", "GMD", "GNF", "GTQ", "GYD", "HKD", "HNL", "HRK", "HTG", "HUF", "IDR", "ILS", "INR", "IQD", "IRR",
		"ISK", "JMD", "JOD", "JPY", "KES", "KGS", "KHR", "KMF", "KPW", "KRW", "KWD", "KYD", "KZT", "LAK", "LBP", "LKR",
		"LRD", "LSL", "LYD", "MAD", "MDL", "MGA", "MKD", "MMK", "MNT", "MOP", "MRO", "MRU", "MUR", "MVR", "MWK", "MXN",
		"MYR", "MZN", "NAD", "NGN", "NIO", "NOK", "NPR", "NZD", "OMR", "PAB", "PEN", "PGK", "PHP", "PKR", "PLN", "PYG",
		"QAR", "RON", "RSD", "RUB", "RWF", "SAR", "SBD", "SCR", "SDG", "SEK", "SGD", "SHP", "SLE", "SLL", "SOS", "SRD",
		"SSP", "STD", "STN", "SYP", "SZL", "THB", "TJS", "TMT", "TND", "TOP", "TRY", "TTD", "TWD", "TZS", "UAH", "UGX",
		"USD", "UYU", "UZS", "VEF", "VES", "VND", "VUV", "WST", "XAF", "XCD", "XCG", "XOF", "XPF", "YER", "ZAR", "ZMW",
		"ZWG":
		return Currency(code), true
	}
	return "", false
}

// bySymbol returns the currency that a symbol or an everyday word stands for.
// A sign shared by several currencies means def if def is one of them.
func bySymbol(symbol string, def Currency) (Currency, bool) {
	switch strings.ToLower(symbol) {
	case "€", "euro", "euros":
		return "EUR", true
	case "£", "pound", "pounds":
		return "GBP", true
	case "us$":
		return "USD", true
	case "ca$", "c$":
		return "CAD", true
	case "au$", "a$":
		return "AUD", true
	case "nz$":
		return "NZD", true
	case "$", "dollar", "dollars":
		return oneOf(def, "USD", "AUD", "CAD", "HKD", "NZD", "SGD"), true
	case "¥", "￥", "yen":
		return oneOf(def, "JPY", "CNY"), true
	case "₹":
		return "INR", true
	case "zł":
		return "PLN", true
	case "fr.", "sfr.", "franken":
		return "CHF", true
	case "kr", "kr.":
		c := oneOf(def, "", "SEK", "NOK", "DKK", "ISK")
		return c, c != ""
	}
	return "", false
}

// oneOf returns def if it is among the others, else the first.
func oneOf(def, first Currency, others ...Currency) Currency {
	for _, c := range others {
		if c == def {
			return def
		}
	}
	return first
}

// shorten keeps what a person typed readable inside a sentence.
func shorten(text string) string {
	runes := []rune(text)
	if len(runes) <= 40 {
		return text
	}
	return string(runes[:40]) + "…"
}
