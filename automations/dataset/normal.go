package dataset

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"factotum/automations/form"
)

// Normal is a value in the spelling in which it is compared with others; "" for
// none. Values of the form are canonical already but for what people write
// freely: there, case, marks, width and punctuation do not count.
func Normal(t form.Type, v form.Value) string {
	switch t {
	case form.Text, form.Paragraph:
		return Fold(v.Text)
	case form.Email, form.URL, form.Select, form.Person, form.Team, form.IBAN, form.VAT, form.Phone:
		return strings.ToLower(v.Text)
	case form.Number:
		if v.Number != nil {
			return v.Number.String()
		}
	case form.Money:
		if v.Money != nil {
			return v.Money.Value.String() + " " + string(v.Money.Currency)
		}
	case form.Date:
		if !v.Date.IsZero() {
			return v.Date.String()
		}
	case form.MultiSelect, form.People:
		return strings.Join(slices.Sorted(slices.Values(v.List)), " ")
	case form.Checkbox, form.Upload, form.Lines:
	}
	return ""
}

// Fold is a text as small letters and digits, its words parted by one space:
// “Müller & Söhne,  GmbH” is “muller sohne gmbh”. What has neither letters nor
// digits folds to "".
func Fold(text string) string {
	plain := strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r):
			return -1
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			return r
		case strings.ContainsRune(".'’`", r): // G.m.b.H. is one word, and so is O'Neill
			return -1
		}
		return ' '
	}, norm.NFKD.String(cases.Fold().String(text)))
	return strings.Join(strings.Fields(plain), " ")
}

// Words are the words of the name of a company that tell it from others: its
// legal form and words of two letters or less are left out, unless nothing else
// is left.
func Words(name string) []string {
	all := strings.Fields(Fold(name))
	words := slices.DeleteFunc(slices.Clone(all), func(w string) bool {
		return len([]rune(w)) < 3 || slices.Contains(legalForms(), w)
	})
	if len(words) == 0 {
		return all
	}
	return words
}

// legalForms are the commonest of Europe and North America, folded (the ISO
// 20275 code list holds over three thousand), and the small words of names.
func legalForms() []string {
	return []string{
		"gmbh", "mbh", "ag", "kg", "kgaa", "ohg", "ug", "gbr", "eg", "haftungsbeschrankt", "ltd", "limited", "plc", "llp", "llc", "inc", "incorporated",
		"corp", "corporation", "co", "company", "sarl", "sas", "sasu", "sa", "eurl", "snc", "srl", "srls", "spa", "sl", "slu", "bv", "nv", "vof", "bvba",
		"oy", "oyj", "ab", "as", "asa", "aps", "lda", "unipessoal", "sro", "doo", "kft", "zrt", "sp", "zoo", "ou", "sia", "uab", "se", "ek", "ev",
		"and", "und", "the", "der", "die", "das", "les", "des", "del", "della", "van", "von",
	}
}
