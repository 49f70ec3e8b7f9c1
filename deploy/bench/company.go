package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
	"golang.org/x/sync/errgroup"

	"factotum/automations"
	"factotum/automations/calendar"
	"factotum/automations/form"
	"factotum/automations/money"
	"factotum/automations/people"
	"factotum/automations/request"
	"factotum/bot/app"
	"factotum/connectors/store/redis"
	"factotum/connectors/store/sqlite"
)

// company is a made-up one with hundreds of people who decide: nobody may click
// thousands of times a minute.
type company struct {
	config, listen string
	people         int // the first half are managers of the other
	settings       *app.Settings
}

const (
	workspaceID = "T0TEAM"
	secret      = "bench-signing-secret"
)

func email(i int) string   { return fmt.Sprintf("person.%d@example.com", i) }
func account(i int) string { return fmt.Sprintf("U%05d", i) }

// found writes the configuration and the people's file. store says where the
// state lies.
func found(folder, store, listen string, n int) (*company, error) {
	c := &company{config: filepath.Join(folder, "factotum.yaml"), listen: listen, people: n}
	rows := []string{"email,name,manager,roles,teams,cost_centre"}
	for i := range n {
		manager, role, team := email(i-n/2), "", ""
		if i < n/2 {
			manager, role = email(0), "finance"
		}
		if i == 0 {
			manager, role, team = "", "director", "payables"
		}
		rows = append(rows, fmt.Sprintf("%s,Person Number %d,%s,%s,%s,CC-%d", email(i), i, manager, role, team, i%40))
	}
	config := "company: {name: Sample Ltd, currency: EUR, country: DE, zone: Europe/Berlin}\napprovals: {fallback: director}\n" +
		"builtin: [expense]\npeople: people.csv\nadmins: [" + email(0) + "]\ndata: data\n" +
		"http: {listen: \"" + listen + "\", url: \"http://" + listen + "/slack/events\"}\n" + store
	for name, text := range map[string]string{"factotum.yaml": config, "people.csv": strings.Join(rows, "\n") + "\n"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			return nil, err
		}
	}
	settings, problems := app.Load(c.config, func(name string) string {
		return map[string]string{"FACTOTUM_SLACK_SIGNING_SECRET": secret, "FACTOTUM_SLACK_BOT_TOKEN": "xoxb-bench"}[name]
	})
	if len(problems) > 0 {
		return nil, fmt.Errorf("configuration: %v", problems)
	}
	c.settings = settings
	return c, nil
}

// store is what seeding needs of either store.
type store interface {
	automations.Store
	Close() error
}

func (c *company) open(ctx context.Context) (store, error) {
	if o := c.settings.Store.Redis; o != nil {
		return redis.Open(ctx, *o)
	}
	return sqlite.Open(filepath.Join(c.settings.Data, "factotum.db")) //nolint:contextcheck // opening a file is short
}

// seed sends n claims, everybody of the second half in turn. The program must
// have run, so that the people are known, and on SQLite not run meanwhile.
func (c *company) seed(ctx context.Context, n int) (err error) {
	s, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	hours, err := calendar.ParseHours(map[string]string{"mon-fri": "09:00-17:00"})
	if err != nil {
		return err
	}
	work, err := calendar.New(time.UTC, hours, "DE", "", nil)
	if err != nil {
		return err
	}
	desk := &automations.Desk{
		Store: s, Catalogue: c.settings.Catalogue, Now: time.Now, NewID: uuid.NewString, Due: func() {},
		Calendar: func(people.Person) *calendar.Calendar { return work }, Law: func(string, string) *calendar.Calendar { return work },
	}
	dir, err := desk.Directory(ctx)
	if err != nil {
		return err
	}
	var next atomic.Int64
	var group errgroup.Group
	for range 16 {
		group.Go(func() error {
			for i := int(next.Add(1)) - 1; i < n && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				by, known := dir.ByAccount(account(c.people/2 + i%(c.people/2)))
				if !known {
					return errors.New("the program does not know its people yet")
				}
				id := uuid.NewString()
				if _, err := desk.Submit(ctx, by, "seed/"+id, automations.Draft{ID: id, Kind: "expense", Values: claim()}); err != nil {
					return err
				}
			}
			return ctx.Err()
		})
	}
	return group.Wait()
}

// approvals counts those in the audit log. The program must not run meanwhile.
func (c *company) approvals(ctx context.Context) (n int, err error) {
	s, err := c.open(ctx)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	for after := int64(0); ; {
		records, err := s.Log(ctx, after, 1000)
		if err != nil || len(records) == 0 {
			return n, err
		}
		for _, r := range records {
			after = r.Position
			if r.Move == string(request.Approve) {
				n++
			}
		}
	}
}

// claim is what the clicks are about: two train tickets on the company's card.
func claim() form.Values {
	ticket := func(to string) form.Values {
		price := money.Amount{Value: decimal.RequireFromString("64.20"), Currency: "EUR"}
		return form.Values{
			"date": {Date: calendar.NewDate(2026, 11, 16)}, "merchant": {Text: "Sample Railways " + to}, "category": {Text: "travel"},
			"amount": {Money: &price}, "cost_centre": {Text: "CC-1"},
		}
	}
	return form.Values{
		"purpose": {Text: "Berlin - Hamburg return, customer visit"}, "paid_with": {Text: "card"},
		"lines": {Lines: []form.Values{ticket("out"), ticket("back")}},
	}
}

// members are the people as Slack lists them.
func members(n int) ([]byte, error) {
	type profile struct {
		Email string `json:"email"`
	}
	type member struct {
		ID       string  `json:"id"`
		TeamID   string  `json:"team_id"`
		Name     string  `json:"name"`
		RealName string  `json:"real_name"`
		Zone     string  `json:"tz"`
		Profile  profile `json:"profile"`
	}
	var list []member
	for i := range n {
		list = append(list, member{account(i), workspaceID, fmt.Sprintf("person%d", i), fmt.Sprintf("Person Number %d", i), "Europe/Berlin", profile{email(i)}})
	}
	return json.Marshal(map[string]any{"ok": true, "members": list})
}
