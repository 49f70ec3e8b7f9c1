package app

import (
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"

	"factotum/automations/catalogue"
	"factotum/automations/source"
)

// botName is how the bot is called in the workspace.
const botName = "Factotum"

// The limits of a manifest (slackapi/manifest-schema, manifest.schema.2.0.0).
const (
	maxCommands    = 50
	maxDescription = 2000
)

// command is a slash command as a manifest writes it.
type command struct {
	Command      string `yaml:"command"`
	URL          string `yaml:"url,omitempty"`
	Description  string `yaml:"description"`
	UsageHint    string `yaml:"usage_hint"`
	ShouldEscape bool   `yaml:"should_escape"`
}

type manifest struct {
	Metadata struct {
		Major int `yaml:"major_version"`
	} `yaml:"_metadata"`
	Display struct {
		Name        string `yaml:"name"`
		Description string `yaml:"description"`
	} `yaml:"display_information"`
	Features struct {
		Home struct {
			Home     bool `yaml:"home_tab_enabled"`
			Messages bool `yaml:"messages_tab_enabled"`
			ReadOnly bool `yaml:"messages_tab_read_only_enabled"`
		} `yaml:"app_home"`
		Bot struct {
			Name   string `yaml:"display_name"`
			Online bool   `yaml:"always_online"`
		} `yaml:"bot_user"`
		Commands  []command  `yaml:"slash_commands"`
		Shortcuts []shortcut `yaml:"shortcuts,omitempty"`
	} `yaml:"features"`
	OAuth struct {
		Scopes struct {
			Bot []string `yaml:"bot"`
		} `yaml:"scopes"`
	} `yaml:"oauth_config"`
	Settings struct {
		Events struct {
			URL string   `yaml:"request_url,omitempty"`
			Bot []string `yaml:"bot_events"`
		} `yaml:"event_subscriptions"`
		Interactivity struct {
			Enabled bool   `yaml:"is_enabled"`
			URL     string `yaml:"request_url,omitempty"`
		} `yaml:"interactivity"`
		OrgDeploy     bool `yaml:"org_deploy_enabled"`
		SocketMode    bool `yaml:"socket_mode_enabled"`
		TokenRotation bool `yaml:"token_rotation_enabled"`
	} `yaml:"settings"`
}

// scopes are those of the bot token: what is called and heard, and nothing
// else.
func scopes(s *Settings) []string {
	list := []string{
		"chat:write", "commands", "files:read", "files:write", "im:history", "im:read", "im:write",
		"reactions:write", "usergroups:read", "users:read", "users:read.email",
		"channels:history", "channels:read", "groups:history", "groups:read", // who reads in a channel to which a report goes, and what was posted there
	}
	if s.overhears() {
		list = append(list, "reactions:read")
	}
	return list
}

// events are those that the bot subscribes to.
func events(s *Settings) []string {
	list := []string{
		"app_home_opened", "message.im", "subteam_created", "subteam_members_changed", "subteam_updated", "team_join", "user_change",
	}
	if s.overhears() {
		list = append(list, "message.channels", "message.groups", "reaction_added", "reaction_removed")
	}
	return list
}

// commands are the slash commands of the kinds, and /desk.
func commands(c *catalogue.Catalogue) []command {
	list := []command{{
		Command: "/desk", Description: "What you can ask for, and where your requests are", UsageHint: "[mine | EXP-12 | what you need]", ShouldEscape: true,
	}}
	list = append(list, command{
		Command: "/report", Description: "Ask for figures, and have them regularly", UsageHint: "[spend last month by vendor | schedules]", ShouldEscape: true,
	})
	if len(c.Datasets()) > 0 {
		list = append(list, command{
			Command: "/entry", Description: "Enter records and look them up", UsageHint: "[dataset] [words | all | export]", ShouldEscape: true,
		})
	}
	if len(c.Duties()) > 0 {
		list = append(list, command{
			Command: "/duty", Description: "What is due, and by when", UsageHint: "[all | DUT-3]", ShouldEscape: true,
		})
	}
	for _, k := range c.Kinds() {
		if k.Command == "" {
			continue
		}
		hint := "[in a few words]"
		if k.Amount != "" {
			hint = "[42.50 EUR, what for]"
		}
		// Escaped, so that @somebody arrives as an account and not as a name.
		list = append(list, command{Command: k.Command, Description: firstRunes(k.About, maxDescription), UsageHint: hint, ShouldEscape: true})
	}
	return list
}

func firstRunes(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return text
}

// Manifest is the Slack app manifest for the configured kinds, as YAML that can
// be pasted as it is. More commands than Slack takes are refused.
func Manifest(s *Settings) ([]byte, error) {
	var m manifest
	m.Metadata.Major = 2
	m.Display.Name, m.Display.Description = botName, "Expenses, purchases, leave, access and more, from asking to done"
	m.Features.Home.Home, m.Features.Home.Messages = true, true
	m.Features.Bot.Name, m.Features.Bot.Online = botName, true
	m.Features.Commands, m.Features.Shortcuts = commands(s.Catalogue), shortcuts(s.Catalogue)
	m.OAuth.Scopes.Bot, m.Settings.Events.Bot = scopes(s), events(s)
	m.Settings.Interactivity.Enabled, m.Settings.SocketMode = true, s.Web == nil
	if s.Web != nil {
		m.Settings.Events.URL, m.Settings.Interactivity.URL = s.Web.URL, s.Web.URL
		for i := range m.Features.Commands {
			m.Features.Commands[i].URL = s.Web.URL
		}
	}
	if n := len(m.Features.Commands); n > maxCommands {
		return nil, Refused{source.Problem{File: "kinds", Say: fmt.Sprintf("Slack takes %d slash commands of one app and the kinds have %d with /desk: leave command out of some, they stay reachable by /desk", maxCommands, n)}}
	}
	text, err := yaml.Marshal(m)
	if err != nil {
		return nil, fmt.Errorf("app: write the manifest: %w", err)
	}
	return text, nil
}

// Refused is a configuration with mistakes. Its text is a line for each.
type Refused []source.Problem

// Error lists all mistakes.
func (r Refused) Error() string {
	lines := make([]string, len(r))
	for i, p := range r {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}
