//go:build e2e

package e2e

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/bot/app"
	"factotum/connectors/slack/practice"
	"factotum/connectors/slack/practice/story"
)

// allowance is how much memory of the program strangers and floods may take
// (S24), in KiB.
const allowance = 64 << 10

// siege is the built program with people at its door.
type siege struct {
	*world
	pid    int
	client *http.Client
	rested int // KiB, before
}

// TestTheProgramUnderSiege is S24 on the program as its users run it: whoever
// floods it, or holds its connections, slows nobody else down and costs little.
func TestTheProgramUnderSiege(t *testing.T) {
	t.Parallel()
	s := besieged(t)
	slow := s.slowloris(1000)
	s.answers(jules, "with 1,000 connections that send slowly")
	s.modest("1,000 slow connections")
	for _, c := range slow {
		_ = c.SetReadDeadline(time.Now().Add(story.Patience))
		_, err := io.Copy(io.Discard, c) // until the program hangs up
		assert.NoError(t, err)
		assert.NoError(t, c.Close())
	}

	told := s.many(1000, func(i int) (int, string) {
		return s.send(signingSecret, s.command(ben, i))
	}, func(code int, said string) bool { return code == http.StatusOK && strings.Contains(said, "slow down") })
	assert.GreaterOrEqual(t, told, 500, "1 person's 1,000 commands: who is too fast is told so")
	s.modest("1,000 commands of one person")

	crowd := []string{ingrid, tomas, aisha, marek, lena, seun, chiara, daan, priya, hanna, sofie, ana, mei, carl, rosa, noor}
	taken := s.many(30_000, func(i int) (int, string) {
		who := crowd[i%len(crowd)]
		event := fmt.Sprintf(`{"type":"message","channel_type":"channel","channel":"C01GENERAL","user":%q,"ts":"1795%06d.000100","text":"hello"}`, who, i)
		if i%1000 == 0 {
			event = fmt.Sprintf(`{"type":"app_home_opened","tab":"home","user":%q,"channel":"D%s"}`, who, who[1:])
		}
		return s.send(signingSecret, fmt.Sprintf(`{"type":"event_callback","team_id":"T01HARBOUR","api_app_id":"A01FACTOTUM","event_id":"EvSiege%d","event":%s}`, i, event))
	}, func(code int, _ string) bool { return code == http.StatusOK })
	assert.Equal(t, 30_000, taken, "an hour's events at once")
	s.modest("30,000 events")

	full := string(bytes.Repeat([]byte("x"), 1<<20))
	refused := s.many(500, func(i int) (int, string) { return s.send("a guess", full[:1<<20-i%2]) },
		func(code int, _ string) bool {
			return code == http.StatusUnauthorized || code == http.StatusServiceUnavailable
		})
	assert.Equal(t, 500, refused, "bodies of 1 MiB")
	code, _ := s.send(signingSecret, full+"x")
	assert.Equal(t, http.StatusRequestEntityTooLarge, code)
	s.modest("500 bodies of 1 MiB")
}

// build makes the program as its users run it.
func build(t testing.TB) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "factotum")
	out, err := exec.CommandContext(t.Context(), "go", "build", "-o", binary, "factotum/bot").CombinedOutput()
	require.NoError(t, err, "%s", out)
	return binary
}

func besieged(t testing.TB) *siege {
	t.Helper()
	w := &world{t: t, Folder: filepath.Join(t.TempDir(), "demo")}
	require.NoError(t, app.Prepare(w.Folder, false))
	w.outside(setup{http: true})
	address := freeAddress(t)
	_, port, err := net.SplitHostPort(address)
	require.NoError(t, err)
	command := exec.Command(build(t), "demo", "--no-open", "--port", port, "--data", w.Folder)
	command.Stderr = newJournal(t)
	require.NoError(t, command.Start())
	t.Cleanup(func() {
		require.NoError(t, command.Process.Signal(os.Interrupt))
		require.NoError(t, command.Wait())
	})
	require.Eventually(t, func() bool {
		c, err := net.Dial("tcp", address)
		return err == nil && c.Close() == nil
	}, story.Patience, 10*time.Millisecond)
	visit(t, "http://"+address+"/control/workspace?as="+ana)
	s := &siege{world: w, pid: command.Process.Pid, client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}, Timeout: story.Patience}}
	t.Cleanup(s.client.CloseIdleConnections)
	require.Eventually(t, func() bool {
		code, _ := s.send(signingSecret, s.command(jules, 0))
		return code == http.StatusOK
	}, story.Patience, 100*time.Millisecond)
	s.many(200, func(i int) (int, string) { return s.send(signingSecret, s.command(jules, 1)) }, func(int, string) bool { return true })
	s.rested = s.memory()
	return s
}

// command is the body of a slash command.
func (s *siege) command(who string, n int) string {
	return url.Values{
		"command": {"/desk"}, "text": {"help"}, "user_id": {who}, "channel_id": {"C01GENERAL"}, "team_id": {"T01HARBOUR"},
		"api_app_id": {"A01FACTOTUM"}, "trigger_id": {fmt.Sprint(who, n, rand.Text())},
	}.Encode()
}

// send sends a body as Slack would and gives the answer; 0 where there is none.
func (s *siege) send(secret, body string) (int, string) {
	req, err := http.NewRequest(http.MethodPost, s.web, strings.NewReader(body))
	if err != nil {
		return 0, err.Error()
	}
	stamp := strconv.FormatInt(time.Now().Unix(), 10)
	req.Header.Set("X-Slack-Request-Timestamp", stamp)
	req.Header.Set("X-Slack-Signature", practice.Sign(secret, stamp, []byte(body)))
	res, err := s.client.Do(req)
	if err != nil {
		return 0, err.Error()
	}
	defer func() { _ = res.Body.Close() }()
	said, err := io.ReadAll(res.Body)
	if err != nil {
		return 0, err.Error()
	}
	return res.StatusCode, string(said)
}

// many does something many times, 32 at once, while somebody else goes on
// working, and counts how often it went as it should.
func (s *siege) many(times int, do func(i int) (int, string), good func(int, string) bool) int {
	s.t.Helper()
	var next, went atomic.Int64
	var crowd sync.WaitGroup
	for range 32 {
		crowd.Go(func() {
			for i := next.Add(1); i <= int64(times); i = next.Add(1) {
				if good(do(int(i))) {
					went.Add(1)
				}
			}
		})
	}
	ended := make(chan struct{})
	go func() { crowd.Wait(); close(ended) }()
	for {
		select {
		case <-ended:
			return int(went.Load())
		case <-time.After(250 * time.Millisecond):
			s.answers(gus, "meanwhile")
		}
	}
}

// answers tells that somebody who does little is answered before Slack gives up.
func (s *siege) answers(who, when string) {
	s.t.Helper()
	begun := time.Now()
	code, said := s.send(signingSecret, s.command(who, 9))
	assert.Equal(s.t, http.StatusOK, code, "%s: %s", when, said)
	assert.Less(s.t, time.Since(begun), slackWaits, when)
}

// slowloris opens connections that begin a request and do not go on.
func (s *siege) slowloris(n int) (all []net.Conn) {
	s.t.Helper()
	at, err := url.Parse(s.web)
	require.NoError(s.t, err)
	for range n {
		c, err := net.Dial("tcp", at.Host)
		require.NoError(s.t, err)
		_, err = io.WriteString(c, "POST /slack/events HTTP/1.1\r\nHost: x\r\nX-A: ")
		require.NoError(s.t, err)
		all = append(all, c)
	}
	return all
}

// modest tells that the program has not grown much.
func (s *siege) modest(what string) {
	s.t.Helper()
	now := s.memory()
	s.t.Logf("%s: %.1f MiB, before all %.1f MiB", what, float64(now)/1024, float64(s.rested)/1024)
	assert.Less(s.t, now-s.rested, allowance, what)
}

// memory is VmRSS in KiB.
func (s *siege) memory() int { return resident(s.t, s.pid) }
