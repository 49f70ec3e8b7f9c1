package page

import (
	"slices"

	"factotum/automations/invoice"
)

// Recall prefers, for each field, the value beside the label that a person chose
// on an earlier document of the same vendor. labels are as Value.Label gave them.
// One value with that label is sure; two leave the doubt.
func Recall(in invoice.Invoice, labels map[invoice.Field]string) invoice.Invoice {
	values := make(map[invoice.Field]invoice.Value, len(in.Values))
	for f, v := range in.Values {
		if label := fold(labels[f]); label != "" {
			v = recall(v, label)
		}
		values[f] = v
	}
	in.Values = values
	return in
}

func recall(v invoice.Value, label string) invoice.Value {
	others := make([]invoice.Candidate, 0, len(v.Others))
	var chosen []invoice.Candidate
	for _, c := range append([]invoice.Candidate{{Text: v.Text, Label: v.Label}}, v.Others...) {
		if fold(c.Label) == label {
			chosen = append(chosen, c)
		} else {
			others = append(others, c)
		}
	}
	if len(chosen) == 0 {
		return v
	}
	v.Text, v.Label = chosen[0].Text, chosen[0].Label
	v.Uncertain = len(chosen) > 1 || v.Uncertain && v.Source == invoice.OCR
	v.Others = slices.Concat(chosen[1:], others)
	return v
}
