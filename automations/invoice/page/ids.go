package page

import (
	"regexp"
	"strings"

	"factotum/automations/checkdigit"
	"factotum/automations/invoice"
)

// ibans collects account numbers; those of the one who is charged are none of
// the seller's.
func (s *sheet) ibans() []candidate {
	var out []candidate
	for i := range s.lines {
		l := &s.lines[i]
		for at := range l.words {
			text, to := s.iban(l, at)
			if text == "" {
				text, to = s.homeAccount(l, at)
			}
			if text == "" {
				continue
			}
			p := span{i, at, to}
			c := candidate{text: s.goingOn(text, p), at: p, score: 2}
			c.doubtful = !checkdigit.ValidIBAN(c.text)
			if b := s.governor(p); b != nil {
				c.label = b.text
				if b.is(ibanRole) {
					c.score++
				}
			}
			if s.charged(p) {
				continue
			}
			if c.doubtful {
				c.score--
			}
			out = append(out, c)
		}
	}
	return pick(out)
}

// goingOn is an account number with what stands of it on the next line, where it
// is whole with that.
func (s *sheet) goingOn(text string, p span) string {
	if p.to < len(s.lines[p.line].words) || p.line+1 == len(s.lines) || checkdigit.ValidIBAN(text) {
		return text
	}
	whole := text
	for _, w := range s.lines[p.line+1].words {
		if whole += trimCode(w.Text); len(whole) > 34 { // ISO 13616
			break
		}
		if checkdigit.ValidIBAN(whole) {
			return whole
		}
	}
	return text
}

// charged tells whether an account is one that money is taken from.
func (s *sheet) charged(p span) bool {
	for n := max(0, p.line-1); n <= p.line; n++ {
		for _, b := range s.lines[n].labels {
			if b.is(debitRole) && s.lines[n].page == s.lines[p.line].page {
				return true
			}
		}
	}
	return false
}

// ibanWords is the most pieces that an IBAN is printed in: 34 letters in fours.
const ibanWords = 9

// iban reads an IBAN from pieces parted by blanks.
func (s *sheet) iban(l *line, at int) (string, int) {
	head := trimCode(l.words[at].Text)
	if strings.HasPrefix(strings.ToUpper(head), "IBAN") && len(head) > 8 {
		head = trimCode(head[4:])
	}
	if len(head) < 4 || !capitals(head[:2]) || !digits(s.asDigits(head[2:4])) {
		return "", 0
	}
	text, best, end := "", "", 0
	for to := at; to < len(l.words) && to < at+ibanWords && (to == at || !l.gap[to] || l.words[to].X0-l.words[to-1].X1 < 2.5*l.em); to++ {
		piece := head
		if to > at {
			piece = trimCode(l.words[to].Text)
		}
		if strings.Trim(piece, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ ") != "" || capitals(piece) && len(piece) > 4 || piece == "BIC" {
			break
		}
		text += strings.ReplaceAll(piece, " ", "")
		whole := text[:2] + s.asDigits(text[2:min(4, len(text))]) + text[min(4, len(text)):]
		if checkdigit.ValidIBAN(whole) {
			return whole, to + 1
		}
		if checkdigit.IsIBAN(whole) && len(whole) >= 15 && countDigits(whole) >= 12 {
			best, end = whole, to+1
		}
	}
	if best == "" || !s.plausible(l, at) {
		return "", 0
	}
	if mended := best[:4] + s.asDigits(best[4:]); checkdigit.ValidIBAN(mended) {
		best = mended
	}
	return best, end
}

// homeAccount reads an account as Poland prints it at home: the 26 digits of an
// IBAN without its country, behind a label.
func (s *sheet) homeAccount(l *line, at int) (string, int) {
	if at > 0 && digits(l.words[at-1].Text) || !s.plausible(l, at) {
		return "", 0
	}
	text := "PL"
	for to := at; to < len(l.words) && len(text) < 28 && digits(l.words[to].Text); to++ {
		if text += l.words[to].Text; len(text) == 28 && checkdigit.ValidIBAN(text) {
			return text, to + 1
		}
	}
	return "", 0
}

// plausible tells whether an account number that fails its check digits is one
// all the same: a label says so. Scans get one letter wrong easily.
func (s *sheet) plausible(l *line, at int) bool {
	for _, b := range l.labels {
		if b.to <= at && b.is(ibanRole) {
			return true
		}
	}
	return strings.HasPrefix(strings.ToUpper(l.words[at].Text), "IBAN")
}

func (s *sheet) asDigits(text string) string {
	if !s.scanned {
		return text
	}
	return strings.NewReplacer("O", "0", "I", "1", "l", "1", "S", "5", "B", "8").Replace(text)
}

func capitals(text string) bool {
	return text != "" && strings.Trim(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

func countDigits(text string) int {
	n := 0
	for i := range len(text) {
		if text[i] >= '0' && text[i] <= '9' {
			n++
		}
	}
	return n
}

// The forms of VAT ids with their country in front (Council Directive
// 2006/112/EC article 215; Switzerland eCH-0097; Norway; United Kingdom).
var vatForm = regexp.MustCompile(`^(ATU\d{8}|BE[01]\d{9}|BG\d{9,10}|CHE\d{9}(MWST|TVA|IVA)?|CY\d{8}[A-Z]|CZ\d{8,10}|DE\d{9}|DK\d{8}|EE\d{9}|EL\d{9}|` +
	`ES[A-Z0-9]\d{7}[A-Z0-9]|FI\d{8}|FR[A-Z0-9]{2}\d{9}|(GB|XI)(\d{9}|\d{12})|HR\d{11}|HU\d{8}|IE\d[A-Z0-9+*]\d{5}[A-Z]{1,2}|IT\d{11}|LT(\d{9}|\d{12})|LU\d{8}|` +
	`LV\d{11}|MT\d{8}|NL\d{9}B\d{2}|NO\d{9}(MVA)?|PL\d{10}|PT\d{9}|RO\d{2,10}|SE\d{12}|SI\d{8}|SK\d{10})$`)

// bareVAT is a VAT id behind its label where the country is left out.
var bareVAT = regexp.MustCompile(`^(\d{8,12}|[A-Z]\d{7}[A-Z0-9]|\d{8}[A-Z]|\d{9}B\d{2}|\d{9}MVA|\d{9}RT\d{4}|\d{2}[A-Z]{5}\d{4}[A-Z]\d[A-Z0-9]{2})$`)

// vat reads a VAT id that begins at a word.
func (s *sheet) vat(l *line, at int, labelled bool) (string, int) {
	text, best, end := "", "", 0
	for to := at; to < len(l.words) && to < at+6 && (to == at || l.words[to].X0-l.words[to-1].X1 < 1.2*l.em); to++ {
		piece := invoice.SpellCode(strings.ReplaceAll(l.words[to].Text, ":", ""))
		text += piece
		if len(text) > 17 || piece != strings.ToUpper(piece) || to > at && piece == "" && l.words[to].Text != "-" {
			break
		}
		if to == at && !labelled && len(text) < 2 {
			break
		}
		if !upper(l.words[to].Text) || clock(l.words[to].Text) || inDate(l, to, to+1) || strings.ContainsAny(l.words[to].Text, "%,€$£") {
			break
		}
		if vatForm.MatchString(text) || labelled && bareVAT.MatchString(text) {
			if valid, known := checkdigit.ValidVAT(text); best == "" || valid || !known || len(text) > len(best) && !validVAT(best) {
				best, end = text, to+1
			}
		}
	}
	return best, end
}

func validVAT(text string) bool {
	valid, _ := checkdigit.ValidVAT(text)
	return valid
}

func upper(text string) bool { return strings.ToUpper(text) == text }
