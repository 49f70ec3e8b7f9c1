package catalogue_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/form"
	"factotum/automations/money"
	"factotum/automations/request"
)

func TestTheBuiltInKindsCompile(t *testing.T) {
	t.Parallel()
	var keys []string
	for _, k := range builtin(t).Kinds() {
		keys = append(keys, k.Key)
		assert.Len(t, k.Hash, 64, k.Key)
		assert.NotEmpty(t, k.Text, k.Key)
		assert.NotZero(t, k.Remind, k.Key)
	}
	assert.Equal(t, []string{"access", "expense", "invoice", "leave", "mail", "vendor", "purchase", "ticket"}, keys)
}

func claim() map[string]string {
	return map[string]string{
		"purpose": "Visit to a customer", "paid_with": "own", "lines.0.date": "2026-11-12", "lines.0.merchant": "City Taxi",
		"lines.0.category": "travel", "lines.0.amount": "20 EUR", "lines.0.cost_centre": "sales",
	}
}

func second(raw map[string]string, more ...string) map[string]string {
	return with(with(raw, "lines.1.date", "2026-11-13", "lines.1.merchant", "Hotel", "lines.1.category", "lodging", "lines.1.amount", "30 EUR", "lines.1.cost_centre", "sales"), more...)
}

func TestAnExpenseClaim(t *testing.T) {
	t.Parallel()
	manager, owner, finance := "Manager", "Cost centre owner", "Finance"
	tests := map[string]struct {
		raw     map[string]string
		total   string
		base    string
		steps   []string
		warns   []string // paths
		blocks  []string // paths
		work    bool
		missing []request.MissingRate
	}{
		"a small one":           {raw: claim(), total: "20.00 EUR", base: "20.00 EUR", steps: []string{manager}, work: true},
		"with the company card": {raw: with(claim(), "paid_with", "card"), total: "20.00 EUR", base: "20.00 EUR", steps: []string{manager}},
		"two items":             {raw: second(claim()), total: "50.00 EUR", base: "50.00 EUR", steps: []string{manager}, warns: []string{"lines.1.receipt"}, work: true},
		"above the limit":       {raw: with(claim(), "lines.0.amount", "500 EUR"), total: "500.00 EUR", base: "500.00 EUR", steps: []string{manager, owner, finance}, warns: []string{"lines.0.receipt"}, work: true},
		"just below":            {raw: with(claim(), "lines.0.amount", "499.99 EUR"), total: "499.99 EUR", base: "499.99 EUR", steps: []string{manager}, warns: []string{"lines.0.receipt"}, work: true},
		"two cost centres":      {raw: second(claim(), "lines.1.amount", "600", "lines.1.cost_centre", "eng"), total: "620.00 EUR", base: "620.00 EUR", steps: []string{manager, owner + " sales", owner + " eng", finance}, warns: []string{"lines.1.receipt"}, work: true},
		"guests":                {raw: with(claim(), "lines.0.category", "entertainment", "lines.0.attendees", "Zoe of Example Ltd"), total: "20.00 EUR", base: "20.00 EUR", steps: []string{manager, finance}, work: true},
		"another currency":      {raw: with(claim(), "lines.0.amount", "20 USD"), total: "20.00 USD", base: "8.00 EUR", steps: []string{manager}, work: true},
		"two currencies":        {raw: second(claim(), "lines.1.amount", "30 USD"), total: "35.00 EUR", base: "35.00 EUR", steps: []string{manager}, work: true},
		"an old one":            {raw: with(claim(), "lines.0.date", "2026-08-17"), total: "20.00 EUR", base: "20.00 EUR", steps: []string{manager}, warns: []string{"lines.0.date"}, work: true},
		"90 days old":           {raw: with(claim(), "lines.0.date", "2026-08-18"), total: "20.00 EUR", base: "20.00 EUR", steps: []string{manager}, work: true},
		"tax as much as it":     {raw: second(claim(), "lines.1.tax", "30"), total: "50.00 EUR", base: "50.00 EUR", steps: []string{manager}, warns: []string{"lines.1.receipt"}, blocks: []string{"lines.1.tax"}, work: true},
		"tax in another":        {raw: with(claim(), "lines.0.tax", "1 USD"), total: "20.00 EUR", base: "20.00 EUR", steps: []string{manager}, blocks: []string{"lines.0.tax"}, work: true},
		"no rate":               {raw: with(claim(), "lines.0.amount", "20 GBP"), total: "20.00 GBP", missing: []request.MissingRate{{From: "GBP", Date: "2026-11-12"}}},
		"no rates": {
			raw:   second(with(claim(), "lines.0.amount", "20 GBP", "lines.2.date", "2026-11-12", "lines.2.merchant", "x", "lines.2.category", "meal", "lines.2.amount", "9 GBP", "lines.2.cost_centre", "eng"), "lines.1.amount", "20 CHF"),
			total: "0.00 EUR", missing: []request.MissingRate{{From: "GBP", Date: "2026-11-12"}, {From: "CHF", Date: "2026-11-13"}},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := now(t)
			sent, problems := prepare(t, kind(t, "expense"), m, tt.raw)
			var warns, blocks []string
			for _, w := range sent.Warnings {
				warns = append(warns, w.Path)
			}
			for _, p := range problems {
				blocks = append(blocks, p.Path)
			}
			assert.Equal(t, tt.warns, warns)
			assert.Equal(t, tt.blocks, blocks)
			assert.Equal(t, tt.steps, names(sent))
			assert.Equal(t, tt.work, sent.Work != nil)
			assert.Equal(t, tt.total, sent.Sum.Total.String())
			assert.Equal(t, tt.missing, sent.Sum.Missing)
			assert.Equal(t, tt.missing != nil, sent.Sum.Base == nil)
			assert.Equal(t, tt.missing != nil, len(sent.Holds) == 1)
			if tt.base != "" {
				assert.Equal(t, tt.base, sent.Sum.Base.String())
			}
		})
	}
}

func TestWhatIsFrozenWithAClaim(t *testing.T) {
	t.Parallel()
	m, k := now(t), kind(t, "expense")
	sent, _ := prepare(t, k, m, second(with(claim(), "lines.0.amount", "1 USD"), "lines.1.amount", "600 USD", "lines.1.date", "2026-11-12"))
	assert.Equal(t, "expense", sent.Kind)
	assert.Equal(t, k.Hash, sent.Policy)
	assert.Equal(t, "ana@x", sent.Requester)
	assert.Equal(t, []string{"U1"}, sent.Accounts)
	assert.Empty(t, sent.Excluded)
	assert.Equal(t, "Visit to a customer", sent.Title)
	assert.Equal(t, m.Now, sent.Created)
	assert.Equal(t, &request.Work{Team: "payables", Otherwise: "director", Do: "Mark as reimbursed", Done: "Reimbursed"}, sent.Work)
	require.Len(t, sent.Sum.Rates, 1, "each rate once")
	assert.Equal(t, "2026-11-10", sent.Sum.Rates[0].Date)
	assert.Equal(t, "Sample bank", sent.Sum.Rates[0].Source)
	assert.Equal(t, request.Step{
		Name: "Manager", Need: 1, Rules: []request.Rule{{Kind: request.ManagerOf, Of: "ana@x"}}, Otherwise: []request.Rule{{Kind: request.ByRole, Of: "director"}},
	}, sent.Steps[0])
}

func TestAMissingRateIsAskedForAndGiven(t *testing.T) {
	t.Parallel()
	m, k := now(t), kind(t, "expense")
	raw := with(claim(), "lines.0.amount", "400 GBP")
	sent, problems := prepare(t, k, m, raw)
	require.Empty(t, problems)
	assert.Empty(t, sent.Steps)
	assert.Nil(t, sent.Work)
	assert.Equal(t, []request.Hold{{
		Kind: request.RateHold, Say: "the exchange rate to EUR is missing for GBP on 2026-11-12", Since: m.Now,
		Release: request.Rule{Kind: request.ByRole, Of: "finance"}, Otherwise: []request.Rule{{Kind: request.ByRole, Of: "director"}},
	}}, sent.Holds)

	m.Rates = []money.Rate{
		{From: "GBP", To: "EUR", Value: decimal.New(2, 0), Date: "2026-11-11", Source: "of another day"},
		{From: "USD", To: "EUR", Value: decimal.New(2, 0), Date: "2026-11-12", Source: "of another currency"},
		{From: "GBP", To: "CHF", Value: decimal.New(2, 0), Date: "2026-11-12", Source: "to another currency"},
	}
	sent, _ = prepare(t, k, m, raw)
	assert.Len(t, sent.Holds, 1)

	m.Rates = append(m.Rates, money.Rate{From: "GBP", To: "EUR", Value: decimal.New(2, 0), Date: "2026-11-12", Source: "by hand"})
	sent, _ = prepare(t, k, m, raw)
	assert.Empty(t, sent.Holds)
	assert.Equal(t, "800.00 EUR", sent.Sum.Base.String())
	assert.Equal(t, "by hand", sent.Sum.Rates[0].Source)
	assert.Equal(t, []string{"Manager", "Cost centre owner", "Finance"}, names(sent), "the steps follow from the amount")
	assert.Equal(t, "lines.0.receipt", sent.Warnings[0].Path, "and so do the checks")
}

func TestAPurchase(t *testing.T) {
	t.Parallel()
	raw := map[string]string{"item": "Monitor", "vendor": "Screens Ltd", "amount": "249.99", "cost_centre": "eng", "reason": "Mine broke", "needed_by": "2026-12-24"}
	for amount, want := range map[string]struct {
		steps []string
		warns int
	}{
		"249.99 EUR": {[]string{"Manager"}, 0},
		"250 EUR":    {[]string{"Manager", "Cost centre owner"}, 0},
		"999.99 EUR": {[]string{"Manager", "Cost centre owner"}, 0},
		"1000 EUR":   {[]string{"Manager", "Cost centre owner", "Finance"}, 1},
		"2000 USD":   {[]string{"Manager", "Cost centre owner", "Finance"}, 1},
		"10000 EUR":  {[]string{"Manager", "Cost centre owner", "Finance", "Directors"}, 1},
	} {
		sent, problems := prepare(t, kind(t, "purchase"), now(t), with(raw, "amount", amount))
		assert.Empty(t, problems)
		assert.Equal(t, want.steps, names(sent), amount)
		assert.Len(t, sent.Warnings, want.warns, amount)
		assert.Equal(t, "Monitor from Screens Ltd", sent.Title)
		assert.Equal(t, "procurement", sent.Work.Team)
		if amount == "10000 EUR" {
			assert.Equal(t, 2, sent.Steps[3].Need)
		}
		if amount == "2000 USD" {
			assert.Equal(t, "1,000.00 EUR", sent.Sum.Base.String(), "the rate of today, since the day it is needed by is still to come")
			assert.Equal(t, "2026-11-13", sent.Sum.Rates[0].Date)
		}
	}
}

func TestLeave(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		kind, from, to string
		steps          []string
		warns, blocks  []string
	}{
		"annual":           {"annual", "2026-12-21", "2026-12-24", []string{"Manager"}, nil, nil},
		"long, soon":       {"annual", "2026-11-23", "2026-11-27", []string{"Manager"}, []string{"from"}, nil},
		"long, in time":    {"annual", "2026-11-30", "2026-12-04", []string{"Manager"}, nil, nil},
		"in the past":      {"annual", "2026-11-13", "2026-11-13", []string{"Manager"}, []string{"from"}, nil},
		"the wrong way":    {"annual", "2026-12-24", "2026-12-21", []string{"Manager"}, nil, []string{"to"}},
		"sick, as it goes": {"sick", "2026-11-13", "2026-11-20", []string{"Manager"}, nil, nil},
		"parental":         {"parental", "2027-01-04", "2027-03-31", []string{"Manager", "People team"}, nil, nil},
	}
	for name, tt := range tests {
		sent, problems := prepare(t, kind(t, "leave"), now(t), map[string]string{"type": tt.kind, "from": tt.from, "to": tt.to})
		var warns, blocks []string
		for _, w := range sent.Warnings {
			warns = append(warns, w.Path)
		}
		for _, p := range problems {
			blocks = append(blocks, p.Path)
		}
		assert.Equal(t, tt.steps, names(sent), name)
		assert.Equal(t, tt.warns, warns, name)
		assert.Equal(t, tt.blocks, blocks, name)
		assert.Nil(t, sent.Work, name)
		assert.Nil(t, sent.Sum, name)
	}
	sent, _ := prepare(t, kind(t, "leave"), now(t), map[string]string{"type": "annual", "from": "2026-12-21", "to": "2026-12-24"})
	assert.Equal(t, "Annual leave, 21 Dec 2026 to 24 Dec 2026", sent.Title)
}

func TestAccess(t *testing.T) {
	t.Parallel()
	raw := map[string]string{"person": "ben@x", "system": "crm", "level": "read", "reason": "A project"}
	sent, problems := prepare(t, kind(t, "access"), now(t), raw)
	require.Empty(t, problems)
	assert.Equal(t, "Customer database: Read for Ben", sent.Title)
	assert.Equal(t, []string{"ben@x"}, sent.Excluded, "whom it is for never decides on it")
	assert.Equal(t, []string{"U1", "U2"}, sent.Accounts, "under whichever address they come")
	assert.Equal(t, []string{"Manager"}, names(sent))
	assert.Equal(t, []request.Rule{{Kind: request.ManagerOf, Of: "ben@x"}}, sent.Steps[0].Rules)
	assert.Equal(t, "it", sent.Work.Team)

	sent, _ = prepare(t, kind(t, "access"), now(t), with(raw, "person", "ana@x", "system", "hr"))
	assert.Empty(t, sent.Excluded, "who asks is not named twice")
	assert.Equal(t, []string{"Manager", "Security"}, names(sent))

	_, problems, err := kind(t, "access").Prepare(form.Values{"person": {Text: "cy@x"}, "system": {Text: "crm"}, "level": {Text: "admin"}, "reason": {Text: "x"}}, now(t))
	require.NoError(t, err)
	var paths []string
	for _, p := range problems {
		paths = append(paths, p.Path)
	}
	assert.Equal(t, []string{"person", "until"}, paths, "somebody who left, and no end")
}

func TestAVendor(t *testing.T) {
	t.Parallel()
	raw := map[string]string{
		"name": "Paper Ltd", "country": "US", "contact": "sales@paper.example", "phone": "+49 30 901820", "cost_centre": "eng", "reason": "Paper", "yearly": "5000 USD",
	}
	sent, problems := prepare(t, kind(t, "vendor"), now(t), raw)
	assert.Empty(t, problems)
	assert.Equal(t, "Paper Ltd (United States)", sent.Title)
	assert.Equal(t, []string{"Cost centre owner", "Finance"}, names(sent))
	assert.Nil(t, sent.Sum)
	sent, _ = prepare(t, kind(t, "vendor"), now(t), with(raw, "personal_data", "true"))
	assert.Equal(t, []string{"Cost centre owner", "Security", "Finance"}, names(sent))
	assert.Equal(t, "documents", sent.Warnings[0].Path)
}
