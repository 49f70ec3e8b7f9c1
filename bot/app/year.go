package app

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"

	"factotum/automations/calendar"
	"factotum/automations/people"
	"factotum/automations/request"
)

// months is how long the made-up past of the sample company goes back. Before that
// there are claims alone: of the end of the year before last, by which a forecast
// for last year can be judged.
const (
	months    = 14
	reckoning = 26
)

// granted is for how many months of it access was asked for.
const granted = 8

// weaver makes up what happened before the history that is written by hand, the
// same every time: enough for reports to show something.
type weaver struct {
	dice  *rand.Rand
	day   func(ago int) string // ISO 8601, by working days
	made  []event
	names int
}

// year is what happened to the sample company until its written history begins.
func (t *teller) year(now time.Time) []event {
	office := t.settings.offices.of(people.Person{})
	today := calendar.DateOf(now, office.Location)
	w := &weaver{dice: rand.New(rand.NewPCG(2026, 11)), day: func(ago int) string { //nolint:gosec // a made-up past, the same every time
		return office.AddWorkingDays(today, -ago).String()
	}}
	for month := months; month > 0; month-- {
		first := 10 + 21*(month-1) // working days ago
		claims := 3
		if season := office.AddWorkingDays(today, -first).Month(); season == time.March || season == time.October || season == time.November {
			claims = 5 // fairs
		}
		for range claims {
			w.claim(first + w.dice.IntN(21))
		}
		for range 3 {
			w.invoice(first+8+w.dice.IntN(13), month > 1)
			w.ticket(first + w.dice.IntN(21))
		}
		w.purchase(first + 3 + w.dice.IntN(18))
		w.leave(first + 3 + w.dice.IntN(18))
		if month <= granted {
			w.access(first + 5 + w.dice.IntN(12))
		}
	}
	w.oddities()
	for month := reckoning; month > months; month-- { // last, so that the dice fall as before for what follows
		for range 2 {
			w.claim(10 + 21*(month-1) + w.dice.IntN(21))
		}
	}
	return w.made
}

func (w *weaver) one(list ...string) string { return list[w.dice.IntN(len(list))] }

// at is a moment of a working day so long ago.
func (w *weaver) at(ago, hour int) string {
	return fmt.Sprintf("%d %02d:%02d", ago, hour, w.dice.IntN(60))
}

func (w *weaver) price(from, to int) string {
	return fmt.Sprintf("%d.%02d EUR", from+w.dice.IntN(to-from), 10*w.dice.IntN(10))
}

// ask adds a request and gives its name in the history.
func (w *weaver) ask(ago, hour int, by, kind string, form map[string]string) string {
	w.names++
	name := "past" + strconv.Itoa(w.names)
	w.made = append(w.made, event{At: w.at(ago, hour), By: by, Ask: kind, As: name, Form: form})
	return name
}

func (w *weaver) do(ago, hour int, by string, what request.Action, on, text string) {
	w.made = append(w.made, event{At: w.at(ago, hour), By: by, Do: string(what), On: on, Text: text})
}

// claim is an expense claim that its manager approved, and that was paid back.
func (w *weaver) claim(ago int) {
	who := [][3]string{{"ana", "jules", "400"}, {"ben", "jules", "400"}, {"carl", "mei", "500"}, {"rosa", "mei", "500"}, {"chiara", "seun", "300"}, {"carl", "mei", "500"}}[w.dice.IntN(6)]
	what := [][4]string{
		{"Visit to the mill in Graz", "travel", "Southern Rail", "lodging"},
		{"Fair in Copenhagen", "travel", "Nordic Air", "lodging"},
		{"Customer visit in Bremen", "travel", "City Taxi", "meal"},
		{"Samples and paper", "office", "Papierhaus", "office"},
		{"Course on colour", "training", "Design School", "travel"},
		{"Photo session in Porto", "travel", "Atlantic Air", "lodging"},
	}[w.dice.IntN(6)]
	day := w.day(ago + 1 + w.dice.IntN(3))
	name := w.ask(ago, 9, who[0], "expense", map[string]string{
		"purpose": what[0], "paid_with": "own",
		"lines.0.date": day, "lines.0.merchant": what[2], "lines.0.category": what[1], "lines.0.amount": w.price(60, 260), "lines.0.cost_centre": who[2],
		"lines.1.date": day, "lines.1.merchant": w.one("Casa do Rio", "Hotel Anker", "Bistro Nord"), "lines.1.category": what[3], "lines.1.amount": w.price(18, 190), "lines.1.cost_centre": who[2],
	})
	w.approve(ago-w.dice.IntN(3), who[1], who[2], name)
	w.do(ago-3-w.dice.IntN(4), 15, "lena", request.Resolve, name, "Paid with Thursday's run")
}

// invoice is one that was approved, and paid where that is long ago.
func (w *weaver) invoice(ago int, paid bool) {
	v := [][5]string{
		{"Lumen Office GmbH", "DE298765435", "400", "jules", "goods"},
		{"Atelier Corvin SARL", "FR19812345676", "400", "jules", "services"},
		{"Drukkerij De Wit B.V.", "NL854123015B01", "400", "jules", "services"},
		{"Northgate Couriers Ltd", "GB781234532", "300", "aisha", "services"},
	}[w.dice.IntN(4)]
	form := map[string]string{
		"vendor": v[0], "seller_vat": v[1], "number": fmt.Sprintf("%s-%d", v[0][:2], 4100+w.names), "issue_date": w.day(ago + 2), "due_date": w.day(ago - 12 - w.dice.IntN(10)),
		"gross": w.price(140, 960), "cost_centre": v[2], "category": v[4],
	}
	if w.dice.IntN(3) == 0 {
		form["discount_until"], form["discount_percent"] = w.day(ago-4), "2"
	}
	name := w.ask(ago, 10, "noor", "invoice", form)
	w.do(ago-1-w.dice.IntN(2), 11, v[3], request.Approve, name, "")
	if paid {
		w.do(max(ago-3-w.dice.IntN(12), 10), 16, "lena", request.Resolve, name, "")
	}
}

// ticket is one that was answered, solved and mostly rated.
func (w *weaver) ticket(ago int) {
	by := w.one("ana", "ben", "carl", "rosa", "lena", "marek", "sofie")
	what := [][3]string{
		{"The printer on the second floor jams", "hardware", "slows"},
		{"The accounting program closes by itself", "software", "stops"},
		{"No network in the workshop", "network", "stops"},
		{"A new keyboard, please", "hardware", "can_wait"},
		{"Locked out of the calendar", "account", "slows"},
	}[w.dice.IntN(5)]
	name := w.ask(ago, 9, by, "ticket", map[string]string{"what": what[0], "category": what[1], "urgency": what[2]})
	w.do(ago, 10+w.dice.IntN(3), "priya", request.Assign, name, "")
	w.do(ago, 13, "priya", request.Say, name, "I am looking at it.")
	w.do(ago-w.dice.IntN(3), 15, w.one("priya", "priya", "daan"), request.Resolve, name, w.one("Works again after an update.", "Replaced.", "Set up anew."))
	if w.dice.IntN(3) > 0 {
		w.do(ago-3, 16, by, request.Rate, name, w.one("3", "3", "3", "2", "1"))
	}
}

// purchase is a small one that was approved and ordered.
func (w *weaver) purchase(ago int) {
	name := w.ask(ago, 11, w.one("ana", "ben"), "purchase", map[string]string{
		"item": w.one("Colour charts", "Two desk lamps", "A cutting mat", "Drawing tablets"), "vendor": "Lumen Office GmbH", "amount": w.price(40, 240), "cost_centre": "400", "reason": "The old ones are worn out.",
	})
	w.do(ago-1, 10, "jules", request.Approve, name, "")
	w.do(ago-2, 14, "chiara", request.Resolve, name, "")
}

// leave is some days off.
func (w *weaver) leave(ago int) {
	who := [][2]string{{"ana", "jules"}, {"ben", "jules"}, {"carl", "mei"}, {"rosa", "mei"}, {"lena", "tomas"}, {"priya", "daan"}}[w.dice.IntN(6)]
	from := ago - 5 - w.dice.IntN(20)
	name := w.ask(ago, 12, who[0], "leave", map[string]string{"type": w.one("annual", "annual", "training"), "from": w.day(from), "to": w.day(from - w.dice.IntN(6))})
	w.do(ago-1, 9, who[1], request.Approve, name, "")
}
