package slack

import (
	"encoding/json"
	"errors"

	"factotum/handlers/payload"
)

// maxAck is what an acknowledgement may hold: from 20 KB on Slack drops it
// without a word.
const maxAck = 20_000

const (
	saysBroken = "Something went wrong on our side. Please look whether it was done before you try again; if it happens again, tell your Factotum administrator."
	saysLarge  = "This has become too large to be shown in one form. Please shorten what you have entered."
	saysBusy   = "You are faster than Factotum: this was not done. Please try again in a minute."
	saysSlow   = "That was a lot at once: please slow down. This was not done; try it again in a minute."
	saysLate   = "Factotum is too busy just now: this was not done. Please try again in a minute."
)

var errLarge = errors.New("the reply is too large for an acknowledgement")

// ackCommand puts the reply to a slash command into its acknowledgement. What
// is too large for it is errLarge and goes to the response address instead.
func ackCommand(r payload.Reply) ([]byte, error) {
	if r.Text == "" && len(r.Blocks) == 0 {
		return nil, nil
	}
	return small(newEphemeral(r.Text, r.Blocks))
}

// ackSubmission turns a reply into Slack's response_action. A text is shown as
// a view, since a submission has no response address.
func ackSubmission(r payload.Reply) ([]byte, error) {
	switch {
	case len(r.Errors) > 0:
		return small(map[string]any{"response_action": "errors", "errors": r.Errors})
	case len(r.Update) > 0:
		return small(map[string]any{"response_action": "update", "view": r.Update})
	case len(r.Push) > 0:
		return small(map[string]any{"response_action": "push", "view": r.Push})
	case r.Clear:
		return small(map[string]any{"response_action": "clear"})
	case r.Text != "" || len(r.Blocks) > 0:
		return small(map[string]any{"response_action": "update", "view": noticeView(r)})
	default:
		return nil, nil
	}
}

// small writes an acknowledgement and refuses what Slack would drop.
func small(v any) ([]byte, error) {
	ack, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	if len(ack) >= maxAck {
		return nil, errLarge
	}
	return ack, nil
}

// keepOpen is the reply that tells a mishap without closing the form: at its
// first input, where nothing that was typed is lost, or as a view without one.
func keepOpen(s payload.Submission, sentence string) payload.Reply {
	first := ""
	for block := range s.Inputs {
		if first == "" || block < first {
			first = block
		}
	}
	if first == "" {
		return payload.Reply{Text: sentence}
	}
	return payload.Reply{Errors: map[string]string{first: sentence}}
}

// noticeView shows a reply where there is no message to answer in. A section
// holds 3,000 code points, a title 24.
func noticeView(r payload.Reply) map[string]any {
	var blocks any = r.Blocks
	if len(r.Blocks) == 0 {
		blocks = []any{map[string]any{
			"type": "section", "text": map[string]any{"type": "mrkdwn", "text": cut(r.Text, 3000)},
		}}
	}
	return map[string]any{
		"type":   "modal",
		"title":  map[string]any{"type": "plain_text", "text": "Factotum"},
		"close":  map[string]any{"type": "plain_text", "text": "Close"},
		"blocks": blocks,
	}
}
