// Package dataset owns the lists that a company keeps: a Dataset says what its
// records hold and what is unique among them, a Record is one of them. Every
// change is a Move that Apply accepts or refuses; the audit log keeps the moves,
// and replaying them gives the record again. It must not know who may keep which
// dataset, what a vendor is, or where anything is stored or shown.
package dataset

import (
	"slices"
	"strings"

	"factotum/automations/form"
)

// Dataset is one list, compiled.
type Dataset struct {
	Key      string    // vendors
	Title    string    // Vendors
	About    string    // one sentence
	Form     form.Form // what a record holds
	Label    string    // key of the text field that names a record
	Unique   []string  // paths of fields of which no two records have the same value
	Find     []string  // paths of fields by which records are found, beside those
	Material []string  // keys of fields that decide over money
	Visible  []string  // roles that may look at it
	Keepers  []string  // roles that may add and change records
	Hash     string    // SHA-256 of Text: the version of the rules
	File     string    // it was read from
	Text     []byte    // as it was read
}

// subject begins the ids of all records.
const subject = "record/"

// ID is the id under which a record is kept.
func ID(dataset, id string) string { return subject + dataset + "/" + id }

// Is tells whether an id is that of a record.
func Is(id string) bool { return strings.HasPrefix(id, subject) }

// Name is how people call a record with these values.
func (d Dataset) Name(values form.Values) string { return values[d.Label].Text }

// Keys are the claims of a record: vendors/vat_id/DE136695976.
func (d Dataset) Keys(values form.Values) []string {
	var keys []string
	for _, path := range d.Unique {
		for _, value := range d.normal(path, values) {
			keys = append(keys, d.Key+"/"+path+"/"+value)
		}
	}
	return once(keys)
}

// Marks are the marks by which records with something in common find each
// other, also where they are not unique: codes as a whole, names by the
// beginnings of their words.
func (d Dataset) Marks(values form.Values) []string {
	var marks []string
	for _, path := range slices.Concat(d.Unique, d.Find) {
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
		field, _ := d.Form.Field(path)
		for _, key := range keys {
			if strings.HasPrefix(key, d.Key+"/"+path+"/") {
				labels = append(labels, field.Label)
			}
		}
	}
	return once(labels)
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
