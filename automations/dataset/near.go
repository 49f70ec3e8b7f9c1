package dataset

import (
	"slices"
	"strings"

	"github.com/xrash/smetrics"

	"factotum/automations/form"
)

// alike is how near two names have to be, by Jaro and Winkler, to be taken for
// one by somebody in a hurry.
const alike = 0.9

// resembles is how near a name has to be to be asked about where nobody has it.
const resembles = 0.8

// Named are values as if a record were called so: the name in the fields that
// name a record or tell it from all others.
func (d Dataset) Named(name string) form.Values {
	values := form.Values{}
	for _, path := range append(d.Labels(), d.Unique...) {
		field, ok := d.Form.Field(path)
		if !ok || strings.Contains(path, ".") {
			continue
		}
		switch field.Type { //nolint:exhaustive // the others are no texts
		case form.Text:
			values[path] = form.Value{Text: name}
		case form.Email, form.VAT, form.IBAN, form.Phone:
			values[path] = form.Value{Text: strings.ReplaceAll(name, " ", "")}
		}
	}
	return values
}

// ClashAt is the path of the first field of a claim.
func (d Dataset) ClashAt(key string) string {
	for _, path := range d.Unique {
		if strings.HasPrefix(key, d.Key+"/"+path+"/") {
			first, _, _ := strings.Cut(path, "+")
			return first
		}
	}
	return ""
}

// Similar are those of several records that may be the same as one with these
// values: their names are nearly alike, or a code by which records are found is
// the same. What is another one by its claim, such as of another week, is none.
// The nearest comes first.
func (d Dataset) Similar(values form.Values, records []Record) []Record {
	name := Fold(d.Name(values, nil))
	codes := d.codes(values)
	found := slices.DeleteFunc(slices.Clone(records), func(r Record) bool {
		same := slices.ContainsFunc(d.codes(r.Values), func(code string) bool { return slices.Contains(codes, code) })
		return !same && nearness(name, Fold(r.Title)) < alike || d.parted(values, r.Values)
	})
	return Nearest(name, found)
}

// codes are the values that tell one record from others by themselves: no words,
// and nothing that many have in common, such as a day or whose it is.
func (d Dataset) codes(values form.Values) []string {
	var codes []string
	for _, path := range slices.Concat(d.Labels(), d.Unique, d.Find) {
		field, _ := d.Form.Field(path)
		switch field.Type { //nolint:exhaustive // the others are words, or common to many
		case form.Email, form.Phone, form.URL, form.IBAN, form.VAT, form.Number:
			for _, value := range d.normal(path, values) {
				codes = append(codes, path+"/"+value)
			}
		}
	}
	return codes
}

// parted tells whether two records differ in a part of a claim that is chosen, and
// not written, so that no slip is the difference.
func (d Dataset) parted(a, b form.Values) bool {
	chosen := []form.Type{form.Date, form.Person, form.People, form.Team, form.Select, form.MultiSelect, form.Checkbox}
	for _, path := range d.Unique {
		for part := range strings.SplitSeq(path, "+") {
			field, _ := d.Form.Field(part)
			if part != path && slices.Contains(chosen, field.Type) && !slices.Equal(d.normal(part, a), d.normal(part, b)) {
				return true
			}
		}
	}
	return false
}

// Nearest orders records by how near their names are to one.
func Nearest(name string, records []Record) []Record {
	name = Fold(name)
	sorted := slices.Clone(records)
	slices.SortStableFunc(sorted, func(a, b Record) int {
		near, other := nearness(name, Fold(a.Title)), nearness(name, Fold(b.Title))
		switch {
		case near > other:
			return -1
		case near < other:
			return 1
		}
		return strings.Compare(a.Title, b.Title)
	})
	return sorted
}

// Resembling are the records whose names are nearly one, so that a slip may be the
// difference.
func Resembling(name string, records []Record) []Record {
	name = Fold(name)
	var found []Record
	for _, r := range records {
		if nearness(name, Fold(r.Title)) >= resembles {
			found = append(found, r)
		}
	}
	return found
}

// nearness is 1 for the same name. Names that differ in their figures only, such
// as LAP-12 and LAP-13, are two names.
func nearness(a, b string) float64 {
	if a == b {
		return 1
	}
	if figures(a) != figures(b) {
		return min(0.85, smetrics.JaroWinkler(a, b, 0.7, 4))
	}
	return smetrics.JaroWinkler(a, b, 0.7, 4)
}

func figures(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, text)
}

// Holds tells whether a record has all the words, or beginnings of them, in its
// name or in a value by which records are found.
func (d Dataset) Holds(r Record, words string) bool {
	var text strings.Builder
	text.WriteString(" " + Fold(r.Title))
	for _, path := range slices.Concat(d.Labels(), d.Unique, d.Find) {
		for _, value := range d.normal(path, r.Values) {
			text.WriteString(" " + Fold(value))
		}
	}
	for word := range strings.FieldsSeq(Fold(words)) {
		if !strings.Contains(text.String(), " "+word) {
			return false
		}
	}
	return true
}
