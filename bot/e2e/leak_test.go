package e2e

import (
	"io"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
)

// secrets are what must stand in no log, whatever happened and however much is
// logged: tokens, signatures, addresses that are as good as a token, bank
// accounts, and the secret that signs in stories.
var secrets = regexp.MustCompile(`xox[a-z]-|xapp-|v0=[0-9a-f]{20}|[?&](token|ticket|code)=|/response/|hooks\.slack\.com|\b[A-Z]{2}\d{2}[0-9A-Z]{4}\d{7,}|` + signingSecret)

// journal is what a program logs in a story. It is also shown beside the test.
type journal struct {
	shown io.Writer
	mu    sync.Mutex
	text  strings.Builder
}

// newJournal keeps a log and looks through it when the test ends (S25).
func newJournal(t testing.TB) *journal {
	t.Helper()
	j := &journal{shown: t.Output()}
	t.Cleanup(func() {
		j.mu.Lock()
		defer j.mu.Unlock()
		for line := range strings.Lines(j.text.String()) {
			assert.True(t, strings.HasPrefix(line, "time="), "a line that nobody logged: %q", line)
			assert.Empty(t, secrets.FindString(line), "in the log: %s", line)
		}
	})
	return j
}

// Write takes a line.
func (j *journal) Write(line []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.text.Write(line)
	return j.shown.Write(line)
}

func TestTheJournalKnowsASecretWhenItSeesOne(t *testing.T) {
	t.Parallel()
	for _, secret := range []string{
		"xoxb-1-practice", "xapp-1", "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503", "wss://x/link/?ticket=ab", signingSecret,
		"https://hooks.slack.com/actions/T0/1/x", "http://127.0.0.1:1/response/ab", "DE89370400440532013000", "GB29NWBK60161331926819",
	} {
		assert.NotEmpty(t, secrets.FindString("error=\""+secret+"\""), secret)
	}
	assert.Empty(t, secrets.FindString(`time=2026-11-18T09:00:00.000Z level=INFO msg="audit log sealed" head=12:5f0c5f0c5f0c`))
}
