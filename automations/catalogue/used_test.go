package catalogue_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/catalogue"
	"factotum/automations/form"
	"factotum/automations/people"
)

func TestWhatOthersUseOfADatasetMustBeInIt(t *testing.T) {
	t.Parallel()
	for text, says := range map[string]string{
		"dataset: cost_centres\ntitle: Centres\nlabel: code\nfields: [{key: code, type: text, required: true}]\nunique: [code]\nkeepers: [finance]\n":                                                                                     "cost centres need a field",
		"dataset: cost_centres\ntitle: Centres\nlabel: name\nfields: [{key: code, type: text}, {key: name, type: text, required: true}, {key: owner, type: person}, {key: closed, type: checkbox}]\nunique: [name]\nkeepers: [finance]\n": "no two cost centres have the same code",
		"dataset: people\ntitle: People\ndirectory: true\nlabel: name\nfields: [{key: name, type: text, required: true}, {key: shoe, type: text}]\nunique: [name]\n":                                                                      `the directory tells no "shoe" of anybody`,
		"dataset: tags\ntitle: Tags\nlabel: name\nfields: [{key: name, type: text, required: true}]\nunique: [name]\nfixed: [colour]\nkeepers: [finance]\n":                                                                               `there is no field "colour" outside of lines`,
	} {
		_, problems := catalogue.Load(company(), nil, yamls(text))
		require.NotEmpty(t, problems, says)
		assert.Contains(t, problems[0].String(), says)
	}
}

func TestChoicesAreOfferedAnew(t *testing.T) {
	t.Parallel()
	c := builtin(t)
	c.Offer(catalogue.CostCentres, nil)
	k, err := c.Kind("purchase")
	require.NoError(t, err)
	field, _ := k.Form.Field("cost_centre")
	assert.NotEmpty(t, field.Options, "what has to be chosen keeps its choices")
	centres := []people.CostCentre{{Code: "1", Name: "One", Owner: "ann@x"}, {Code: "2", Name: "2"}, {Code: "3", Closed: true}, {Code: "4"}}
	assert.Equal(t, "4", catalogue.CentreValues(centres[3])["name"].Text)
	assert.Equal(t, centres[0], catalogue.Centre(catalogue.CentreValues(centres[0])))
	c.Offer(catalogue.CostCentres, catalogue.CentreChoices(centres))
	k, err = c.Kind("purchase")
	require.NoError(t, err)
	field, _ = k.Form.Field("cost_centre")
	assert.Equal(t, []form.Option{{Value: "1", Label: "1 One"}, {Value: "2", Label: "2"}, {Value: "4", Label: "4"}}, field.Options)
}
