package page_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"factotum/automations/invoice"
	"factotum/automations/invoice/page"
)

func TestRecallPrefersTheLabelThatAPersonChose(t *testing.T) {
	t.Parallel()
	read := func(v invoice.Value) invoice.Invoice {
		return invoice.Invoice{Values: map[invoice.Field]invoice.Value{invoice.Number: v}}
	}
	v := invoice.Value{Text: "4711", Label: "Customer no", Source: invoice.Text, Uncertain: true, Others: []invoice.Candidate{
		{Text: "R-1", Label: "Our reference:"}, {Text: "88", Label: "Job"},
	}}
	for _, one := range []struct {
		name, label, text string
		uncertain         bool
		others            int
	}{
		{"another candidate has it", "our reference", "R-1", false, 2},
		{"the value has it already", "CUSTOMER NO", "4711", false, 2},
		{"nothing has it", "Ticket", "4711", true, 2},
		{"nothing is remembered", "", "4711", true, 2},
	} {
		got := page.Recall(read(v), map[invoice.Field]string{invoice.Number: one.label}).Values[invoice.Number]
		assert.Equal(t, one.text, got.Text, one.name)
		assert.Equal(t, one.uncertain, got.Uncertain, one.name)
		assert.Len(t, got.Others, one.others, one.name)
	}
}

func TestRecallKeepsTheDoubtBetweenTwoOfOneLabelAndOfPictures(t *testing.T) {
	t.Parallel()
	v := invoice.Value{Text: "1", Label: "Ref", Source: invoice.Text, Others: []invoice.Candidate{{Text: "2", Label: "Ref"}}}
	in := invoice.Invoice{Values: map[invoice.Field]invoice.Value{invoice.Number: v}}
	got := page.Recall(in, map[invoice.Field]string{invoice.Number: "Ref"}).Values[invoice.Number]
	assert.True(t, got.Uncertain)
	assert.False(t, in.Values[invoice.Number].Uncertain, "what was given is not changed")

	in.Values[invoice.Number] = invoice.Value{Text: "O1", Label: "Ref", Source: invoice.OCR, Uncertain: true}
	assert.True(t, page.Recall(in, map[invoice.Field]string{invoice.Number: "Ref"}).Values[invoice.Number].Uncertain)
}
