package app_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/bot/app"
)

// sample reads the sample company with more kinds.
func sample(t *testing.T, kinds map[string]string) *app.Settings {
	t.Helper()
	folder := t.TempDir()
	require.NoError(t, app.Prepare(folder, false))
	in := filepath.Join(folder, "company")
	require.NoError(t, os.WriteFile(filepath.Join(in, "rates.csv"), []byte("date,from,to,rate,source\n"), 0o600))
	for name, body := range kinds {
		require.NoError(t, os.WriteFile(filepath.Join(in, "kinds", name), []byte(body), 0o600))
	}
	s, problems := app.Load(filepath.Join(in, "factotum.yaml"), none)
	require.Empty(t, problems)
	return s
}

// slackManifest is the part of Slack's schema that we use: an unknown key is an
// error of decoding (slackapi/manifest-schema, manifest.schema.2.0.0).
type slackManifest struct {
	Metadata struct {
		Major int `yaml:"major_version"`
	} `yaml:"_metadata"`
	Display struct {
		Name        string `yaml:"name"`
		Description string `yaml:"description"`
	} `yaml:"display_information"`
	Features struct {
		Home     map[string]bool `yaml:"app_home"`
		Bot      map[string]any  `yaml:"bot_user"`
		Commands []struct {
			Command     string `yaml:"command"`
			Description string `yaml:"description"`
			Hint        string `yaml:"usage_hint"`
			Escape      bool   `yaml:"should_escape"`
		} `yaml:"slash_commands"`
		Shortcuts []map[string]string `yaml:"shortcuts"`
	} `yaml:"features"`
	OAuth struct {
		Scopes map[string][]string `yaml:"scopes"`
	} `yaml:"oauth_config"`
	Settings struct {
		Events        map[string][]string `yaml:"event_subscriptions"`
		Interactivity map[string]bool     `yaml:"interactivity"`
		Org           bool                `yaml:"org_deploy_enabled"`
		Socket        bool                `yaml:"socket_mode_enabled"`
		Rotation      bool                `yaml:"token_rotation_enabled"`
	} `yaml:"settings"`
}

func TestTheManifestKeepsSlacksLimits(t *testing.T) {
	t.Parallel()
	text, err := app.Manifest(sample(t, map[string]string{"long.yaml": kind(0, strings.Repeat("é", 3000))}))
	require.NoError(t, err)
	var m slackManifest
	require.NoError(t, yaml.UnmarshalWithOptions(text, &m, yaml.Strict()), "%s", text)

	assert.LessOrEqual(t, len([]rune(m.Display.Name)), 35)
	assert.LessOrEqual(t, len([]rune(m.Display.Description)), 140)
	assert.True(t, m.Settings.Socket && m.Settings.Interactivity["is_enabled"] && m.Features.Home["home_tab_enabled"] && m.Features.Home["messages_tab_enabled"])
	names := map[string]bool{}
	for _, c := range m.Features.Commands {
		names[c.Command] = true
		assert.Regexp(t, regexp.MustCompile(`^/[a-z0-9_-]{1,31}$`), c.Command)
		assert.NotEmpty(t, c.Description)
		assert.LessOrEqual(t, len([]rune(c.Description)), 2000, c.Command)
		assert.LessOrEqual(t, len([]rune(c.Hint)), 1000, c.Command)
		assert.True(t, c.Escape, c.Command)
	}
	for _, want := range []string{"/desk", "/expense", "/purchase", "/leave", "/access", "/vendor", "/kind0"} {
		assert.True(t, names[want], want)
	}
	assert.Subset(t, m.OAuth.Scopes["bot"], []string{"chat:write", "commands", "im:history", "users:read.email", "files:read", "usergroups:read"})
	assert.LessOrEqual(t, len(m.OAuth.Scopes["bot"]), 255)
	assert.Subset(t, m.Settings.Events["bot_events"], []string{"app_home_opened", "message.im", "team_join", "user_change"})
	assert.LessOrEqual(t, len(m.Settings.Events["bot_events"]), 100)
}

func TestMoreCommandsThanSlackTakesAreRefused(t *testing.T) {
	t.Parallel()
	kinds := map[string]string{}
	for n := range 44 {
		kinds[fmt.Sprintf("%d.yaml", n)] = kind(n, "Something")
	}
	_, err := app.Manifest(sample(t, kinds))
	require.ErrorContains(t, err, "Slack takes 50 slash commands of one app and the kinds have ")
}

// kind is one of many small kinds.
func kind(n int, about string) string {
	return fmt.Sprintf(`
kind: kind%d
title: Kind %d
about: %s
prefix: K%c%c
command: /kind%d
summary: "{what}"
fields: [{key: what, type: text, required: true}]
route: [{step: Manager, approvers: [{manager_of: requester}]}]
`, n, n, about, 'A'+n/26, 'A'+n%26, n)
}
