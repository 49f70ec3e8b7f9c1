package app

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/shopspring/decimal"

	"factotum/automations/catalogue"
	"factotum/connectors/slack/practice"
)

// sampleApp is the id of Factotum's app in the sample workspace.
const sampleApp = "A01FACTOTUM"

// accountsText is demo/workspace.yaml.
type accountsText struct {
	Users    []userText    `yaml:"users"`
	Channels []channelText `yaml:"channels"`
	Groups   []groupText   `yaml:"groups"`
}

type userText struct {
	ID       string `yaml:"id"`
	Name     string `yaml:"name"`
	RealName string `yaml:"real_name"`
	Title    string `yaml:"title"`
	Email    string `yaml:"email"`
	Zone     string `yaml:"tz"`
	Locale   string `yaml:"locale"`
	Admin    bool   `yaml:"is_admin"`
	Guest    bool   `yaml:"is_guest"`
	External bool   `yaml:"is_external"`
}

type channelText struct {
	ID      string   `yaml:"id"`
	Name    string   `yaml:"name"`
	Topic   string   `yaml:"topic"`
	Private bool     `yaml:"private"`
	Members []string `yaml:"members"` // [everybody]: all but guests and external people, and the bot
}

type groupText struct {
	ID     string   `yaml:"id"`
	Handle string   `yaml:"handle"`
	Name   string   `yaml:"name"`
	Users  []string `yaml:"users"`
}

// workspace opens the practice workspace of the sample company.
func (d *Demo) workspace(s *Settings) (*practice.Workspace, error) {
	body, err := sample.ReadFile("demo/workspace.yaml")
	if err != nil {
		return nil, fmt.Errorf("app: read the sample workspace: %w", err)
	}
	var in accountsText
	if err := yaml.UnmarshalWithOptions(body, &in, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("app: read the sample workspace: %w", err)
	}
	o := practice.Options{
		Team:     practice.Team{ID: "T01HARBOUR", Name: s.Name, Domain: "harbourpine"},
		App:      practice.App{ID: sampleApp, Name: botName, BotID: "B01FACTOTUM", BotUserID: "U00FACTOTUM"},
		Commands: practised(s.Catalogue), Shortcuts: practisedShortcuts(s.Catalogue), Scopes: scopes(s), Events: events(s), Now: d.clock.Now,
		DataFile: filepath.Join(d.Folder, "workspace.jsonl"), Links: []practice.Link{{Text: "Send mail to the company", URL: mailPath}},
	}
	if s.Web != nil { // a company in whose demonstration signed HTTP is tried
		o.HTTP, o.SigningSecret = true, s.Web.Options.Secrets[0].Value
		o.RequestURLs = practice.RequestURLs{Events: s.Web.URL}
	}
	everybody := []string{o.App.BotUserID}
	for _, u := range in.Users {
		if !u.Guest && !u.External {
			everybody = append(everybody, u.ID)
		}
		o.Users = append(o.Users, practice.User{
			ID: u.ID, Name: u.Name, RealName: u.RealName, Title: u.Title, Email: u.Email, TZ: u.Zone, Locale: u.Locale,
			IsAdmin: u.Admin, IsGuest: u.Guest, IsExternal: u.External,
		})
	}
	for _, c := range in.Channels {
		if len(c.Members) == 1 && c.Members[0] == "everybody" {
			c.Members = everybody
		}
		o.Channels = append(o.Channels, practice.Channel{ID: c.ID, Name: c.Name, Topic: c.Topic, Private: c.Private, Members: c.Members})
	}
	for _, g := range in.Groups {
		o.Usergroups = append(o.Usergroups, practice.Usergroup{ID: g.ID, Handle: g.Handle, Name: g.Name, Users: g.Users})
	}
	return practice.New(o)
}

// practised are the slash commands of the bot as the practice workspace offers
// them.
func practised(c *catalogue.Catalogue) []practice.Command {
	var list []practice.Command
	for _, command := range commands(c) {
		list = append(list, practice.Command{Command: command.Command, Description: command.Description, UsageHint: command.UsageHint})
	}
	return list
}

// writeRates makes up the exchange rates of the sample company, one for every
// Monday of the last three months, unless this week's are there. Yen are left
// out, so that finance is asked for them.
func writeRates(folder string, now time.Time) error {
	file := filepath.Join(folder, "company", "rates.csv")
	today := now.UTC()
	monday := today.AddDate(0, 0, -(int(today.Weekday())+6)%7)
	if have, err := os.ReadFile(file); err == nil && strings.Contains(string(have), monday.Format(time.DateOnly)) {
		return nil
	}
	text := "date,from,to,rate,source\n"
	for _, c := range []struct {
		code string
		rate int64 // ten-thousandths of a euro
	}{{"USD", 9204}, {"GBP", 11612}, {"CHF", 10488}, {"DKK", 1340}, {"SEK", 885}, {"NOK", 851}, {"PLN", 2334}, {"CZK", 397}} {
		for week := 13; week >= 0; week-- {
			day := monday.AddDate(0, 0, -7*week)
			drift := int64(day.YearDay()/7%5 - 2)
			rate := decimal.New(c.rate*10+drift*c.rate/25, -5)
			text += fmt.Sprintf("%s,%s,EUR,%s,made up for the demonstration\n", day.Format(time.DateOnly), c.code, rate)
		}
	}
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		return fmt.Errorf("app: write the sample rates: %w", err)
	}
	return nil
}
