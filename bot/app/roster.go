package app

import (
	"cmp"
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
)

// adminRole is the role of those who look after Factotum.
const adminRole = "admin"

// roster is what the company's own files say of its people, and what the
// configuration adds to it.
type roster struct {
	files    []string
	groups   map[string]people.Grant // of the configuration
	boxes    []people.Mailbox        // likewise
	systems  []people.System         // likewise
	admins   []string                // addresses
	zone     string                  // of the company
	calendar string                  // what that of duties is called; empty: there are none
	entries  []people.Entry
	company  people.Company
	lists    directory.Lists // what the files say, for where they say it
	config   source.Text
	asked    map[string]source.Problem // where a role is asked for
}

// roster reads the people's files for the first time.
func (r *reader) roster() roster {
	ro := roster{groups: r.groups(), boxes: r.mailboxes(), systems: r.systems(), admins: r.in.Admins, zone: r.in.Company.Zone, config: r.Text}
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
	for _, e := range ro.entries {
		r.staffed = append(append(r.staffed, e.Roles...), e.Teams...)
	}
	r.company.Options = map[string][]form.Option{"cost_centres": ro.centres(), "teams": ro.choices()}
	return ro
}

// read takes the files over again. With any mistake in them everything stays as
// it was.
func (ro *roster) read() error {
	lists, err := directory.Read(ro.files...)
	if err != nil {
		return fmt.Errorf("app: read the people's files: %w", err)
	}
	company := lists.Company
	company.Roles = ro.company.Roles
	maps.Copy(company.Groups, ro.groups)
	ro.lists, ro.entries, ro.company = lists, lists.Entries, company
	return nil
}

// shed forgets what the files say until they are read again: it is as much as the
// directory that was made of it.
func (ro *roster) shed() { ro.lists, ro.entries = directory.Lists{}, nil }

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

// roles notes the roles that somebody must have, each with the place that asks
// for it: by name in the configuration, or in the route of a kind.
func (r *reader) roles(ro *roster, c *catalogue.Catalogue) {
	ro.asked = map[string]source.Problem{}
	ask := func(role string, at source.Problem) {
		role = strings.ToLower(strings.TrimSpace(role))
		if _, known := ro.asked[role]; !known && role != "" {
			ro.asked[role] = at
		}
	}
	ask(r.company.Fallback, r.At("approvals.fallback", ""))
	ask(r.in.Approvals.RatesBy, r.At("approvals.rates_by", ""))
	ask(adminRole, r.At("admins", ""))
	kinds := slices.SortedStableFunc(slices.Values(c.Kinds()), func(a, b catalogue.Kind) int {
		return strings.Compare(order("", a.File), order("", b.File))
	})
	for _, kind := range kinds {
		var in struct {
			Route []struct {
				Approvers []grantText `yaml:"approvers"`
				Otherwise []grantText `yaml:"otherwise"`
			} `yaml:"route"`
			Holds map[string]struct {
				By grantText `yaml:"by"`
			} `yaml:"holds"`
		}
		text, _ := source.Read(kind.File, kind.Text, &in) // the catalogue has said what is wrong with it
		for _, name := range slices.Sorted(maps.Keys(in.Holds)) {
			ask(in.Holds[name].By.Role, text.At("holds."+name+".by.role", ""))
		}
		for i, step := range in.Route {
			for j, a := range step.Approvers {
				ask(a.Role, text.At(fmt.Sprintf("route[%d].approvers[%d].role", i, j), ""))
			}
			for j, a := range step.Otherwise {
				ask(a.Role, text.At(fmt.Sprintf("route[%d].otherwise[%d].role", i, j), ""))
			}
		}
	}
	ask(r.company.RatesBy, r.At("approvals", ""))
	ro.company.Roles = slices.Sorted(maps.Keys(ro.asked))
}

// compare tells where the company's files, and the workspace if it was asked,
// do not agree, each with the file and line to change.
func (ro *roster) compare(accounts []people.Account, asked bool) []source.Problem {
	_, differences := ro.join(accounts, asked)
	problems := make([]source.Problem, len(differences))
	for i, d := range differences {
		problems[i] = ro.located(d)
	}
	slices.SortStableFunc(problems, func(a, b source.Problem) int {
		return cmp.Or(strings.Compare(a.File, b.File), a.Line-b.Line)
	})
	return problems
}

// located gives a difference its place; what only the workspace knows has none.
func (ro *roster) located(d people.Difference) source.Problem {
	of, column, _ := strings.Cut(d.Of, ".")
	if _, own := ro.groups[d.About]; own && of == "group" {
		return ro.config.At("groups."+d.About, "%s", d.Say)
	}
	switch of {
	case "role":
		p := ro.asked[d.About]
		p.Say = d.Say
		return p
	case "admins":
		return ro.config.At("admins."+column, "%s", d.Say)
	}
	file, line, _ := ro.lists.Place(of, d.About, column)
	return source.Problem{File: file, Line: line, Say: d.Say}
}

// join puts the company's files and the accounts of the workspace together.
// Where the workspace was not asked only the files are looked at.
func (ro *roster) join(accounts []people.Account, asked bool) (people.Directory, []people.Difference) {
	company, entries := ro.company, slices.Clone(ro.entries)
	company.Groups, company.Unasked, company.Mailboxes, company.Zone = maps.Clone(company.Groups), !asked, ro.boxes, ro.zone
	company.Systems, company.Calendar = ro.systems, ro.calendar
	accounts = slices.Clone(accounts)
	var unknown []people.Difference
	for i, admin := range ro.admins {
		if appoint(admin, entries, accounts, company) {
			continue
		}
		say := "The administrator %s is neither in the people file nor in Slack. Correct the address under admins."
		if !asked {
			say = "The administrator %s is not in the people file. Correct the address under admins, or add a row for them."
		}
		unknown = append(unknown, people.Difference{About: admin, Of: fmt.Sprintf("admins.%d", i), Say: fmt.Sprintf(say, admin)})
	}
	dir, differences := people.Join(accounts, entries, company)
	return dir, append(unknown, differences...)
}

// appoint gives somebody the role of administrators. Roles in a row replace
// those of user groups, so who has none there gets it as if by a group.
func appoint(admin string, entries []people.Entry, accounts []people.Account, company people.Company) bool {
	const handle = "factotum administrators" // no handle has a space
	for i, e := range entries {
		if strings.EqualFold(e.Email, admin) && (len(e.Roles) > 0 || company.Unasked) {
			entries[i].Roles = append(slices.Clone(e.Roles), adminRole)
			return true
		}
	}
	for i, a := range accounts {
		if strings.EqualFold(a.Email, admin) {
			accounts[i].Groups = append(slices.Clone(a.Groups), handle)
			company.Groups[handle] = people.Grant{Role: adminRole}
			return true
		}
	}
	return slices.ContainsFunc(entries, func(e people.Entry) bool { return strings.EqualFold(e.Email, admin) })
}
