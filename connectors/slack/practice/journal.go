package practice

import (
	"strings"
	"time"
)

// entry is one line of the traffic log.
type entry struct {
	N         int       `json:"n"`
	Time      time.Time `json:"time"`
	Direction string    `json:"direction"`
	What      string    `json:"what"`
	Status    string    `json:"status"`
	MS        int64     `json:"ms"`
	Body      string    `json:"body"`
}

// journal keeps the last 1,000 entries, and apart from them the first 1,000 of what the
// app sent and Slack does not take.
type journal struct {
	ring    [1000]entry
	n       int
	refused []entry
}

// add keeps an entry. Bodies are cut: the log is to be read, not replayed.
func (j *journal) add(now time.Time, e entry) {
	j.n++
	e.N, e.Time = j.n, now
	e.Body = strings.Clone(cut(e.Body, 2000))
	j.ring[j.n%len(j.ring)] = e
	if e.Direction != "event" && malformed(e.Status) && len(j.refused) < len(j.ring) {
		j.refused = append(j.refused, e)
	}
}

// malformed tells which errors say that the payload itself is wrong, and not its moment,
// its place or the rights of the app.
func malformed(status string) bool {
	switch status {
	case "refused", "too large", "invalid_json", "invalid_payload", "invalid_arguments", "invalid_blocks", "invalid_blocks_format",
		"invalid_attachments", "too_many_attachments", "markdown_text_conflict", "msg_too_long", "msg_blocks_too_long", "no_text",
		"view_too_large", "invalid_metadata_format":
		return true
	}
	return false
}

// since returns the entries after number n, oldest first.
func (j *journal) since(n int) []entry {
	out := []entry{}
	for i := max(n, j.n-len(j.ring)) + 1; i <= j.n; i++ {
		out = append(out, j.ring[i%len(j.ring)])
	}
	return out
}

func (w *Workspace) note(e entry) {
	e.Body = w.redact(e.Body)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.journal.add(w.now(), e)
}

// redact takes the tokens, and the tickets that are as good as tokens, out of a text.
func (w *Workspace) redact(s string) string {
	s = strings.ReplaceAll(s, w.opts.BotToken, "xoxb-***")
	s = strings.ReplaceAll(s, w.opts.AppToken, "xapp-***")
	if before, after, ok := strings.Cut(s, "ticket="); ok {
		i := strings.IndexAny(after, `\"& `)
		s = before + "ticket=***" + after[max(i, 0):]
	}
	return s
}
