package app

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"factotum/automations/catalogue"
	"factotum/automations/obligation"
	"factotum/automations/source"
)

// complianceText is what returns, and who hears of what is late.
type complianceText struct {
	Name        string         `yaml:"name"`        // of the calendar, as people read it
	Lead        obligation.Who `yaml:"lead"`        // left out: the role that decides where nobody else may
	At          string         `yaml:"at"`          // the hour of reminders, 09:00
	Packs       []string       `yaml:"packs"`       // obligations that come with Factotum
	Obligations string         `yaml:"obligations"` // folder of the company's own
	Feed        string         `yaml:"feed"`        // address under which calendars are fetched from outside
}

// compliance reads what is the same for all obligations.
func (r *reader) compliance() {
	in := r.in.Compliance
	r.company.Head, r.company.Hour = in.Lead, 9*time.Hour
	if in.Lead.IsZero() {
		r.company.Head = obligation.Who{Role: r.company.Fallback}
	}
	if in.At == "" {
		return
	}
	at, err := time.Parse("15:04", in.At)
	r.company.Hour = time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute
	if err != nil || r.company.Hour < obligation.Wakes || r.company.Hour >= obligation.Sleeps {
		r.wrong("compliance.at", "%q is no hour at which people are reminded: write one from 07:00 to 19:59, such as at: \"09:00\"", in.At)
	}
}

// packed are the packs that the company has switched on, with the datasets that
// their obligations follow.
func (r *reader) packed() []catalogue.File {
	packs, datasets, err := catalogue.Packs()
	if err != nil {
		r.problems = append(r.problems, source.Problem{File: "built-in packs", Say: err.Error()})
	}
	var names []string
	for _, f := range packs {
		names = append(names, f.Pack())
	}
	var files []catalogue.File
	for i, name := range r.in.Compliance.Packs {
		at := slices.Index(names, name)
		if at < 0 {
			r.wrong(fmt.Sprintf("compliance.packs[%d]", i), "no pack called %q comes with Factotum%s", name, source.DidYouMean(name, names))
			continue
		}
		files = append(files, packs[at])
		for _, f := range datasets {
			if keyOf(f) == name {
				files = append(files, f)
			}
		}
	}
	return files
}

// obligations are the company's own: the YAML files of their folder.
func (r *reader) obligations() []catalogue.File {
	folder := r.path(r.in.Compliance.Obligations, "obligations")
	entries, err := os.ReadDir(folder)
	if os.IsNotExist(err) && r.in.Compliance.Obligations == "" {
		return nil
	}
	if err != nil {
		r.wrong("compliance.obligations", "the folder of obligations %s cannot be read (%s): correct the path, or leave obligations out", folder, reason(err))
		return nil
	}
	var files []catalogue.File
	for _, entry := range entries {
		name := filepath.Join(folder, entry.Name())
		extension := strings.ToLower(filepath.Ext(name))
		if entry.IsDir() || extension != ".yaml" && extension != ".yml" {
			continue
		}
		body, err := os.ReadFile(name)
		f := catalogue.File{Name: name, Body: body}
		switch {
		case err != nil:
			r.problems = append(r.problems, source.Problem{File: name, Say: "the file cannot be read (" + reason(err) + "): correct its permissions"})
		case !f.IsDuty():
			r.problems = append(r.problems, source.Problem{File: name, Line: 1, Say: "this is no obligation: begin with obligation: and its name, or put the file where kinds and datasets are"})
		default:
			r.problems = append(r.problems, leaked(name, body)...)
			files = append(files, f)
		}
	}
	return files
}

// calendarName is what the calendar of duties is called; empty where there are none.
func (r *reader) calendarName(c *catalogue.Catalogue) string {
	switch {
	case len(c.Duties()) == 0:
		return ""
	case r.in.Compliance.Name != "":
		return r.in.Compliance.Name
	}
	return "Compliance calendar"
}

// filed checks that the reports whose answers are evidence exist.
func (r *reader) filed(c *catalogue.Catalogue, reports Reports) {
	var names []string
	for _, one := range reports.All {
		names = append(names, one.Name)
	}
	for _, kind := range c.Duties() {
		for _, e := range kind.Duty.Evidence {
			if e.Kind == obligation.ByReport && !slices.Contains(names, e.Report) {
				r.problems = append(r.problems, source.Problem{
					File: kind.File, Say: fmt.Sprintf("%s: evidence: there is no report called %q%s", kind.Duty.Key, e.Report, source.DidYouMean(e.Report, names)),
				})
			}
		}
	}
}
