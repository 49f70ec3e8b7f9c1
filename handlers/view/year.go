package view

import (
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"factotum/automations"
	"factotum/automations/calendar"
	"factotum/automations/obligation"
	"factotum/automations/people"
)

// The actions on the year of duties. ActionYear opens it; the others begin alike
// and stand in its window.
const (
	ActionYear        = "year"
	ActionYearTurn    = "year_turn"    // value: automations.YearAsk
	ActionYearOwner   = "year_owner"   // value: likewise
	ActionYearSubject = "year_subject" // value: likewise
	ActionYearPicture = "year_picture"
	ActionYearTable   = "year_table"
	ActionYearFile    = "year_file"
)

// CallbackYear is the window of the year.
const CallbackYear = "year"

// YearInput is what the window of the year is drawn from.
type YearInput struct {
	Agenda obligation.Agenda // with everything that the reader may see
	Ask    automations.YearAsk
	Reader people.Person
	Dir    people.Directory
	Now    time.Time
	Said   string // what has just been done

	Obliges bool // the reader may make obligations
}

// year is the window while it is drawn.
type year struct {
	YearInput
	clock
}

// Year shows what is due, done and late in a year, month by month, or one month
// of it.
func Year(in YearInput) slack.ModalViewRequest {
	y := year{in, clockOf(in.Reader, in.Now)}
	some := in.Ask.Of(in.Agenda)
	var blocks []slack.Block
	if in.Said != "" {
		blocks = append(blocks, section(in.Said), divider())
	}
	blocks = append(blocks, section("*"+Escape(some.Finding(), 300)+".*"), slack.NewActionBlock("", y.filters()...))
	if in.Ask.Month == 0 {
		blocks = append(blocks, y.months(some)...)
	} else {
		blocks = append(blocks, y.month(some)...)
	}
	return modal(CallbackYear, fmt.Sprintf("Duties of %d", in.Agenda.Year), "", "Close", Meta{Ref: in.Ask.Encode()}, stable(blocks))
}

// filters choose whose duties, of which subject, and which year.
func (y year) filters() []slack.BlockElement {
	elements := []slack.BlockElement{
		y.chooser(ActionYearOwner, "Everybody’s", y.Agenda.Only("", y.Ask.Subject).Owners(), y.Ask.Owner,
			func(id string) string { return capital(named(y.Dir, id, y.Reader)) }, func(a *automations.YearAsk, v string) { a.Owner = v }),
		y.chooser(ActionYearSubject, "All subjects", y.Agenda.Only(y.Ask.Owner, "").Subjects(), y.Ask.Subject,
			func(s string) string { return s }, func(a *automations.YearAsk, v string) { a.Subject = v }),
	}
	before, after := y.Agenda.Year-1, y.Agenda.Year+1
	return append(elements,
		button(ActionYearTurn+"_back", y.at(func(a *automations.YearAsk) { a.Year, a.Month = before, 0 }), fmt.Sprintf("‹ %d", before)),
		button(ActionYearTurn+"_on", y.at(func(a *automations.YearAsk) { a.Year, a.Month = after, 0 }), fmt.Sprintf("%d ›", after)))
}

// at is the value of an element that shows something else.
func (y year) at(turn func(*automations.YearAsk)) string {
	a := y.Ask
	a.Year = y.Agenda.Year
	turn(&a)
	return a.Encode()
}

// chooser is a menu of one filter.
func (y year) chooser(action, all string, values []string, now string, text func(string) string, set func(*automations.YearAsk, string)) slack.BlockElement {
	options := []*slack.OptionBlockObject{option(y.at(func(a *automations.YearAsk) { set(a, "") }), all, "")}
	chosen := options[0]
	for _, v := range values {
		o := option(y.at(func(a *automations.YearAsk) { set(a, v) }), text(v), "")
		if len(o.Value) > maxOptionValue || len(options) == maxOptions {
			continue // no menu can hold it
		}
		if options = append(options, o); v == now {
			chosen = o
		}
	}
	e := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, plain(all, maxPlaceholder), action, options...)
	e.InitialOption = chosen
	return e
}

// months are a row for each month in which something is due.
func (y year) months(some obligation.Agenda) []slack.Block {
	var blocks []slack.Block
	now := calendar.DateOf(y.now, y.zone)
	for m := time.January; m <= time.December; m++ {
		in := some.In(m)
		if len(in.Places) == 0 {
			continue
		}
		name := m.String()
		if now.Year() == some.Year && now.Month() == m {
			name += ", this month"
		}
		value := y.at(func(a *automations.YearAsk) { a.Month = int(m) })
		text := "*" + name + "*  " + tallied(in)
		if in.Tally()[obligation.Coming] < len(in.Places) {
			text += "\n" + progress(in)
		}
		blocks = append(blocks, row(text, button(ActionYearTurn, value, "Open")))
	}
	if len(blocks) == 0 {
		blocks = append(blocks, section("Nothing is due here that you may see. Choose another year, or somebody else."))
	}
	return append(blocks, divider(), slack.NewActionBlock("", y.takes()...))
}

// takes are the ways to take the year along.
func (y year) takes() []slack.BlockElement {
	ref := y.at(func(*automations.YearAsk) {})
	elements := []slack.BlockElement{
		button(ActionYearPicture, ref, "Picture of the year").WithStyle(slack.StylePrimary), button(ActionYearTable, ref, "As table"),
		button(ActionYearFile, ref, "As calendar file"), button(ActionFeed, "link", "Calendar link…"),
	}
	if y.Obliges {
		elements = append(elements, button(ActionFormed, "all", "Obligations…"))
	}
	return elements
}

// markSign is how a mark is shown.
func markSign(m obligation.Mark) string {
	return map[obligation.Mark]string{
		obligation.Late: "🔴", obligation.Open: "🗓️", obligation.Shown: "🔍", obligation.Coming: "⚪", obligation.Behind: "🟠", obligation.Done: "✅", obligation.Waived: "🗑️",
	}[m]
}

// tallied counts the marks in words.
func tallied(a obligation.Agenda) string {
	n := a.Tally()
	var parts []string
	for _, m := range obligation.Marks() {
		if n[m] > 0 {
			parts = append(parts, fmt.Sprintf("%s %d %s", markSign(m), n[m], m))
		}
	}
	return strings.Join(parts, " · ")
}

// progress is how much is done, as a bar.
func progress(a obligation.Agenda) string {
	const cells = 10
	n, all := a.Tally(), len(a.Places)
	done := n[obligation.Done] + n[obligation.Behind] + n[obligation.Waived]
	full := done * cells / max(all, 1)
	return strings.Repeat("▰", full) + strings.Repeat("▱", cells-full) + fmt.Sprintf("  %d of %d done", done, all)
}

// month is one month, a row for each duty.
func (y year) month(some obligation.Agenda) []slack.Block {
	m := time.Month(y.Ask.Month)
	in := some.In(m)
	blocks := []slack.Block{header(fmt.Sprintf("%s %d", m, some.Year)), small(orDash(tallied(in)))}
	const most = maxViewBlocks - 10
	for i, p := range in.Places {
		if i == most {
			blocks = append(blocks, small(fmt.Sprintf("and %d more: choose somebody, or a subject, above.", len(in.Places)-most)))
			break
		}
		text := y.place(p)
		if p.ID == "" {
			blocks = append(blocks, section(text))
			continue
		}
		blocks = append(blocks, row(text, button(ActionDetails, Ref(p.ID, ""), "Open")))
	}
	return append(blocks, divider(), slack.NewActionBlock("", button(ActionYearTurn, y.at(func(a *automations.YearAsk) { a.Month = 0 }), "‹ The whole year")))
}

// place is one duty in two lines.
func (y year) place(p obligation.Place) string {
	text := fmt.Sprintf("%s *%s*", markSign(p.Mark), Escape(p.Title, 150))
	if p.Number != "" {
		text += " · " + Escape(p.Number, 20)
	}
	second := []string{p.Mark.String() + ", due *" + y.day(p.Day) + "*"}
	if p.Owner != "" {
		second = append(second, Escape(named(y.Dir, p.Owner, y.Reader), 80))
	}
	second = append(second, Escape(p.Obligation.Subject, 60))
	if p.ID == "" && p.Mark == obligation.Coming {
		second = append(second, "opens "+y.day(p.Obligation.Opens(p.Due)))
	}
	return text + "\n" + strings.Join(second, " · ")
}
