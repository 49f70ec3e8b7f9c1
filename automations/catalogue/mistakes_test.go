package catalogue_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/catalogue"
)

// good is a kind without mistakes, one thing a line.
const good = `kind: visit
title: Visit
about: Announce a visitor
prefix: VIS
command: /visit
aliases: [guest]
summary: "{name}"
fields:
  - {key: name, type: text}
  - {key: day, type: date}
  - {key: host, type: team}
  - {key: badge, type: file}
  - {key: cost, type: money}
  - key: lines
    type: lines
    fields:
      - {key: price, type: money}
      - {key: on, type: date}
      - {key: who, type: person, beneficiary: true}
amount: lines.price
date: lines.on
drop: badge
checks:
  - {each: lines, field: lines.price, when: line.price.value > 9, warn: That is much.}
  - {field: name, when: name == "x", block: Write the name.}
route:
  - {step: Host, approvers: [{team: host}]}
work: {team: IT, do: Mark as received, done: Received}
remind: 90m
`

func TestEveryMistakeIsSaidWithItsLine(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		old, text string // replaces in the good kind
		want      string // the whole list of problems
	}{
		"unknown setting":     {"about: A", "abuot: A", `k.yaml:3: there is no setting "abuot" here; did you mean about?`},
		"not YAML":            {"kind: visit", "kind: [", "k.yaml:1: a list in brackets does not end: write a comma between its entries and ] after the last, such as [a, b]"},
		"kind":                {"kind: visit", "kind: Visit", `k.yaml:1: "Visit" is no name for a kind: write 2 to 31 small letters, digits or _, such as expense`},
		"no title":            {"title: Visit", "title: \"  \"", "k.yaml:2: every kind needs a title of at most 24 characters, such as: title: Expense claim"},
		"long title":          {"title: Visit", "title: A title of 25 characters!", "k.yaml:2: every kind needs a title of at most 24 characters, such as: title: Expense claim"},
		"prefix":              {"prefix: VIS", "prefix: V1", `k.yaml:4: "V1" cannot start a number: write 2 to 5 capital letters, such as EXP`},
		"command":             {"command: /visit", "command: visit", `k.yaml:5: "visit" is no slash command: write / and small letters, such as /expense`},
		"about":               {"about: Announce a visitor", "about: ", "k.yaml:3: say in one sentence what the kind is for: about: Get back what you paid for work"},
		"fields":              {"  - {key: name, type: text}\n", "  - {key: name, type: txt}\n", `k.yaml:9: there is no type "txt": did you mean text?`},
		"field of lines":      {"{key: on, type: date}", "{key: on, type: date, max: soon}", "k.yaml:18: max: soon does not work for a field of type date: "},
		"no list":             {"{key: cost, type: money}", "{key: cost, type: select, source: cost_centers}", `k.yaml:13: there is no list "cost_centers"; did you mean cost_centres?`},
		"condition of field":  {"{key: cost, type: money}", "{key: cost, type: money, required_when: nme == \"x\"}", "k.yaml:13: required_when: "},
		"amount":              {"amount: lines.price", "amount: name", `k.yaml:20: "name" is no field of type money: write its key, or lines.amount for the sum over lines`},
		"sum of nothing":      {"remind: 90m", "sum: {of: [], days: 0}", "k.yaml:29: write the fields in which requests that belong together are the same, such as of: [lines.merchant, lines.category]"},
		"sum of no time":      {"remind: 90m", "sum: {of: [name], days: 0}", "k.yaml:29: write how many days the requests lie apart at most, from 1 to 366, such as days: 30"},
		"sum of what is not":  {"remind: 90m", "sum: {of: [day], days: 9}", `k.yaml:29: "day" is no field with a text, a choice or a person`},
		"no amount":           {"amount: lines.price", "amount: lines.prize", `k.yaml:20: "lines.prize" is no field of type money: write its key, or lines.amount for the sum over lines`},
		"date":                {"date: lines.on", "date: name", `k.yaml:21: "name" is no field of type date`},
		"date elsewhere":      {"amount: lines.price", "amount: cost", "k.yaml:21: the date lines.on does not stand beside the amount: name one outside of lines"},
		"drop":                {"drop: badge", "drop: name", `k.yaml:22: "name" is no field of type file`},
		"reads nowhere":       {"drop: badge", "reads: {name: seller}", "k.yaml:22: nothing is read where no files are dropped: write drop: with the field that takes them"},
		"reads of lines":      {"drop: badge", "drop: badge\nreads: {lines.on: issue_date}", `k.yaml:23: there is no field "lines.on" beside badge, from whose files it would be read`},
		"reads a file":        {"drop: badge", "drop: badge\nreads: {badge: seller}", "k.yaml:23: a field of type file cannot be read from a document: name one of type text, money or date"},
		"reads what":          {"drop: badge", "drop: badge\nreads: {name: seler}", `k.yaml:23: no document says "seler"; did you mean seller?`},
		"reads an amount":     {"drop: badge", "drop: badge\nreads: {name: total_gross}", "k.yaml:23: total_gross does not fit a field of type text"},
		"no check":            {", warn: That is much.}", "}", "k.yaml:24: write either warn: or block: with the sentence that people see"},
		"both":                {"warn: That is much.}", "warn: a, block: b}", "k.yaml:24: write either warn: or block: with the sentence that people see"},
		"field of check":      {"{field: name, when", "{field: nme, when", `k.yaml:25: there is no field "nme"`},
		"check of lines":      {"{field: name, when", "{field: lines.on, when", "k.yaml:25: lines.on is asked of every line: write each: lines too"},
		"check of a line":     {"field: lines.price, when", "field: name, when", "k.yaml:24: name is no field of lines: write one such as lines.amount"},
		"each":                {"each: lines, field: lines.price, when: line.price.value > 9", "each: name, when: name == \"x\"", `k.yaml:24: "name" is no field of type lines`},
		"always":              {"when: name == \"x\", block", "block", "k.yaml:25: say when the sentence applies, such as when: amount.base > 500"},
		"condition of check":  {"when: name == \"x\", block", "when: nme == \"x\", block", "k.yaml:25: "},
		"route":               {"{step: Host, approvers", "{approvers", "k.yaml:27: every step needs a name people understand: write for example `step: Manager`"},
		"team of route":       {"approvers: [{team: host}]", "approvers: [{team: payable}]", `k.yaml:27: there is no team "payable"; did you mean payables?`},
		"team of fallback":    {"approvers: [{team: host}]", "approvers: [{team: host}], otherwise: [{team: payable}]", `k.yaml:27: there is no team "payable"; did you mean payables?`},
		"team of work":        {"team: IT", "team: ot", `k.yaml:28: there is no team "ot"; write one of it, payables, procurement`},
		"no team":             {"team: IT, ", "", "k.yaml:28: say which team does it: team: payables or procurement or it"},
		"no button":           {"do: Mark as received, ", "", "k.yaml:28: say what the button reads and what is true afterwards: do: Mark as paid, done: Paid"},
		"no outcome":          {", done: Received", "", "k.yaml:28: say what the button reads and what is true afterwards: do: Mark as paid, done: Paid"},
		"condition of work":   {"done: Received", "done: Received, when: nme == \"x\"", "k.yaml:28: "},
		"remind":              {"remind: 90m", "remind: soon", `k.yaml:29: "soon" is no working time: write for example 8h or 90m`},
		"remind at once":      {"remind: 90m", "remind: 59s", `k.yaml:29: "59s" is no working time: write for example 8h or 90m`},
		"summary":             {"{name}", "{nme}", `k.yaml:7: there is no field "nme" to put in the summary: write the key of a field outside of lines`},
		"summary of capitals": {"{name}", "{Name}", `k.yaml:7: there is no field "Name" to put in the summary: write the key of a field outside of lines`},
		"summary of lines":    {"{name}", "{lines.price}", `k.yaml:7: there is no field "lines.price" to put in the summary: write the key of a field outside of lines`},
		"no summary":          {"summary: \"{name}\"", "summary: \"\"", `k.yaml:7: say what one line tells of a request: summary: "{purpose}"`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, 1, strings.Count(good, tt.old), tt.old)
			text := strings.Replace(good, tt.old, tt.text, 1)
			_, problems := catalogue.Load(company(), nil, []catalogue.File{{Name: "k.yaml", Body: []byte(text)}})
			require.NotEmpty(t, problems)
			var said []string
			for _, p := range problems {
				said = append(said, p.String())
			}
			all := strings.Join(said, "\n")
			if strings.HasSuffix(tt.want, ": ") || strings.HasSuffix(tt.want, "date: ") {
				assert.True(t, strings.HasPrefix(all, tt.want), all)
			} else {
				assert.Contains(t, said, tt.want)
			}
			if name != "not YAML" {
				assert.LessOrEqual(t, len(said), 2, "one mistake is not told many times: %s", all)
			}
		})
	}
	_, problems := catalogue.Load(company(), nil, []catalogue.File{{Name: "k.yaml", Body: []byte(good)}})
	assert.Empty(t, problems)
}

func TestAllMistakesAreToldAtOnce(t *testing.T) {
	t.Parallel()
	_, problems := catalogue.Load(company(), nil, yamls("kind: x\n", "title: y\n"))
	var said []string
	for _, p := range problems {
		said = append(said, p.String())
	}
	text := strings.Join(said, "\n")
	for _, want := range []string{"own1.yaml:1: \"x\" is no name", "own1.yaml: every kind needs a title", "own1.yaml: a kind needs at least one field", "own2.yaml: \"\" cannot start a number"} {
		assert.Contains(t, text, want)
	}
}

func TestAnUnknownSettingHidesNoFurtherMistakes(t *testing.T) {
	t.Parallel()
	text := strings.NewReplacer("route:", "rout:", "VIS", "v1", "/visit", "visit", "{team: host}", "{team: payable}").Replace(good)
	_, problems := catalogue.Load(company(), nil, []catalogue.File{{Name: "k.yaml", Body: []byte(text)}})
	var said []string
	for _, p := range problems {
		said = append(said, p.String())
	}
	assert.Equal(t, []string{
		`k.yaml:26: there is no setting "rout" here; did you mean route?`,
		`k.yaml:4: "v1" cannot start a number: write 2 to 5 capital letters, such as EXP`,
		`k.yaml:5: "visit" is no slash command: write / and small letters, such as /expense`,
		`k.yaml:27: there is no team "payable"; did you mean payables?`,
	}, said)
}

func TestNamesBelongToOneKind(t *testing.T) {
	t.Parallel()
	change := func(pairs ...string) string { return strings.NewReplacer(pairs...).Replace(good) }
	other := func(pairs ...string) string {
		return change(append(pairs, "kind: visit", "kind: tour", "title: Visit", "title: Tour", "VIS", "TOUR", "/visit", "/tour", "[guest]", "[group]")...)
	}
	files, err := catalogue.Builtin()
	require.NoError(t, err)
	tests := map[string]struct {
		own  []string
		want string // of the only problem
	}{
		"two of a kind":      {[]string{good, good}, "own2.yaml:1: there are two kinds called visit: rename one"},
		"prefix":             {[]string{good, other("VIS", "VIS")}, "own2.yaml:4: the prefix VIS belongs to the kind visit already: choose another"},
		"command":            {[]string{good, other("/visit", "/visit")}, "own2.yaml:5: the command /visit belongs to the kind visit already: choose another"},
		"title":              {[]string{good, other("title: Visit", "title: visit")}, `own2.yaml:2: the kind visit is called "visit" already: choose another title`},
		"alias":              {[]string{good, other("[guest]", "[group, Guest]")}, `own2.yaml:6: the kind visit is called "Guest" already: choose another alias`},
		"alias of a title":   {[]string{good, other("[guest]", "[Visit]")}, `own2.yaml:6: the kind visit is called "Visit" already: choose another alias`},
		"prefix of built-in": {[]string{change("VIS", "EXP")}, "own1.yaml:4: the prefix EXP belongs to the kind expense already: choose another"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, problems := catalogue.Load(company(), files, yamls(tt.own...))
			require.Len(t, problems, 1)
			assert.Equal(t, tt.want, problems[0].String())
		})
	}
	c, problems := catalogue.Load(company(), files, yamls(good, other("command: /visit\n", "")))
	require.Empty(t, problems)
	assert.Len(t, c.Kinds(), 10)
}
