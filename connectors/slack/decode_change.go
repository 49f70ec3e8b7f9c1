package slack

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strings"

	"factotum/handlers/payload"
)

// decodeSubtype tells what a person wrote from what became of it afterwards
// (docs.slack.dev/reference/events/message#subtypes). A reply that is shown in
// the channel too is a reply.
func decodeSubtype(outer envelopeEvent, subtype string) (incoming, error) {
	switch subtype {
	case "", "file_share", "thread_broadcast":
		return decodeMessage(outer)
	case "message_changed", "message_deleted":
		return decodeChange(outer)
	default:
		return nil, nil
	}
}

// wireChange is an event about a message that stands already.
type wireChange struct {
	Channel  string      `json:"channel"`
	Kind     string      `json:"channel_type"`
	Deleted  string      `json:"deleted_ts"`
	Message  wireVersion `json:"message"`
	Previous wireVersion `json:"previous_message"`
}

// wireVersion is a message before or after a change.
type wireVersion struct {
	wireMessage
	Subtype string `json:"subtype"`
	Edited  struct {
		TS string `json:"ts"`
	} `json:"edited"`
}

// decodeChange reads that a person changed or deleted what they wrote. What
// Slack changes itself, such as the preview of a link, is nil, and so is what
// happens to a bot's messages. A root with replies is not taken away but becomes
// a tombstone.
func decodeChange(outer envelopeEvent) (incoming, error) {
	var c wireChange
	if err := json.Unmarshal(outer.Event, &c); err != nil {
		return nil, fmt.Errorf("slack: event %s: %w", outer.ID, err)
	}
	now, was := c.Message, c.Previous
	e := payload.Event{
		By: cmp.Or(was.User, now.User), Channel: c.Channel, Direct: c.Kind == "im" || strings.HasPrefix(c.Channel, "D"),
		TS: cmp.Or(now.TS, c.Deleted), Thread: cmp.Or(was.Thread, now.Thread),
	}
	if cmp.Or(was.Bot, now.Bot) != "" || e.By == "" || e.By == slackbot || e.TS == "" {
		return nil, nil
	}
	if c.Deleted != "" || now.Subtype == "tombstone" {
		e.Kind, e.ID = payload.Removed, c.Channel+"-"+e.TS+"-removed"
		return e, nil
	}
	if now.Edited.TS == "" || now.Edited.TS == was.Edited.TS {
		return nil, nil
	}
	e.Kind, e.Stamp, e.ID = payload.Edited, now.Edited.TS, c.Channel+"-"+e.TS+"-"+now.Edited.TS
	e.Text, e.Files = spoken(now.Text), filesOf(now.Files)
	return e, nil
}

// decodeReaction reads that somebody put an emoji on a message, or took it back.
// The tone of a skin makes no other emoji.
func decodeReaction(outer envelopeEvent, kind payload.EventKind) (incoming, error) {
	var r struct {
		User   string `json:"user"`
		Emoji  string `json:"reaction"`
		Author string `json:"item_user"`
		Item   struct {
			Type    string `json:"type"`
			Channel string `json:"channel"`
			TS      string `json:"ts"`
		} `json:"item"`
	}
	if err := json.Unmarshal(outer.Event, &r); err != nil {
		return nil, fmt.Errorf("slack: event %s: %w", outer.ID, err)
	}
	if r.Item.Type != "message" || r.Item.TS == "" || r.User == "" {
		return nil, nil
	}
	emoji, _, _ := strings.Cut(r.Emoji, "::")
	return payload.Event{
		ID: outer.ID, Kind: kind, By: r.User, Channel: r.Item.Channel, Direct: strings.HasPrefix(r.Item.Channel, "D"),
		TS: r.Item.TS, Emoji: emoji, Author: r.Author,
	}, nil
}

func filesOf(wire []wireFile) []payload.File {
	var files []payload.File
	for _, f := range wire {
		files = append(files, f.file())
	}
	return files
}
