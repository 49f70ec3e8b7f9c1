package directory_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/people"
	"factotum/connectors/directory"
)

func TestRead(t *testing.T) {
	t.Parallel()
	tests := map[string][]string{
		"YAML":                        {"people.yaml", "company.yaml"},
		"commas":                      {"comma.csv", "company.yaml"},
		"semicolons, BOM and CRLF":    {"semicolon.csv", "company.yaml"},
		"a CSV for each, one by tabs": {"teams.csv", "centres.csv", "groups.csv", "comma.csv"},
	}
	for name, files := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for i, file := range files {
				files[i] = filepath.Join("testdata", "good", file)
			}
			lists, err := directory.Read(files...)
			require.NoError(t, err)
			assert.Equal(t, []people.Entry{{
				Email: "ann@corp.example", Name: "Ann Lee", Manager: "mid@corp.example", Teams: []string{"it", "books"},
				Roles: []string{"finance", "owner"}, CostCentre: "0100", Country: "NO", Region: "03", Zone: "Europe/Oslo",
				Also: []string{"U0ANN2", "ann@home.example"},
			}, {Email: "mid@corp.example", Inactive: true}}, lists.Entries)
			assert.Equal(t, people.Company{
				Teams:       []people.Team{{Key: "it", Name: "IT desk", Lead: "mid@corp.example"}},
				CostCentres: []people.CostCentre{{Code: "0100", Name: "Sales", Owner: "U0TOP"}},
				Groups:      map[string]people.Grant{"finance-approvers": {Role: "finance"}},
			}, lists.Company)
		})
	}
}

func TestReadFolder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "b.csv"), "email\nbo@corp.example\n")
	write(t, filepath.Join(dir, "a.yaml"), "people:\n- email: ann@corp.example\nteams:\n")
	write(t, filepath.Join(dir, "c.yml"), "---\n")
	write(t, filepath.Join(dir, "notes.txt"), "not ours")
	lists, err := directory.Read(dir)
	require.NoError(t, err)
	assert.Equal(t, []people.Entry{{Email: "ann@corp.example"}, {Email: "bo@corp.example"}}, lists.Entries)
}

func TestReadRefusesWhatItCannotLoad(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	large := filepath.Join(dir, "large.csv")
	write(t, large, "email\n"+strings.Repeat(" ", 10<<20))
	_, err := directory.Read(large, filepath.Join(dir, "none.csv"))
	var mistakes directory.Mistakes
	require.ErrorAs(t, err, &mistakes)
	assert.Equal(t, directory.Mistakes{
		{File: large, Say: "The file is larger than 10 MB. Split it, or take out what is not about people."},
		{File: filepath.Join(dir, "none.csv"), Say: "The file cannot be read (no such file or directory). Correct the path or the permissions."},
	}, mistakes)
}

func TestDuplicatesAcrossFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "a.csv"), "email\nann@corp.example\n")
	write(t, filepath.Join(dir, "b.csv"), "email,also\nbo@corp.example,ann@corp.example\n")
	_, err := directory.Read(filepath.Join(dir, "b.csv"), filepath.Join(dir, "a.csv"))
	assert.EqualError(t, err, filepath.Join(dir, "b.csv")+":2: ann@corp.example stands already in "+
		filepath.Join(dir, "a.csv")+", line 2. Keep one of the two.")
}

func TestPlace(t *testing.T) {
	t.Parallel()
	in := func(name string) string { return filepath.Join("testdata", "good", name) }
	lists, err := directory.Read(in("people.yaml"), in("company.yaml"))
	require.NoError(t, err)
	for want, asked := range map[string][3]string{
		"people.yaml:4":  {"person", "Ann@corp.example", "manager"},
		"people.yaml:14": {"person", "mid@corp.example", "teams"}, // has none, so the row
		"company.yaml:4": {"team", "IT", "lead"},
		"company.yaml:6": {"cost centre", "0100", "owner"},
		"company.yaml:8": {"group", "finance-approvers", ""},
	} {
		file, line, ok := lists.Place(asked[0], asked[1], asked[2])
		assert.True(t, ok, want)
		assert.Equal(t, want, fmt.Sprintf("%s:%d", filepath.Base(file), line))
	}
	_, _, ok := lists.Place("person", "nobody@corp.example", "")
	assert.False(t, ok)
	lists, err = directory.Read(in("comma.csv"))
	require.NoError(t, err)
	_, line, _ := lists.Place("person", "mid@corp.example", "manager")
	assert.Equal(t, 4, line)
}

func write(t *testing.T, path, text string) {
	t.Helper()
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
}
