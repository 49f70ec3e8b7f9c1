//go:build foreign

package practice_test

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/connectors/slack/practice"
	"factotum/connectors/slack/practice/story"
)

// bolt starts the little shop of foreign/app.js on Slack's own Bolt and waits until it is
// connected. Its modules are in the folder of caches, installed from foreign/package-lock.json.
func bolt(t *testing.T, change func(*practice.Options)) (*bench, *story.Story) {
	t.Helper()
	b := open(t, func(o *practice.Options) {
		o.Commands = []practice.Command{{Command: "/order"}, {Command: "/refuse"}}
		o.Shortcuts = []practice.Shortcut{{Name: "Restock", CallbackID: "restock", Type: "global"}}
		o.SigningSecret = "s3cret"
		o.Limits = practice.Limits{PostBurst: 10}
		change(o)
	})
	cache, err := os.UserCacheDir()
	require.NoError(t, err)
	modules := filepath.Join(cache, "factotum", "foreign", "node_modules")
	require.DirExists(t, filepath.Join(modules, "@slack", "bolt"), "copy foreign/package*.json to %s and run npm ci there", filepath.Dir(modules))
	cmd := exec.Command("node", "foreign/app.js")
	cmd.Env = append(os.Environ(), "NODE_PATH="+modules, "API="+b.url+"/api/", "BOT_TOKEN=xoxb-test", "SIGNING_SECRET=s3cret")
	if !b.http {
		cmd.Env = append(cmd.Env, "APP_TOKEN=xapp-test")
	}
	said, err := cmd.StdoutPipe()
	require.NoError(t, err)
	cmd.Stderr = t.Output()
	require.NoError(t, cmd.Start())
	var reading sync.WaitGroup
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		reading.Wait()
		_ = cmd.Wait()
	})
	lines := bufio.NewScanner(said)
	var port int
	for lines.Scan() {
		if n, _ := fmt.Sscanf(lines.Text(), "ready %d", &port); n == 1 {
			break
		}
	}
	require.NoError(t, lines.Err())
	reading.Go(func() { _, _ = io.Copy(t.Output(), said) })
	if b.http {
		b.post("/control/urls", object{"events": fmt.Sprintf("http://127.0.0.1:%d/slack/events", port)})
	}
	b.connected()
	return b, story.New(t, b.url)
}

func TestBoltOverSocketMode(t *testing.T) {
	t.Parallel()
	b, s := bolt(t, func(*practice.Options) {})
	visit(t, b, s)
}

func TestBoltOverHTTP(t *testing.T) {
	t.Parallel()
	b, s := bolt(t, func(o *practice.Options) { o.HTTP = true })
	visit(t, b, s)
}

// TestBoltOnABadDay loses, delays and repeats: Bolt tries its calls again by itself, and a
// person gets what they asked for.
func TestBoltOnABadDay(t *testing.T) {
	t.Parallel()
	_, s := bolt(t, func(o *practice.Options) {
		o.Misbehaviour = practice.Misbehaviour{Seed: 1, Fail: 0.3, Late: 0.5, Only: []string{"chat.postMessage", "views.publish"}}
	})
	s.As("U2").SeesHome("Welcome, Bo Chen")
	ana := s.As("U1")
	ana.SeesReply(ana.Say("hello"), "You said hello")
}

// visit is a person using all of the shop.
func visit(t *testing.T, b *bench, s *story.Story) {
	t.Helper()
	ana := s.As("U1")
	ts := ana.Say("12 < 13 & <b>")
	ana.SeesReply(ts, "You said 12 < 13 & <b>")

	ana.Command("/order tea")
	ana.Sees("Opening a form for tea")
	m := ana.SeesModal("Order")
	assert.Equal(t, map[string]string{"What": "We have no nothing."}, m.Fill("What", "nothing").Errors())
	m.Fill("What", "more").Submit()
	m = ana.SeesModal("This form was *updated*.")
	m.Fill("What", "deep").Submit()
	m = ana.SeesModal("This form was *pushed*.")
	m.Fill("What", "tea").Fill("Size", "large").Submit()
	assert.False(t, ana.HasModal(), "all forms were cleared")
	ana.Sees("tea, *large*?")
	ana.Click("Approve")
	ana.Sees("Approved: tea")
	ana.Sees("Only you see that it is done.")

	ana.Shortcut("restock", "")
	ana.SeesModal("Restock").Shut()
	ana.Sees("You closed the form.")
	ana.SeesHome("Welcome, Ana Lopez")

	ana.Command("/refuse")
	ana.Sees("invalid_blocks: failed to match all allowed schemas [json-pointer:/blocks/0/text] | must be less than 151 characters [json-pointer:/blocks/0/text/text] (2)")

	sent := ana.Drop("a.txt", []byte("quiet"))
	reply := ana.SeesReply(sent, "Louder")
	require.Len(t, reply.Files, 1)
	assert.Equal(t, "loud-a.txt", reply.Files[0].Name)
	assert.Equal(t, "QUIET", b.download(reply.Files[0].URL))
}
