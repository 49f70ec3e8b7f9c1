package view

import (
	"fmt"
	"strings"

	"factotum/automations/catalogue"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
)

// standing says where a request stands, since when, and who holds it: one
// sentence for mrkdwn.
func (l look) standing() string {
	if l.r.IsDuty() {
		return l.dutyStanding()
	}
	since := l.moment(l.r.Since)
	switch l.r.State {
	case request.Draft:
		return "📝 Not sent yet."
	case request.Pending:
		return l.pending()
	case request.Returned:
		return fmt.Sprintf("↩️ Returned by %s on %s. What should be changed:", l.by(l.last().By), since)
	case request.Open:
		if l.desk() {
			return l.underway()
		}
		return fmt.Sprintf("%s Waiting for *%s* since %s.", l.agreed(), Escape(l.team(), 80), since)
	case request.Waiting:
		if l.part() == requester {
			return fmt.Sprintf("⏳ Waiting for your answer since %s.", since)
		}
		return fmt.Sprintf("⏳ Waiting for an answer of %s since %s.", l.by(l.r.Requester), since)
	case request.Done:
		return l.finished()
	case request.Rejected:
		return fmt.Sprintf("⛔ Rejected by %s on %s:", l.by(l.last().By), since)
	case request.Withdrawn:
		if l.discarded() {
			return "🗑️ This draft was discarded. Nothing was sent."
		}
		return fmt.Sprintf("🗑️ Withdrawn by %s on %s.", l.by(l.r.Requester), since)
	case request.Expired:
		return fmt.Sprintf("⌛ Expired on %s, because nobody decided in time.", since)
	case request.Cancelled:
		return fmt.Sprintf("🗑️ Cancelled on %s.", since)
	case request.Merged:
		return l.mergedInto()
	}
	return ""
}

// pending says for whom a decision waits.
func (l look) pending() string {
	since := l.moment(l.r.Since)
	asked := l.askedNames()
	if l.held() {
		var all []string
		for _, h := range l.r.Holds {
			all = append(all, l.onHold(h))
		}
		return strings.Join(all, "\n")
	}
	step, _ := l.r.Current()
	if len(asked) == 0 {
		return fmt.Sprintf("⚠️ Nobody may decide the step “%s” at the moment. Tell your Factotum administrator.", Escape(step.Name, 80))
	}
	text := fmt.Sprintf("⏳ Waiting for *%s* (%s) since %s.", Escape(either(asked), 250), Escape(step.Name, 80), since)
	if given := len(l.r.Approvals()); step.Need > 1 || step.Need == 0 && given+len(asked) > 1 {
		need := step.Need
		if need == 0 {
			need = given + len(asked)
		}
		text += fmt.Sprintf(" %d of %s given.", given, count(need, "approval"))
	}
	return text
}

func nobodyOr(text string) string {
	if text == "" {
		return "Nobody"
	}
	return text
}

// askedNames are those who have not approved the current step yet, as the
// reader knows them.
func (l look) askedNames() []string {
	var asked []string
	for _, c := range policy.Open(l.r, l.dir) {
		asked = append(asked, named(l.dir, c.Person.ID, l.Reader)+l.inPlace(c))
	}
	return asked
}

// inPlace says for whom somebody is asked, or that they are away themselves.
func (l look) inPlace(c policy.Candidate) string {
	if c.Reason.For != "" {
		how := c.Reason.StandIn
		how.Name = named(l.dir, how.For, l.Reader)
		return " (" + how.String() + ")"
	}
	if a, away := l.dir.Away(c.Person.ID); away {
		return " (away until " + l.day(a.Last) + ")"
	}
	return ""
}

// agreed begins what is said of a request that nothing stands in the way of.
func (l look) agreed() string {
	if len(l.r.Steps) == 0 {
		return "📬 Nobody had to decide."
	}
	return "✅ Approved."
}

func (l look) finished() string {
	since := l.moment(l.r.Since)
	switch {
	case l.r.Work != nil && l.r.Work.By != "":
		return fmt.Sprintf("🎉 *%s*: done by %s on %s.", Escape(l.r.Work.Done, 80), l.by(l.r.Work.By), since)
	case l.r.Work != nil && l.r.Work.Desk:
		return fmt.Sprintf("⌛ Closed on %s, because the question was not answered.", since)
	case l.last().By != "":
		return fmt.Sprintf("✅ Approved by %s on %s. Nothing is left to do.", l.by(l.last().By), since)
	}
	if l.kind.Key == catalogue.PackKind {
		return fmt.Sprintf("📦 Asked for on %s. Its ZIP file comes into the thread of this card, mostly within a minute.", since)
	}
	if l.kind.Dataset != "" {
		return fmt.Sprintf("✅ Saved on %s.", since)
	}
	return fmt.Sprintf("✅ Done on %s.", since)
}

// team is the name of those who do what is left.
func (l look) team() string { return teamName(l.dir, l.r.Work) }

func teamName(dir people.Directory, work *request.Work) string {
	if work == nil {
		return "somebody"
	}
	if t, ok := dir.Team(work.Team); ok && t.Name != "" {
		return t.Name
	}
	return work.Team
}

func (l look) last() request.Decision {
	d, _ := l.r.LastDecision()
	return d
}
