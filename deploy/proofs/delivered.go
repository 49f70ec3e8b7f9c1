package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/google/uuid"

	"factotum/automations"
	"factotum/automations/outbox"
	"factotum/automations/state"
	"factotum/bot/app"
	"factotum/handlers/view"
)

// delivered looks whether everything that is due was delivered, once, and
// stands in the workspace as it would be rendered now.
func (f *findings) delivered(ctx context.Context, o *office, store vault, stories map[string]*story) error {
	if err := f.undelivered(ctx, store); err != nil {
		return err
	}
	var cards []outbox.Notice
	places := map[string]string{} // channel and ts to key
	channels := map[string]bool{}
	for _, s := range stories {
		due, keys := s.owed()
		f.lines += len(keys)
		letters := s.letters()
		f.letters += len(letters)
		keys = append(keys, letters...)
		for _, n := range due {
			keys = append(keys, n.Key)
		}
		cards = append(cards, due...)
		docs, err := posted(ctx, store, keys)
		if err != nil {
			return err
		}
		for i, doc := range docs {
			var d outbox.Delivery
			if doc.Version == 0 {
				f.breaks("LOST: %s of %s was never delivered", keys[i], s.number)
				continue
			}
			if err := json.Unmarshal(doc.Body, &d); err != nil {
				return err
			}
			places[d.Channel+" "+d.TS], channels[d.Channel] = d.Key, true
		}
	}
	f.cards = len(cards)
	if err := f.current(ctx, o, store, cards); err != nil {
		return err
	}
	return f.shown(ctx, o, places, channels)
}

// current has the program's own courier look at every card once more: it must
// find nothing to do.
func (f *findings) current(ctx context.Context, o *office, store vault, cards []outbox.Notice) error {
	settings, problems := app.Load(filepath.Join(o.folder, "factotum.yaml"), os.Getenv)
	if len(problems) > 0 {
		return app.Refused(problems)
	}
	if _, err := store.Commit(ctx, state.Change{Once: state.Once{Key: "check/" + uuid.NewString()}, Notices: cards}); err != nil {
		return err
	}
	desk := &automations.Desk{Store: store, Catalogue: settings.Catalogue, Now: time.Now, NewID: uuid.NewString, Due: func() {}}
	stale := &noticed{}
	courier := automations.Courier{Store: store, Desk: desk, Messenger: stale, Render: view.Message, Workers: 100}
	for {
		n, err := courier.Deliver(ctx)
		if err != nil {
			return err
		}
		if n == 0 {
			break
		}
	}
	for _, key := range stale.keys {
		f.breaks("out of date: %s", key)
	}
	failed, _, err := store.Failed(ctx, "", 1000)
	for _, l := range failed {
		f.breaks("cannot be rendered: %s (%s)", l.Key, l.Reason)
	}
	return err
}

// noticed is a messenger that only notes what it would have to do.
type noticed struct {
	mu   sync.Mutex
	keys []string
}

func (n *noticed) note(m outbox.Message) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.keys = append(n.keys, m.Key)
}

// Post notes the message.
func (n *noticed) Post(_ context.Context, m outbox.Message) (string, string, error) {
	n.note(m)
	return "", "", nil
}

// Upload notes the message.
func (n *noticed) Upload(_ context.Context, m outbox.Message) (string, error) {
	n.note(m)
	return "", nil
}

// Update notes the message.
func (n *noticed) Update(_ context.Context, _, _ string, m outbox.Message) error {
	n.note(m)
	return nil
}

// Find finds nothing.
func (n *noticed) Find(context.Context, outbox.Message, time.Time) (string, string, bool, error) {
	return "", "", false, nil
}

// Wait takes everything.
func (n *noticed) Wait() (posts, updates time.Duration) { return 0, 0 }

// shown reads the workspace itself: what is recorded as delivered stands there,
// and nothing stands there twice.
func (f *findings) shown(ctx context.Context, o *office, places map[string]string, channels map[string]bool) error {
	look := func(channel string, m message) {
		if key := m.Metadata.Payload.Key; key != "" {
			f.messages++
			f.seen[key]++
			if first := f.first[key]; first == "" || m.TS < first {
				f.first[key] = m.TS
			}
			f.stood[channel] = append(f.stood[channel], moment(m.TS))
			delete(places, channel+" "+m.TS)
		}
	}
	for channel := range channels {
		roots, err := o.messages(ctx, "conversations.history", url.Values{"channel": {channel}})
		if err != nil {
			return err
		}
		for _, root := range roots {
			look(channel, root)
			if root.Replies == 0 {
				continue
			}
			replies, err := o.messages(ctx, "conversations.replies", url.Values{"channel": {channel}, "ts": {root.TS}})
			if err != nil {
				return err
			}
			for _, reply := range replies {
				if reply.TS != root.TS {
					look(channel, reply)
				}
			}
		}
	}
	for _, key := range places {
		f.breaks("LOST: %s is recorded as delivered and does not stand in the workspace", key)
	}
	return nil
}

type message struct {
	TS       string `json:"ts"`
	Replies  int    `json:"reply_count"`
	Metadata struct {
		Payload struct {
			Key string `json:"key"`
		} `json:"event_payload"`
	} `json:"metadata"`
}

// messages reads a conversation as the program's token may.
func (o *office) messages(ctx context.Context, method string, args url.Values) ([]message, error) {
	args.Set("include_all_metadata", "true")
	args.Set("limit", "200")
	var all []message
	for {
		var page struct {
			OK       bool
			Error    string
			Messages []message
			Metadata struct {
				Cursor string `json:"next_cursor"`
			} `json:"response_metadata"`
		}
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, o.url+"/api/"+method+"?"+args.Encode(), nil)
		if err != nil {
			return nil, err
		}
		req.Header.Set("Authorization", "Bearer "+o.botToken)
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			return nil, err
		}
		err = json.NewDecoder(resp.Body).Decode(&page)
		_ = resp.Body.Close()
		if err != nil || !page.OK {
			return nil, fmt.Errorf("%s: %s %w", method, page.Error, err)
		}
		all = append(all, page.Messages...)
		if page.Metadata.Cursor == "" {
			return all, nil
		}
		args.Set("cursor", page.Metadata.Cursor)
	}
}
