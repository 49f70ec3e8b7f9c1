package story

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/stretchr/testify/require"
)

// Person acts in one conversation, at first their direct message with the bot.
type Person struct {
	s       *Story
	ID      string
	Channel string
}

// As is the person with this user id.
func (s *Story) As(user string) *Person {
	return &Person{s: s, ID: user, Channel: "D" + user[1:]}
}

// In is the same person in another conversation.
func (p *Person) In(channel string) *Person {
	return &Person{s: p.s, ID: p.ID, Channel: channel}
}

// Say posts a message and returns its ts.
func (p *Person) Say(text string, files ...string) string {
	p.s.t.Helper()
	return p.s.must("send", map[string]any{"as": p.ID, "channel": p.Channel, "text": text, "files": files}).TS
}

// Reply posts into the thread of a message and returns its ts.
func (p *Person) Reply(thread, text string, files ...string) string {
	p.s.t.Helper()
	return p.s.must("send", map[string]any{
		"as": p.ID, "channel": p.Channel, "text": text, "thread_ts": thread, "files": files,
	}).TS
}

// Upload stores a file that is not shared yet and returns its id, for Fill or Say.
func (p *Person) Upload(name string, data []byte) string {
	p.s.t.Helper()
	q := url.Values{"as": {p.ID}, "name": {name}}
	var out answer
	p.s.ask(http.MethodPost, "upload?"+q.Encode(), data, &out)
	require.Empty(p.s.t, out.Error)
	return out.ID
}

// Drop shares a file without a word and returns the ts of the message.
func (p *Person) Drop(name string, data []byte) string {
	p.s.t.Helper()
	return p.Say("", p.Upload(name, data))
}

// Command runs a slash command, such as "/expense 12 EUR taxi".
func (p *Person) Command(line string) {
	p.s.t.Helper()
	require.Empty(p.s.t, p.CommandFails(line), line)
}

// CommandFails runs a slash command and returns what Slack says went wrong, if anything.
func (p *Person) CommandFails(line string) string {
	p.s.t.Helper()
	return p.s.post("command", map[string]any{"as": p.ID, "channel": p.Channel, "text": line}).Error
}

// Shortcut uses a global shortcut, or with a ts one of a message here.
func (p *Person) Shortcut(callbackID, ts string) {
	p.s.t.Helper()
	p.s.must("shortcut", map[string]any{"as": p.ID, "callback_id": callbackID, "channel": p.Channel, "ts": ts})
}

// React adds a reaction to a message here.
func (p *Person) React(ts, name string) {
	p.s.t.Helper()
	p.s.must("react", map[string]any{"as": p.ID, "channel": p.Channel, "ts": ts, "name": name})
}

// Unreact takes a reaction of this person back.
func (p *Person) Unreact(ts, name string) {
	p.s.t.Helper()
	p.s.must("react", map[string]any{"as": p.ID, "channel": p.Channel, "ts": ts, "name": name, "remove": true})
}

// Edit changes the words of a message here that this person wrote.
func (p *Person) Edit(ts, text string) {
	p.s.t.Helper()
	p.s.must("edit", map[string]any{"as": p.ID, "channel": p.Channel, "ts": ts, "text": text})
}

// Delete takes back a message here that this person wrote.
func (p *Person) Delete(ts string) {
	p.s.t.Helper()
	p.s.must("delete", map[string]any{"as": p.ID, "channel": p.Channel, "ts": ts})
}

// Messages are the newest top-level messages here, oldest first.
func (p *Person) Messages() []*Message {
	p.s.t.Helper()
	return p.list("")
}

// Thread is a message here and its replies.
func (p *Person) Thread(ts string) []*Message {
	p.s.t.Helper()
	return p.list(ts)
}

func (p *Person) list(thread string) []*Message {
	p.s.t.Helper()
	var out struct {
		Error    string
		Messages []*Message
	}
	p.s.get("messages", url.Values{
		"as": {p.ID}, "channel": {p.Channel}, "thread_ts": {thread}, "limit": {"200"},
	}, &out)
	require.Empty(p.s.t, out.Error)
	for _, m := range out.Messages {
		m.surface = surface{p: p, where: map[string]any{
			"message": map[string]any{"channel": p.Channel, "ts": m.TS},
		}, blocks: m.Blocks, anew: func() *surface { return p.again(thread, m.TS) }}
	}
	return out.Messages
}

// again is a message here as it is now.
func (p *Person) again(thread, ts string) *surface {
	p.s.t.Helper()
	for _, m := range p.list(thread) {
		if m.TS == ts {
			return &m.surface
		}
	}
	return nil
}

// Sees waits for a message here that contains the text and returns the newest one.
func (p *Person) Sees(text string) *Message {
	p.s.t.Helper()
	return p.newest("", p.ID+" sees "+text, func(m *Message) bool { return strings.Contains(m.Words(), text) })
}

// Finds waits for a message here that fits and returns the newest one.
func (p *Person) Finds(what string, fits func(*Message) bool) *Message {
	p.s.t.Helper()
	return p.newest("", p.ID+" finds "+what, fits)
}

// SeesReply waits for a message in a thread that contains the text.
func (p *Person) SeesReply(thread, text string) *Message {
	p.s.t.Helper()
	return p.newest(thread, p.ID+" sees a reply "+text, func(m *Message) bool {
		return strings.Contains(m.Words(), text)
	})
}

// SeesNo tells whether no message here contains the text, now.
func (p *Person) SeesNo(text string) bool {
	p.s.t.Helper()
	for _, m := range p.Messages() {
		if strings.Contains(m.Words(), text) {
			return false
		}
	}
	return true
}

// Click uses the button with this text in the newest message here that has one.
func (p *Person) Click(label string) {
	p.s.t.Helper()
	p.With(label).Click(label)
}

// With waits for a message here with an element of this text and returns the newest.
func (p *Person) With(label string) *Message {
	p.s.t.Helper()
	return p.newest("", p.ID+" can click "+label, func(m *Message) bool { return m.Has(label) })
}

func (p *Person) newest(thread, what string, fits func(*Message) bool) *Message {
	p.s.t.Helper()
	var found *Message
	p.s.wait(func() (string, bool) {
		seen := ""
		for _, m := range p.list(thread) {
			seen += "- " + m.Words() + "\n"
			if fits(m) {
				found = m
			}
		}
		return seen, found != nil
	}, what)
	return found
}
