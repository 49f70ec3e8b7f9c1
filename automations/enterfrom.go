package automations

import (
	"context"
	"maps"
	"slices"
	"strings"

	"factotum/automations/catalogue"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/people"
	"factotum/automations/request"
	"factotum/automations/state"
)

// EntriesFrom are the kinds by which the person may enter a record from a
// document: their datasets say what is read from one.
func (d *Desk) EntriesFrom(by people.Person) []catalogue.Kind {
	var kinds []catalogue.Kind
	for _, ds := range d.Enterable(by) {
		if kind, err := d.Catalogue.Kind(catalogue.EntryKind(ds.Key)); err == nil && kind.Drop != "" {
			kinds = append(kinds, kind)
		}
	}
	return kinds
}

// EntryMeant is the kind of the only dataset that words beside a document name,
// and the words without its name.
func (d *Desk) EntryMeant(by people.Person, words string) (kind catalogue.Kind, rest string, ok bool) {
	rest = words
	for _, k := range d.EntriesFrom(by) {
		ds, err := d.Catalogue.Dataset(k.Dataset)
		if err != nil {
			continue
		}
		for _, name := range []string{ds.Title, ds.One + "s", ds.One, ds.Key} { // the longer first, so that no s is left over
			without, named := unnamed(words, name)
			if !named {
				continue
			}
			if ok {
				return catalogue.Kind{}, words, false
			}
			kind, rest, ok = k, without, true
			break
		}
	}
	return kind, rest, ok
}

// unnamed takes a name out of words; false where it is not among them.
func unnamed(words, name string) (string, bool) {
	said, sought := strings.Fields(words), strings.Fields(name)
	for i := 0; len(sought) > 0 && i+len(sought) <= len(said); i++ {
		if slices.EqualFunc(said[i:i+len(sought)], sought, func(a, b string) bool { return strings.EqualFold(strings.Trim(a, ",.:;!"), b) }) {
			return strings.Join(slices.Delete(said, i, i+len(sought)), " "), true
		}
	}
	return words, false
}

// offersEntry tells whether the files of a draft may become those of a record.
func (d *Desk) offersEntry(p Paper, by people.Person) bool {
	r := p.File.Request
	if r.State != request.Draft || r.Requester != by.ID || len(form.Files(r.Values)) == 0 {
		return false
	}
	kinds := d.EntriesFrom(by)
	return len(kinds) > 1 || len(kinds) == 1 && kinds[0].Key != r.Kind
}

// EnterFrom makes a draft with dropped files that of a record, filled in as far
// as was read from them. Returns conflict where it has no files, denied for who
// may not add to the dataset.
func (d *Desk) EnterFrom(ctx context.Context, by people.Person, once, id, key string) error {
	return d.redraft(ctx, by, once, Draft{ID: id}, func(p Paper) (state.Change, error) {
		kind, err := d.Adding(by, key)
		if err != nil {
			return state.Change{}, err
		}
		files := form.Files(p.Values)
		if p.File.Request.State != request.Draft || len(files) == 0 || kind.Drop == "" {
			return state.Change{}, fault.New(fault.Conflict, "No record can be entered from this. Drop the document here again, or open the form with /entry %s.", key)
		}
		around := kind.Context(d.moment(by, p.File.Dir))
		begun := kind.Form.NewLine("", around)
		maps.DeleteFunc(begun, func(key string, _ form.Value) bool { return kind.Reads(key) })
		values := kind.Put(begun, files, around)
		for i, scan := range p.Scans.Files {
			scan.Begun = nil
			p.Scans.Files[i] = scan
			values = kind.Take(values, scan, around)
		}
		p.Kind, p.File.Request.Kind = kind.Key, kind.Key
		c, err := d.kept(p, Draft{ID: id, Values: values})
		if err != nil || len(p.Scans.Files) == 0 {
			return c, err
		}
		doc, err := p.Scans.document(id)
		c.Documents = append(c.Documents, doc)
		return c, err
	})
}
