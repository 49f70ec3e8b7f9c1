package form

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestParseEveryType(t *testing.T) {
	t.Parallel()
	f := compile(t, claim())
	values, problems := f.Parse(full(), context())
	require.Empty(t, problems)
	got, err := json.Marshal(values)
	require.NoError(t, err)
	assert.JSONEq(t, `{
		"purpose": {"text": "Visit to a client"},
		"lines": {"lines": [
			{"date": {"date": "2026-11-19"}, "merchant": {"text": "Cab & Co"}, "category": {"text": "taxi"},
			 "amount": {"money": {"value": "1042.50", "currency": "EUR"}},
			 "receipt": {"files": [{"name": ".._r.pdf", "type": "pdf", "size": 12, "source": "F1"}]}},
			{"date": {"date": "2026-11-18"}, "merchant": {"text": "Da Enzo"}, "category": {"text": "meal"},
			 "amount": {"money": {"value": "20.00", "currency": "USD"}}, "attendees": {"text": "Ann\n\nBob"}}]},
		"cost_centre": {"text": "CC2"}, "tags": {"list": ["travel", "urgent"]}, "person": {"text": "U2"},
		"others": {"list": ["U3", "U4"]}, "team": {"text": "it"}, "quantity": {"number": "1234.5"},
		"total": {"money": {"value": "-99.90", "currency": "EUR"}}, "email": {"text": "Ann@example.com"},
		"phone": {"text": "+4930901820"}, "link": {"text": "https://example.com/a?b=c"},
		"iban": {"text": "DE89370400440532013000"}, "vat": {"text": "DE136695976"}, "code": {"text": "AB12"}
	}`, string(got))
	assert.Empty(t, f.Check(values, context()))
	again, problems := f.Parse(f.Raw(values), context())
	require.Empty(t, problems)
	assert.Equal(t, values, again)
	var read Values
	require.NoError(t, json.Unmarshal(got, &read))
	assert.Equal(t, values, read)
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", maxText+1)
	for _, c := range []struct{ path, text, say string }{
		{"purpose", "", `Fill in "Purpose".`},
		{"purpose", "\u200b\u202e \u2060\u200d", `Fill in "Purpose".`},
		{"purpose", "ab", "at least 3 characters; now there are 2"},
		{"purpose", strings.Repeat("é", 81), "at most 80 characters"},
		{"purpose", strings.Repeat("a", maxTyped+1), "far too long"},
		{"lines.0.merchant", long, "at most 3000 characters"},
		{"lines.0.merchant", " ", `Fill in "Merchant".`},
		{"lines.0.date", "31.02.2026", "no such day"},
		{"lines.0.date", "tomorrow", "21 Nov 2026 is too late. Choose 20 Nov 2026 or earlier."},
		{"lines.0.date", "2026-08-01", "too early. Choose 22 Aug 2026 or later."},
		{"week", "2026-11-17", "17 Nov 2026 is a Tuesday. Choose a Monday: 16 Nov 2026 or 23 Nov 2026."},
		{"month", "2026-02-28", "28 Feb 2026 is not the first of a month. Choose 1 Feb 2026 or 1 Mar 2026."},
		{"lines.0.date", "", `Choose a day for "Date".`},
		{"lines.0.category", "bribe", `"bribe" is not one of the choices. Choose Taxi, Meal or Gift.`},
		{"lines.0.category", "Taxi", "not one of the choices"},
		{"lines.0.category", "", `Choose one for "Category".`},
		{"lines.0.amount", "", `Write an amount for "Amount"`},
		{"lines.0.amount", "0", "0.00 EUR is too little. Write 0.01 or more."},
		{"lines.0.amount", "5000.01", "too much. Write 5000 EUR or less."},
		{"lines.0.amount", "10000.02 USD", "too much"},
		{"lines.0.amount", "1e309", "amount"},
		{"lines.0.amount", "-0.01", "too little"},
		{"lines.0.amount", "１２８", "digits"},
		{"lines.0.amount", "0x10", ""},
		{"lines.0.amount", "1.2345", "digits after the point"},
		{"lines.0.amount", "100.5 JPY", "no smaller unit"},
		{"lines.0.amount", "92233720368547758.08", "more than 12 digits"},
		{"lines.0.amount", "NaN", ""},
		{"no_receipt", "maybe", "neither yes nor no"},
		{"cost_centre", "CC9", "Choose Sales or CC2."},
		{"tags", "urgent,travel", "not one of the choices"},
		{"person", "U404", `"U404" is not a person of this company.`},
		{"person", "<!channel>", "not a person"},
		{"team", "finance", `"finance" is not a team of this company.`},
		{"quantity", "1e5", "not a number"},
		{"quantity", "0x10", "not a number"},
		{"quantity", "１２８", "not a number"},
		{"quantity", "1.234", "1.234 could mean 1234 or 1.234. Write 1234 or 1.2340."},
		{"quantity", "1,23,456", "not a number"},
		{"quantity", "12.3.4", "not a number"},
		{"quantity", "1234567890123456", "not a number"},
		{"quantity", "0.49", "too small. Write 0.5 or more."},
		{"quantity", "1000000.1", "too large. Write 1000000 or less."},
		{"total", "-100.01", "too little"},
		{"code", "ab12", `"ab12" does not have the expected form. Write two capitals`},
		{"code", "AB12\nAB12", "expected form"},
		{"email", "ann", "not an e-mail address"},
		{"email", "Ann <ann@example.com>", "not an e-mail address"},
		{"email", strings.Repeat("a", 64) + "@" + strings.Repeat("b.", 100) + "example", "not an e-mail address"},
		{"email", "ann@localhost", "with its domain"},
		{"email", "a@b.c, d@e.f", "not an e-mail address"},
		{"phone", "030", "not a phone number that exists"},
		{"phone", strings.Repeat("1", 60), "not a phone number"},
		{"phone", "+49 30 901820 ext. 5", "extension"},
		{"link", "example.com", "https://"},
		{"link", "javascript:alert(1)", "https://"},
		{"link", "https://", "names no site"},
		{"link", "https://files.slack.com@evil.example/", "user name"},
		{"link", "<https://evil.example|https://bank.example>", "not a web address"},
		{"link", "https://example.com/" + strings.Repeat("a", 2000), "longer than 2000"},
	} {
		t.Run(c.path+" "+shorten(c.text), func(t *testing.T) {
			t.Parallel()
			f := compile(t, claim())
			raw := full()
			raw[c.path] = Input{Text: c.text}
			values, problems := f.Parse(raw, context())
			require.Len(t, problems, 1)
			assert.Equal(t, c.path, problems[0].Path)
			assert.Contains(t, problems[0].Say, c.say)
			assert.Contains(t, ".\"", problems[0].Say[len(problems[0].Say)-1:])
			if key, sub, deeper := strings.Cut(c.path, ".0."); deeper {
				assert.NotContains(t, values[key].Lines[0], sub)
			} else {
				assert.NotContains(t, values, key)
			}
		})
	}
}

func TestParseLists(t *testing.T) {
	t.Parallel()
	f := compile(t, claim())
	raw := full()
	raw["tags"] = Input{List: []string{"urgent", "travel", "client"}}
	raw["others"] = Input{List: []string{"U1", "U404"}}
	raw["lines.0.receipt"] = Input{Files: []File{{Source: "F1"}, {Source: "F2"}, {Source: "F1"}, {Source: "F3"}}}
	_, problems := f.Parse(raw, context())
	assert.Equal(t, []Problem{
		{Path: "lines.0.receipt", Say: "Add at most 2 files; now there are 3."},
		{Path: "tags", Say: "Choose at most 2 choices; now there are 3."},
		{Path: "others", Say: `"U404" is not a person of this company. Choose one from the list.`},
	}, problems)
}

func TestPeopleAreKnownByTheirFullNameWhereNobodyChooses(t *testing.T) {
	t.Parallel()
	f := compile(t, claim())
	ctx := context()
	ctx.Named = func(name string) Namesakes {
		return Namesakes{Full: map[string][]string{"Ben Okafor": {"ben@corp.example"}, "Jo Li": {"jo@corp.example", "jo.li@corp.example"}}[name], Near: map[string][]string{"Ben Okafr": {"Ben Okafor"}}[name]}
	}
	raw := full()
	raw["others"] = Input{List: []string{"Ben Okafor", "U1"}}
	values, problems := f.Parse(raw, ctx)
	assert.Empty(t, problems)
	assert.Equal(t, []string{"ben@corp.example", "U1"}, values["others"].List)
	for text, say := range map[string]string{
		"Jo Li":       `"Jo Li" is the name of 2 people. Write the address of the one you mean: jo@corp.example, jo.li@corp.example.`,
		"Ben Okafr":   `"Ben Okafr" is not a person of this company. Did you mean Ben Okafor? Write their address or full name.`,
		"Nobody Here": `"Nobody Here" is not a person of this company. Write their address or full name.`,
	} {
		raw["others"] = Input{List: []string{text}}
		_, problems = f.Parse(raw, ctx)
		assert.Equal(t, []Problem{{Path: "others", Say: say}}, problems)
	}
}

func TestRequiredAndShownWhen(t *testing.T) {
	t.Parallel()
	f := compile(t, claim())
	raw := full()
	delete(raw, "lines.0.receipt")
	raw["lines.2.amount"] = Input{Text: "110 USD"}
	raw["lines.2.attendees"] = Input{}
	_, problems := f.Parse(raw, context())
	assert.Equal(t, []Problem{
		{Path: "lines.0.receipt", Say: `Add a file for "Receipt".`},
		{Path: "lines.2.attendees", Say: `Fill in "Attendees".`},
		{Path: "lines.2.receipt", Say: `Add a file for "Receipt".`},
	}, problems)
	raw["no_receipt"], raw["why_lost"] = Input{List: []string{"yes"}}, Input{}
	raw["lines.2.category"] = Input{Text: "taxi"}
	_, problems = f.Parse(raw, context())
	assert.Equal(t, []Problem{{Path: "why_lost", Say: `Fill in "Why lost".`}}, problems)
	raw["why_lost"] = Input{Text: "It blew away"}
	raw["lines.2.attendees"] = Input{Text: "hidden, so dropped"}
	values, problems := f.Parse(raw, context())
	assert.Empty(t, problems)
	assert.Equal(t, "It blew away", values["why_lost"].Text)
	assert.True(t, values["no_receipt"].Checked)
	assert.NotContains(t, values["lines"].Lines[1], "attendees")
}

func TestNumberOfLines(t *testing.T) {
	t.Parallel()
	f := compile(t, claim())
	line := func(raw Raw, n int) {
		prefix := "lines." + strconv.Itoa(n) + "."
		raw[prefix+"date"], raw[prefix+"merchant"] = Input{Text: "today"}, Input{Text: "Shop"}
		raw[prefix+"category"], raw[prefix+"amount"] = Input{Text: "gift"}, Input{Text: "5"}
	}
	raw := Raw{"purpose": {Text: "Gifts"}}
	for n := range 4 {
		line(raw, n+10)
	}
	_, problems := f.Parse(raw, context())
	assert.Equal(t, []Problem{{Path: "lines.13.date", Say: "Fill in at most 3 lines; now there are 4."}}, problems)

	// A prefilled line that nobody touched is none; the only one is asked for in full.
	raw = Raw{"purpose": {Text: "Gifts"}, "lines.1.date": {Text: "2026-11-20"}}
	_, problems = f.Parse(raw, context())
	assert.Equal(t, []string{"lines.0.date", "lines.0.merchant", "lines.0.category", "lines.0.amount"}, paths(problems))
	line(raw, 0)
	values, problems := f.Parse(raw, context())
	assert.Empty(t, problems)
	assert.Len(t, values["lines"].Lines, 1)
	raw["lines.1.date"] = Input{Text: "2026-11-19"}
	_, problems = f.Parse(raw, context())
	assert.Equal(t, []string{"lines.1.merchant", "lines.1.category", "lines.1.amount"}, paths(problems))
}

func TestLinesWithoutRequiredFields(t *testing.T) {
	t.Parallel()
	f := compile(t, []Field{
		{Key: "gifts", Type: Checkbox},
		{Key: "items", Type: Lines, RequiredWhen: "gifts", Fields: []Field{{Key: "what", Type: Text}, {Key: "more", Type: Text, ShowWhen: `what != ""`}}},
		{Key: "two", Type: Lines, Min: "2", Fields: []Field{{Key: "sub", Type: Text, ShowWhen: "gifts"}}},
	})
	_, problems := f.Parse(Raw{"gifts": {Text: "on"}, "two.0.sub": {Text: "a"}}, Context{})
	assert.Equal(t, []Problem{
		{Path: "items.0.what", Say: `Fill in at least one line of "Items".`}, {Path: "two.0.sub", Say: "Fill in at least 2 lines; now there is 1."},
	}, problems)
	values, problems := f.Parse(Raw{"items.0.more": {Text: "hidden"}, "two.5.sub": {Text: "hidden"}}, Context{})
	assert.Equal(t, []Problem{{Path: "two.0.sub", Say: "Fill in at least 2 lines; now there are 0."}}, problems)
	assert.Empty(t, values)
}

func TestConditionThatFails(t *testing.T) {
	t.Parallel()
	f := compile(t, []Field{
		{Key: "a", Type: Number},
		{Key: "b", Type: Text, ShowWhen: "1 / a > 2"},
		{Key: "c", Type: Text, RequiredWhen: "1 / a > 2"},
		{Key: "d", Type: Lines, RequiredWhen: "1 / a > 2", Fields: []Field{{Key: "e", Type: Text}}},
	})
	_, problems := f.Parse(Raw{}, Context{})
	assert.Equal(t, []string{"b", "c", "d.0.e"}, paths(problems))
	for _, p := range problems {
		assert.Contains(t, p.Say, "it divides by zero")
	}
}

func paths(problems []Problem) []string {
	var paths []string
	for _, p := range problems {
		paths = append(paths, p.Path)
	}
	return paths
}
