package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/bot/app"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"factotum": main})
}

// TestTheCommands runs testdata/*.txtar, each a session at the terminal.
func TestTheCommands(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			// await FILE TEXT waits until the file holds the text.
			"await": func(ts *testscript.TestScript, _ bool, args []string) {
				for range 15_000 { // five minutes: a demonstration has lived half a year when it settles
					body, _ := os.ReadFile(ts.MkAbs(args[0]))
					if strings.Contains(string(body), args[1]) {
						return
					}
					time.Sleep(20 * time.Millisecond)
				}
				ts.Fatalf("%s does not come to hold %q", args[0], args[1])
			},
			// readme FOLDER writes the files that README.md shows.
			"readme": func(ts *testscript.TestScript, _ bool, args []string) {
				for name, body := range shown(ts.Check) {
					file := filepath.Join(ts.MkAbs(args[0]), name)
					ts.Check(os.MkdirAll(filepath.Dir(file), 0o700))
					ts.Check(os.WriteFile(file, []byte(body), 0o600))
				}
			},
		},
	})
}

// shown are the files in README.md: fenced blocks that name one.
func shown(check func(error)) map[string]string {
	readme, err := os.ReadFile("../README.md")
	check(err)
	files := map[string]string{}
	for _, block := range regexp.MustCompile("(?ms)^```[a-z]+ (\\S+)\n(.*?)^```$").FindAllStringSubmatch(string(readme), -1) {
		files[block[1]] = block[2]
	}
	return files
}

func TestWhatREADMEShowsIsReadAsItStands(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	files := shown(func(err error) { require.NoError(t, err) })
	require.Len(t, files, 13)
	for name, body := range files {
		file := filepath.Join(folder, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o700))
		require.NoError(t, os.WriteFile(file, []byte(body), 0o600))
	}
	s, problems := app.Load(filepath.Join(folder, "factotum.yaml"), func(string) string { return "" })
	require.Empty(t, problems)
	assert.Len(t, s.Catalogue.Kinds(), 6)
}

func TestWhatREADMEShowsForLargerCompaniesIsReadToo(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for name, body := range shown(func(err error) { require.NoError(t, err) }) {
		file := filepath.Join(folder, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o700))
		if name == "factotum.yaml" {
			readme, err := os.ReadFile("../README.md")
			require.NoError(t, err)
			more := regexp.MustCompile("(?ms)^```yaml\n(.*?)^```$").FindSubmatch(readme)
			require.NotNil(t, more)
			body += string(more[1])
		}
		require.NoError(t, os.WriteFile(file, []byte(body), 0o600))
	}
	s, problems := app.Load(filepath.Join(folder, "factotum.yaml"), func(name string) string {
		return map[string]string{"FACTOTUM_SLACK_SIGNING_SECRET": "made-up", "FACTOTUM_REDIS_PASSWORD": "made-up"}[name]
	})
	require.Empty(t, problems)
	assert.Equal(t, "Redis at redis.example.com:6379, workspace T0EXAMPLE", s.Store.String())
	assert.Equal(t, "127.0.0.1:8485", s.Health)
	assert.Equal(t, "/slack/events", s.Web.Options.Path)
}

// TestEveryCommandInREADMEIsRun looks for each command that README.md names in
// the sessions of testdata.
func TestEveryCommandInREADMEIsRun(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile("../README.md")
	require.NoError(t, err)
	scripts, err := filepath.Glob("testdata/*.txtar")
	require.NoError(t, err)
	var ran strings.Builder
	for _, script := range scripts {
		body, err := os.ReadFile(script)
		require.NoError(t, err)
		ran.Write(body)
	}
	named := regexp.MustCompile("`(factotum [a-z ]+)`|(?m:^    go run \\./bot ([a-z]+))").FindAllStringSubmatch(string(readme), -1)
	require.GreaterOrEqual(t, len(named), 7)
	for _, m := range named {
		command := m[1]
		if command == "" {
			command = "factotum " + m[2]
		}
		assert.True(t, regexp.MustCompile(`exec `+command+`\s`).MatchString(ran.String()), "%s is in no session", command)
	}
}
