package practice

import "encoding/json"

// troubled is what a person reads in a modal when the app fails them.
const troubled = "We had some trouble connecting. Try again?"

// response is the app's answer to a submission.
// docs.slack.dev/surfaces/modals#response_actions.
type response struct {
	Action string            `json:"response_action"`
	Errors map[string]string `json:"errors"`
	View   json.RawMessage   `json:"view"`
}

// apply does what the app answered and says so in the terms of the control API. An
// answer Slack would not accept is trouble to the person.
func (w *Workspace) apply(v *view, payload json.RawMessage) map[string]any {
	var a response
	if len(payload) > 0 && json.Unmarshal(payload, &a) != nil {
		w.reject("response_action", string(payload))
		return map[string]any{"error": troubled}
	}
	switch a.Action {
	case "":
		w.shut(v)
		return map[string]any{"response": "close"}
	case "clear":
		if stack := w.stacks[v.User]; len(stack) > 0 {
			w.shut(stack[0])
		}
		return map[string]any{"response": "clear"}
	case "errors":
		if !inputsOnly(v, a.Errors) {
			w.reject("response_action errors", a.Errors)
			return map[string]any{"error": troubled}
		}
		return map[string]any{"response": "errors", "errors": a.Errors}
	}
	return w.applyView(v, a)
}

// applyView puts another view in the place of one, or on it.
func (w *Workspace) applyView(v *view, a response) map[string]any {
	next, bad := w.view(a.View, surfaceModal)
	if bad != nil {
		w.reject("response_action "+a.Action, bad)
	}
	if bad != nil || w.open(v.ID) == nil {
		return map[string]any{"error": troubled}
	}
	switch a.Action {
	case "update":
		v.become(next, w.stamp())
		w.showView("view_updated", v)
	case "push":
		if w.push(v.User, next) != nil {
			return map[string]any{"error": troubled}
		}
	default:
		return map[string]any{"error": troubled}
	}
	return map[string]any{"response": a.Action}
}

// inputsOnly tells whether every error names an input block of the view; Slack shows
// nothing but trouble otherwise.
func inputsOnly(v *view, errors map[string]string) bool {
	inputs := map[string]bool{}
	for _, b := range storedBlocks(v.Blocks) {
		if b["type"] == "input" {
			inputs[asString(b["block_id"])] = true
		}
	}
	for id := range errors {
		if !inputs[id] {
			return false
		}
	}
	return len(errors) > 0
}

// reject notes an answer that Slack would not take.
func (w *Workspace) reject(what string, why any) {
	w.journal.add(w.now(), entry{Direction: "ack", What: what, Status: "refused", Body: w.redact(asText(why))})
}

func asText(v any) string {
	b, _ := json.Marshal(v)
	return string(b)
}
