package floors

import (
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTheHouseStands(t *testing.T) {
	t.Parallel()
	tree := os.DirFS("../..")
	_, err := fs.Stat(tree, "deploy/floors/house_test.go")
	require.NoError(t, err, "this is not the top of the repository")
	found, err := check(tree)
	require.NoError(t, err)
	assert.Empty(t, found, "%s", strings.Join(found, "\n"))
}

func TestSoundHouse(t *testing.T) {
	t.Parallel()
	found, err := check(plant(map[string]string{
		"README.md":                          "",
		"factotum":                           "the built program, named in .gitignore",
		"bot/main.go":                        `package main; import _ "factotum/bot/app"`,
		"bot/app/app.go":                     `package app; import (_ "factotum/connectors/slack/practice"; _ "factotum/jobs")`,
		"bot/e2e/claim_test.go":              `package e2e; import _ "factotum/connectors/slack/practice/story"`,
		"handlers/decide.go":                 `package handlers; import (_ "factotum/handlers/view"; _ "github.com/slack-go/slack")`,
		"connectors/slack/socket.go":         `package slack; import _ "factotum/handlers/payload"`,
		"connectors/store/storetest/s.go":    `package storetest; import (_ "factotum/automations/state"; _ "testing")`,
		"connectors/store/sqlite/st_test.go": `package sqlite; import _ "factotum/connectors/store/storetest"`,
		"automations/submit.go":              `package automations; import "time"; var _ = time.Now`,
		"automations/form/form.go":           `package form; import ("time"; _ "net/url"); var _ time.Time`,
		"automations/form/form_test.go":      `package form; import ("os"; "time"); var _, _ = os.Args, time.Now`,
		"deploy/prove/load/main.go":          `package main; import _ "factotum/connectors/store/storetest"`,
		"automations/testdata/util/init.go":  `not Go at all`,
		".ci/run":                            "",
	}))
	require.NoError(t, err)
	assert.Empty(t, found)
}

// TestEveryCrackIsFound plants one broken rule at a time: a checker that finds nothing would pass TestTheHouseStands.
func TestEveryCrackIsFound(t *testing.T) {
	t.Parallel()
	for _, c := range cracks() {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			found, err := check(plant(map[string]string{c.file: c.source}))
			require.NoError(t, err)
			require.Len(t, found, 1, "%s", strings.Join(found, "\n"))
			assert.True(t, strings.HasPrefix(found[0], c.file+": "), "%q does not begin with its file", found[0])
			for _, part := range c.says {
				assert.Contains(t, found[0], part)
			}
		})
	}
}

func TestSourceThatIsNotGoFails(t *testing.T) {
	t.Parallel()
	_, err := check(plant(map[string]string{"jobs/wake.go": "package"}))
	assert.ErrorContains(t, err, "jobs/wake.go")
}

// plant returns a tree of the given files beside the .gitignore that every tree has.
func plant(files map[string]string) fstest.MapFS {
	tree := fstest.MapFS{".gitignore": {Data: []byte("/factotum\n*.test\n")}}
	for name, source := range files {
		tree[name] = &fstest.MapFile{Data: []byte(source)}
	}
	return tree
}
