package catalogue

import (
	"maps"
	"slices"
	"strings"

	"factotum/automations/form"
	"factotum/automations/invoice"
)

// Mark is what a note is about.
type Mark string

// The marks.
const (
	Busy  Mark = "busy"  // a file is being read
	Known Mark = "known" // what was taken from a file
	Check Mark = "check" // a person is to look
)

// Note is a sentence about a field, because of a file beside it. It ends with a
// full stop.
type Note struct {
	Mark Mark
	Path string
	Say  string
}

// Look gives what is to be said about the fields beside files, in the order of
// the form: what was read, and what a person has to look at as it stands now.
func (k Kind) Look(values form.Values, scans []Scan, ctx form.Context) []Note {
	var notes []Note
	for _, g := range k.groups(values) {
		for _, s := range scans {
			if g.holds(k.dropKey(), s.File.Source) {
				notes = append(notes, k.look(g, s, ctx)...)
			}
		}
	}
	return notes
}

func (k Kind) look(g group, s Scan, ctx form.Context) []Note {
	at := func(mark Mark, say string) []Note { return []Note{{mark, g.prefix + k.dropKey(), say}} }
	switch {
	case !s.Done:
		return at(Busy, "Reading “"+s.File.Name+"”…")
	case s.Read == nil:
		return at(Check, "“"+s.File.Name+"”: "+s.Say+" Fill in yourself what it says.")
	}
	found, unsure := k.found(s, ctx)
	var taken []string
	var notes []Note
	for _, key := range slices.SortedFunc(maps.Keys(k.reads), func(a, b string) int { return k.position(a) - k.position(b) }) {
		read, has := found[key]
		now := g.values[key]
		if has && now.Same(read) {
			taken = append(taken, k.field(key).Label)
		}
		if say := k.doubt(key, s, read, now, slices.Contains(unsure, key)); say != "" {
			notes = append(notes, Note{Check, g.prefix + key, say})
		}
	}
	if len(taken) > 0 {
		notes = append(at(Known, "Read from “"+s.File.Name+"”: "+strings.Join(taken, ", ")+"."), notes...)
	}
	if s.Read.Kind == invoice.CreditNote {
		notes = append(notes, at(Check, "“"+s.File.Name+"” is a credit note: nothing was paid by it.")...)
	}
	return notes
}

// doubt says why a person is to look at a field; empty where there is no need.
func (k Kind) doubt(key string, s Scan, read, now form.Value, unsure bool) string {
	field, file := k.field(key), "“"+s.File.Name+"”"
	show := func(v form.Value) string { return k.Form.Show(field, v, nil) }
	begun, replaced := s.Begun[key]
	switch {
	case now.IsZero() && !read.IsZero():
		return file + " says " + show(read) + "."
	case now.IsZero() && field.Required:
		return "This was not found in " + file + ". Fill it in."
	case now.IsZero() || read.IsZero():
		return ""
	case now.Same(read) && unsure:
		return "This was not read for sure. Compare it with " + file + "."
	case now.Same(read) && replaced && !begun.Same(now):
		return "From " + file + ", in the place of " + show(begun) + ", with which the form began."
	case now.Same(read), unsure, field.Type != form.Money && field.Type != form.Date:
		return ""
	}
	return file + " says " + show(read) + "."
}

// position orders the fields beside a file as the form does.
func (k Kind) position(key string) int {
	fields := k.Form.Fields()
	if list := k.list(); list != "" {
		f, _ := k.Form.Field(list)
		fields = f.Fields
	}
	return slices.IndexFunc(fields, func(f form.Field) bool { return f.Key == key })
}
