package slack

import (
	"encoding/json"
	"fmt"
	"strings"

	"factotum/handlers/payload"
)

// envelopeEvent is the outer part of an event.
type envelopeEvent struct {
	origin
	ID    string          `json:"event_id"`
	Event json.RawMessage `json:"event"`
}

// message is an event of type message or app_mention.
type wireMessage struct {
	User    string     `json:"user"`
	Bot     string     `json:"bot_id"`
	Channel string     `json:"channel"`
	Kind    string     `json:"channel_type"`
	TS      string     `json:"ts"`
	Thread  string     `json:"thread_ts"`
	Text    string     `json:"text"`
	Files   []wireFile `json:"files"`
}

// decodeEvent reads an event.
func decodeEvent(raw []byte) (incoming, origin, error) {
	var outer envelopeEvent
	if err := json.Unmarshal(raw, &outer); err != nil {
		return nil, outer.origin, fmt.Errorf("slack: event: %w", err)
	}
	item, err := outer.item()
	return item, outer.origin, err
}

// item looks at the type first, since fields of the same name have other shapes
// in events that nobody needs.
func (outer envelopeEvent) item() (incoming, error) {
	var head struct {
		Type    string `json:"type"`
		Subtype string `json:"subtype"`
		Tab     string `json:"tab"`
	}
	if err := json.Unmarshal(outer.Event, &head); err != nil {
		return nil, fmt.Errorf("slack: event %s: %w", outer.ID, err)
	}
	switch {
	case head.Type == "message":
		return decodeSubtype(outer, head.Subtype)
	case head.Type == "app_mention":
		return decodeMessage(outer)
	case head.Type == "reaction_added":
		return decodeReaction(outer, payload.Reacted)
	case head.Type == "reaction_removed":
		return decodeReaction(outer, payload.Unreacted)
	case head.Type == "app_home_opened" && head.Tab == "home":
		return decodeWho(outer, payload.HomeOpened)
	case head.Type == "team_join", head.Type == "user_change", strings.HasPrefix(head.Type, "subteam_"):
		return decodeWho(outer, payload.PeopleChanged)
	default:
		return nil, nil
	}
}

// decodeMessage reads what a person wrote; what a bot wrote is nil. A mention
// in a channel arrives as two events, so the id names the message: the same
// for both and for their repetitions.
func decodeMessage(outer envelopeEvent) (incoming, error) {
	var m wireMessage
	if err := json.Unmarshal(outer.Event, &m); err != nil {
		return nil, fmt.Errorf("slack: event %s: %w", outer.ID, err)
	}
	if m.Bot != "" || m.User == "" || m.User == slackbot {
		return nil, nil
	}
	e := payload.Event{
		ID: m.Channel + "-" + m.TS, Kind: payload.Message, By: m.User,
		Channel: m.Channel, Direct: m.Kind == "im" || strings.HasPrefix(m.Channel, "D"),
		TS: m.TS, Thread: m.Thread, Text: spoken(m.Text),
	}
	e.Files = filesOf(m.Files)
	return e, nil
}

// decodeWho reads an event of which only the person matters. Slack gives the
// person as an id or as an object.
func decodeWho(outer envelopeEvent, kind payload.EventKind) (incoming, error) {
	var who struct {
		User json.RawMessage `json:"user"`
		View wireView        `json:"view"`
	}
	if err := json.Unmarshal(outer.Event, &who); err != nil {
		return nil, fmt.Errorf("slack: event %s: %w", outer.ID, err)
	}
	e := payload.Event{ID: outer.ID, Kind: kind, View: who.View.view()}
	var object wireID
	if json.Unmarshal(who.User, &e.By) != nil && json.Unmarshal(who.User, &object) == nil {
		e.By = object.ID
	}
	return e, nil
}
