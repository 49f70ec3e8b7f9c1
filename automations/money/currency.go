// Package money owns amounts, their currencies, and the rates between them, all
// in decimal and never in binary floating point. It reads what people type and
// prints what people read. It must not know requests, forms, storage or the
// present day.
package money

import (
	"strings"
	"time"

	"golang.org/x/text/currency"
)

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

// byCode returns the currency of a code in capitals that is legal tender somewhere.
func byCode(code string) (Currency, bool) {
	if len(code) != 3 || strings.ToUpper(code) != code { // ParseISO takes any case.
		return "", false
	}
	switch code {
	case "MRU", "SLE", "STN", "VES", "XCG", "ZWG": // Issued after CLDR 32, the edition in golang.org/x/text.
		return Currency(code), true
	}
	unit, err := currency.ParseISO(code)
	if err != nil {
		return "", false
	}
	// CLDR 32 also knows withdrawn currencies, such as DEM; they are not in use on its day.
	edition := time.Date(2017, time.November, 1, 0, 0, 0, 0, time.UTC)
	for tender := currency.Query(currency.Date(edition)); tender.Next(); {
		if tender.Unit() == unit {
			return Currency(code), true
		}
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
