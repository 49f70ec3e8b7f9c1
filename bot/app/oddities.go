package app

import (
	"context"

	"factotum/automations"
	"factotum/automations/people"
	"factotum/automations/request"
)

// approve has a manager approve a claim, and those who are asked too where several
// together come to much: the days on which claims are made up move with today.
func (w *weaver) approve(ago int, boss, centre, claim string) {
	w.do(ago, 14, boss, request.Approve, claim, "")
	rest := []string{"marek"}
	if centre == "300" {
		rest = []string{"aisha", "marek"}
	}
	w.made[len(w.made)-1].rest = rest
}

// decide has somebody decide, and then the rest for as long as it waits.
func (t *teller) decide(ctx context.Context, e event, by people.Person, once string) error {
	f, err := t.desk.Decide(ctx, by, once, automations.Decision{ID: id(e.On), Say: request.Action(e.Do), Text: e.Text})
	for _, name := range e.rest {
		if err != nil || f.Request.State != request.Pending {
			break
		}
		if by, err = t.person(name); err == nil {
			f, err = t.desk.Decide(ctx, by, once+"/"+name, automations.Decision{ID: id(e.On), Say: request.Approve})
		}
	}
	return err
}

// access is a system that somebody may use from then on, often until a day.
func (w *weaver) access(ago int) {
	who := [][2]string{{"ana", "jules"}, {"carl", "mei"}, {"rosa", "mei"}, {"lena", "tomas"}, {"chiara", "seun"}, {"ben", "jules"}}[w.dice.IntN(6)]
	what := [][3]string{
		{"crm", "write", "To answer customers while Rosa is away."},
		{"ledger", "read", "To see what the workshop has spent."},
		{"code", "write", "The shop's texts are kept there now."},
		{"cloud", "admin", "The renders of the catalogue run there until the fair."},
		{"hr", "read", "To plan the summer with the leave calendar."},
	}[w.dice.IntN(5)]
	form := map[string]string{"person": who[0] + "@harbourpine.example", "system": what[0], "level": what[1], "reason": what[2]}
	if what[1] == "admin" || w.dice.IntN(2) == 0 {
		form["until"] = w.day(-4 - w.dice.IntN(60)) // still to come
	}
	name := w.ask(ago, 9, who[0], "access", form)
	w.do(ago, 11, who[1], request.Approve, name, "")
	if what[0] != "crm" && what[0] != "code" {
		w.do(ago-1, 10, "hanna", request.Approve, name, "")
	}
	w.do(ago-2, 14, w.one("priya", "daan"), request.Resolve, name, "Granted")
}

// oddities are what an auditor looks at twice: a ride that two handed in, and a
// stay that was handed in as two.
func (w *weaver) oddities() {
	ride := w.day(32)
	w.outlay(30, "ana", "jules", ride, "Taxi from the fair", "travel", "City Taxi", "64.80 EUR", "400")
	w.outlay(29, "ben", "jules", ride, "Taxi back to the hotel", "travel", "City Taxi", "64.80 EUR", "400")
	w.outlay(24, "carl", "mei", w.day(26), "Fair in Oslo, first night", "lodging", "Hotel Anker", "312.00 EUR", "500")
	w.outlay(22, "carl", "mei", w.day(24), "Fair in Oslo, second night", "lodging", "Hotel Anker", "298.00 EUR", "500")
}

// outlay is a claim of one item.
func (w *weaver) outlay(ago int, by, boss, day, purpose, category, merchant, amount, centre string) {
	name := w.ask(ago, 9, by, "expense", map[string]string{
		"purpose": purpose, "paid_with": "own", "lines.0.date": day, "lines.0.merchant": merchant, "lines.0.category": category, "lines.0.amount": amount, "lines.0.cost_centre": centre,
	})
	w.approve(ago-1, boss, centre, name)
	w.do(ago-3, 15, "lena", request.Resolve, name, "Paid with Thursday's run")
}
