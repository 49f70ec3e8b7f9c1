package page

import (
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
	return s.named(score, label)
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
		"moms": "", "mva": "NOK", "foretaksregisteret": "NOK", "orgnr": "", "kid": "NOK", "organisasjonsnr": "NOK", "fakturabelop": "", "norge": "NOK", "betalingsfrist": "NOK",
		"cvr": "DKK", "cvrnr": "DKK", "belob": "DKK", "danmark": "DKK", "heraf": "DKK", "ialt": "DKK", "mobilepay": "DKK", "dankort": "DKK",
		"bankgiro": "SEK", "plusgiro": "SEK", "attbetala": "SEK", "forfallodatum": "SEK", "fskatt": "SEK", "sverige": "SEK", "varav": "SEK", "belopp": "SEK", "swish": "SEK", "kvitto": "SEK", "summa": "SEK", "oresavrundning": "SEK",
	}
	count := map[string]int{}
	for i := range s.lines {
		for _, f := range s.lines[i].folds {
			if code := signs[f]; code != "" {
				count[code]++
			}
		}
		for _, b := range s.lines[i].labels {
			if code := signs[fold(b.text)]; code != "" {
				count[code]++
			}
		}
	}
	best, n := "SEK", 0
	for _, code := range []string{"SEK", "NOK", "DKK"} {
		if count[code] > n {
			best, n = code, count[code]
		}
	}
	return best, n > 0
}
