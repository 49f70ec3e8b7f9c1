package catalogue

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"factotum/automations/form"
	"factotum/automations/policy"
	"factotum/automations/request"
	"factotum/automations/source"
)

// reader compiles one kind and collects what is wrong with it.
type reader struct {
	source.Text
	in       text
	company  Company
	problems []source.Problem
}

func (r *reader) wrong(path, say string, args ...any) {
	r.problems = append(r.problems, r.At(path, say, args...))
}

func (r *reader) add(problems []form.Problem) {
	for _, p := range problems {
		r.wrong(p.Path, "%s", p.Say)
	}
}

// parse compiles a kind. All mistakes are reported at once.
func parse(file string, body []byte, company Company) (Kind, source.Text, []source.Problem) {
	r := reader{company: company}
	r.Text, r.problems = source.Read(file, body, &r.in)
	if source.Garbled(r.problems) { // what seems to be missing may be there
		return Kind{}, r.Text, r.problems
	}
	r.names()
	r.refer()
	f := r.form()
	sample := r.sample()
	k := Kind{
		Key: r.in.Kind, Title: r.in.Title, About: r.in.About, Prefix: r.in.Prefix, Command: r.in.Command,
		Aliases: r.in.Aliases, Words: r.in.Words, Form: f, Amount: r.in.Amount, Date: r.in.Date, Drop: r.in.Drop,
		Visible: r.in.Visible, Refers: r.in.Refer, summary: r.in.Summary, company: company, Text: body, Hash: hash(body), File: file,
	}
	if k.Together = r.together(f); k.Together != nil && r.in.Sum == nil {
		k.Text = ruled(body, k.Together)
		k.Hash = hash(k.Text)
	}
	k.route = r.route(f, sample)
	k.checks = r.checks(f, sample)
	k.work = r.work(f, sample)
	k.Remind = r.remind()
	k.Internal, k.Material, k.stewards = r.in.Internal, r.in.Material, r.stewards(f)
	k.holds, k.Due, k.Levels = r.holds(f), r.due(f), r.levels()
	k.record, k.reads = r.record(f), r.reads(f)
	k.Match, k.order = r.match(f), r.order(f)
	k.absent = r.absence(f, sample)
	k.benefit = beneficiaries("", f.Fields())
	r.paths(f)
	return k, r.Text, r.problems
}

// beneficiaries are the paths of the fields that name whom a request is for.
func beneficiaries(prefix string, fields []form.Field) []string {
	var paths []string
	for _, field := range fields {
		if field.Beneficiary {
			paths = append(paths, prefix+field.Key)
		}
		paths = append(paths, beneficiaries(prefix+field.Key+".", field.Fields)...)
	}
	return paths
}

func hash(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}

var (
	keyForm     = regexp.MustCompile(`^[a-z][a-z0-9_]{1,30}$`)
	prefixForm  = regexp.MustCompile(`^[A-Z]{2,5}$`)
	commandForm = regexp.MustCompile(`^/[a-z][a-z0-9-]{0,30}$`) // Slack: 2 to 32 characters with the slash
)

// names checks what a kind is called.
func (r *reader) names() {
	if !keyForm.MatchString(r.in.Kind) {
		r.wrong("kind", "%q is no name for a kind: write 2 to 31 small letters, digits or _, such as expense", r.in.Kind)
	}
	if strings.TrimSpace(r.in.Title) == "" || len([]rune(r.in.Title)) > 24 { // Slack: view titles have 24 characters
		r.wrong("title", "every kind needs a title of at most 24 characters, such as: title: Expense claim")
	}
	if !prefixForm.MatchString(r.in.Prefix) {
		r.wrong("prefix", "%q cannot start a number: write 2 to 5 capital letters, such as EXP", r.in.Prefix)
	}
	if r.in.Command != "" && !commandForm.MatchString(r.in.Command) {
		r.wrong("command", "%q is no slash command: write / and small letters, such as /expense", r.in.Command)
	}
	if strings.TrimSpace(r.in.About) == "" {
		r.wrong("about", "say in one sentence what the kind is for: about: Get back what you paid for work")
	}
}

// form compiles the fields, with the options that the company gives.
func (r *reader) form() form.Form {
	if len(r.in.Fields) == 0 {
		r.wrong("fields", "a kind needs at least one field")
	}
	r.fill(r.in.Fields, "fields")
	f, problems := form.Compile(r.in.Fields, r.around())
	for _, p := range problems {
		p.Path = "fields." + strings.ReplaceAll(p.Path, ".", ".fields.")
		r.wrong(p.Path, "%s", p.Say)
	}
	return f
}

// fill gives the fields with a source the company's options.
func (r *reader) fill(fields []form.Field, at string) {
	for i := range fields {
		path := fmt.Sprintf("%s[%d]", at, i)
		if name := fields[i].Source; name != "" {
			options, ok := r.company.Options[name]
			if !ok {
				r.wrong(path+".source", "there is no list %q%s", name, source.DidYouMean(name, slices.Collect(maps.Keys(r.company.Options))))
			}
			fields[i].Options = options
		}
		r.fill(fields[i].Fields, path+".fields")
	}
}

// around are the sample facts beside the fields.
func (r *reader) around() map[string]any {
	facts := requesterFacts(nobody())
	facts["today"] = time.Time{}
	return facts
}

// sample are all facts that conditions may name.
func (r *reader) sample() map[string]any {
	facts := form.Sample(r.in.Fields)
	maps.Copy(facts, r.around())
	if r.in.Amount != "" { // the total is known once all fields are read
		facts["amount"], facts["together"] = form.MoneyFact{}, form.MoneyFact{}
	}
	return facts
}

func (r *reader) route(f form.Form, sample map[string]any) policy.Route {
	for i := range r.in.Route {
		if step := &r.in.Route[i]; len(step.Escalate) == 0 {
			if step.Escalate = r.company.Escalate; len(r.in.Escalate) > 0 {
				step.Escalate = r.in.Escalate
			}
		}
		if len(r.in.Route[i].Otherwise) == 0 && r.company.Fallback != "" {
			r.in.Route[i].Otherwise = []policy.Approver{{Role: r.company.Fallback}}
		}
	}
	for i, step := range r.in.Route {
		for j, a := range step.Approvers {
			r.team(fmt.Sprintf("route[%d].approvers[%d].team", i, j), a.Team, f)
		}
		for j, a := range step.Otherwise {
			r.team(fmt.Sprintf("route[%d].otherwise[%d].team", i, j), a.Team, f)
		}
	}
	route, problems := policy.Compile(r.in.Route, f, sample)
	r.add(problems)
	return route
}

// team checks that a team which is asked exists, or that a field names it.
func (r *reader) team(path, name string, f form.Form) {
	if field, ok := f.Field(name); name == "" || ok && field.Type == form.Team {
		return
	}
	if !slices.ContainsFunc(r.company.Teams, func(team string) bool { return strings.EqualFold(team, name) }) {
		r.wrong(path, "there is no team %q%s", name, source.DidYouMean(name, r.company.Teams))
	}
}

func (r *reader) checks(f form.Form, sample map[string]any) []check {
	var checks []check
	for i, c := range r.in.Checks {
		at := fmt.Sprintf("checks[%d]", i)
		if (c.Warn == "") == (c.Block == "") {
			r.wrong(at, "write either warn: or block: with the sentence that people see")
		}
		list, _, inLines := strings.Cut(c.Field, ".")
		switch _, ok := f.Field(c.Field); {
		case c.Field == "":
		case !ok:
			r.wrong(at+".field", "there is no field %q", c.Field)
		case inLines && c.Each == "":
			r.wrong(at+".field", "%s is asked of every line: write each: %s too", c.Field, list)
		case c.Each != "" && (!inLines || list != c.Each):
			r.wrong(at+".field", "%s is no field of %s: write one such as %s.amount", c.Field, c.Each, c.Each)
		}
		facts := sample
		if c.Each != "" {
			field, ok := f.Field(c.Each)
			if !ok || field.Type != form.Lines {
				r.wrong(at+".each", "%q is no field of type lines", c.Each)
			}
			facts = lineFacts(sample, form.Sample(field.Fields))
		}
		when, err := form.CompileCondition(c.When, facts)
		switch {
		case strings.TrimSpace(c.When) == "":
			r.wrong(at, "say when the sentence applies, such as when: amount.base > 500")
		case err != nil:
			r.wrong(at+".when", "%s", err)
		}
		checks = append(checks, check{each: c.Each, path: c.Field, when: when, warn: c.Warn, block: c.Block})
	}
	return checks
}

// lineFacts are the facts around a line with those of the line as `line`.
func lineFacts(facts, line map[string]any) map[string]any {
	all := maps.Clone(facts)
	all["line"] = line
	return all
}

func (r *reader) work(f form.Form, sample map[string]any) *work {
	w := r.in.Work
	if w == nil {
		return nil
	}
	if r.team("work.team", w.Team, form.Form{}); w.Team == "" {
		r.wrong("work", "say which team does it: team: %s", strings.Join(r.company.Teams, " or "))
	}
	if w.Do == "" || w.Done == "" {
		r.wrong("work", "say what the button reads and what is true afterwards: do: Mark as paid, done: Paid")
	}
	when, err := form.CompileCondition(w.When, sample)
	if err != nil {
		r.wrong("work.when", "%s", err)
	}
	if w.Due != "" {
		r.day("work.due", w.Due, f)
	}
	return &work{
		Work: request.Work{Team: w.Team, Otherwise: r.company.Fallback, Do: w.Do, Done: w.Done, List: w.List, Desk: w.Ticket != nil},
		when: when, due: w.Due, desk: r.desk(f, sample),
	}
}

func (r *reader) remind() time.Duration {
	if r.in.Remind == "" {
		return r.company.Remind
	}
	d, err := time.ParseDuration(r.in.Remind)
	if err != nil || d < time.Minute {
		r.wrong("remind", "%q is no working time: write for example 8h or 90m", r.in.Remind)
	}
	return d
}

// paths checks the fields that amount, date, drop and summary name.
func (r *reader) paths(f form.Form) {
	if field, ok := f.Field(r.in.Amount); r.in.Amount != "" && (!ok || field.Type != form.Money) {
		r.wrong("amount", "%q is no field of type money: write its key, or lines.amount for the sum over lines", r.in.Amount)
	}
	list, _, inLines := strings.Cut(r.in.Date, ".")
	switch field, ok := f.Field(r.in.Date); {
	case r.in.Date != "" && (!ok || field.Type != form.Date):
		r.wrong("date", "%q is no field of type date", r.in.Date)
	case inLines && !strings.HasPrefix(r.in.Amount, list+"."):
		r.wrong("date", "the date %s does not stand beside the amount: name one outside of lines", r.in.Date)
	}
	if field, ok := f.Field(r.in.Drop); r.in.Drop != "" && (!ok || field.Type != form.Upload) {
		r.wrong("drop", "%q is no field of type file", r.in.Drop)
	}
	r.filled("summary", r.in.Summary, f)
	for i, key := range r.in.Material {
		if _, ok := f.Field(key); !ok || strings.Contains(key, ".") {
			r.wrong(fmt.Sprintf("material[%d]", i), "there is no field %q outside of lines", key)
		}
	}
	if r.in.Summary == "" {
		r.wrong("summary", "say what one line tells of a request: summary: \"{purpose}\"")
	}
}
