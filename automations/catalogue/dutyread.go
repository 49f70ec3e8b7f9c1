package catalogue

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"factotum/automations/calendar"
	"factotum/automations/form"
	"factotum/automations/obligation"
)

// What an obligation has that says nothing else.
const (
	opensBefore = 30 // days
	remindDaily = 10
	tellManager = 3
	tellLead    = 5
	snoozes     = 2
	maxDays     = 400
)

// address is one that can stand in a link of a message.
var address = regexp.MustCompile(`^https://[^\s<>|]{3,300}$`)

// dutyReader compiles one obligation.
type dutyReader struct {
	*reader
	in   dutyText
	at   string // path of it in its file
	pack bool   // it comes with Factotum, and knows nothing of the company
}

func (d *dutyReader) bad(path, say string, args ...any) { d.wrong(d.at+path, say, args...) }

// obligation compiles everything but the form.
func (d *dutyReader) obligation(pack packText) obligation.Obligation {
	in := d.in
	d.named()
	o := obligation.Obligation{
		Key: in.Obligation, Title: in.Title, Subject: cmp.Or(in.Subject, pack.Title, "Other"), What: in.What, Why: in.Why, Source: in.Source,
		Note: pack.Note, Pack: pack.Pack, Country: strings.ToUpper(in.Country), Region: strings.ToUpper(in.Region), Covers: d.period("covers", in.Covers),
		Lead: opensBefore, Snoozes: snoozes, Needs: in.Needs, From: d.date("from", in.From), Until: d.date("until", in.Until), Evidence: d.evidence(),
		Owner: d.who("owner", in.Owner, obligation.Who{}), Head: d.who("lead", in.Lead, d.company.Head),
	}
	o.Reviewer, o.Waiver = d.who("reviewer", in.Reviewer, o.Head), d.who("waive", in.Waive, o.Head)
	o.Otherwise = obligation.Who{Role: d.company.Fallback}
	if o.Owner.IsZero() {
		d.bad("owner", "say who does it: owner: {role: finance}, or a person or a team")
	}
	if o.Head.IsZero() {
		d.bad("lead", "say who hears of what is late: lead: {role: compliance}, or compliance: lead: for all obligations in factotum.yaml")
	}
	if in.Open != nil {
		o.Lead = d.days("open", *in.Open, 1)
	}
	if in.Snooze != nil {
		o.Snoozes = d.days("snooze", *in.Snooze, 0)
	}
	if _, err := calendar.New(time.UTC, calendar.Hours{time.Monday: {{From: 540, To: 1020}}}, o.Country, o.Region, nil); err != nil {
		d.bad("country", "%s", err)
	}
	o.Ladder = d.ladder(o.Lead)
	o.Phases = d.phases(o.From)
	return o
}

// named checks what an obligation is called, and why it is there.
func (d *dutyReader) named() {
	if !keyForm.MatchString(d.in.Obligation) {
		d.bad("obligation", "%q is no name for an obligation: write 2 to 31 small letters, digits or _, such as vat_return", d.in.Obligation)
	}
	if strings.TrimSpace(d.in.Title) == "" || len([]rune(d.in.Title)) > 80 {
		d.bad("title", "every obligation needs a title of at most 80 characters, such as: title: VAT return")
	}
	if strings.TrimSpace(d.in.What) == "" || strings.TrimSpace(d.in.Why) == "" {
		d.bad("what", "say what is to be done and why, with the rule it follows from: what: File the return, why: Article 250 of the VAT Directive")
	}
	if d.in.Source != "" && !address.MatchString(d.in.Source) {
		d.bad("source", "%q is no address: write where the rule can be read, https://…", d.in.Source)
	}
}

// who is whom the obligation names, or otherwise the company.
func (d *dutyReader) who(path string, w, otherwise obligation.Who) obligation.Who {
	named := 0
	for _, name := range []string{w.Person, w.Role, w.Team} {
		if name != "" {
			named++
		}
	}
	if named > 1 {
		d.bad(path, "name people in one way: a person, a role or a team")
	}
	if w.Person != "" && !strings.Contains(w.Person, "@") {
		d.bad(path+".person", "%q is no e-mail address", w.Person)
	}
	if known := slices.ContainsFunc(d.company.Teams, func(t string) bool { return strings.EqualFold(t, w.Team) }); d.pack && w.Team != "" && !known {
		return d.company.Head // until the company says who does it instead
	}
	d.team(d.at+path+".team", w.Team, form.Form{})
	if w.Person = strings.ToLower(w.Person); w.IsZero() {
		return otherwise
	}
	return w
}

func (d *dutyReader) date(path, text string) calendar.Date {
	if text == "" {
		return calendar.Date{}
	}
	day, err := calendar.Parse(text)
	if err != nil {
		d.bad(path, "%s", err)
	}
	return day
}

func (d *dutyReader) days(path string, n, least int) int {
	if n < least || n > maxDays {
		d.bad(path, "%d is not from %d to %d", n, least, maxDays)
	}
	return n
}

func (d *dutyReader) period(path, text string) obligation.Period {
	p := obligation.Period(text)
	if text != "" && !slices.Contains([]obligation.Period{obligation.Month, obligation.Quarter, obligation.Year}, p) {
		d.bad(path, "%q is no period: write month, quarter or year", text)
	}
	return p
}

func (d *dutyReader) evidence() []obligation.Evidence {
	if len(d.in.Evidence) == 0 {
		return []obligation.Evidence{{Kind: obligation.ByStatement}}
	}
	for i, e := range d.in.Evidence {
		at := fmt.Sprintf("evidence[%d]", i)
		if !slices.Contains(obligation.Proofs(), e.Kind) && !e.Filed() {
			d.bad(at+".kind", "%q is no evidence: write file, link, figure or statement, or report or requests for what Factotum brings by itself", e.Kind)
		}
		if (e.Kind == obligation.ByReport) != (e.Report != "") {
			d.bad(at+".report", "name the report whose answer is evidence, and only where that is its kind: {kind: report, report: access}")
		}
		if (e.Kind == obligation.ByRequests) != (e.Of != "") {
			d.bad(at+".of", "name the kind of request whose approvals are evidence, and only there: {kind: requests, of: access}")
		}
	}
	if !slices.ContainsFunc(d.in.Evidence, func(e obligation.Evidence) bool { return !e.Optional }) {
		d.bad("evidence", "at least one piece of evidence has to be there: take optional: true away from one")
	}
	return d.in.Evidence
}

// ladder is when people are told. What lies before the opening is told by that.
func (d *dutyReader) ladder(opens int) obligation.Ladder {
	l := obligation.Ladder{Before: d.in.Remind, Late: remindDaily, Manager: tellManager, Head: tellLead, Hour: d.company.Hour}
	if len(l.Before) == 0 {
		l.Before = []int{14, 7, 1, 0}
	}
	l.Before = slices.Compact(slices.SortedFunc(slices.Values(l.Before), func(a, b int) int { return b - a }))
	l.Before = slices.DeleteFunc(l.Before, func(n int) bool { return n >= opens })
	for i, n := range d.in.Remind {
		d.days(fmt.Sprintf("remind[%d]", i), n, 0)
	}
	if late := d.in.Late; late != nil {
		for path, n := range map[string]struct{ from, to *int }{
			"late.daily": {late.Daily, &l.Late}, "late.manager": {late.Manager, &l.Manager}, "late.lead": {late.Lead, &l.Head},
		} {
			if n.from != nil {
				*n.to = d.days(path, *n.from, 0)
			}
		}
	}
	if d.in.At != "" {
		hour, err := time.Parse("15:04", d.in.At)
		if l.Hour = time.Duration(hour.Hour())*time.Hour + time.Duration(hour.Minute())*time.Minute; err != nil || l.Hour < obligation.Wakes || l.Hour >= obligation.Sleeps {
			d.bad("at", "%q is no hour at which people are reminded: write one from 07:00 to 19:59, such as at: \"09:00\"", d.in.At)
		}
	}
	return l
}

// phases are the cadences, each from its day on.
func (d *dutyReader) phases(from calendar.Date) []obligation.Phase {
	if d.in.Every == nil {
		d.bad("every", "say when it is due, such as every: {day: 15, roll: after}, {working_day: 10}, {rule: FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=31} or {after: contracts.ends, days: -60}")
		return nil
	}
	all := []obligation.Phase{{From: from, Cadence: d.cadence("every", *d.in.Every, !from.IsZero())}}
	for i, c := range d.in.Changes {
		at := fmt.Sprintf("changes[%d]", i)
		day := d.date(at+".from", c.From)
		if c.Every == nil || day.IsZero() || !day.After(all[len(all)-1].From) {
			d.bad(at, "a change needs the day from which it holds, later than the one before, and how it returns then: {from: 2027-01-01, every: {day: 20}}")
			continue
		}
		all = append(all, obligation.Phase{From: day, Cadence: d.cadence(at+".every", *c.Every, true)})
	}
	return all
}

// cadence reads one of the ways in which an obligation returns.
func (d *dutyReader) cadence(path string, in cadenceText, anchored bool) obligation.Cadence {
	roll := obligation.Roll(in.Roll)
	if roll != obligation.Stay && roll != obligation.Before && roll != obligation.Later {
		d.bad(path+".roll", "%q is no way to move a day: write before or after, or leave it out", in.Roll)
	}
	months := make([]time.Month, len(in.Months))
	for i, m := range in.Months {
		if months[i] = time.Month(m); m < 1 || m > 12 {
			d.bad(path+".months", "%d is no month: write 1 to 12", m)
		}
	}
	if in.Owner != "" && in.After == "" {
		d.bad(path+".owner", "only a duty that follows a record (after) takes here the field with the person who has it: write owner: beside every:, such as owner: {role: finance}")
	}
	ways := 0
	for _, given := range []bool{in.Rule != "", in.Day != 0, in.WorkingDay != 0, in.After != ""} {
		if given {
			ways++
		}
	}
	rule := in.Rule
	switch {
	case ways != 1:
		d.bad(path, "say in one way when it is due: rule, day, working_day or after")
		return obligation.Cadence{}
	case in.After != "":
		return obligation.Cadence{After: d.event(path, in), Roll: roll}
	case in.WorkingDay != 0:
		of := cmp.Or(d.period(path+".of", in.Of), obligation.Month)
		return obligation.Cadence{Working: in.WorkingDay, Of: of, Months: months}
	case in.Day != 0:
		rule = monthly(in.Day, in.Months)
	}
	c, err := obligation.Rule(rule, roll, anchored)
	if err != nil {
		d.bad(path, "%s", err)
	}
	return c
}

// monthly is a day of the month as a rule; the 29th to 31st are the last day of
// a month that has no such day.
func monthly(day int, months []int) string {
	rule := fmt.Sprintf("FREQ=MONTHLY;BYMONTHDAY=%d", day)
	if day > 28 && day <= 31 {
		list := []string{}
		for n := 28; n <= day; n++ {
			list = append(list, fmt.Sprint(n))
		}
		rule = "FREQ=MONTHLY;BYMONTHDAY=" + strings.Join(list, ",") + ";BYSETPOS=-1"
	}
	if len(months) == 0 {
		return rule
	}
	list := make([]string, len(months))
	for i, m := range months {
		list[i] = fmt.Sprint(m)
	}
	return rule + ";BYMONTH=" + strings.Join(list, ",")
}

// Events are the days of records that a duty can follow, as dataset.field.
func (c *Catalogue) Events() []form.Option {
	var all []form.Option
	for _, ds := range c.Datasets() {
		for _, f := range ds.Form.Fields() {
			if f.Type == form.Date {
				all = append(all, form.Option{Value: ds.Key + "." + f.Key, Label: clip(ds.Title+": "+f.Label, 75)})
			}
		}
	}
	return all
}

// event checks the field whose day a duty follows.
func (d *dutyReader) event(path string, in cadenceText) *obligation.After {
	name, field, _ := strings.Cut(in.After, ".")
	ds, err := d.company.dataset(name)
	if err != nil {
		d.bad(path+".after", "%s Write dataset.field, such as contracts.ends, and keep that dataset.", err)
		return nil
	}
	if f, ok := ds.Form.Field(field); !ok || f.Type != form.Date || strings.Contains(field, ".") {
		d.bad(path+".after", "the dataset %s has no field %q of type date", name, field)
	}
	if f, ok := ds.Form.Field(in.Owner); in.Owner != "" && (!ok || f.Type != form.Person || strings.Contains(in.Owner, ".")) {
		d.bad(path+".owner", "the dataset %s has no field %q of type person", name, in.Owner)
	}
	return &obligation.After{Dataset: name, Field: field, Owner: in.Owner, Days: in.Days}
}
