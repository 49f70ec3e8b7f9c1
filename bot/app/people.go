package app

import (
	"context"
	"errors"
	"fmt"

	"factotum/automations/form"
	"factotum/automations/people"
	"factotum/connectors/files"
	"factotum/connectors/slack"
	"factotum/handlers/payload"
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
	dir, _ := p.settings.roster.join(accounts)
	changed, err := p.desk.Staff(ctx, dir)
	if err != nil {
		return err
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

// maxFile is the largest file that is kept, in bytes: what slack.Download opens.
const maxFile = 50 << 20

// keeper copies files from Slack into our own folder.
type keeper struct {
	slack *slack.Client
	kept  *files.Store
}

// Keep copies a file and gives the hash under which it is kept.
func (k keeper) Keep(ctx context.Context, f form.File) (hash string, err error) {
	content, err := k.slack.Download(ctx, payload.File{ID: f.Source})
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, content.Close()) }()
	hash, _, err = k.kept.Put(ctx, content, maxFile)
	if err != nil {
		return "", fmt.Errorf("app: keep %s: %w", f.Source, err)
	}
	return hash, nil
}
