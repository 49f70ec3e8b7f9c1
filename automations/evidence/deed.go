package evidence

import (
	"slices"
	"strings"
	"time"

	"factotum/automations/audit"
	"factotum/automations/request"
)

// deed is an entry of the log as people read it.
type deed struct {
	Entry   int64
	At      time.Time // by the clock on the wall of who did it
	Zone    string
	UTC     time.Time
	By      string // id
	Name    string
	What    string
	Text    string
	Why     string
	Print   string // SHA-256 of what was typed
	Aside   bool   // it changed nothing that counts
	Refused bool
}

// deeds are the entries about a duty, in order.
func (c Contents) deeds(s story) []deed {
	all := make([]deed, 0, len(s.records))
	for i, r := range s.records {
		d := deed{Entry: r.Position, UTC: r.Time.UTC(), By: r.Actor, Name: c.name(r.Actor), Print: r.PayloadHash}
		d.At, d.Zone = c.local(r.Time, r.Actor)
		c.say(&d, r, s.moves[i])
		all = append(all, d)
	}
	return all
}

// say puts an entry into words.
func (c Contents) say(d *deed, r audit.Record, m request.Move) {
	if action, is := strings.CutPrefix(r.Move, refused); is {
		d.What, d.Refused = "was refused: "+action, true
		return
	}
	if r.Move == audit.Erase {
		d.What = "erased what somebody had typed"
		return
	}
	if m.Action == "" {
		if d.What = r.Move; r.Payload == nil {
			d.Text = "What was typed was erased on record; the entry stays."
		}
		return
	}
	if d.What, d.Text = c.what(m), strings.TrimSpace(m.Text); m.Action != request.Alert {
		d.Why = m.Why
	}
	if m.For != "" {
		d.What += ", in the place of " + c.name(m.For)
	}
	d.Aside = slices.Contains([]request.Action{request.Keep, request.Show, request.Note, request.Alert}, m.Action) && !(m.Action == request.Note && m.Day != "") || m.Action == request.Remind && m.Day == ""
}

// rungs says whom Factotum told of the day, by the keys of the ladder.
func rungs(keys []string) string {
	var all []string
	for _, key := range keys {
		late, after := strings.CutPrefix(key, "+")
		switch {
		case key == "manager":
			all = append(all, "told the manager that it is late")
		case key == "head":
			all = append(all, "told the compliance lead that it is late")
		case after:
			all = append(all, "reminded on working day "+late+" after it was due")
		case key == "0":
			all = append(all, "reminded on the day")
		default:
			all = append(all, "reminded "+key+" days before")
		}
	}
	return strings.Join(all, "; ")
}

// what is what a move did.
func (c Contents) what(m request.Move) string {
	switch m.Action { //nolint:exhaustive // the others are called by their own names
	case request.Submit:
		if m.Sent != nil && m.Sent.Work != nil {
			return "opened it, due " + day(m.Sent.Work.Due) + ", with " + c.name(m.Sent.Work.Assignee)
		}
		return "opened it"
	case request.Assign:
		if m.Choice != "" {
			return "said that it is not theirs, and proposed " + c.name(m.Choice) + "; it went to " + c.name(m.To)
		}
		return "gave it to " + c.name(m.To)
	case request.Refer:
		return "brought the evidence, done on " + day(m.Day)
	case request.Approve:
		return "signed it off"
	case request.Return:
		return "sent the evidence back"
	case request.Cancel:
		return "waived it"
	case request.Remind:
		if m.Day != "" {
			return "put its reminders off until " + day(m.Day)
		}
		return "reminded those it waits for"
	case request.Ask:
		return "asked"
	case request.Answer:
		return "answered"
	case request.Say:
		return "said"
	case request.Note:
		if m.Day != "" {
			return "moved its day to " + day(m.Day)
		}
		return "noted"
	case request.Keep:
		return "made copies of the files"
	case request.Show:
		return "showed it to more people"
	case request.Alert:
		return rungs(m.Alerts)
	}
	return string(m.Action)
}
