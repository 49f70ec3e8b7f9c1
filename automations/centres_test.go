package automations_test

import (
	"maps"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/catalogue"
	"factotum/automations/dataset"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/people"
)

// centred is an office whose cost centres are records.
func centred(t *testing.T) *office {
	t.Helper()
	o := lists(t)
	dir, err := o.Directory(o.ctx)
	require.NoError(t, err)
	require.NoError(t, o.Centres(o.ctx, dir))
	return o
}

func (o *office) options(kind, field string) []string {
	o.t.Helper()
	k, err := o.Catalogue.Kind(kind)
	require.NoError(o.t, err)
	f, _ := k.Form.Field(field)
	var labels []string
	for _, option := range f.Options {
		labels = append(labels, option.Label)
	}
	return labels
}

func TestACostCentreIsARecordThatFormsAndRoutesUse(t *testing.T) {
	t.Parallel()
	o := centred(t)
	_, err := o.enter("fay", "cost_centres", "", texts("code", "700", "name", "Workshop", "owner", "omar@example.com"))
	require.NoError(t, err)
	assert.Equal(t, []string{"700 Workshop", "sales Sales"}, o.options("purchase", "cost_centre"))
	assert.Equal(t, []string{"700 Workshop", "sales Sales"}, o.options("expense", "lines.cost_centre"))
	dir, err := o.Directory(o.ctx)
	require.NoError(t, err)
	owner, _ := dir.Owner("700")
	assert.Equal(t, "omar@example.com", owner.ID)
	_, err = o.enter("fay", "cost_centres", "", texts("code", "sales", "name", "Sales again"))
	assert.ErrorContains(t, err, "with the same Code")

	// The next look at the people keeps what was entered, and brings what is new in the file.
	joined, _ := people.Join(staff())
	joined = joined.Charging([]people.CostCentre{{Code: "SALES", Name: "Selling"}, {Code: "800", Owner: "nobody@example.com"}})
	require.NoError(t, o.Centres(o.ctx, joined))
	changed, err := o.Staff(o.ctx, joined)
	require.NoError(t, err)
	assert.False(t, changed, "it was written with the records")
	assert.Equal(t, []string{"700 Workshop", "800", "sales Sales"}, o.options("purchase", "cost_centre"))

	// Another replica knows at its next wake, within seconds.
	old := o.replica(o.store)
	_, err = old.Directory(o.ctx)
	require.NoError(t, err)
	page, err := o.Records(o.ctx, o.who("ines"), "cost_centres", "", 10)
	require.NoError(t, err)
	require.Len(t, page.Records, 3)
	r := page.Records[0]
	_, err = o.enter("fay", "cost_centres", automations.ChangeID(r, "x"), texts("code", "701", "name", "Workshop"))
	assert.ErrorContains(t, err, "Code stays as it is")
	_, err = o.enter("fay", "cost_centres", automations.ChangeID(r, "y"), texts("code", "700", "name", "Workshop", "closed", "true"))
	require.NoError(t, err)
	assert.Equal(t, []string{"800", "sales Sales"}, o.options("purchase", "cost_centre"))
	require.NoError(t, old.Wake(o.ctx))
	dir, err = old.Directory(o.ctx)
	require.NoError(t, err)
	centre, known := dir.CostCentre("700")
	assert.True(t, known && centre.Closed)
	assert.Empty(t, centre.Owner)
	o.wake() // and who owns one is asked
}

func TestAnImportOfCostCentresIsOffered(t *testing.T) {
	t.Parallel()
	o := centred(t)
	done, err := o.ImportRecords(o.ctx, people.Person{ID: "operator root"}, "cost_centres", []byte("code,name\n100,Management\n200,Finance\nsales,Selling\n"), false)
	require.NoError(t, err)
	assert.Equal(t, automations.Imported{New: 2, Changed: 1}, done)
	assert.Equal(t, []string{"100 Management", "200 Finance", "sales Selling"}, o.options("purchase", "cost_centre"))
}

func TestAProjectIsAskedForOnceThereIsOne(t *testing.T) {
	t.Parallel()
	o := centred(t)
	dir, err := o.Directory(o.ctx)
	require.NoError(t, err)
	_, err = o.Staff(o.ctx, dir)
	require.NoError(t, err)
	k, err := o.Catalogue.Kind("purchase")
	require.NoError(t, err)
	assert.Equal(t, []string{"project"}, k.Unasked)
	_, err = o.enter("fay", "projects", "", texts("name", "Fair"))
	require.NoError(t, err)
	k, err = o.Catalogue.Kind("purchase")
	require.NoError(t, err)
	assert.Empty(t, k.Unasked)

	// Whoever corrects a request is held to what is there as well.
	f := o.purchase("90 EUR")
	values := maps.Clone(f.Request.Values)
	values["project"] = form.Value{Text: "Fairs"}
	_, err = o.Correct(o.ctx, o.who("ines"), "c1", f.Request.ID, "", values)
	assert.ErrorContains(t, err, "Did you mean “Fair”?")
	values["project"] = form.Value{Text: "fair"}
	f, err = o.Correct(o.ctx, o.who("ines"), "c2", f.Request.ID, "", values)
	require.NoError(t, err)
	assert.Equal(t, "Fair", f.Request.Values["project"].Text)
}

func TestThePeopleAreADataset(t *testing.T) {
	t.Parallel()
	o := centred(t)
	dan := o.who("dan")
	page, err := o.Records(o.ctx, dan, "people", "", 4)
	require.NoError(t, err)
	assert.Equal(t, 10, page.Total)
	assert.Equal(t, "Adam Sample", page.Records[0].Title)
	page, err = o.Records(o.ctx, dan, "people", page.Next, 10)
	require.NoError(t, err)
	assert.Len(t, page.Records, 6)
	assert.Empty(t, page.Next)
	found, err := o.FindRecords(o.ctx, dan, "people", "paul sample")
	require.NoError(t, err)
	require.Len(t, found.Records, 1)
	assert.Contains(t, found.Records[0].Values["teams"].Text, "Procurement")
	assert.Equal(t, "sales Sales", found.Records[0].Values["cost_centre"].Text)
	r, err := o.Record(o.ctx, dan, found.Records[0].ID)
	require.NoError(t, err)
	assert.Equal(t, "paul@example.com", r.Values["email"].Text)
	_, err = o.Record(o.ctx, dan, dataset.ID("people", "mail:invoices"))
	assert.Equal(t, fault.NotFound, fault.CodeOf(err), "a mailbox is nobody")
	_, _, _, err = o.Changing(o.ctx, o.who("adam"), found.Records[0].ID, 0)
	assert.ErrorContains(t, err, "come from Slack")
	_, err = o.Records(o.ctx, o.who("ines"), "people", "", 4)
	assert.Equal(t, fault.Denied, fault.CodeOf(err))
	_, err = o.Adding(dan, "people")
	assert.Equal(t, fault.Denied, fault.CodeOf(err))

	// Others name them.
	own := "dataset: keys\ntitle: Keys\nlabel: tag\nfields: [{key: tag, type: text, required: true}, {key: holder, type: text}]\nreferences: {holder: people}\nunique: [tag]\nkeepers: [finance]\n"
	builtin, err := catalogue.Builtin()
	require.NoError(t, err)
	c, problems := catalogue.Load(o.Catalogue.Company(), builtin, []catalogue.File{{Name: "keys.yaml", Body: []byte(own)}})
	require.Empty(t, problems)
	o.Catalogue = c
	_, err = o.enter("fay", "keys", "", texts("tag", "K1", "holder", "Paul Sampel"))
	assert.ErrorContains(t, err, "Did you mean “Paul Sample”")
	f, err := o.enter("fay", "keys", "", texts("tag", "K1", "holder", "paul sample"))
	require.NoError(t, err)
	assert.Equal(t, form.Value{Text: "Paul Sample"}, f.Request.Values["holder"])
}
