package catalogue

import (
	"maps"
	"slices"
	"strings"

	"factotum/automations/dataset"
	"factotum/automations/form"
	"factotum/automations/request"
)

// recordText is what follows from a request: fields of the dataset, each with the
// field of the kind that it is taken from, or with requester.
type recordText struct {
	Dataset string            `yaml:"dataset"`
	Fields  map[string]string `yaml:"fields"`
}

// follow is the record that is written once the work of a request is done.
type follow struct {
	into   dataset.Dataset
	fields map[string]string
}

// requesterWord stands for the person who asked.
const requesterWord = "requester"

// record reads what is written into a dataset.
func (r *reader) record(f form.Form) *follow {
	in := r.in.Record
	if in == nil {
		return nil
	}
	into, err := r.company.dataset(in.Dataset)
	if err != nil {
		r.wrong("record.dataset", "there is no dataset %q: write one that is configured, such as vendors", in.Dataset)
		return nil
	}
	if r.in.Work == nil {
		r.wrong("record", "a record is written when the work is done, so the kind needs one: work: {team: payables, do: Mark as set up, done: Set up}")
	}
	for _, to := range slices.Sorted(maps.Keys(in.Fields)) {
		r.taken(to, in.Fields[to], into, f)
	}
	for _, field := range into.Form.Fields() {
		if _, given := in.Fields[field.Key]; field.Required && !given {
			r.wrong("record.fields", "every record of %s needs %s: say which field it is taken from", into.Key, field.Key)
		}
	}
	return &follow{into: into, fields: in.Fields}
}

// taken checks that a value of a field can stand in the field of a record.
func (r *reader) taken(to, from string, into dataset.Dataset, f form.Form) {
	at := "record.fields." + to
	target, ok := into.Form.Field(to)
	if !ok || target.Type == form.Lines {
		r.wrong("record.fields", "the dataset %s has no field %q with a value of its own", into.Key, to)
		return
	}
	if from == requesterWord {
		if target.Type != form.Person {
			r.wrong(at, "%s is no field of type person, so the requester cannot stand there", to)
		}
		return
	}
	source, ok := f.Field(from)
	switch {
	case !ok || strings.Contains(from, "."):
		r.wrong(at, "there is no field %q outside of lines", from)
	case source.Type != target.Type:
		r.wrong(at, "%s is of type %s and %s of type %s: they must be the same", from, source.Type, to, target.Type)
	}
}

// Record gives the dataset into which a record is written once the work of the
// request is done, with its values; false where none is.
func (k Kind) Record(r request.Request) (dataset.Dataset, form.Values, bool) {
	if k.record == nil {
		return dataset.Dataset{}, nil, false
	}
	values := form.Values{}
	for to, from := range k.record.fields {
		v := r.Values[from]
		if from == requesterWord {
			v = form.Value{Text: r.Requester}
		}
		if v.IsZero() {
			continue
		}
		list, sub, repeated := strings.Cut(to, ".")
		if !repeated {
			values[to] = v
			continue
		}
		if len(values[list].Lines) == 0 {
			values[list] = form.Value{Lines: []form.Values{{}}}
		}
		values[list].Lines[0][sub] = v
	}
	return k.record.into, values, true
}
