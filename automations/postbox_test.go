package automations_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"factotum/automations/outbox"
	"factotum/automations/state"
	"factotum/connectors/store/sqlite"
)

// postbox is a messenger that keeps messages, as Slack would.
type postbox struct {
	mu      sync.Mutex
	now     func() time.Time
	posts   []post
	refuse  func(outbox.Message) error // called before a message is kept or updated
	lose    func(outbox.Message) error // called after it was kept: its answer is lost
	updates int
	finds   int
	closed  [2]time.Duration // to posts, and to updates
	made    int
	uploads int
	shown   map[string]string // ts of the files that are shown, by their ids
}

// channelOf is where somebody reads: a channel is itself.
func channelOf(to string) string {
	if strings.HasPrefix(to, "C") {
		return to
	}
	return "D" + to
}

type post struct {
	outbox.Message
	ts string
	at time.Time
}

func (b *postbox) Post(_ context.Context, m outbox.Message) (string, string, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.refuse != nil {
		if err := b.refuse(m); err != nil {
			return "", "", err
		}
	}
	if m.File != nil && (m.File.ID == "" || b.shown[m.File.ID] != "") {
		return "", "", fmt.Errorf("file %q is shown already, or there is none", m.File.ID)
	}
	b.made++
	ts := fmt.Sprintf("%d.0", b.made)
	if m.File != nil {
		b.shown[m.File.ID] = ts
	}
	b.posts = append(b.posts, post{Message: m, ts: ts, at: b.now()})
	if b.lose != nil {
		if err := b.lose(m); err != nil {
			return "", "", err
		}
	}
	return channelOf(m.To), ts, nil
}

func (b *postbox) Update(_ context.Context, channel, ts string, m outbox.Message) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.refuse != nil {
		if err := b.refuse(m); err != nil {
			return err
		}
	}
	for i := range b.posts {
		if b.posts[i].ts == ts && channel == channelOf(b.posts[i].To) {
			b.posts[i].Message = m
			b.updates++
			return nil
		}
	}
	return outbox.ErrGone
}

func (b *postbox) Find(_ context.Context, m outbox.Message, since time.Time) (string, string, bool, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.finds++
	if m.File != nil {
		ts := b.shown[m.File.ID]
		return channelOf(m.To), ts, ts != "", nil
	}
	for _, p := range b.posts {
		if p.Key == m.Key && p.at.After(since) {
			return channelOf(m.To), p.ts, true, nil
		}
	}
	return "", "", false, nil
}

// Upload keeps no bytes: files are told by their ids here.
func (b *postbox) Upload(_ context.Context, m outbox.Message) (string, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.shown == nil {
		b.shown = map[string]string{}
	}
	b.uploads++
	return fmt.Sprintf("F%d", b.uploads), nil
}

func (b *postbox) Wait() (posts, updates time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.closed[0], b.closed[1]
}

// to are the texts that an account was sent, as they stand now.
func (b *postbox) to(account string) []string {
	var texts []string
	for _, p := range b.sent(account) {
		texts = append(texts, p.Text)
	}
	return texts
}

// sent are the messages to an account.
func (b *postbox) sent(account string) []post {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(b.posts), func(p post) bool { return p.To != account })
}

// clear takes every message away.
func (b *postbox) clear() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.posts = nil
}

// mute is a store that loses receipts of notices whose key begins so.
type mute struct {
	*sqlite.Store
	key string
}

var errDied = errors.New("the process died")

func (m mute) Commit(ctx context.Context, c state.Change) (state.Result, error) {
	if slices.ContainsFunc(c.Receipts, func(r outbox.Receipt) bool { return strings.HasPrefix(r.Key, m.key) }) {
		return state.Result{}, errDied
	}
	return m.Store.Commit(ctx, c)
}
