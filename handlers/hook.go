package handlers

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"factotum/automations"
	"factotum/automations/fault"
	"factotum/automations/form"
)

// hookMessage is what an outside system sends. README shows it.
type hookMessage struct {
	Type      string `json:"type"`
	Timestamp string `json:"timestamp"` // that of the signature counts
	Data      struct {
		Number    string            `json:"number"`
		External  string            `json:"external"`
		Kind      string            `json:"kind"`
		Requester string            `json:"requester"` // address
		Fields    map[string]string `json:"fields"`
		Text      string            `json:"text"`
		Internal  bool              `json:"internal"`
	} `json:"data"`
}

// Hook takes a message of an outside system that was found to be its own, and
// gives the answer.
func (b *Bot) Hook(ctx context.Context, system, id string, body []byte) ([]byte, error) {
	var m hookMessage
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&m); err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "The message cannot be read: %s.", err)
	}
	in, data := automations.Incoming{System: system, ID: id, Number: m.Data.Number, External: m.Data.External}, m.Data
	var f automations.File
	var err error
	switch m.Type {
	case "ticket.open":
		raw := form.Raw{}
		for key, text := range data.Fields {
			raw[key] = form.Input{Text: text}
		}
		f, err = b.Desk.OpenFor(ctx, in, data.Kind, data.Requester, raw)
	case "ticket.say":
		f, err = b.Desk.SayFor(ctx, in, data.Text, data.Internal)
	case "ticket.resolve":
		f, err = b.Desk.ResolveFor(ctx, in, data.Text)
	case "ticket.link":
		f, err = b.Desk.LinkFor(ctx, in)
	default:
		err = fault.New(fault.Invalid, "There is no message of the type %q. Send ticket.open, ticket.say, ticket.resolve or ticket.link.", m.Type)
	}
	if err != nil {
		return nil, err
	}
	answer, err := json.Marshal(map[string]string{"id": f.Request.ID, "number": f.Number, "state": string(f.Request.State)})
	if err != nil {
		return nil, fmt.Errorf("handlers: encode the answer: %w", err)
	}
	return answer, nil
}
