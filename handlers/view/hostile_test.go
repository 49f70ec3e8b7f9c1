package view_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/catalogue"
	"factotum/automations/form"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
	"factotum/handlers/view"
)

// hostile are texts that try to become something else in Slack.
func hostile() []string {
	return []string{
		"<!channel>", "<!here>", "<!everyone>", "<@U012>", "<#C1>", "<!subteam^S1>", "<https://evil.example|https://bank.example>",
		"<!date^0^x^https://evil.example|y>", "&lt;!channel&gt;", "*bold* _it_ ~gone~ `code` ```block```", strings.Repeat("😀", 4000),
		"abc\u202egnp.exe", "zero\u200bwidth\u200d", "Taxi\n\n\nApproved by CFO", "> quoted\n• listed", "@channel @here", "https://evil.example www.evil.example",
		":white_check_mark:", "a|b", strings.Repeat("x", 3000), "שלום עולם " + strings.Repeat("ש", 200), strings.Repeat("👩‍👩‍👧", 300), "\x00\x1b[31m", "\xff\xfe",
		"<!channel> " + strings.Repeat("ש😀 <https://evil.example|x> & ", 103), strings.Repeat("Ana-María 李 ", 20)[:200],
	}
}

func all() string {
	return strings.Join(hostile()[:10], " ") + " " + strings.Join(hostile()[11:18], " ")
}

// poison puts a text into everything of a request that comes from people.
func poison(p *paper, text string) *paper {
	for _, field := range p.kind(p.key).Form.Fields() {
		p.file.Request.Values[field.Key] = poisoned(field, p.file.Request.Values[field.Key], text)
	}
	r := &p.file.Request
	r.Title, r.Closing = text, text
	r.Thread = nil
	for i := range 40 {
		r.Thread = append(r.Thread, request.Remark{By: "ben@example.com", At: p.now, Text: text, Question: i%2 == 0})
	}
	for range 40 {
		r.Decisions = append(r.Decisions, request.Decision{
			Step: text, Verdict: request.SentBack, By: "ben@example.com", At: p.now, Comment: text, Why: text,
		})
		r.Warnings = append(r.Warnings, request.Warning{Path: "lines.3.receipt", Say: text})
	}
	r.Round, r.Previous = 1, form.Values{}
	for i := range r.Steps {
		r.Steps[i].Name, r.Steps[i].Why = text, text
	}
	return p
}

func poisoned(field form.Field, v form.Value, text string) form.Value {
	switch field.Type { //nolint:exhaustive // the others hold no free text
	case form.Text, form.Paragraph, form.Email, form.URL, form.Select, form.Person, form.Team:
		v.Text = text
	case form.Upload:
		v.Files = []form.File{{Name: text, Source: "F1"}, {Name: text, Source: "F2"}}
	case form.Lines:
		for lines := 15 + 45*strings.Count(text, "<!channel>"); len(v.Lines) < min(lines, 60); {
			v.Lines = append(v.Lines, form.Values{})
		}
		for i := range v.Lines {
			line := form.Values{}
			for _, sub := range field.Fields {
				line[sub.Key] = poisoned(sub, v.Lines[i][sub.Key], text)
			}
			v.Lines[i] = line
		}
	}
	return v
}

// screens are everything that can be drawn of a request.
func screens(t *testing.T, p *paper, text string) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	for _, reader := range []string{"ines", "ben", "fay", "paula"} {
		s := p.before(reader)
		out["card "+reader] = encoded(t, rendered(t, s))
		out["details "+reader] = encoded(t, view.Details(s, view.Meta{}))
		for _, name := range []string{"ask", "answer", "approve", "return", "reject", "resolve", "remind", "uncopied"} {
			out[name+" "+reader] = encoded(t, rendered(t, p.told(reader, name, "ben", text)))
		}
	}
	s := p.before("ben")
	out["reason"] = encoded(t, view.Reason(view.ActionReturn, s, view.Meta{}))
	out["answer"] = encoded(t, view.Answer(p.before("ines"), view.Meta{}))
	out["resolve"] = encoded(t, view.Resolve(s, view.Meta{}))
	out["price"] = encoded(t, view.Price(s, view.Meta{}))
	out["said"] = encoded(t, view.Said(text, text))
	rows := automations.Rows{Total: 99, Next: "next"}
	for range 10 {
		rows.Rows = append(rows.Rows, automations.Row{File: p.file, Kind: s.Kind})
	}
	home := view.HomeInput{
		Reader: s.Reader, Waiting: rows, Mine: rows, Kinds: p.kinds.Offered(), Now: p.now, Admin: true, Health: text,
		At: view.Pages{Waiting: "x", Mine: "y"},
	}
	home.Undelivered = automations.Failures{Messages: 500, Further: true, Hidden: 7}
	for range 10 {
		home.Undelivered.List = append(home.Undelivered.List, automations.Undelivered{Key: "card/r1/x", Number: text, To: text, Reason: text, Others: 7})
	}
	out["home"] = encoded(t, view.Home(home))
	said, blocks := view.NotUnderstood(text, p.kinds.Offered())
	out["not understood"] = encoded(t, map[string]any{"text": said, "blocks": blocks})
	said, blocks = view.List(rows, s.Reader, p.now)
	out["list"] = encoded(t, map[string]any{"text": said, "blocks": blocks})
	for _, reader := range []string{"ines", "ben"} {
		said, blocks = view.Progress(p.before(reader))
		assert.NotContains(t, said, "://", "no link")
		out["progress "+reader] = encoded(t, map[string]any{"text": said, "blocks": blocks})
	}
	check := view.Check(automations.Preview{
		Kind: s.Kind, Dir: p.dir, Problems: []form.Problem{{Path: "lines.2.x", Say: text}},
		Sent: request.Submission{Title: text, Values: p.file.Request.Values, Warnings: p.file.Request.Warnings, Sum: p.file.Request.Sum, Created: p.now},
		Asked: []automations.StepPreview{{Step: request.Step{Name: text}, Asked: []policy.Candidate{{
			Person: people.Person{Name: text}, Reason: policy.Reason{Rule: request.Rule{Kind: request.OwnerOf}, Because: text, Subject: text},
		}}}},
	}, view.Meta{}, s.Reader)
	out["check"] = encoded(t, check)
	assert.Less(t, len(out["check"]), 20_000)
	var problems []form.Problem
	for i := range 60 {
		problems = append(problems, form.Problem{Path: fmt.Sprintf("lines.%d.merchant", i), Say: text}, form.Problem{Say: text})
	}
	out["form"] = encoded(t, view.Form(view.FormInput{
		Kind: s.Kind, Values: p.file.Request.Values, Dir: p.dir, By: s.Reader, Now: p.now, Problems: problems, Returned: text, Number: "EXP-12",
	}))
	return out
}

func TestHostileTextStaysText(t *testing.T) {
	t.Parallel()
	for i, text := range append(hostile(), all()) {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			o := setup(t)
			o.dir = staff(text)
			for name, make := range map[string]func() *paper{
				"draft":   func() *paper { return o.draft("expense", o.values("expense", taxi("42.50 EUR"))) },
				"pending": func() *paper { return o.sent("expense", o.values("expense", taxi("42.50 EUR"))) },
				"held":    func() *paper { return o.sent("expense", o.values("expense", taxi("42.50 CHF"))) },
				"returned": func() *paper {
					return o.sent("expense", o.values("expense", taxi("42.50 EUR"))).does("ben", request.Return, "x")
				},
				"done": func() *paper {
					return o.sent("expense", o.values("expense", taxi("42.50 EUR"))).does("ben", request.Approve, "").does("paula", request.Resolve, "x")
				},
				"vendor": func() *paper { return o.sent("vendor", o.values("vendor", others()["vendor"])) },
			} {
				if text != all() && name != "pending" { // all of them together go through every state
					continue
				}
				for screen, body := range screens(t, poison(make(), text), text) {
					fits(t, name+": "+screen, body)
					harmless(t, name+": "+screen, string(body))
				}
			}
		})
	}
}

// harmless finds what Slack would read as a mention, a link or a date. Inputs
// hold what was typed, unchanged, and are no text that Slack reads.
func harmless(t *testing.T, name, body string) {
	t.Helper()
	for _, part := range strings.Split(body, `"initial_value":"`)[1:] {
		end := strings.Index(strings.ReplaceAll(part, `\"`, "xx"), `"`)
		body = strings.Replace(body, part[:end], "", 1)
	}
	for _, mark := range []string{"<!", "<@", "<#", "<http", "<mailto", "\u202e", `\u202e`} {
		assert.NotContains(t, body, mark, name)
	}
}

func TestTenThousandMessages(t *testing.T) {
	t.Parallel()
	o := setup(t)
	p := o.sent("expense", o.values("expense", taxi("42.50 EUR")))
	parts, chance := hostile(), rand.New(rand.NewPCG(1, 2))
	for range 10_000 {
		var text string
		for range 1 + chance.IntN(4) {
			part := []rune(parts[chance.IntN(len(parts))])
			text += string(part[:min(len(part), 60)])
		}
		p.file.Request.Title = text
		m := rendered(t, p.told("ines", "ask", "ben", text))
		harmless(t, "line", string(encoded(t, m)))
	}
}

func TestHostileTextReadsAsItWasWritten(t *testing.T) {
	t.Parallel()
	o := setup(t)
	text := all()
	o.dir = staff("Ines <!here> *Moreau*")
	p := poison(o.sent("expense", o.values("expense", taxi("42.50 EUR"))), text)
	p.file.Request.Decisions, p.file.Request.Thread = p.file.Request.Decisions[:1], p.file.Request.Thread[:1]
	p.file.Request.Values["lines"] = form.Value{Lines: p.file.Request.Values["lines"].Lines[:1]}
	p.file.Request.Warnings = p.file.Request.Warnings[:1]
	golden(t, "hostile_card_ben", rendered(t, p.before("ben")))
	golden(t, "hostile_details_ines", view.Details(p.before("ines"), view.Meta{}))
}

func TestManyFieldsFit(t *testing.T) {
	t.Parallel()
	kind := "kind: wide\ntitle: Wide\nabout: Many fields\nprefix: WID\nsummary: '{f0}'\nfields:\n"
	for i := range 45 {
		kind += fmt.Sprintf("  - {key: f%d, label: Field %d, type: paragraph}\n", i, i)
	}
	kind += "  - {key: lines, label: Items, type: lines, fields: [{key: a, label: A, type: text}, {key: b, label: B, type: text}]}\n"
	o := setup(t, catalogue.File{Name: "wide.yaml", Body: []byte(kind)})
	values := form.Values{}
	for i := range 45 {
		values[fmt.Sprintf("f%d", i)] = form.Value{Text: strings.Repeat("Long words ", 250)}
	}
	line := form.Values{"a": {Text: "x"}}
	values["lines"] = form.Value{Lines: []form.Values{line, line, line, line, line, line}}
	p := o.draft("wide", values)
	p.file.Request.State, p.file.Request.Submitted = request.Done, o.now
	for name, body := range screens(t, p, "text") {
		fits(t, name, body)
	}
}

func TestTimesAreTheReadersOwn(t *testing.T) {
	t.Parallel()
	o := setup(t)
	p := o.sent("expense", o.values("expense", taxi("42.50 EUR")))
	s := p.before("ines")
	s.Reader.Zone = "America/New_York"
	assert.Contains(t, rendered(t, s).Text, "since Fri 20 Nov, 08:05")
	s.Now = time.Date(2027, 1, 3, 0, 0, 0, 0, time.UTC)
	assert.Contains(t, rendered(t, s).Text, "since Fri 20 Nov 2026, 08:05")
	s.Reader.Zone = "Nowhere/Nothing"
	m, err := view.Card(automations.Sight{Notice: outbox.Notice{Shape: outbox.Card}, File: s.File, Kind: s.Kind, Reader: s.Reader, Now: s.Now})
	require.NoError(t, err)
	assert.Contains(t, m.Text, "13:05")
}
