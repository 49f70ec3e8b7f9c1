package catalogue_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/catalogue"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/request"
)

const assets = `dataset: assets
title: Assets
about: What belongs to us
label: name
fields:
  - {key: name, label: Name, type: text, required: true}
  - {key: site, label: Site, type: select, source: cost_centres}
  - {key: parts, label: Parts, type: lines, fields: [{key: serial, type: text}]}
unique: [name, parts.serial]
keepers: [it]
`

func TestDatasetsStandBesideKinds(t *testing.T) {
	t.Parallel()
	c := builtin(t, assets)
	var keys []string
	for _, d := range c.Datasets() {
		keys = append(keys, d.Key)
	}
	assert.Equal(t, []string{"assets", "cost_centres", "people", "projects", "vendors"}, keys)
	vendors, err := c.Dataset("vendors")
	require.NoError(t, err)
	assert.Equal(t, "built-in datasets/vendors.yaml", vendors.File)
	assert.NotEmpty(t, vendors.Text)
	assert.Len(t, vendors.Hash, 64)
	_, err = c.Dataset("vendor")
	assert.Equal(t, fault.NotFound, fault.CodeOf(err))
	assert.ErrorContains(t, err, "vendors")

	values := form.Values{"name": {Text: "Laptop"}, "site": {Text: "moon"}}
	assets, err := c.Dataset("assets")
	require.NoError(t, err)
	problems := assets.Form.Check(values, c.Context(now(t)))
	require.Len(t, problems, 1)
	assert.Equal(t, "site", problems[0].Path, "its choices are the company's")
}

func TestADatasetOfTheCompanyReplacesABuiltInOne(t *testing.T) {
	t.Parallel()
	own := "dataset: vendors\ntitle: Suppliers\nlabel: name\nfields: [{key: name, type: text, required: true}, {key: vat_id, type: vat}]\nkeepers: [finance]\n"
	files, err := catalogue.Builtin()
	require.NoError(t, err)
	_, problems := catalogue.Load(company(), files, yamls(own))
	require.NotEmpty(t, problems, "the kind vendor writes fields that it does not have")
	for _, p := range problems {
		assert.Contains(t, p.Say, "the dataset vendors has no field")
	}
	_, problems = catalogue.Load(company(), nil, yamls(own, own))
	require.Len(t, problems, 1)
	assert.Equal(t, "own2.yaml:1: there are two datasets called vendors: rename one", problems[0].String())
}

func TestMistakesInDatasetsAreToldAtOnce(t *testing.T) {
	t.Parallel()
	text := `dataset: A
title: ""
label: site
fields:
  - {key: name, type: text, required: true}
  - {key: site, type: select, source: planets}
  - {key: parts, type: lines, fields: [{key: serial, type: text}]}
unique: [parts, nothing]
find: [nam]
material: [parts.serial]
`
	_, problems := catalogue.Load(company(), nil, yamls(text))
	var said []string
	for _, p := range problems {
		said = append(said, p.String())
	}
	for _, want := range []string{
		`own1.yaml:1: "A" is no name for a dataset`, "own1.yaml:2: every dataset needs a title", "own1.yaml:3: name the required field",
		`own1.yaml:6: there is no list "planets"`, `own1.yaml:8: "parts" is no field`, `own1.yaml:8: "nothing" is no field`, `own1.yaml:9: "nam" is no field`,
		`own1.yaml:10: there is no field "parts.serial"`, "name the roles that may add and change records",
	} {
		assert.Contains(t, strings.Join(said, "\n"), want)
	}
	_, problems = catalogue.Load(company(), nil, yamls("dataset: [\n"))
	assert.Len(t, problems, 1)
}

func TestARecordFollowsFromARequest(t *testing.T) {
	t.Parallel()
	k := kind(t, "vendor")
	ds, values, ok := k.Record(request.Request{Requester: "ana", Values: form.Values{
		"name": {Text: "Lumen"}, "iban": {Text: "DE89370400440532013000"}, "contact": {Text: "a@example.com"}, "reason": {Text: "Lamps"},
	}})
	require.True(t, ok)
	assert.Equal(t, "vendors", ds.Key)
	assert.Equal(t, form.Values{
		"name": {Text: "Lumen"}, "accounts": {Lines: []form.Values{{"iban": {Text: "DE89370400440532013000"}}}},
		"contact": {Text: "a@example.com"}, "owner": {Text: "ana"},
	}, values)
	_, _, ok = kind(t, "expense").Record(request.Request{})
	assert.False(t, ok)
}

func TestMistakesInWhatFollowsAreTold(t *testing.T) {
	t.Parallel()
	const visit = "kind: visit\ntitle: Visit\nabout: Bring somebody\nprefix: VIS\nsummary: \"{who}\"\n" +
		"fields: [{key: who, type: text}, {key: day, type: date}]\nwork: {team: it, do: Let in, done: Gone}\n"
	tests := map[string]string{
		"record: {dataset: planets}\n":                             `there is no dataset "planets"`,
		"record: {dataset: assets}\n":                              "every record of assets needs name",
		"record: {dataset: assets, fields: {name: day}}\n":         "day is of type date and name of type text",
		"record: {dataset: assets, fields: {name: whom}}\n":        `there is no field "whom"`,
		"record: {dataset: assets, fields: {name: requester}}\n":   "name is no field of type person",
		"record: {dataset: assets, fields: {name: who, x: who}}\n": `the dataset assets has no field "x"`,
	}
	for text, want := range tests {
		_, problems := catalogue.Load(company(), nil, yamls(assets, visit+text))
		require.Len(t, problems, 1, text)
		assert.Contains(t, problems[0].Say, want)
	}
	idle := strings.Replace(visit, "work: {team: it, do: Let in, done: Gone}\n", "", 1)
	_, problems := catalogue.Load(company(), nil, yamls(assets, idle+"record: {dataset: assets, fields: {name: who}}\n"))
	require.Len(t, problems, 1)
	assert.Contains(t, problems[0].Say, "so the kind needs one")
}

func TestACompanyWithoutCostCentresHasVendorsToo(t *testing.T) {
	t.Parallel()
	files, err := catalogue.Builtin()
	require.NoError(t, err)
	files = slices.DeleteFunc(files, func(f catalogue.File) bool { return !f.IsDataset() })
	small := company()
	small.Options = map[string][]form.Option{"cost_centres": nil}
	c, problems := catalogue.Load(small, files, nil)
	require.Empty(t, problems)
	vendors, err := c.Dataset("vendors")
	require.NoError(t, err)
	_, asked := vendors.Form.Field("cost_centre")
	assert.False(t, asked)
}
