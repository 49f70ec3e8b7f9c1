package catalogue

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"factotum/automations/form"
	"factotum/automations/obligation"
	"factotum/automations/source"
)

// dutyKind begins the kinds of request that are occurrences of an obligation.
const dutyKind = "duty_"

// DutyPrefix begins their numbers.
const DutyPrefix = "DUT"

// DutyKind is the key of the kind of the occurrences of an obligation.
func DutyKind(obligation string) string { return dutyKind + obligation }

// dutyHead tells the file of obligations from those of kinds and datasets.
var dutyHead = regexp.MustCompile(`(?m)^(obligation|pack):`)

// packHead finds the name of a pack.
var packHead = regexp.MustCompile(`(?m)^pack: *([a-z0-9_]+) *$`)

// IsDuty tells whether the file holds obligations.
func (f File) IsDuty() bool { return dutyHead.Match(f.Body) }

// Pack is the name of the pack that the file holds; empty for none.
func (f File) Pack() string {
	if m := packHead.FindSubmatch(f.Body); m != nil {
		return string(m[1])
	}
	return ""
}

// Packs are the obligations that come with Factotum, a file for each pack, and
// the datasets that they follow. Which of them hold is for the company to say.
func Packs() (packs, datasets []File, err error) {
	if packs, err = builtinFiles("packs/*.yaml"); err != nil {
		return nil, nil, err
	}
	datasets, err = builtinFiles("packs/datasets/*.yaml")
	return packs, datasets, err
}

// aside takes the files of obligations out of others.
func aside(files []File) (duties, rest []File) {
	for _, f := range files {
		if f.IsDuty() {
			duties = append(duties, f)
			continue
		}
		rest = append(rest, f)
	}
	return duties, rest
}

// duties compiles files; an obligation of the company's own replaces that of a
// pack with the same name.
func duties(company Company, builtin, own []File) ([]Kind, []source.Problem) {
	var all []Kind
	var problems []source.Problem
	for i, f := range append(slices.Clone(own), builtin...) {
		kinds, text, wrong := parseDuties(f, company)
		problems = append(problems, wrong...)
		if len(wrong) > 0 {
			continue
		}
		for _, k := range kinds {
			switch known := slices.ContainsFunc(all, func(o Kind) bool { return o.Key == k.Key }); {
			case known && i < len(own):
				problems = append(problems, text.At("obligation", "there are two obligations called %s: rename one", k.Duty.Key))
			case !known:
				all = append(all, k)
			}
		}
	}
	problems = append(problems, needed(all)...)
	slices.SortStableFunc(all, func(a, b Kind) int {
		return cmp.Or(strings.Compare(a.Duty.Subject, b.Duty.Subject), strings.Compare(a.Duty.Title, b.Duty.Title))
	})
	return all, problems
}

// needed finds what has to be done before each obligation.
func needed(all []Kind) []source.Problem {
	var problems []source.Problem
	for _, k := range all {
		for _, need := range k.Duty.Needs {
			at := slices.IndexFunc(all, func(o Kind) bool { return o.Duty.Key == need && need != k.Duty.Key })
			if at < 0 {
				problems = append(problems, source.Problem{File: k.File, Say: fmt.Sprintf("%s: needs: there is no other obligation %q: write one that is configured", k.Duty.Key, need)})
				continue
			}
			k.Duty.Comes = append(k.Duty.Comes, all[at].Duty.Title)
		}
	}
	return problems
}

// parseDuties compiles a file with one obligation, or a pack of them. All
// mistakes are reported at once.
func parseDuties(file File, company Company) ([]Kind, source.Text, []source.Problem) {
	var pack packText
	at := func(int) string { return "" }
	r := reader{company: company}
	if file.Pack() != "" {
		r.Text, r.problems = source.Read(file.Name, file.Body, &pack)
		at = func(i int) string { return fmt.Sprintf("duties[%d].", i) }
	} else {
		pack.Duties = make([]dutyText, 1)
		r.Text, r.problems = source.Read(file.Name, file.Body, &pack.Duties[0])
	}
	if source.Garbled(r.problems) {
		return nil, r.Text, r.problems
	}
	var kinds []Kind
	for i, in := range pack.Duties {
		d := dutyReader{reader: &r, in: in, at: at(i), pack: pack.Pack != ""}
		o := d.obligation(pack)
		kinds = append(kinds, Kind{
			Key: DutyKind(o.Key), Title: clip(o.Title, 24), About: o.What, Prefix: DutyPrefix, Form: d.form(o), Internal: true, Duty: &o,
			Remind: company.Remind, Hash: hash(file.Body), File: file.Name, Text: file.Body, Drop: "file", Visible: d.visible(o), company: company,
		})
	}
	return kinds, r.Text, r.problems
}

// Duties are the kinds of the occurrences of obligations, by subject and title;
// those that were made in Slack come last.
func (c *Catalogue) Duties() []Kind {
	now := c.now()
	return slices.Concat(now.duties, now.company.formed)
}

// duty finds the kind of an obligation. One that is not configured any more has
// the form that holds all ways to prove it, so that what was opened before can
// be looked at, and ended.
func (c *edition) duty(key string) (Kind, bool) {
	name, is := strings.CutPrefix(key, dutyKind)
	if !is {
		return Kind{}, false
	}
	all := c.duties
	if len(c.company.formed) > 0 {
		all = slices.Concat(all, c.company.formed)
	}
	if at := slices.IndexFunc(all, func(k Kind) bool { return k.Key == key }); at >= 0 {
		return all[at], true
	}
	o := obligation.Obligation{Key: name, Title: "Duty", Head: c.company.Head, Waiver: c.company.Head, Reviewer: c.company.Head}
	for _, proof := range append(obligation.Proofs(), obligation.ByReport, obligation.ByRequests) {
		o.Evidence = append(o.Evidence, obligation.Evidence{Kind: proof, Optional: true})
	}
	d := dutyReader{reader: &reader{company: c.company}}
	return Kind{
		Key: key, Title: o.Title, Prefix: DutyPrefix, Form: d.form(o), Internal: true, Duty: &o, Drop: "file", Visible: d.visible(o), company: c.company,
	}, true
}

// proof is the field in which a piece of evidence is given.
func proof(e obligation.Evidence) form.Field {
	f := form.Field{Label: e.Label, Required: !e.Optional}
	switch e.Kind {
	case obligation.ByFile:
		f.Type, f.Max, f.Label = form.Upload, "10", cmp.Or(f.Label, "Files")
	case obligation.ByLink:
		f.Type, f.Label = form.URL, cmp.Or(f.Label, "Link")
	case obligation.ByFigure:
		f.Type, f.Label = form.Number, cmp.Or(f.Label, "Figure")
	case obligation.ByReport, obligation.ByRequests:
		f.Type, f.Max, f.Label = form.Upload, "10", cmp.Or(f.Label, "List made by Factotum")
	case obligation.ByStatement:
		f.Type, f.Max, f.Label = form.Paragraph, "3000", cmp.Or(f.Label, "What was done, and what came of it?")
	}
	return f
}

// DoneOn is the key of the field with the day on which a duty was done.
const DoneOn = "done_on"

// form is what has to be brought: the evidence, and the day of it.
func (d *dutyReader) form(o obligation.Obligation) form.Form {
	var fields []form.Field
	for i, key := range o.Keys() {
		f := proof(o.Evidence[i])
		f.Key = key
		fields = append(fields, f)
	}
	fields = append(fields, form.Field{Key: DoneOn, Label: "Done on", Type: form.Date, Required: true, Default: "today", Max: "today"})
	f, problems := form.Compile(fields, d.around())
	for _, p := range problems {
		d.wrong(d.at+"evidence", "%s", p.Say)
	}
	return f
}

// visible are the roles that look at all occurrences.
func (d *dutyReader) visible(o obligation.Obligation) []string {
	roles := []string{"auditor", "admin"}
	for _, w := range []obligation.Who{o.Head, o.Waiver, o.Reviewer} {
		if w.Role != "" && !slices.Contains(roles, w.Role) {
			roles = append(roles, w.Role)
		}
	}
	return roles
}

// listed finds the kinds of request whose approvals are evidence. A pack may name
// one that the company has not: then people are asked to bring the list.
func listed(all []Kind, known func(key string) bool) []source.Problem {
	var problems []source.Problem
	for _, k := range all {
		for _, e := range k.Duty.Evidence {
			if e.Kind == obligation.ByRequests && k.Duty.Pack == "" && !known(e.Of) {
				problems = append(problems, source.Problem{File: k.File, Say: fmt.Sprintf("%s: evidence: there is no kind of request %q: write one that is configured, such as of: access", k.Duty.Key, e.Of)})
			}
		}
	}
	return problems
}

// Filed are the keys of the fields that Factotum fills by itself, and has.
func (k Kind) Filed(values form.Values) []string {
	var keys []string
	if k.Duty == nil {
		return nil
	}
	for i, key := range k.Duty.Keys() {
		if k.Duty.Evidence[i].Filed() && len(values[key].Files) > 0 {
			keys = append(keys, key)
		}
	}
	return keys
}
