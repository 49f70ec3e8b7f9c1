package view

import (
	"fmt"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"factotum/automations/policy"
	"factotum/automations/request"
)

// held tells whether something stands in the way of deciding.
func (l look) held() bool { return l.r.State == request.Pending && len(l.r.Holds) > 0 }

// endable are the holds that the reader may end now.
func (l look) endable() []request.Hold {
	if !l.held() {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(l.r.Holds), func(h request.Hold) bool {
		_, refused := policy.MayEnd(l.r, h, l.Reader, l.dir)
		given := func(v request.Voice) bool { return v.By == l.Reader.ID }
		return refused != "" || slices.ContainsFunc(h.Voices, given)
	})
}

// enders are the names of those who may end a hold and have not confirmed it.
func (l look) enders(h request.Hold) string {
	alone := l.r
	alone.Holds = []request.Hold{h}
	var names []string
	for _, p := range policy.Undecided(alone, l.dir) {
		names = append(names, named(l.dir, p.ID, l.Reader))
	}
	return Escape(capital(nobodyOr(either(names))), 250)
}

// onHold says why a hold stands and who ends it, for mrkdwn.
func (l look) onHold(h request.Hold) string {
	why := fmt.Sprintf("⏸️ On hold since %s: %s.", l.moment(h.Since), l.why(h))
	who := "*" + l.enders(h) + "*"
	switch h.Kind {
	case request.RateHold:
		return fmt.Sprintf("%s %s can give it.", why, who)
	case request.UnsureHold:
		return fmt.Sprintf("%s %s can compare with the document and correct what is wrong.", why, who)
	case request.VendorHold:
		return fmt.Sprintf("%s %s can correct the vendor, or have it taken on.", why, who)
	case request.BankHold:
		return why + " " + l.calls(h, who)
	case request.MismatchHold:
		return fmt.Sprintf("%s %s %s can choose the right one.", why, l.faces(h), who)
	case request.DuplicateHold, request.OrderHold:
		return fmt.Sprintf("%s %s can let it go on, with a reason.", why, who)
	}
	return why
}

// faces are the values of a field of which one is to be chosen, for mrkdwn: “XML
// 1,380.00 EUR · page 1,642.20 EUR.”.
func (l look) faces(h request.Hold) string {
	field, _ := l.kind.Form.Field(h.Path)
	var all []string
	for _, c := range h.Choices {
		name := c.Source
		if name == "xml" {
			name = "XML"
		}
		all = append(all, fmt.Sprintf("%s *%s*", name, Escape(orDash(l.show(field, c.Value)), 100)))
	}
	return strings.Join(all, " · ") + "."
}

// why is what a hold says, with days as people write them. For mrkdwn.
func (l look) why(h request.Hold) string {
	say := h.Say
	if l.r.Sum != nil {
		for _, m := range l.r.Sum.Missing {
			say = strings.ReplaceAll(say, m.Date, isoDay(m.Date))
		}
	}
	return Escape(say, 400)
}

// calls says what is left to be done about a bank account.
func (l look) calls(h request.Hold, who string) string {
	number := "the number on file"
	if h.Call != "" {
		number += ", " + Escape(h.Call, 40) + ","
	}
	text := fmt.Sprintf("Two people each have to call %s and ask. %s can.", number, who)
	for _, v := range h.Voices {
		caller := l.by(v.By) + " has"
		if l.dir.Same(v.By, l.Reader.ID) {
			caller = "You have"
		}
		text = fmt.Sprintf("%s confirmed it by a call on %s. Somebody else has to call %s and ask too. %s can.", caller, l.moment(v.At), number, who)
	}
	if h.NotBefore.After(l.now) {
		text += fmt.Sprintf(" This counts from %s on.", l.moment(h.NotBefore))
	}
	return text
}

// holds are all that stand in the way, each with its buttons for who may press
// them.
func (l look) holds() []slack.Block {
	if !l.held() {
		return nil
	}
	mine := l.endable()
	var blocks []slack.Block
	for _, h := range l.r.Holds {
		blocks = append(blocks, section(l.onHold(h)))
		blocks = append(blocks, sideBySide(h)...)
		theirs := func(o request.Hold) bool { return o.ID() == h.ID() }
		if b := l.ending(h); b != nil && slices.ContainsFunc(mine, theirs) {
			blocks = append(blocks, slack.NewActionBlock("", b))
		}
	}
	return blocks
}

// sideBySide shows the masked accounts of a hold.
func sideBySide(h request.Hold) []slack.Block {
	var columns []*slack.TextBlockObject
	for _, a := range h.Accounts[:min(len(h.Accounts), maxFields)] {
		columns = append(columns, marked("*Account "+Escape(a.Where, 60)+"*\n"+Escape(a.Masked, 60)))
	}
	if len(columns) == 0 {
		return nil
	}
	return []slack.Block{slack.NewSectionBlock(nil, columns, nil)}
}

// ending is the button that ends a hold. Its value tells which one.
func (l look) ending(h request.Hold) *slack.ButtonBlockElement {
	ref := HoldRef(l.ref(), h.ID())
	switch h.Kind {
	case request.RateHold:
		return nil // stands below, with the other buttons
	case request.UnsureHold, request.VendorHold:
		return nil // so does “Correct fields…”
	case request.BankHold:
		return button(ActionConfirm, ref, "Confirm a call…")
	case request.MismatchHold:
		return button(ActionRelease, ref, "Choose the right one…")
	case request.DuplicateHold, request.OrderHold:
		return button(ActionRelease, ref, "Let it go on…")
	}
	return nil
}

// holdup is why deciding is blocked, for mrkdwn.
func (l look) holdup() string {
	var all []string
	for _, h := range l.r.Holds {
		all = append(all, l.why(h))
	}
	return strings.Join(all, "; ")
}

// waitsForRate tells whether the reader can give a rate that is missing.
func (l look) waitsForRate() bool {
	return slices.ContainsFunc(l.endable(), func(h request.Hold) bool { return h.Kind == request.RateHold })
}
