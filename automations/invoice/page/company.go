package page

import (
	"strings"
	"unicode"
)

// form tells whether a word is the legal form of a company: "GmbH", "S.p.A.",
// "Ltd." A short one in small letters and without points is a common word.
func (s *sheet) form(text string) bool {
	bare := strings.Trim(text, "(),;:")
	if bare == "" || !s.words.forms[fold(bare)] {
		return false
	}
	return strings.ContainsFunc(bare, unicode.IsUpper) || strings.Contains(strings.TrimRight(bare, "."), ".") || len(bare) > 3 || bare == "plc" || bare == "mbH"
}

// company finds a name with a legal form in words from to to, and returns where
// it stands.
func (s *sheet) company(l *line, from, to int) (int, int, bool) {
	for i := from + 1; i < to; i++ {
		if !s.form(l.words[i].Text) && !(fold(l.words[i].Text) == "sp" && i+1 < to && fold(l.words[i+1].Text) == "z") {
			continue
		}
		start := s.nameStart(l, from, i)
		if start == i || s.summed(l, start, i) || s.identified(l, i) {
			continue
		}
		end := i + 1
		for end < to && s.goesOn(l.words[end].Text) {
			end++
		}
		return start, end, true
	}
	return 0, 0, false
}

// summed tells a sum that is called "Total inc. …" from a company.
func (s *sheet) summed(l *line, from, to int) bool {
	for i := range l.labels {
		b := &l.labels[i]
		if r, _ := sumRole(b); r != "" && b.from < to && b.to > from && b.to >= to {
			return true
		}
	}
	return false
}

// identified tells the country of a VAT id behind its label from a legal form:
// "Momsreg.nr SE 5567…".
func (s *sheet) identified(l *line, form int) bool {
	for _, b := range l.labels {
		if b.to == form && b.is(vatRole, taxnoRole, ibanRole) {
			return true
		}
	}
	return false
}

// goesOn tells what may follow a legal form as part of it: "& Co. KG", "z o.o.".
func (s *sheet) goesOn(text string) bool {
	switch fold(text) {
	case "co", "und", "z", "oo", "rl", "z.o.o":
		return true
	case "":
		return text == "&"
	}
	return s.form(text)
}

// maxNameWords bounds the words before a legal form.
const maxNameWords = 7

// nameStart goes left from a legal form to the beginning of the name.
func (s *sheet) nameStart(l *line, from, form int) int {
	i := form
	for i > from && form-i < maxNameWords {
		text := l.words[i-1].Text
		if strings.HasSuffix(text, ":") || separator(text) || !namely(text) || i != form && s.labelEnds(l, i) && text != strings.ToUpper(text) {
			break
		}
		if i < form && strings.HasSuffix(text, ".") && len(text) > 4 || strings.HasSuffix(text, ",") && form != i {
			break
		}
		i--
	}
	for i < form && (connective(l.words[i].Text) || l.words[i].Text == "&") {
		i++
	}
	return i
}

func (s *sheet) labelEnds(l *line, at int) bool {
	for _, b := range l.labels {
		if b.to == at && b.is(sellerRole, buyerRole, nameRole, vatRole, ibanRole, titleRole, orderRole, refRole, shipRole) && b.from == 0 {
			return true
		}
	}
	return false
}

// separator tells whether a word parts the pieces of a line of an address.
func separator(text string) bool {
	switch text {
	case "·", "|", "●", "•", "-", "*", "/", "■", "▪", "~", "»", ":", "‧", "∙", "◦", "+":
		return true
	}
	return false
}

// namely tells whether a word may stand in a name: a capital, a digit among
// letters, or a small word that joins.
func namely(text string) bool {
	r := []rune(strings.TrimLeft(text, "\"'„“(&"))
	if len(r) == 0 {
		return text == "&"
	}
	return unicode.IsUpper(r[0]) || unicode.IsDigit(r[0]) && hasLetter(text) || connective(text)
}

func connective(text string) bool {
	switch text {
	case "de", "du", "des", "la", "le", "les", "von", "van", "der", "den", "di", "del", "della", "et", "and", "und", "y", "e", "i", "of", "the", "for", "für", "och", "og", "en", "da", "do", "ja", "by", "dei", "in", "am":
		return true
	}
	return false
}

// letters counts the letters of a text.
func countLetters(text string) int {
	n := 0
	for _, r := range text {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n
}

// tidy takes from a name what does not belong to it.
func tidy(name string) string {
	name = strings.TrimSpace(name)
	name = strings.Trim(name, "|·●•*:;-_=~\"„“»«+> ")
	if !strings.HasSuffix(name, ".") || !strings.Contains(name, " ") {
		name = strings.TrimRight(name, ".")
	}
	return strings.TrimRight(name, ", ")
}
