package request_test

import (
	"slices"

	"factotum/automations/request"
)

// say notes a sentence that was said.
func (m *model) say(mv request.Move, why string) {
	if why != "" {
		return
	}
	m.spoken++
	if mv.Remark != "" {
		m.said[mv.Remark] = mv.By
	}
}

// converse is what changes neither state nor approval.
func (m *model) converse(mv request.Move, says, speaks bool) string {
	at := func(states ...string) bool { return slices.Contains(states, m.state) }
	owns := mv.To == m.owner || slices.Contains(m.excluded, mv.To)
	switch mv.Action { //nolint:exhaustive // the rest is done above
	case "assign", "rank":
		switch {
		case !at("pending", "open", "waiting"):
			return "not now"
		case !m.work:
			return "no work"
		case mv.Action == "rank" && (mv.Priority < 1 || mv.Priority > 4):
			return "malformed"
		case mv.Action == "rank":
			return ""
		case mv.From != m.has:
			return "elsewhere"
		case mv.To != "" && owns:
			return "own"
		}
		m.has = mv.To
	case "say":
		switch {
		case m.state == "draft":
			return "not now"
		case !says:
			return "wordless"
		case m.said[mv.Remark] != "":
			return "twice"
		}
		m.say(mv, "")
	case "amend":
		switch by := m.said[mv.Remark]; {
		case m.state == "draft":
			return "not now"
		case by == "" || by == "gone":
			return "over"
		case by != mv.By:
			return "stranger"
		case !says && !mv.Removed:
			return "wordless"
		case mv.Removed:
			m.said[mv.Remark] = "gone"
		}
	case "follow", "link":
		switch {
		case m.state == "draft" || mv.Action == "follow" && !at("pending", "returned", "open", "waiting", "done"):
			return "not now"
		case !m.work:
			return "no work"
		case mv.Action == "link" && (mv.Tie == nil || mv.Tie.ID == "r1"):
			return "malformed"
		}
	case "conceal":
		switch {
		case !at("pending", "open", "waiting", "done"):
			return "not now"
		case !m.work:
			return "no work"
		case m.concealed:
			return "over"
		case len(mv.Circle) == 0:
			return "malformed"
		case mv.To != "" && owns:
			return "own"
		}
		m.has, m.concealed = mv.To, true
	case "alert":
		switch {
		case m.state != "open":
			return "not now"
		case len(mv.Alerts) == 0:
			return "malformed"
		case slices.ContainsFunc(mv.Alerts, func(a string) bool { return slices.Contains(m.told, a) }):
			return "over"
		}
		m.told = append(m.told, mv.Alerts...)
	case "settle":
		switch {
		case m.state != "done":
			return "not now"
		case !m.work:
			return "no work"
		case m.settled:
			return "over"
		}
		m.settled = true
	case "rate":
		switch {
		case m.state != "done":
			return "not now"
		case !m.work:
			return "no work"
		case !speaks:
			return "stranger"
		case mv.Score < 1 || mv.Score > 3:
			return "malformed"
		}
	}
	return ""
}
