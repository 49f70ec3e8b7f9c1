package catalogue

import (
	"maps"
	"slices"

	"factotum/automations/dataset"
	"factotum/automations/form"
)

// refer checks the fields that name records of datasets. A field that does not
// have to be filled in is not asked in a company that has no such dataset: what
// is built in asks for the project only where projects are kept.
func (r *reader) refer() {
	for _, key := range slices.Sorted(maps.Keys(r.in.Refer)) {
		into := r.in.Refer[key]
		at := slices.IndexFunc(r.in.Fields, func(f form.Field) bool { return f.Key == key })
		known := slices.ContainsFunc(r.company.datasets, func(d dataset.Dataset) bool { return d.Key == into })
		switch {
		case at < 0 || r.in.Fields[at].Type != form.Text:
			r.wrong("references."+key, "%q is no field of type text outside of lines", key)
		case !known && r.in.Fields[at].Required:
			r.wrong("references."+key, "there is no dataset %q: write one that is configured", into)
		case !known:
			r.in.Fields = slices.Delete(r.in.Fields, at, at+1)
			delete(r.in.Refer, key)
		}
	}
}
