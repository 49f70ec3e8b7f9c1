package app_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/bot/app"
)

// checked is what check finds wrong in the good company after changes to its
// files: file, old, new. Slack is not asked without an environment.
func checked(t *testing.T, env func(string) string, changes ...[3]string) string {
	t.Helper()
	folder := company(t, "")
	for _, c := range changes {
		file := filepath.Join(folder, c[0])
		body, err := os.ReadFile(file)
		require.NoError(t, err)
		require.Contains(t, string(body), c[1])
		require.NoError(t, os.WriteFile(file, []byte(strings.Replace(string(body), c[1], c[2], 1)), 0o600))
	}
	var out bytes.Buffer
	_, err := app.Check(t.Context(), filepath.Join(folder, "factotum.yaml"), env, &out)
	require.NoError(t, err)
	var wrong []string
	for line := range strings.Lines(strings.ReplaceAll(out.String(), folder+string(filepath.Separator), "")) {
		if strings.HasPrefix(line, "wrong ") || strings.Contains(line, "is good") {
			wrong = append(wrong, line)
		}
	}
	return strings.Join(wrong, "")
}

func TestCheckSaysWhereThePeopleDoNotFit(t *testing.T) {
	t.Parallel()
	cleo := "cleo@example.com,Cleo Tan,bob@example.com,,"
	for name, c := range map[string]struct {
		changes [][3]string
		want    string
	}{
		"nothing": {nil, "ok    factotum.yaml is good: Example Ltd, 2 kinds of request.\n"},
		"a budget of nothing": {
			[][3]string{{"budgets.yaml", `"100"`, `"777"`}, {"factotum.yaml", "rates: rates.csv", "rates: rates.csv\nbudgets: budgets.yaml"}},
			"ok    factotum.yaml is good: Example Ltd, 2 kinds of request.\nwrong budgets: the cost centre 777 of the budget of 2026 is neither in the people's files nor entered as a record: correct its code, or enter it.\n",
		},
		"unknown manager": {
			[][3]string{{"people.csv", cleo, "cleo@example.com,Cleo Tan,bop@example.com,,"}},
			"wrong people.csv:4: The manager of cleo@example.com, bop@example.com, is not in the people file. Correct it, or add a row for them.\n",
		},
		"ring": {
			[][3]string{{"people.csv", "Ada Roy,", "Ada Roy,bob@example.com"}},
			"wrong people.csv:2: The managers go round in a ring: ada@example.com, then bob@example.com, and back to the first. Name another manager for one of them, or leave it empty for who has none.\n",
		},
		"unknown lead and owner": {
			[][3]string{{"teams.yaml", "name: Payables}", "name: Payables, lead: nobody@example.com}"}, {"teams.yaml", "ada@", "eve@"}},
			"wrong teams.yaml:2: The lead of the team payables, nobody@example.com, is not in the people file. Correct it, or add a row for them.\n" +
				"wrong teams.yaml:4: The owner of the cost centre 100, eve@example.com, is not in the people file. Correct it, or add a row for them.\n",
		},
		"role of a route": {
			[][3]string{{"kinds/parking.yaml", "approvers: [{manager_of: requester}]", "approvers: [{role: Legal}]"}},
			"wrong kinds/parking.yaml:13: Nobody who may decide has the role \"legal\". Write it into the column roles of somebody in the people file, or give it by a user group.\n",
		},
		"role of the configuration": {
			[][3]string{{"factotum.yaml", "fallback: director", "fallback: boss"}},
			"wrong factotum.yaml:11: Nobody who may decide has the role \"boss\". Write it into the column roles of somebody in the people file, or give it by a user group.\n",
		},
		"administrator": {
			[][3]string{{"factotum.yaml", "admins: [ada@example.com]", "admins:\n  - eve@example.com"}},
			"wrong factotum.yaml:16: Nobody who may decide has the role \"admin\". Write it into the column roles of somebody in the people file, or give it by a user group.\n" +
				"wrong factotum.yaml:17: The administrator eve@example.com is not in the people file. Correct the address under admins, or add a row for them.\n",
		},
		"beside other mistakes": {
			[][3]string{{"factotum.yaml", "currency: EUR", "currency: ZZZ"}, {"people.csv", cleo, "cleo@example.com,Cleo Tan,bop@example.com,,"}},
			"wrong factotum.yaml:3: the company needs a currency in which it counts: \"ZZZ\" is not a currency in use. Write its code of three letters, such as EUR, GBP or USD.\n" +
				"wrong people.csv:4: The manager of cleo@example.com, bop@example.com, is not in the people file. Correct it, or add a row for them.\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, c.want, checked(t, none, c.changes...))
		})
	}
}

func TestCheckSaysNorInSlackWhenSlackWasAsked(t *testing.T) {
	t.Parallel()
	said := checked(t, environment(workspace(t, nil)), [3]string{"people.csv", "Cleo Tan,bob@", "Cleo Tan,bop@"}, [3]string{"factotum.yaml", "bookkeepers", "nobodies"})
	assert.Equal(t, "wrong factotum.yaml:15: The user group @nobodies is mapped, but nobody in Slack is in it. Correct the handle, or delete the line.\n"+
		"wrong people.csv:4: The manager of cleo@example.com, bop@example.com, is neither in the people file nor in Slack. Correct it, or add a row for them.\n", said)
}
