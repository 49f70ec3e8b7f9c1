package catalogue

import (
	"slices"

	"factotum/automations/dataset"
	"factotum/automations/form"
	"factotum/automations/people"
)

// CostCentres is the key of the dataset whose records the whole of Factotum takes
// for the cost centres.
const CostCentres = "cost_centres"

// used checks that a dataset which the rest uses has what is used of it, where
// the company writes it otherwise.
func (r *reader) used(d dataset.Dataset) {
	if d.Key == CostCentres {
		for key, want := range map[string]form.Type{"code": form.Text, "name": form.Text, "owner": form.Person, "closed": form.Checkbox} {
			if field, _ := d.Form.Field(key); field.Type != want {
				r.wrong("fields", "cost centres need a field %s of type %s, since forms and routes use it: add {key: %s, type: %s}", key, want, key, want)
			}
		}
		if !slices.Contains(d.Unique, "code") {
			r.wrong("unique", "no two cost centres have the same code: write unique: [code]")
		}
	}
	if !d.Roster {
		return
	}
	known := PersonValues(people.Person{}, people.Directory{})
	for _, field := range d.Form.Fields() {
		if _, told := known[field.Key]; !told {
			r.wrong("fields", "the directory tells no %q of anybody: keep it in a dataset of its own, with a field of type person", field.Key)
		}
	}
}

// Centre is a cost centre as a record has it.
func Centre(values form.Values) people.CostCentre {
	return people.CostCentre{Code: values["code"].Text, Name: values["name"].Text, Owner: values["owner"].Text, Closed: values["closed"].Checked}
}

// CentreValues are those of the record of a cost centre.
func CentreValues(c people.CostCentre) form.Values {
	values := form.Values{"code": {Text: c.Code}, "name": {Text: c.Name}}
	if c.Name == "" {
		values["name"] = form.Value{Text: c.Code}
	}
	if c.Owner != "" {
		values["owner"] = form.Value{Text: c.Owner}
	}
	return values
}

// CentreChoices are the cost centres that can be chosen.
func CentreChoices(centres []people.CostCentre) []form.Option {
	var options []form.Option
	for _, c := range centres {
		o := form.Option{Value: c.Code, Label: c.Code}
		if c.Name != "" && c.Name != c.Code {
			o.Label += " " + c.Name
		}
		if !c.Closed {
			options = append(options, o)
		}
	}
	return options
}
