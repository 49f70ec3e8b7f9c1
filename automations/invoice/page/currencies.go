package page

import (
	"regexp"
	"slices"
	"strings"
)

// currencies weighs every currency of the page: one that is named as such counts
// most, then those beside sums.
func (s *sheet) currencies() []candidate {
	score := map[string]float64{}
	label := map[string]string{}
	for i := range s.lines {
		l := &s.lines[i]
		for _, m := range l.sums {
			if m.currency != "" {
				score[m.currency]++
			}
		}
		for j, w := range l.words {
			code := currencyOf(strings.Trim(w.Text[strings.LastIndexByte(w.Text, '/')+1:], "()[],.:;"))
			if code == "" {
				code = inside(w.Text)
			}
			if code == "" || code == "kr" && len(l.sums) == 0 && !l.header {
				continue
			}
			b := s.governor(span{i, j, j + 1})
			switch {
			case b != nil && b.is(currencyRole) && j-b.to <= 1:
				score[code] += 20
				label[code] = b.text
			case b != nil && b.is(totalRole, grossRole, payableRole):
				score[code] += 2
			default:
				score[code] += 0.3
			}
		}
	}
	if len(score) == 0 {
		return s.ofCountry()
	}
	return s.named(score, label)
}

// ofCountry is the currency of the country of an address or a VAT id, where the
// page prints amounts alone.
func (s *sheet) ofCountry() []candidate {
	for i := range s.lines {
		if l := &s.lines[i]; stateAndZIP.MatchString(l.text(0, len(l.words))) {
			return []candidate{{text: "USD", score: 1}}
		}
	}
	paid := s.receipt().likely() // nobody pays at a till in another currency
	if s.british() {
		return []candidate{{text: "GBP", score: 1, doubtful: !paid}}
	}
	if code, known := s.krona(); known && s.names("moms", "mva") {
		return []candidate{{text: code, score: 1, doubtful: !paid}}
	}
	ids, _ := s.vats()
	for _, c := range append(ids, s.ibans()...) {
		code := map[string]string{"GB": "GBP", "CH": "CHF", "NO": "NOK", "SE": "SEK", "DK": "DKK", "PL": "PLN", "CZ": "CZK", "HU": "HUF", "RO": "RON"}[c.text[:2]]
		if code == "" && capitals(c.text[:2]) {
			code = "EUR"
		}
		if code != "" {
			return []candidate{{text: code, score: 1, doubtful: !paid}}
		}
	}
	if s.names("iva", "piva", "btw", "alv", "ust", "tva", "mwst") {
		return []candidate{{text: "EUR", score: 1, doubtful: !paid || s.names("tva", "mwst")}} // so do Swiss
	}
	return nil
}

// names tells whether one of these words stands somewhere.
func (s *sheet) names(words ...string) bool {
	for i := range s.lines {
		for _, f := range s.lines[i].folds {
			if slices.Contains(words, f) {
				return true
			}
		}
	}
	return false
}

// postcodeGB is a postcode of the United Kingdom (BS 7666).
var postcodeGB = regexp.MustCompile(`\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b`)

// british tells whether an address of the United Kingdom stands beside its tax.
func (s *sheet) british() bool {
	for i := range s.lines {
		if l := &s.lines[i]; postcodeGB.MatchString(l.text(0, len(l.words))) {
			return s.names("vat")
		}
	}
	return false
}

// inside finds the sign of a currency within a word, as in "Price(€)".
func inside(text string) string {
	for sign, code := range map[string]string{"€": "EUR", "£": "GBP", "zł": "PLN"} {
		if strings.Contains(text, sign) {
			return code
		}
	}
	return ""
}

// named turns the signs that several countries use into codes.
func (s *sheet) named(score map[string]float64, label map[string]string) []candidate {
	sure := map[string]bool{}
	for _, sign := range []string{"$", "kr"} {
		n, ok := score[sign]
		if !ok {
			continue
		}
		delete(score, sign)
		code, known := s.ofSign(sign, score)
		score[code] += n
		sure[code] = known
	}
	var out []candidate
	for _, code := range sortedKeys(score) {
		_, signed := sure[code]
		out = append(out, candidate{text: code, label: label[code], score: score[code], doubtful: signed && !sure[code]})
	}
	return pick(out)
}

func (s *sheet) ofSign(sign string, score map[string]float64) (string, bool) {
	family := []string{"USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN"}
	if sign == "kr" {
		family = []string{"SEK", "NOK", "DKK", "ISK"}
	}
	for _, code := range family {
		if score[code] > 0 {
			return code, true
		}
	}
	if sign == "$" {
		return s.dollar()
	}
	return s.krona()
}

// dollar: the taxes and the numbers of companies tell the countries apart.
func (s *sheet) dollar() (string, bool) {
	signs := map[string]string{"hst": "CAD", "qst": "CAD", "pst": "CAD", "gsthst": "CAD", "canada": "CAD", "abn": "AUD", "australia": "AUD", "gstno": "NZD", "nzbn": "NZD", "singapore": "SGD"}
	for i := range s.lines {
		for _, f := range s.lines[i].folds {
			if code := signs[f]; code != "" {
				return code, true
			}
		}
	}
	return "USD", true
}

// krona: the words of the three languages.
func (s *sheet) krona() (string, bool) {
	signs := map[string]string{
		"mva": "NOK", "foretaksregisteret": "NOK", "kid": "NOK", "norge": "NOK", "belop": "NOK", "enhetspris": "NOK", "forfallsdato": "NOK", "selger": "NOK", "kjoper": "NOK", "vipps": "NOK", "bankaxept": "NOK", "eks": "NOK", "asa": "NOK",
		"cvr": "DKK", "cvrnr": "DKK", "senr": "DKK", "belob": "DKK", "danmark": "DKK", "heraf": "DKK", "ialt": "DKK", "mobilepay": "DKK", "dankort": "DKK", "aps": "DKK", "enhedspris": "DKK", "forfaldsdato": "DKK", "forfald": "DKK", "saelger": "DKK", "kober": "DKK", "ekskl": "DKK", "bon": "DKK", "tak": "DKK", "retur": "DKK",
		"bankgiro": "SEK", "plusgiro": "SEK", "attbetala": "SEK", "forfallodatum": "SEK", "forfallodag": "SEK", "fskatt": "SEK", "sverige": "SEK", "varav": "SEK", "belopp": "SEK", "swish": "SEK", "kvitto": "SEK", "summa": "SEK", "oresavrundning": "SEK", "exkl": "SEK", "apris": "SEK", "ab": "SEK",
	}
	count := map[string]int{}
	for i := range s.lines {
		for _, f := range s.lines[i].folds {
			if code := signs[f]; code != "" {
				count[code]++
			}
			if f == "moms" { // Norway says mva
				count["SEK"]++
				count["DKK"]++
			}
			if len(f) > 9 {
				count[map[string]string{"no": "NOK", "dk": "DKK", "se": "SEK"}[f[:2]]]++
			}
		}
		for _, b := range s.lines[i].labels {
			if code := signs[fold(b.text)]; code != "" {
				count[code]++
			}
		}
	}
	delete(count, "")
	best, n := "SEK", 0
	for _, code := range []string{"SEK", "NOK", "DKK"} {
		if count[code] > n {
			best, n = code, count[code]
		}
	}
	for code, other := range count {
		if code != best && other == n {
			return best, false
		}
	}
	return best, n > 0
}
