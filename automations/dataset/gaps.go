package dataset

import (
	"slices"

	"factotum/automations/form"
)

// Gaps are the labels of the fields that a complete record has and this one has
// not: those that are wanted, and those that are required by now. What the form
// would not ask is no gap.
func (d Dataset) Gaps(values form.Values) []string {
	keys := slices.Clone(d.Wanted)
	steered := false
	for _, field := range d.Form.Fields() {
		steered = steered || field.ShowWhen != "" || field.RequiredWhen != ""
		if field.Required {
			keys = append(keys, field.Key)
		}
	}
	var hidden map[string]bool
	if steered {
		raw := d.Form.Raw(values)
		hidden = d.Form.Hidden(raw, form.Context{})
		for key := range d.Form.Demanded(raw, form.Context{}) {
			keys = append(keys, key)
		}
	}
	var labels []string
	for _, key := range keys {
		field, known := d.Form.Field(key)
		if known && field.Compute == "" && values[key].IsZero() && !hidden[key] {
			labels = append(labels, field.Label)
		}
	}
	return once(labels)
}
