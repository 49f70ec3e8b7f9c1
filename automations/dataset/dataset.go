// Package dataset owns the lists that a company keeps: a Dataset says what its
// records hold and what is unique among them, a Record is one of them. Every
// change is a Move that Apply accepts or refuses; the audit log keeps the moves,
// and replaying them gives the record again. It must not know who may keep which
// dataset, what a vendor is, or where anything is stored or shown.
package dataset

import (
	"slices"
	"strings"
	"time"

	"factotum/automations/form"
)

// Dataset is one list, compiled.
type Dataset struct {
	Key      string              // vendors
	Title    string              // Vendors
	About    string              // one sentence
	Form     form.Form           // what a record holds
	One      string              // what one of its records is called: Vendor
	Label    string              // what names a record: the key of a text field, or field keys in braces
	Unique   []string            // paths of fields of which no two records have the same value; several joined by + count together
	Find     []string            // paths of fields by which records are found, beside those
	Material []string            // keys of fields that decide over money
	Visible  []string            // roles that may look at it
	Keepers  []string            // roles that may add and change records
	Adders   []string            // roles that may add records and ask for changes; Everybody for all who work here
	Own      string              // key of the person field that names whose record it is; "": nobody's
	Masked   []string            // keys of fields that only keepers see whole
	Wanted   []string            // keys of fields that a complete record has
	Fixed    []string            // keys of fields that stay as they were when the record was added
	Refers   map[string]string   // key of a text field: the dataset that has a record of this name
	Also     map[string][]string // by path: what else columns of tables are called
	Keep     int                 // months after its last change when a record is taken out; 0: never
	Chase    *Chase              // nil: nobody owes records
	Correct  time.Duration       // after adding a record, in which who did may change it, unless somebody else has; 0: for ever, Never: not at all
	Reviewed bool                // what people enter is approved by somebody else first
	Roster   bool                // its records are the people of the directory: nobody enters one
	Hash     string              // SHA-256 of Text: the version of the rules
	File     string              // it was read from
	Text     []byte              // as it was read
}

// subject begins the ids of all records.
const subject = "record/"

// ID is the id under which a record is kept.
func ID(dataset, id string) string { return subject + dataset + "/" + id }

// Is tells whether an id is that of a record.
func Is(id string) bool { return strings.HasPrefix(id, subject) }

// Of gives the dataset of a record by its id; nothing for the id of anything else.
func Of(id string) string {
	rest, ok := strings.CutPrefix(id, subject)
	key, _, _ := strings.Cut(rest, "/")
	if !ok {
		return ""
	}
	return key
}

// Never is the time to correct a record where nobody may who does not keep it.
const Never time.Duration = -1

// Corrects tells whether the person may correct a record because they have added
// it, and nobody else has changed it since.
func (d Dataset) Corrects(r Record, person string, now time.Time) bool {
	own := r.Version > 0 && r.Created.By == person && r.Changed.By == person
	return own && d.Correct >= 0 && (d.Correct == 0 || now.Sub(r.Created.At) <= d.Correct)
}

// Everybody stands among roles for all who work here.
const Everybody = "everybody"

// Name is how people call a record with these values. Names gives the name of a
// "person" or "team", and may be nil.
func (d Dataset) Name(values form.Values, names func(kind, id string) string) string {
	if !strings.Contains(d.Label, "{") {
		return values[d.Label].Text
	}
	return strings.Trim(strings.Join(strings.Fields(d.Form.Braces(d.Label, values, names)), " "), " ,:")
}

// KeptBy says by their roles who keeps it: somebody with the role hr or finance.
func (d Dataset) KeptBy() string {
	return "somebody with the role " + strings.Join(d.Keepers, " or ")
}

// Labels are the keys of the fields that name a record.
func (d Dataset) Labels() []string {
	if !strings.Contains(d.Label, "{") {
		return []string{d.Label}
	}
	return form.Braced(d.Label)
}

// Keys are the claims of a record: vendors/vat_id/DE136695976.
func (d Dataset) Keys(values form.Values) []string {
	var keys []string
	for _, path := range d.Unique {
		if parts := strings.Split(path, "+"); len(parts) > 1 {
			keys = append(keys, d.together(path, parts, values)...)
			continue
		}
		for _, value := range d.normal(path, values) {
			keys = append(keys, d.Key+"/"+path+"/"+value)
		}
	}
	return once(keys)
}

// together is the claim of fields that are unique only all together; none where
// one of them is empty.
func (d Dataset) together(path string, parts []string, values form.Values) []string {
	var all []string
	for _, part := range parts {
		value := d.normal(part, values)
		if len(value) != 1 {
			return nil
		}
		all = append(all, value[0])
	}
	return []string{d.Key + "/" + path + "/" + strings.Join(all, "|")}
}

// Marks are the marks by which records with something in common find each
// other, also where they are not unique: codes as a whole, names by the
// beginnings of their words.
func (d Dataset) Marks(values form.Values) []string {
	var marks []string
	for _, path := range once(slices.Concat(d.Labels(), d.Unique, d.Find)) {
		field, _ := d.Form.Field(path)
		for _, value := range d.normal(path, values) {
			if field.Type != form.Text {
				marks = append(marks, d.Key+"/"+path+"/"+value)
				continue
			}
			for _, word := range Words(value) {
				marks = append(marks, d.Key+"/~/"+beginning(word))
			}
		}
	}
	return once(marks)
}

// Clashes are the labels of the fields to which claims belong.
func (d Dataset) Clashes(keys ...string) []string {
	var labels []string
	for _, path := range d.Unique {
		for _, key := range keys {
			if strings.HasPrefix(key, d.Key+"/"+path+"/") {
				labels = append(labels, d.titled(path))
			}
		}
	}
	return once(labels)
}

// titled is what the fields of a claim are called.
func (d Dataset) titled(path string) string {
	var labels []string
	for part := range strings.SplitSeq(path, "+") {
		field, _ := d.Form.Field(part)
		labels = append(labels, field.Label)
	}
	return strings.Join(labels, " and ")
}

// normal are the values at a path in the spelling in which they are compared.
func (d Dataset) normal(path string, values form.Values) []string {
	field, known := d.Form.Field(path)
	if !known {
		return nil
	}
	var all []string
	for _, v := range at(path, values) {
		if text := Normal(field.Type, v); text != "" {
			all = append(all, text)
		}
	}
	return all
}

// at are the values at a path such as accounts.iban.
func at(path string, values form.Values) []form.Value {
	key, sub, deeper := strings.Cut(path, ".")
	if !deeper {
		return []form.Value{values[key]}
	}
	var all []form.Value
	for _, line := range values[key].Lines {
		all = append(all, line[sub])
	}
	return all
}

// beginning is as much of a word as a slip near its end leaves alone.
func beginning(word string) string {
	runes := []rune(word)
	return string(runes[:min(4, len(runes))])
}

func once(texts []string) []string {
	var all []string
	for _, text := range texts {
		if !slices.Contains(all, text) {
			all = append(all, text)
		}
	}
	return all
}
