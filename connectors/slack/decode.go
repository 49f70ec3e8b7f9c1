package slack

import (
	"cmp"
	"errors"
	"fmt"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"factotum/handlers/payload"
)

// incoming is a payload.Click, payload.Command, payload.Submission or
// payload.Event; nil is something that Factotum has no use for. Only the used
// fields are decoded: this stands before the acknowledgement, and what Slack
// adds elsewhere must not make a click unreadable.
type incoming any

// decode reads the payload of a Socket Mode envelope, once, and tells what it is
// about also where the rest of it cannot be read.
func decode(kind string, raw []byte) (incoming, origin, error) {
	switch kind {
	case "interactive":
		return decodeInteraction(raw)
	case "slash_commands":
		return decodeCommand(raw)
	case "events_api":
		return decodeEvent(raw)
	default:
		return nil, origin{}, nil
	}
}

// keyOf is the same when Slack repeats something.
func keyOf(item incoming, envelopeID string) string {
	switch v := item.(type) {
	case payload.Event:
		return cmp.Or(v.ID, envelopeID)
	case payload.Click:
		return cmp.Or(v.Once, envelopeID)
	case payload.Command:
		return cmp.Or(v.Once, envelopeID)
	case payload.Submission:
		return cmp.Or(v.Trigger, envelopeID)
	default:
		return envelopeID
	}
}

// interaction is the payload of buttons, forms and shortcuts.
type interaction struct {
	origin
	Type        string     `json:"type"`
	Trigger     string     `json:"trigger_id"`
	ResponseURL string     `json:"response_url"`
	Callback    string     `json:"callback_id"` // of a shortcut
	User        wireID     `json:"user"`
	Channel     wireID     `json:"channel"`
	View        wireView   `json:"view"`
	State       wireState  `json:"state"`
	Actions     []element  `json:"actions"`
	Container   wirePlace  `json:"container"`
	Message     wireOrigin `json:"message"`
}

type wireID struct {
	ID string `json:"id"`
}

type wireView struct {
	ID       string    `json:"id"`
	Hash     string    `json:"hash"`
	Type     string    `json:"type"`
	Callback string    `json:"callback_id"`
	Metadata string    `json:"private_metadata"`
	State    wireState `json:"state"`
}

type wirePlace struct {
	Channel string `json:"channel_id"`
	TS      string `json:"message_ts"`
	Thread  string `json:"thread_ts"`
}

type wireOrigin struct {
	TS     string     `json:"ts"`
	Thread string     `json:"thread_ts"`
	Text   string     `json:"text"`
	User   string     `json:"user"`
	Files  []wireFile `json:"files"`
}

// written is the message that a shortcut was used on.
func (m wireOrigin) written(channel string) payload.Written {
	w := payload.Written{By: m.User, Text: spoken(m.Text), Files: filesOf(m.Files)}
	if m.TS != "" {
		w.Place = payload.Place{Channel: channel, TS: m.TS, Thread: m.Thread}
	}
	return w
}

// decodeInteraction reads block_actions, view_submission, shortcut and
// message_action.
func decodeInteraction(raw []byte) (incoming, origin, error) {
	var in interaction
	// Names that stand twice are not looked for in all of the message around a button: half the time.
	if err := json.Unmarshal(raw, &in, jsontext.AllowDuplicateNames(true)); err != nil {
		return nil, in.origin, fmt.Errorf("slack: interaction: %w", err)
	}
	item, err := in.item()
	return item, in.origin, err
}

func (in interaction) item() (incoming, error) {
	switch in.Type {
	case "block_actions":
		return in.click()
	case "view_submission":
		return payload.Submission{
			Trigger: in.Trigger, By: in.User.ID, View: in.View.view(), Inputs: in.View.State.inputs(),
		}, nil
	case "shortcut", "message_action":
		return payload.Command{
			Once: in.Trigger, Trigger: in.Trigger, By: in.User.ID, Channel: in.Channel.ID,
			Name: in.Callback, Text: spoken(in.Message.Text), On: in.Message.written(in.Channel.ID), ResponseURL: in.ResponseURL,
		}, nil
	default:
		return nil, nil
	}
}

// click takes the first action: a person does one thing at a time.
func (in interaction) click() (incoming, error) {
	if len(in.Actions) == 0 {
		return nil, errors.New("slack: interaction: block_actions without an action")
	}
	first := in.Actions[0]
	c := payload.Click{
		Once: in.Trigger, Trigger: in.Trigger, By: in.User.ID,
		Action: first.Action, Block: first.Block, Value: first.input().Text,
		ResponseURL: in.ResponseURL,
	}
	if in.View.ID != "" {
		c.View, c.Inputs = in.View.view(), in.View.State.inputs()
		return c, nil
	}
	c.Inputs = in.State.inputs()
	c.Message = payload.Place{
		Channel: cmp.Or(in.Container.Channel, in.Channel.ID),
		TS:      cmp.Or(in.Container.TS, in.Message.TS),
		Thread:  cmp.Or(in.Container.Thread, in.Message.Thread),
	}
	return c, nil
}

func (v wireView) view() payload.View {
	return payload.View{ID: v.ID, Hash: v.Hash, Type: v.Type, Callback: v.Callback, Metadata: v.Metadata}
}

// command is the payload of a slash command.
type command struct {
	origin
	Command     string `json:"command"`
	Text        string `json:"text"`
	User        string `json:"user_id"`
	Channel     string `json:"channel_id"`
	Trigger     string `json:"trigger_id"`
	ResponseURL string `json:"response_url"`
}

// decodeCommand reads a slash command.
func decodeCommand(raw []byte) (incoming, origin, error) {
	var c command
	if err := json.Unmarshal(raw, &c); err != nil {
		return nil, c.origin, fmt.Errorf("slack: command: %w", err)
	}
	return payload.Command{
		Once: c.Trigger, Trigger: c.Trigger, By: c.User, Channel: c.Channel,
		Name: c.Command, Text: spoken(c.Text), ResponseURL: c.ResponseURL,
	}, c.origin, nil
}
