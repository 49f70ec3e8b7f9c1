package catalogue_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/catalogue"
	"factotum/automations/request"
)

// keeping is what a kind says that comes as a document.
const keeping = `remind: 90m
internal: true
material: [name]
stewards: [{team: it}]
holds:
  bank: {by: {role: finance}, wait: 24h}
due:
  - {field: day, before: 2, say: "{name} comes"}
`

func TestMistakesInWhatComesAsADocument(t *testing.T) {
	t.Parallel()
	whole := strings.Replace(good, "remind: 90m\n", keeping, 1)
	for name, tt := range map[string]struct{ old, text, want string }{
		"material":        {"material: [name]", "material: [lines.price]", `there is no field "lines.price" outside of lines`},
		"steward team":    {"stewards: [{team: it}]", "stewards: [{team: its}]", `there is no team "its"; did you mean it?`},
		"steward nobody":  {"stewards: [{team: it}]", "stewards: [{}]", "write exactly one of person, role, team, manager_of or owner_of"},
		"old name":        {"stewards: [{team: it}]", "steward: [{team: it}]", "there may be several: write stewards:"},
		"hold":            {"bank: {", "banks: {", `there is no hold "banks" to give to anybody; did you mean bank?`},
		"hold by nobody":  {"by: {role: finance}", "by: {}", "write exactly one of person, role, team, manager_of or owner_of"},
		"wait":            {"wait: 24h", "wait: soon", `"soon" is no time to wait: write for example 24h`},
		"wait backwards":  {"wait: 24h", "wait: -24h", `"-24h" is no time to wait: write for example 24h`},
		"day":             {"field: day", "field: name", `"name" is no field of type date outside of lines`},
		"before":          {"before: 2", "before: 90", "90 is no number of days before: write 0 to 60"},
		"say":             {`say: "{name} comes"`, `say: ""`, "say what is on that day: say: it is due"},
		"field in a say":  {`say: "{name} comes"`, `say: "{who} comes"`, `there is no field "who" to put in the say: write the key of a field outside of lines`},
		"day of the list": {"done: Received}", "done: Received, list: To do, due: name}", `"name" is no field of type date outside of lines`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Contains(t, whole, tt.old)
			_, problems := catalogue.Load(company(), nil, yamls(strings.Replace(whole, tt.old, tt.text, 1)))
			if assert.Len(t, problems, 1) {
				assert.Equal(t, tt.want, problems[0].Say)
				assert.NotZero(t, problems[0].Line)
			}
		})
	}
}

func TestAHoldOfAKind(t *testing.T) {
	t.Parallel()
	m, k := now(t), kind(t, "invoice")
	fallback := []request.Rule{{Kind: request.ByRole, Of: "director"}}
	assert.Equal(t, request.Hold{
		Kind: request.BankHold, Key: "k", Say: "odd", Since: m.Now, NotBefore: m.Now.Add(24 * time.Hour),
		Release: request.Rule{Kind: request.ByRole, Of: "finance"}, Otherwise: fallback,
	}, k.Hold(request.BankHold, "k", "odd", m.Now))
	assert.True(t, k.Hold(request.MismatchHold, "k", "odd", m.Now).Stays)
	assert.Empty(t, k.Hold(request.UnsureHold, "", "odd", m.Now).Release, "it is for those who speak for the requester")
	assert.Equal(t, fallback[0], kind(t, "expense").Hold(request.OrderHold, "k", "odd", m.Now).Release)
}

func TestAnInvoiceIsPrepared(t *testing.T) {
	t.Parallel()
	m, k := now(t), kind(t, "invoice")
	raw := map[string]string{
		"vendor": "Lumen Office", "number": "7", "issue_date": "2026-11-12", "due_date": "2026-11-01", "gross": "119 EUR", "net": "100 EUR", "tax": "20 EUR",
		"cost_centre": "eng", "discount_percent": "2.5", "discount_until": "2026-11-20",
	}
	sent, problems := prepare(t, k, m, raw)
	assert.Empty(t, problems)
	assert.Equal(t, []string{"Cost centre owner"}, names(sent))
	assert.Equal(t, "Lumen Office, 7", sent.Title)
	assert.Equal(t, []request.Rule{{Kind: request.ByTeam, Of: "payables"}}, sent.Stewards)
	assert.Equal(t, []string{"vendor", "seller_vat", "number", "gross", "iban", "account"}, sent.Material)
	assert.Equal(t, "To pay", sent.Work.List)
	assert.Equal(t, "2026-11-01", sent.Work.Due)
	var warns []string
	for _, w := range sent.Warnings {
		warns = append(warns, w.Path)
	}
	assert.Equal(t, []string{"due_date", "tax", "document"}, warns)
	for day, warned := range map[string]bool{"2026-11-19": false, "2026-11-20": true} {
		early, _ := prepare(t, k, m, with(raw, "issue_date", day))
		assert.Equal(t, warned, slices.ContainsFunc(early.Warnings, func(w request.Warning) bool { return w.Path == "issue_date" }), day)
	}
	assert.Equal(t, "the discount of 2.5 % ends", k.DueSay("discount_until", sent.Values, m.Dir))
	assert.Empty(t, k.DueSay("issue_date", sent.Values, m.Dir))

	sent, _ = prepare(t, k, m, with(raw, "gross", "12000 EUR", "net", "", "tax", "", "due_date", ""))
	assert.Equal(t, []string{"Cost centre owner", "Finance", "Directors"}, names(sent))
	assert.Empty(t, sent.Work.Due)
	sent, _ = prepare(t, k, m, with(raw, "number", "7", "vendor", "Lumen", "gross", "-50 EUR", "net", "", "tax", ""))
	assert.Equal(t, "-50.00 EUR", sent.Sum.Total.String(), "a credit note")
}

func TestNobodyStartsWhatComesByItself(t *testing.T) {
	t.Parallel()
	c := builtin(t)
	for _, k := range c.Offered() {
		assert.NotEqual(t, "mail", k.Key)
	}
	_, ok := c.ByWord("mail")
	assert.False(t, ok)
	assert.Len(t, c.Offered(), len(c.Kinds())-1)
}

// matching is what a kind says of how its requests are matched.
const matching = `remind: 90m
match:
  dataset: vendors
  vendor: name
  number: name
  accounts: [name]
  take: {name: name}
  terms: {from: day, to: day}
  tolerance: {percent: "2", amount: "5"}
order: {vendor: name}
`

func TestMistakesInHowAKindIsMatched(t *testing.T) {
	t.Parallel()
	whole := strings.Replace(good, "remind: 90m\n", matching, 1)
	lists, err := catalogue.Builtin()
	require.NoError(t, err)
	lists = slices.DeleteFunc(lists, func(f catalogue.File) bool { return !f.IsDataset() })
	for name, tt := range map[string]struct{ old, text, want string }{
		"dataset":     {"dataset: vendors", "dataset: vendor", `there is no dataset "vendor": write one that is configured, such as vendors`},
		"vendor":      {"  vendor: name", "  vendor: day", `"day" is no field of type text outside of lines`},
		"vat":         {"  number: name", "  number: name\n  vat: name", `"name" is no field of type vat outside of lines`},
		"account":     {"[name]", "[day]", `"day" is no field of type iban outside of lines`},
		"take":        {"take: {name: name}", "take: {day: name}", `"day" cannot hold the name of vendors: name a field of type text outside of lines`},
		"take what":   {"take: {name: name}", "take: {name: nose}", `the dataset vendors has no field "nose" with a value of its own`},
		"terms":       {"from: day", "from: name", `"name" is no field of type date outside of lines`},
		"tolerance":   {`percent: "2"`, `percent: "-2"`, `"-2" is no number from 0 on`},
		"order":       {"order: {vendor: name}", "order: {vendor: day}", `"day" is no field of type text outside of lines`},
		"all is well": {"", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Contains(t, whole, tt.old)
			_, problems := catalogue.Load(company(), lists, yamls(strings.Replace(whole, tt.old, tt.text, 1)))
			if tt.want == "" {
				assert.Empty(t, problems)
				return
			}
			if assert.NotEmpty(t, problems) {
				assert.Equal(t, tt.want, problems[0].Say)
				assert.NotZero(t, problems[0].Line)
			}
		})
	}
}
