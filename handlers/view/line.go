package view

import (
	"fmt"

	"github.com/slack-go/slack"

	"factotum/automations"
	"factotum/automations/outbox"
	"factotum/automations/policy"
	"factotum/automations/request"
)

// Line renders something that is told once, mostly in the thread of the
// reader's card. Returns an error for a line of a name that nobody wrote.
func Line(s automations.Sight) (outbox.Message, error) {
	if s.Notice.Says.Name == automations.FileLine {
		return fileLine(s)
	}
	if s.Notice.Says.Name == automations.SheetLine {
		return sheetLine(s)
	}
	l := lookAt(s)
	says, ok := l.tidings()
	if !ok {
		return outbox.Message{}, fmt.Errorf("view: there is no line called %q", s.Notice.Says.Name)
	}
	blocks := []slack.Block{section(says)}
	text := says
	if said := l.quotes(); said != "" {
		cited := l.cited(s.Notice.Says.By, said, 2000)
		blocks = append(blocks, rich(cited))
		text += " “" + Escape(unmarked(cited.Elements), 200) + "”"
	}
	return message(text, append(blocks, l.follow()...))
}

// quotes is what somebody typed of what the line tells. Why somebody is not
// content they may say a little later.
func (l look) quotes() string {
	switch says := l.Notice.Says; {
	case says.Name == string(request.Rate) && l.r.Work.Rating != nil:
		return l.r.Work.Rating.Text
	case quoted(says.Name):
		return says.Text
	}
	return ""
}

// quoted tells whether the text of a line is what somebody typed.
func quoted(name string) bool {
	return name != string(request.Escalate) && name != automations.DueLine && name != automations.AlertLine && name != automations.AwayLine && name != automations.RungLine && name != automations.FreedLine
}

// fileLine is a file of the request, by its name there.
func fileLine(s automations.Sight) (outbox.Message, error) {
	for _, f := range append(s.File.Request.Files(), s.File.Request.Attached()...) {
		if f.Hash == s.Notice.Says.Text {
			return outbox.Message{Text: f.Name, File: &outbox.Attachment{Name: f.Name, Hash: f.Hash}}, nil
		}
	}
	return outbox.Message{}, fmt.Errorf("view: %s has no file %s any more", s.File.Number, s.Notice.Says.Text)
}

// tidings is the sentence of the line, for mrkdwn.
func (l look) tidings() (string, bool) {
	by, name := l.by(l.Notice.Says.By), l.File.Number
	what := fmt.Sprintf("%s (%s)", Escape(l.title(120), 120), name)
	if sum := amount(l.r.Sum); sum != "" {
		what = fmt.Sprintf("%s, %s (%s)", Escape(l.title(120), 120), sum, name)
	}
	if says, ok := l.dutyTidings(by, what); ok {
		return says, true
	}
	switch l.Notice.Says.Name {
	case string(request.Ask):
		return fmt.Sprintf("❓ %s asks about %s. Answer here in the thread, or with the button on the card.", by, what), true
	case string(request.Answer):
		return fmt.Sprintf("💬 %s answers about %s:", by, what), true
	case string(request.Approve):
		return fmt.Sprintf("✅ %s approved %s. %s", by, what, l.next()), true
	case string(request.Return):
		return fmt.Sprintf("↩️ %s returned %s. Change what is asked for with the button on the card and send it again:", by, what), true
	case automations.ReconsiderLine:
		return fmt.Sprintf("↩️ %s sent %s back to approval. Its fields can be corrected again:", by, what), true
	case string(request.Reject):
		return fmt.Sprintf("⛔ %s rejected %s:", by, what), true
	case string(request.Resolve):
		return fmt.Sprintf("🎉 %s: %s. Done by %s.", l.ended(), what, by), true
	case string(request.Remind):
		return l.stillWaits(), true
	case string(request.Lapse):
		return l.lapsed(what), true
	}
	return l.newsTidings(by, what)
}

// stillWaits reminds of a request that the reader has not decided, also in the place of
// somebody who is away.
func (l look) stillWaits() string {
	if reason, no := policy.May(l.r, l.Reader, l.dir); no == "" && reason.For != "" {
		return fmt.Sprintf("⏰ %s. It has been waiting since %s, and is with you %s.", l.ask(), l.moment(l.r.Since), Escape(reason.StandIn.String(), 120))
	}
	return fmt.Sprintf("⏰ %s. It has been waiting for you since %s.", l.ask(), l.moment(l.r.Since))
}

// newsTidings are those that tell of no move of the request.
func (l look) newsTidings(by, what string) (string, bool) {
	switch l.Notice.Says.Name {
	case automations.TurnLine:
		return l.turn(by, what), true
	case automations.ChaseLine:
		return fmt.Sprintf("⏰ Your *%s* is still %s. Open the form on the card and fill it in.", l.owing(), l.dueSince()), true
	case automations.PackLine, automations.TakenLine:
		return over(l.Notice.Says.Name), true
	case automations.UntilLine:
		return l.untilThen(what), true
	case automations.DueLine:
		return l.comingUp(what), true
	case automations.AlertLine:
		return l.alerts(what), true
	case automations.NudgeLine:
		return l.nudge(by, what), true
	case automations.AwayLine:
		return l.away(what), true
	case automations.UncopiedLine:
		return "⚠️ " + l.uncopied(what), true
	}
	return l.lateTidings(by, what)
}

// turn says why a request that the reader has seen before waits for them now.
func (l look) turn(by, what string) string {
	switch {
	case l.part() == worker:
		return fmt.Sprintf("📬 %s was approved and waits for %s: %s.", what, Escape(l.team(), 80), Escape(lower(l.r.Work.Do), 80))
	case l.waitsForRate():
		return fmt.Sprintf("⏸️ %s by %s waits for an exchange rate, and you can give it.", what, by)
	case l.held():
		return fmt.Sprintf("⏸️ %s is on hold, and you can help it on: %s.", what, l.holdup())
	case l.r.State == request.Returned:
		return fmt.Sprintf("↩️ %s was returned and waits for somebody to change it and send it again.", what)
	case l.part() == steward:
		return fmt.Sprintf("❓ %s waits for an answer.", what)
	case l.r.Round > 0 && l.r.Step == 0:
		return fmt.Sprintf("🔁 %s sent %s again. It waits for your decision.", by, what)
	}
	if l.mailed() {
		return fmt.Sprintf("⏳ It is your turn now: %s waits for your decision.", what)
	}
	return fmt.Sprintf("⏳ It is your turn now: %s asks for %s.", by, what)
}

// comingUp says which day comes near: “⏰ On Fri 27 Nov it is due: …”.
func (l look) comingUp(what string) string {
	field := l.Notice.Says.Text
	on := l.day(l.r.Values[field].Date)
	text := fmt.Sprintf("⏰ On *%s* %s: %s.", on, Escape(l.kind.DueSay(field, l.r.Values, l.dir), 120), what)
	if l.r.State == request.Pending {
		return text + " It is not approved yet."
	}
	return text + " It is not marked as done yet."
}

// lateTidings is the sentence where nobody has decided for long.
func (l look) lateTidings(by, what string) (string, bool) {
	switch l.Notice.Says.Name {
	case string(request.Escalate):
		return fmt.Sprintf("⬆️ Nobody has decided %s for %s of working time. It is asked of %s now.", what, Escape(l.Notice.Says.Text, 20), Escape(nobodyOr(either(l.askedNames())), 250)), true
	case string(request.Expire):
		return l.expired(what), true
	}
	return l.ticketTidings(by, what)
}

// expired says to who asked, and to who did not decide, that it is over.
func (l look) expired(what string) string {
	if l.part() == requester || l.part() == steward {
		return fmt.Sprintf("⌛ %s has expired, since nobody decided it in time. Ask again if it is still wanted, and tell whom you need it from.", what)
	}
	return fmt.Sprintf("⌛ %s has expired, since it was not decided in time. There is nothing left to click; %s may ask again.", what, l.by(l.r.Requester))
}

// uncopied says what a file that cannot be copied means, and what helps.
func (l look) uncopied(what string) string {
	text := fmt.Sprintf("The files of %s cannot be copied to safety, so it cannot be approved yet. It is tried again until it works. ", what)
	if l.part() == requester {
		return text + "If you deleted a file from Slack, withdraw the request and send it anew with the file."
	}
	return text + fmt.Sprintf("If %s deleted a file from Slack, they can withdraw the request and send it anew; else look at the health line on Home.", l.by(l.r.Requester))
}

// ended is what is true now that the work is done.
func (l look) ended() string {
	if l.r.Work == nil {
		return "*Done*"
	}
	return "*" + Escape(l.r.Work.Done, 80) + "*"
}

// next says what follows an approval.
func (l look) next() string {
	switch l.r.State { //nolint:exhaustive // the others say where they stand
	case request.Pending:
		return fmt.Sprintf("Next: %s.", Escape(nobodyOr(either(l.askedNames())), 250))
	case request.Open:
		return fmt.Sprintf("Next: %s.", Escape(l.team(), 80))
	case request.Done:
		return "Nothing is left to do."
	}
	return ""
}

// follow are the buttons under a line.
func (l look) follow() []slack.Block {
	if name := l.Notice.Says.Name; name == automations.RungLine || name == automations.NotMineLine || name == automations.FreedLine {
		return []slack.Block{slack.NewActionBlock("", append(l.dutyButtons(), button(ActionDetails, l.ref(), "Open"))...)}
	}
	if name := l.Notice.Says.Name; name != string(request.Remind) && name != automations.TurnLine && name != automations.DueLine && name != automations.AlertLine {
		return nil
	}
	return []slack.Block{slack.NewActionBlock("", button(ActionDetails, l.ref(), "Open").WithStyle(slack.StylePrimary))}
}

// over tells how an import, or the making of an evidence pack, has ended.
func over(name string) string {
	if name == automations.PackLine {
		return "📦 The evidence pack could not be made:"
	}
	return "🎉 The import is over:"
}
