package catalogue

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"factotum/automations/dataset"
	"factotum/automations/form"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
	"factotum/automations/source"
)

// The kinds by which tables and evidence packs come and go, and the beginning of
// those by which somebody adds a record or changes one.
const (
	ImportKind = "import"
	ExportKind = "export"
	PackKind   = "pack"
	entryKind  = "entry_"
)

// EntryKind is the key of the kind of request by which a record of a dataset is
// added or changed.
func EntryKind(dataset string) string { return entryKind + dataset }

// EntryOf is the dataset of such a kind by its key; false for any other.
func EntryOf(kind string) (dataset string, is bool) { return strings.CutPrefix(kind, entryKind) }

// entry is the kind of request by which a record is added or changed: its form is
// that of the dataset, and it waits for approval where the dataset says so.
func (r *reader) entry(d dataset.Dataset, approve []policy.Step) Kind {
	for i := range approve {
		if len(approve[i].Otherwise) == 0 && r.company.Fallback != "" {
			approve[i].Otherwise = []policy.Approver{{Role: r.company.Fallback}}
		}
		for j, a := range approve[i].Approvers {
			r.team(fmt.Sprintf("approve[%d].approvers[%d].team", i, j), a.Team, d.Form)
		}
	}
	route, problems := policy.Compile(approve, d.Form, r.sample())
	for _, p := range problems {
		r.wrong("approve"+strings.TrimPrefix(p.Path, "route"), "%s", p.Say)
	}
	if field, ok := d.Form.Field(r.in.Drop); r.in.Drop != "" && (!ok || field.Type != form.Upload || strings.Contains(r.in.Drop, ".")) {
		r.wrong("drop", "%q is no field of type file outside of lines, which would take the document", r.in.Drop)
	}
	summary := d.Label
	if !strings.Contains(summary, "{") {
		summary = "{" + summary + "}"
	}
	return Kind{
		Key: EntryKind(d.Key), Title: d.One, About: d.About, Prefix: "ENT", Form: d.Form, Internal: true, Dataset: d.Key, Owed: d.Chase,
		Visible: slices.Concat(d.Visible, d.Keepers), Remind: r.company.Remind, Hash: d.Hash, File: d.File, Text: d.Text,
		Masked: d.Masked, keepers: d.Keepers, Drop: r.in.Drop, reads: r.reads(d.Form), summary: summary, route: route, company: r.company,
	}
}

// ChangeSubject begins the ids of requests that change a record.
const ChangeSubject = "entry/"

// Veiled are the keys of the fields of a request that somebody may not read: what
// is masked in its dataset, but for who keeps it and for who types it as new, as
// long as it is theirs to send.
func (k Kind) Veiled(r request.Request, by people.Person) []string {
	sent := r.State != "" && r.State != request.Draft && r.State != request.Returned
	typed := r.Requester == by.ID && !sent && !strings.HasPrefix(r.ID, ChangeSubject)
	if len(k.Masked) == 0 || typed || policy.HasRole(by, k.keepers) {
		return nil
	}
	return k.Masked
}

// tableKinds are those by which tables come and go.
func tableKinds(company Company) ([]Kind, []source.Problem) {
	files, err := builtinFiles("tables/*.yaml")
	if err != nil {
		return nil, []source.Problem{{File: "built-in kinds", Say: err.Error()}}
	}
	parsed, problems := parseAll(company, files)
	var kinds []Kind
	for _, p := range parsed {
		kinds = append(kinds, p.Kind)
	}
	return kinds, problems
}

// label checks what names a record.
func (r *reader) label(d dataset.Dataset) {
	for _, key := range d.Labels() {
		f, ok := d.Form.Field(key)
		template := strings.Contains(d.Label, "{")
		switch {
		case !ok || strings.Contains(key, ".") || slices.Contains([]form.Type{form.Lines, form.Upload, form.Checkbox, form.Paragraph}, f.Type),
			!f.Required && f.Compute == "", !template && f.Type != form.Text:
			r.wrong("label", "name the required field of type text by which people know a record, such as: label: name, or required fields in braces: label: \"{person}, week of {week}\"")
			return
		}
	}
}

// beside checks the fields that a dataset names for its rules about people and
// other datasets.
func (r *reader) beside(d dataset.Dataset) {
	if len([]rune(d.One)) > 24 { // Slack: view titles have 24 characters
		r.wrong("one", "write at most 24 characters, such as: one: Asset")
	}
	if f, ok := d.Form.Field(d.Own); d.Own != "" && (!ok || f.Type != form.Person || strings.Contains(d.Own, ".")) {
		r.wrong("own", "%q is no field of type person", d.Own)
	}
	for i, key := range d.Masked {
		if slices.Contains(d.Labels(), key) {
			r.wrong(fmt.Sprintf("masked[%d]", i), "%q names the records, so everybody reads it: take it out of label or out of masked", key)
		}
	}
	for name, keys := range map[string][]string{"masked": d.Masked, "wanted": d.Wanted, "fixed": d.Fixed} {
		for i, key := range keys {
			if _, ok := d.Form.Field(key); !ok || strings.Contains(key, ".") {
				r.wrong(fmt.Sprintf("%s[%d]", name, i), "there is no field %q outside of lines", key)
			}
		}
	}
	for key := range d.Refers {
		if f, ok := d.Form.Field(key); !ok || f.Type != form.Text || strings.Contains(key, ".") {
			r.wrong("references."+key, "%q is no field of type text outside of lines", key)
		}
	}
	for path := range d.Also {
		if f, ok := d.Form.Field(path); !ok || f.Type == form.Lines || f.Type == form.Upload {
			r.wrong("also."+path, "there is no field %q that a column could hold", path)
		}
	}
}

// referred checks that datasets to which others refer exist.
func referred(lists []dataset.Dataset) []source.Problem {
	var problems []source.Problem
	for _, d := range lists {
		for key, other := range d.Refers {
			if !slices.ContainsFunc(lists, func(o dataset.Dataset) bool { return o.Key == other }) {
				problems = append(problems, source.Problem{File: d.File, Say: fmt.Sprintf("references.%s: there is no dataset %q: write one that is configured", key, other)})
			}
		}
	}
	return problems
}

var monthsForm = regexp.MustCompile(`^([0-9]{1,4}) (month|year)s?$`)

// months reads "24 months" or "10 years".
func (r *reader) months(text string) int {
	if text == "" {
		return 0
	}
	m := monthsForm.FindStringSubmatch(text)
	if m == nil {
		r.wrong("keep", "%q is no time: write for example 24 months or 10 years", text)
		return 0
	}
	n, _ := strconv.Atoi(m[1]) // The form has at most four digits.
	if m[2] == "year" {
		n *= 12
	}
	return n
}

// correct reads how long who has added a record may correct it.
func (r *reader) correct(text string) time.Duration {
	switch text {
	case "":
		return 0
	case "never":
		return dataset.Never
	}
	within, err := time.ParseDuration(text)
	if err != nil || within <= 0 {
		r.wrong("correct", "%q is no time: write for example 15m, or never; left out, who has added a record may correct it until somebody else has changed it", text)
	}
	return within
}

// chase reads what people owe for every period.
func (r *reader) chase(in *chaseText, d dataset.Dataset) *dataset.Chase {
	if in == nil {
		return nil
	}
	c := &dataset.Chase{Every: dataset.Period(in.Every), Of: in.Of, In: in.In, From: in.From, Day: time.Friday}
	if c.Every != dataset.Weekly && c.Every != dataset.Monthly {
		r.wrong("chase.every", "%q is no period: write week or month", in.Every)
	}
	if f, ok := d.Form.Field(in.Of); !ok || f.Type != form.Person {
		r.wrong("chase.of", "%q is no field of type person, which names who owes the record", in.Of)
	}
	begins := map[dataset.Period]string{dataset.Weekly: "monday", dataset.Monthly: "first"}[c.Every]
	switch f, ok := d.Form.Field(in.In); {
	case !ok || f.Type != form.Date:
		r.wrong("chase.in", "%q is no field of type date, which names the period by its first day", in.In)
	case begins != "" && f.FallsOn != begins:
		r.wrong("chase.in", "%s names the %s by its first day, so give the field falls_on: %s", in.In, in.Every, begins)
	}
	if !slices.Contains(d.Unique, in.Of+"+"+in.In) {
		r.wrong("chase", "a person owes one record a period, so write unique: [%s+%s]", in.Of, in.In)
	}
	if len(in.From) == 0 {
		r.wrong("chase.from", "say who owes it: the roles, or everybody")
	}
	if in.On != "" {
		day, ok := form.Weekday(in.On)
		if !ok {
			r.wrong("chase.on", "%q is no day of the week: write for example friday", in.On)
		}
		c.Day = day
	}
	return c
}
