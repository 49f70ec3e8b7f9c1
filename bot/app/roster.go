package app

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"factotum/automations/catalogue"
	"factotum/automations/form"
	"factotum/automations/people"
	"factotum/automations/source"
	"factotum/connectors/directory"

	"github.com/goccy/go-yaml"
)

// adminRole is the role of those who look after Factotum.
const adminRole = "admin"

// roster is what the company's own files say of its people, and what the
// configuration adds to it.
type roster struct {
	files   []string
	groups  map[string]people.Grant // of the configuration
	admins  []string                // addresses
	entries []people.Entry
	company people.Company
}

// roster reads the people's files for the first time.
func (r *reader) roster() roster {
	ro := roster{groups: r.groups(), admins: r.in.Admins}
	for i, admin := range ro.admins {
		if !strings.Contains(admin, "@") {
			r.wrong(fmt.Sprintf("admins[%d]", i), "%q is no e-mail address: write name@company.example", admin)
		}
	}
	if len(r.in.People) == 0 {
		r.wrong("people", "name the files of your people, which say who is whose manager: people: [people.csv]")
	}
	for _, name := range r.in.People {
		ro.files = append(ro.files, r.path(name, ""))
	}
	err := ro.read()
	var mistakes directory.Mistakes
	if errors.As(err, &mistakes) {
		for _, m := range mistakes {
			r.problems = append(r.problems, source.Problem{File: m.File, Line: m.Line, Say: m.Say})
		}
	}
	r.unsure = err != nil || len(ro.files) == 0
	r.company.Teams = ro.teams()
	r.company.Options = map[string][]form.Option{"cost_centres": ro.centres(), "teams": ro.choices()}
	return ro
}

// read takes the files over again. With any mistake in them everything stays as
// it was.
func (ro *roster) read() error {
	entries, company, err := directory.Read(ro.files...)
	if err != nil {
		return fmt.Errorf("app: read the people's files: %w", err)
	}
	company.Roles = ro.company.Roles
	maps.Copy(company.Groups, ro.groups)
	ro.entries, ro.company = entries, company
	return nil
}

// teams are the keys of all teams that anybody is in or that are declared.
func (ro *roster) teams() []string {
	var keys []string
	for _, t := range ro.company.Teams {
		keys = append(keys, strings.ToLower(t.Key))
	}
	if len(keys) == 0 { // then people.Join takes those that are used
		for _, e := range ro.entries {
			for _, t := range e.Teams {
				keys = append(keys, strings.ToLower(t))
			}
		}
		for _, g := range ro.company.Groups {
			if g.Team != "" {
				keys = append(keys, strings.ToLower(g.Team))
			}
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

func (ro *roster) choices() []form.Option {
	var options []form.Option
	for _, key := range ro.teams() {
		o := form.Option{Value: key, Label: key}
		for _, t := range ro.company.Teams {
			if strings.EqualFold(t.Key, key) && t.Name != "" {
				o.Label = t.Name
			}
		}
		options = append(options, o)
	}
	return options
}

// centres are the cost centres, by code.
func (ro *roster) centres() []form.Option {
	var options []form.Option
	add := func(code, name string) {
		known := slices.ContainsFunc(options, func(o form.Option) bool { return o.Value == code })
		if code != "" && !known {
			options = append(options, form.Option{Value: code, Label: strings.TrimSpace(code + " " + name)})
		}
	}
	for _, c := range ro.company.CostCentres {
		add(c.Code, c.Name)
	}
	if len(options) == 0 {
		for _, e := range ro.entries {
			add(e.CostCentre, "")
		}
	}
	slices.SortFunc(options, func(a, b form.Option) int { return strings.Compare(a.Value, b.Value) })
	return options
}

// roles are those that somebody must have: asked in a route, or by name.
func (r *reader) roles(c *catalogue.Catalogue) []string {
	roles := []string{r.company.Fallback, r.company.RatesBy, adminRole}
	for _, kind := range c.Kinds() {
		var asked struct {
			Route []struct {
				Approvers []grantText `yaml:"approvers"`
				Otherwise []grantText `yaml:"otherwise"`
			} `yaml:"route"`
		}
		if err := yaml.Unmarshal(kind.Text, &asked); err != nil {
			r.problems = append(r.problems, source.Problem{File: kind.Key, Say: err.Error()})
		}
		for _, step := range asked.Route {
			for _, a := range append(step.Approvers, step.Otherwise...) {
				if a.Role != "" {
					roles = append(roles, a.Role)
				}
			}
		}
	}
	slices.Sort(roles)
	return slices.Compact(roles)
}

// join puts the company's files and the accounts of the workspace together.
func (ro *roster) join(accounts []people.Account) (people.Directory, []people.Difference) {
	company, entries := ro.company, slices.Clone(ro.entries)
	company.Groups = maps.Clone(company.Groups)
	accounts = slices.Clone(accounts)
	var unknown []people.Difference
	for _, admin := range ro.admins {
		if !appoint(admin, entries, accounts, company.Groups) {
			unknown = append(unknown, people.Difference{About: admin, Say: fmt.Sprintf(
				"The administrator %s is neither in the people file nor in Slack. Correct the address under admins.", admin)})
		}
	}
	dir, differences := people.Join(accounts, entries, company)
	return dir, append(unknown, differences...)
}

// appoint gives somebody the role of administrators. Roles in a row replace
// those of user groups, so who has none there gets it as if by a group.
func appoint(admin string, entries []people.Entry, accounts []people.Account, groups map[string]people.Grant) bool {
	const handle = "factotum administrators" // no handle has a space
	for i, e := range entries {
		if strings.EqualFold(e.Email, admin) && len(e.Roles) > 0 {
			entries[i].Roles = append(slices.Clone(e.Roles), adminRole)
			return true
		}
	}
	for i, a := range accounts {
		if strings.EqualFold(a.Email, admin) {
			accounts[i].Groups = append(slices.Clone(a.Groups), handle)
			groups[handle] = people.Grant{Role: adminRole}
			return true
		}
	}
	return slices.ContainsFunc(entries, func(e people.Entry) bool { return strings.EqualFold(e.Email, admin) })
}

// grants tells whether a word is a mapped user group or a role that one gives:
// who is in it only Slack knows.
func (ro *roster) grants(word string) bool {
	_, handle := ro.company.Groups[word]
	for _, g := range ro.company.Groups {
		handle = handle || g.Role == word
	}
	return handle
}
