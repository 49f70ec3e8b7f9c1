package directory

import "factotum/automations/people"

func (r *reader) person(from row) {
	email := r.key("person", from, "email")
	if email != "" && !address(email) {
		r.mistake(r.place(from, "email"), "%q is not an e-mail address. Write it as name@company.example.", email)
	}
	e := people.Entry{
		Email: email, Name: r.text(from, "name"), Manager: r.text(from, "manager"), Teams: r.list(from, "teams"),
		Roles: r.list(from, "roles"), CostCentre: r.text(from, "cost_centre"), Country: r.country(from),
		Region: r.region(from), Zone: r.zone(from), Also: r.list(from, "also"), Inactive: r.yes(from, "inactive"),
		Substitute: r.text(from, "substitute"),
	}
	r.somebody(e.Manager, from, "manager")
	r.somebody(e.Substitute, from, "substitute")
	for _, name := range e.Also {
		at := r.place(from, "also")
		r.somebody(name, from, "also")
		r.later = append(r.later, func() { r.once("person", name, at) })
	}
	r.entries = append(r.entries, e)
}

func (r *reader) team(from row) {
	t := people.Team{
		Key: r.key("team", from, "key"), Name: r.text(from, "name"), Lead: r.text(from, "lead"),
		Triage: r.channel(from, "triage"), Private: r.channel(from, "private"),
	}
	r.somebody(t.Lead, from, "lead")
	r.company.Teams = append(r.company.Teams, t)
}

func (r *reader) centre(from row) {
	c := people.CostCentre{Code: r.key("cost centre", from, "code"), Name: r.text(from, "name"), Owner: r.text(from, "owner")}
	r.somebody(c.Owner, from, "owner")
	r.company.CostCentres = append(r.company.CostCentres, c)
}

func (r *reader) group(from row) {
	handle := r.key("group", from, "group")
	grant := people.Grant{Role: r.text(from, "role"), Team: r.text(from, "team")}
	if grant == (people.Grant{}) {
		r.mistake(from.at, "The group gives nothing. Fill in role or team, or delete the row.")
	}
	r.company.Groups[handle] = grant
}
