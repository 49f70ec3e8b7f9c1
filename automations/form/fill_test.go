package form

import (
	"maps"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestFill(t *testing.T) {
	t.Parallel()
	begins := Raw{"lines.0.date": {Text: "2026-11-20"}, "cost_centre": {Text: "CC1"}, "person": {Text: "U1"}}
	for text, want := range map[string]Raw{
		"": {},
		"42.50 EUR taxi to the airport yesterday": {
			"lines.0.amount": {Text: "42.50 EUR"}, "lines.0.date": {Text: "2026-11-19"}, "lines.0.category": {Text: "taxi"},
			"lines.0.merchant": {Text: "Taxi to the airport"}, "purpose": {Text: "Taxi to the airport"},
		},
		"DEJEUNER mit Kunde am 18.11., 1.234,56 €": {
			"lines.0.amount": {Text: "1,234.56 EUR"}, "lines.0.date": {Text: "2026-11-18"}, "lines.0.category": {Text: "meal"},
			"lines.0.merchant": {Text: "DEJEUNER mit Kunde"}, "purpose": {Text: "DEJEUNER mit Kunde"},
		},
		"urgent client gift for <@U9|bob> 18": {
			"lines.0.amount": {Text: "18.00 EUR"}, "lines.0.category": {Text: "gift"}, "tags": {List: []string{"urgent", "client"}},
			"person": {Text: "U9"}, "lines.0.merchant": {Text: "Urgent client gift"}, "purpose": {Text: "Urgent client gift"},
		},
		// Two amounts, two days, two categories, two people: the person says which.
		"taxi dinner 12 EUR 13 EUR 1.11. 2.11. <@U8> <@U9>": {
			"others":           {List: []string{"U8", "U9"}},
			"lines.0.merchant": {Text: "Taxi dinner 12 EUR 13 EUR 1.11. 2.11."}, "purpose": {Text: "Taxi dinner 12 EUR 13 EUR 1.11. 2.11."},
		},
		"12 EUR again 12 EUR cab": {
			"lines.0.amount": {Text: "12.00 EUR"}, "lines.0.category": {Text: "taxi"},
			"lines.0.merchant": {Text: "Again 12 EUR cab"}, "purpose": {Text: "Again 12 EUR cab"},
		},
		"9.90 or 8.80":         {"lines.0.merchant": {Text: "9.90 or 8.80"}, "purpose": {Text: "9.90 or 8.80"}},
		"2 monitors":           {"lines.0.merchant": {Text: "2 monitors"}, "purpose": {Text: "2 monitors"}},
		"taxidermy, 5.50 $":    {"lines.0.amount": {Text: "5.50 USD"}, "lines.0.merchant": {Text: "Taxidermy"}, "purpose": {Text: "Taxidermy"}},
		"<!channel> \u202ehey": {"lines.0.merchant": {Text: "<!channel> hey"}, "purpose": {Text: "<!channel> hey"}},
	} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			raw, problems := compile(t, claim()).Fill(text, context())
			all := maps.Clone(begins)
			maps.Copy(all, want)
			assert.Equal(t, all, raw)
			assert.Empty(t, problems)
		})
	}
}

func TestFillWithoutLines(t *testing.T) {
	t.Parallel()
	leave := compile(t, []Field{{Key: "from", Type: Date, Ahead: true}, {Key: "to", Type: Date, Ahead: true, Words: []string{"until"}}})
	raw, problems := leave.Fill("42 EUR <@U9> from tomorrow", context())
	assert.Equal(t, Raw{"from": {Text: "2026-11-21"}}, raw)
	assert.Equal(t, []Problem{{Say: "\"42 EUR <@U9>\" stands in no field yet. Fill it in where it belongs."}}, problems)
	for text, want := range map[string]Raw{ // it is a Friday
		"from monday until the 25th of November": {"from": {Text: "2026-11-23"}, "to": {Text: "2026-11-25"}},
		"Friday":                                 {"from": {Text: "2026-11-20"}, "to": {Text: "2026-11-20"}},
		"last wednesday":                         {"from": {Text: "2026-11-18"}, "to": {Text: "2026-11-18"}},
		"since last wednesday":                   {"from": {Text: "2026-11-18"}},
		"until next friday":                      {"to": {Text: "2026-11-27"}},
		"from monday, to somewhen":               {"from": {Text: "2026-11-23"}},
		"monday and tuesday":                     {"from": {Text: "2026-11-23"}, "to": {Text: "2026-11-24"}},
		"monday and friday":                      {},
		"21 to 23 dec":                           {"from": {Text: "2026-12-21"}, "to": {Text: "2026-12-23"}},
		"from the 21st until 23rd december":      {"from": {Text: "2026-12-21"}, "to": {Text: "2026-12-23"}},
		"21-23 Dec":                              {"from": {Text: "2026-12-21"}, "to": {Text: "2026-12-23"}},
		"21.–23.12.":                             {"from": {Text: "2026-12-21"}, "to": {Text: "2026-12-23"}},
		"21.12. bis 23.12.2026":                  {"from": {Text: "2026-12-21"}, "to": {Text: "2026-12-23"}},
		"Dec 21-23":                              {"from": {Text: "2026-12-21"}, "to": {Text: "2026-12-23"}},
		"december 21 through 23":                 {"from": {Text: "2026-12-21"}, "to": {Text: "2026-12-23"}},
		"28 nov - 2 dec":                         {"from": {Text: "2026-11-28"}, "to": {Text: "2026-12-02"}},
		"2026-12-21 - 2026-12-23":                {"from": {Text: "2026-12-21"}, "to": {Text: "2026-12-23"}},
		"next thursday and friday":               {"from": {Text: "2026-11-26"}, "to": {Text: "2026-11-27"}},
		"tomorrow till wednesday":                {"from": {Text: "2026-11-21"}, "to": {Text: "2026-11-25"}},
		"Mon 21 Dec to Wed 23 Dec":               {"from": {Text: "2026-12-21"}, "to": {Text: "2026-12-23"}},
		"Dec 21 until the 23rd":                  {"from": {Text: "2026-12-21"}, "to": {Text: "2026-12-23"}},
		"the 21st through the 23rd of december":  {"from": {Text: "2026-12-21"}, "to": {Text: "2026-12-23"}},
		"between the 21st and the 23rd of dec":   {"from": {Text: "2026-12-21"}, "to": {Text: "2026-12-23"}},
		"on Monday 21 December":                  {"from": {Text: "2026-12-21"}, "to": {Text: "2026-12-21"}},
		"between 21 and 23 dec":                  {"from": {Text: "2026-12-21"}, "to": {Text: "2026-12-23"}},
		"from Monday until today":                {"from": {Text: "2026-11-16"}, "to": {Text: "2026-11-20"}},
		"monday to yesterday":                    {"from": {Text: "2026-11-16"}, "to": {Text: "2026-11-19"}},
		"monday to next monday":                  {"from": {Text: "2026-11-23"}, "to": {Text: "2026-11-23"}},
		"31 to 2 nov":                            {"to": {Text: "2026-11-02"}},
		"23 dec to 21 dec":                       {"to": {Text: "2026-12-21"}},
		"from tomorrow to 2026-12-01":            {"from": {Text: "2026-11-21"}, "to": {Text: "2026-12-01"}},
	} {
		raw, _ = leave.Fill(text, context())
		assert.Equal(t, want, raw, text)
	}
	access := compile(t, []Field{{Key: "system", Type: Select, Options: []Option{{Value: "crm", Label: "Customer database"}}}, {Key: "who", Type: People}})
	raw, _ = access.Fill("customer  Database yesterday for <@U9>", context())
	assert.Equal(t, Raw{"system": {Text: "crm"}, "who": {List: []string{"U9"}}}, raw)
	bought := compile(t, []Field{{Key: "price", Type: Money}, {Key: "centre", Type: Select, Options: []Option{{Value: "200", Label: "Finance"}, {Value: "300", Label: "Operations"}}}})
	raw, _ = bought.Fill("monitor for 300 EUR", context())
	assert.Equal(t, Raw{"price": {Text: "300.00 EUR"}}, raw, "an amount names no cost centre")
	raw, problems = access.Fill(string(make([]byte, maxTyped+1)), context())
	assert.Empty(t, raw)
	assert.Equal(t, "This is too long to be read. Fill in what belongs where.", problems[0].Say)
}

func TestFillTakesWhomADayAndAReason(t *testing.T) {
	t.Parallel()
	access := compile(t, []Field{
		{Key: "person", Type: Person},
		{Key: "until", Type: Date, Min: "today"},
		{Key: "system", Type: Select, Options: []Option{{Value: "crm", Label: "Customers"}, {Value: "cloud", Label: "Cloud", Words: []string{"production"}}}},
		{Key: "level", Type: Select, Default: "read", Options: []Option{{Value: "read"}, {Value: "write"}}},
		{Key: "why", Type: Paragraph},
	})
	ctx := context()
	ctx.Named = func(name string) Namesakes {
		switch name {
		case "Ben Okafor":
			return Namesakes{Full: []string{"U2"}}
		case "Ben":
			return Namesakes{Part: []string{"U2"}}
		case "Jules":
			return Namesakes{Part: []string{"U3", "U4"}}
		}
		return Namesakes{}
	}
	read := Input{Text: "read"}
	for text, want := range map[string]Raw{
		"crm write until tomorrow because the customers move on Monday": {"system": {Text: "crm"}, "level": {Text: "write"}, "until": {Text: "2026-11-21"}, "why": {Text: "The customers move on Monday"}},
		"production for Ben Okafor until monday to look at logs":        {"system": {Text: "cloud"}, "level": read, "person": {Text: "U2"}, "until": {Text: "2026-11-23"}, "why": {Text: "To look at logs"}},
		"crm; because Ana left":    {"system": {Text: "crm"}, "level": read, "why": {Text: "Ana left"}},
		"crm for Ben":              {"system": {Text: "crm"}, "level": read, "person": {Text: "U2"}},
		"crm for Jules":            {"system": {Text: "crm"}, "level": read, "why": {Text: "For Jules"}},
		"customers complain a lot": {"system": {Text: "crm"}, "level": read, "why": {Text: "Customers complain a lot"}},
		"crm for Monday":           {"system": {Text: "crm"}, "level": read, "until": {Text: "2026-11-23"}},
		"customers, write, until monday, campaign list": {"system": {Text: "crm"}, "level": {Text: "write"}, "until": {Text: "2026-11-23"}, "why": {Text: "Campaign list"}},
		"crm, yesterday they moved":                     {"system": {Text: "crm"}, "level": read, "why": {Text: "Yesterday they moved"}},
	} {
		raw, problems := access.Fill(text, ctx)
		assert.Equal(t, want, raw, text)
		assert.Empty(t, problems, text)
	}
	raw, problems := access.Fill("crm until yesterday", ctx)
	assert.Equal(t, "Crm until yesterday", raw["why"].Text)
	assert.Equal(t, []Problem{{Path: "until", Say: "19 Nov 2026 is too early. Choose 20 Nov 2026 or later."}}, problems)
}

func TestFillLeavesNothingOfWhatAFieldTook(t *testing.T) {
	t.Parallel()
	joiner := compile(t, []Field{
		{Key: "who", Type: Text},
		{Key: "day", Type: Date},
		{Key: "place", Type: Select, Default: "office", Options: []Option{{Value: "office", Label: "Office"}, {Value: "home", Label: "From home", Words: []string{"home", "flat"}}}},
	})
	for text, want := range map[string][2]string{
		"Nia Okoro, 14 Dec, home":          {"Nia Okoro", "home"},
		"Nia Okoro; on 14 Dec; from home":  {"Nia Okoro", "home"},
		"14 Dec: Nia Okoro, her flat":      {"Nia Okoro, her flat", "home"},
		"Bo Li 14 Dec office":              {"Bo Li", "office"},
		"Di Fo 14 Dec":                     {"Di Fo", "office"},
		"de Vries, at home on 14 Dec,":     {"De Vries, at home", "home"},
		"Mo So, 14 Dec, speaks di and do":  {"Mo So, speaks di and do", "office"},
		"the fitter,a b;c":                 {"Fitter,a b;c", "office"},
		"home, 14 Dec":                     {"Home", "home"},
		"size 1,5 chair, , 14 Dec, office": {"Size 1,5 chair", "office"},
	} {
		raw, problems := joiner.Fill(text, context())
		assert.Equal(t, want, [2]string{raw["who"].Text, raw["place"].Text}, text)
		assert.Empty(t, problems, text)
	}
}
