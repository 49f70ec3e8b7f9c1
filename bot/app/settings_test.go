package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/bot/app"
)

// load reads the good company after a change to its factotum.yaml.
func load(t *testing.T, env map[string]string, change ...string) (*app.Settings, string) {
	t.Helper()
	folder := company(t, "")
	file := filepath.Join(folder, "factotum.yaml")
	body, err := os.ReadFile(file)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(file, []byte(strings.NewReplacer(change...).Replace(string(body))), 0o600))
	s, problems := app.Load(file, func(name string) string { return env[name] })
	return s, said(folder, problems)
}

func TestAGoodConfigurationIsReadWhole(t *testing.T) {
	t.Parallel()
	s, wrong := load(t, map[string]string{"FACTOTUM_SLACK_APP_TOKEN": "xapp-made-up"})
	require.Empty(t, wrong)
	assert.Equal(t, "Example Ltd", s.Name)
	assert.Equal(t, app.Tokens{App: "xapp-made-up", Bot: "xoxb-made-up"}, s.Tokens)
	assert.Empty(t, s.Tokens.Missing())
	assert.Equal(t, "data", filepath.Base(s.Data))
	var kinds []string
	for _, k := range s.Catalogue.Kinds() {
		kinds = append(kinds, k.Key)
	}
	assert.Equal(t, []string{"expense", "parking"}, kinds)
	parking, err := s.Catalogue.Kind("parking")
	require.NoError(t, err)
	centre, _ := parking.Form.Field("cost_centre")
	require.Len(t, centre.Options, 1)
	assert.Equal(t, "100 Everything", centre.Options[0].Label)
	var currencies []string
	for _, o := range s.Catalogue.Company().Options["currencies"] {
		currencies = append(currencies, o.Value)
	}
	assert.Equal(t, []string{"EUR", "USD"}, currencies)
}

func TestWhatIsLeftOutHasADefault(t *testing.T) {
	t.Parallel()
	s, wrong := load(t, nil,
		"  hours:\n    mon-fri: 09:00-12:30, 13:30-17:30\n", "", "  remind: 8h\n", "", "rates: rates.csv\n", "", "kinds: kinds\n", "",
		"people: [people.csv, teams.yaml]", "people: [people.csv, teams.yaml]", "slack:\n  bot_token_file: bot-token\n", "")
	require.Empty(t, wrong)
	require.Len(t, s.Tokens.Missing(), 2)
	assert.Contains(t, s.Tokens.Missing()[0], "FACTOTUM_SLACK_BOT_TOKEN")
	assert.Contains(t, s.Tokens.Missing()[1], "FACTOTUM_SLACK_APP_TOKEN")
	assert.Equal(t, "finance", s.Catalogue.Company().RatesBy)
}

func TestOneFileOfPeopleNeedsNoList(t *testing.T) {
	t.Parallel()
	_, wrong := load(t, nil, "people: [people.csv, teams.yaml]", "people: people.csv")
	assert.Empty(t, wrong)
}

func TestAWrongTokenIsNotRepeated(t *testing.T) {
	t.Parallel()
	_, wrong := load(t, map[string]string{"FACTOTUM_SLACK_BOT_TOKEN": "hunter2"})
	assert.Contains(t, wrong, "xoxb-")
	assert.NotContains(t, wrong, "hunter2")
}

func TestAMissingConfigurationIsSaidWithItsPath(t *testing.T) {
	t.Parallel()
	_, problems := app.Load("nowhere/factotum.yaml", none)
	require.Len(t, problems, 1)
	assert.Equal(t, "nowhere/factotum.yaml: the configuration cannot be read (no such file or directory): correct the path or the permissions", problems[0].String())
}
