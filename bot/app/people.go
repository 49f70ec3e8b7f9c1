package app

import (
	"context"

	"factotum/automations/people"
	"factotum/connectors/slack"
)

// people takes over the directory: the workspace's accounts joined with the
// company's files. Cards follow when anything changed.
func (p *program) people(ctx context.Context) error {
	if err := p.settings.roster.read(); err != nil {
		return err
	}
	accounts, err := accounts(ctx, p.slack)
	if err != nil {
		return err
	}
	dir, _ := p.settings.roster.join(accounts, true)
	p.settings.roster.shed()
	if err := p.desk.Centres(ctx, dir); err != nil {
		return err
	}
	changed, err := p.desk.Staff(ctx, dir)
	if err != nil {
		return err
	}
	if changed { // a mailbox may be new in it
		p.ringMail()
	}
	p.reroute = p.reroute || changed
	if !p.reroute {
		return nil
	}
	if err := p.desk.Reroute(ctx); err != nil {
		return err
	}
	p.reroute = false
	return nil
}

// accounts are those of the workspace, each with its user groups.
func accounts(ctx context.Context, client *slack.Client) ([]people.Account, error) {
	users, err := client.Users(ctx)
	if err != nil {
		return nil, err
	}
	groups, err := client.Groups(ctx)
	if err != nil {
		return nil, err
	}
	in := map[string][]string{}
	for _, g := range groups {
		for _, member := range g.Members {
			in[member] = append(in[member], g.Handle)
		}
	}
	list := make([]people.Account, 0, len(users))
	for _, u := range users {
		list = append(list, people.Account{
			ID: u.ID, Name: u.Name, RealName: u.RealName, Email: u.Email, Zone: u.Zone, Locale: u.Locale,
			Groups: in[u.ID], Inactive: u.Deleted, Bot: u.Bot, Guest: u.Guest, External: u.External,
		})
	}
	return list, nil
}
