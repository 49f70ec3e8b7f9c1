package catalogue_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"factotum/automations/calendar"
	"factotum/automations/catalogue"
	"factotum/automations/form"
	"factotum/automations/money"
	"factotum/automations/people"
	"factotum/automations/request"
)

// company is a made-up company for the tests of this package.
func company() catalogue.Company {
	options := []form.Option{{Value: "sales", Label: "Sales"}, {Value: "eng", Label: "Engineering"}}
	rates, err := money.ParseRates(strings.NewReader("date,from,to,rate,source\n2026-11-13,USD,EUR,0.5,Sample bank\n2026-11-10,USD,EUR,0.4,Sample bank\n"))
	if err != nil {
		panic(err) // the text above is good
	}
	return catalogue.Company{
		Name: "Sample Ltd", Currency: "EUR", Rates: rates, RatesBy: "finance", Fallback: "director", Remind: 8 * time.Hour,
		Options: map[string][]form.Option{"cost_centres": options},
		Teams:   []string{"payables", "procurement", "it"},
	}
}

// builtin is the catalogue of the kinds that come with Factotum, and of others.
func builtin(t *testing.T, own ...string) *catalogue.Catalogue {
	t.Helper()
	files, err := catalogue.Builtin()
	require.NoError(t, err)
	c, problems := catalogue.Load(company(), files, yamls(own...))
	require.Empty(t, problems)
	return c
}

func yamls(texts ...string) []catalogue.File {
	var files []catalogue.File
	for i, text := range texts {
		files = append(files, catalogue.File{Name: "own" + string(rune('1'+i)) + ".yaml", Body: []byte(text)})
	}
	return files
}

func kind(t *testing.T, key string) catalogue.Kind {
	t.Helper()
	k, err := builtin(t).Kind(key)
	require.NoError(t, err)
	return k
}

// now is what the world is like in these tests: Monday 16 November 2026, ana of
// sales asks, ben is her manager.
func now(t *testing.T) catalogue.Moment {
	t.Helper()
	d, _ := people.Join([]people.Account{
		{ID: "U1", RealName: "Ana", Email: "ana@x"}, {ID: "U2", RealName: "Ben", Email: "ben@x"}, {ID: "U3", RealName: "Cy", Email: "cy@x"},
	}, []people.Entry{
		{Email: "ana@x", Manager: "ben@x", CostCentre: "sales", Country: "DE", Teams: []string{"it"}}, {Email: "ben@x"}, {Email: "cy@x", Inactive: true},
	}, people.Company{Teams: []people.Team{{Key: "it", Name: "Service desk"}}})
	ana, ok := d.Person("ana@x")
	require.True(t, ok)
	return catalogue.Moment{
		By: ana, Dir: d, Today: calendar.NewDate(2026, 11, 16), Now: time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC),
	}
}

// prepare reads inputs into the form of the kind and prepares what is sent.
func prepare(t *testing.T, k catalogue.Kind, m catalogue.Moment, raw map[string]string) (request.Submission, []form.Problem) {
	t.Helper()
	inputs := form.Raw{}
	for path, text := range raw {
		inputs[path] = form.Input{Text: text}
	}
	values, problems := k.Form.Parse(inputs, k.Context(m))
	require.Empty(t, problems)
	sent, problems, err := k.Prepare(values, m)
	require.NoError(t, err)
	return sent, problems
}

// names are the steps of a submission, by name.
func names(s request.Submission) []string {
	var all []string
	for _, step := range s.Steps {
		all = append(all, step.Name)
	}
	return all
}

// with lays more inputs over others.
func with(raw map[string]string, more ...string) map[string]string {
	all := map[string]string{}
	for path, text := range raw {
		all[path] = text
	}
	for i := 0; i < len(more); i += 2 {
		all[more[i]] = more[i+1]
	}
	return all
}
