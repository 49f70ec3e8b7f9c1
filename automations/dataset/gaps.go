package dataset

import (
	"maps"
	"slices"

	"factotum/automations/form"
)

// Gaps are the labels of the fields that a complete record has and this one has
// not: those that are wanted, and those that are required by now. What the form
// would not ask is no gap. Conditions are asked only where it depends on them.
func (d Dataset) Gaps(values form.Values) []string {
	keys, conditional, hideable := slices.Clone(d.Wanted), false, false
	for _, field := range d.Form.Fields() {
		if !values[field.Key].IsZero() {
			continue
		}
		conditional = conditional || field.RequiredWhen != ""
		hideable = hideable || field.ShowWhen != "" && (field.Required || slices.Contains(d.Wanted, field.Key))
		if field.Required {
			keys = append(keys, field.Key)
		}
	}
	var raw form.Raw
	if conditional || hideable {
		raw = d.Form.Raw(values)
	}
	if conditional {
		keys = append(keys, slices.Sorted(maps.Keys(d.Form.Demanded(raw, form.Context{})))...)
	}
	var hidden map[string]bool
	if hideable {
		hidden = d.Form.Hidden(raw, form.Context{})
	}
	return d.lacking(keys, values, hidden)
}

// Moved are the labels of fields that stay as they were, and have another value.
func (d Dataset) Moved(before, after form.Values) []string {
	var labels []string
	for _, key := range d.Fixed {
		if field, _ := d.Form.Field(key); !before[key].Same(after[key]) {
			labels = append(labels, field.Label)
		}
	}
	return labels
}

// lacking are the labels of those fields that have no value and would be asked.
func (d Dataset) lacking(keys []string, values form.Values, hidden map[string]bool) []string {
	var labels []string
	for _, key := range keys {
		field, known := d.Form.Field(key)
		if known && field.Compute == "" && values[key].IsZero() && !hidden[key] {
			labels = append(labels, field.Label)
		}
	}
	return once(labels)
}
