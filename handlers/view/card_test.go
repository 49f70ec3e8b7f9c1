package view_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/form"
	"factotum/automations/money"
	"factotum/automations/outbox"
	"factotum/automations/request"
	"factotum/handlers/view"
)

func TestCards(t *testing.T) {
	t.Parallel()
	question, answer := "Why a taxi?", "The last train had gone."
	type reader = string
	for _, tc := range []struct {
		name    string
		readers []reader
		make    func(o *office) *paper
	}{
		{"draft", []reader{"ines"}, func(o *office) *paper { return o.draft("expense", o.values("expense", taxi("42.50 EUR"))) }},
		{"draft_empty", []reader{"ines"}, func(o *office) *paper { return o.draft("expense", nil) }},
		{"discarded", []reader{"ines"}, func(o *office) *paper {
			return o.draft("expense", nil).does("ines", request.Withdraw, "")
		}},
		{"pending", []reader{"ines", "ben", "fay"}, func(o *office) *paper { return o.sent("expense", o.values("expense", taxi("42.50 EUR"))) }},
		{"second_step", []reader{"ines", "ben", "fay"}, func(o *office) *paper {
			return o.sent("expense", o.values("expense", dinner(taxi("42.50 EUR")))).does("ben", request.Approve, "Nice evening")
		}},
		{"held", []reader{"ines", "ben", "fay"}, func(o *office) *paper { return o.sent("expense", o.values("expense", taxi("42.50 CHF"))) }},
		{"mixed", []reader{"ben"}, func(o *office) *paper {
			raw := dinner(taxi("42.50 EUR"))
			raw["lines.1.amount"] = typed("80 GBP")
			return o.sent("expense", o.values("expense", raw))
		}},
		{"asked", []reader{"ines", "ben"}, func(o *office) *paper {
			return o.sent("expense", o.values("expense", taxi("42.50 EUR"))).does("ben", request.Ask, question)
		}},
		{"answered", []reader{"ines", "ben"}, func(o *office) *paper {
			return o.sent("expense", o.values("expense", taxi("42.50 EUR"))).does("ben", request.Ask, question).does("ines", request.Answer, answer)
		}},
		{"returned", []reader{"ines", "ben"}, func(o *office) *paper {
			return o.sent("expense", o.values("expense", taxi("40 EUR"))).does("ben", request.Return, "The receipt says 42.50.\nPlease correct it.")
		}},
		{"again", []reader{"ines", "ben"}, func(o *office) *paper {
			p := o.sent("expense", o.values("expense", taxi("40 EUR"))).does("ben", request.Return, "The receipt says 42.50.")
			return p.send(request.Resubmit, o.values("expense", dinner(taxi("42.50 EUR"))))
		}},
		{"again_unchanged", []reader{"ben"}, func(o *office) *paper {
			p := o.sent("expense", o.values("expense", taxi("40 EUR"))).does("ben", request.Return, "The receipt says 42.50.")
			return p.send(request.Resubmit, o.values("expense", taxi("40 EUR")))
		}},
		{"rejected", []reader{"ines", "ben"}, func(o *office) *paper {
			return o.sent("expense", o.values("expense", taxi("42.50 EUR"))).does("ben", request.Reject, "Private trip")
		}},
		{"withdrawn", []reader{"ines", "ben"}, func(o *office) *paper {
			return o.sent("expense", o.values("expense", taxi("42.50 EUR"))).does("ines", request.Withdraw, "")
		}},
		{"open", []reader{"ines", "ben", "paula"}, func(o *office) *paper {
			return o.sent("expense", o.values("expense", taxi("42.50 EUR"))).does("ben", request.Approve, "")
		}},
		{"done", []reader{"ines", "ben", "paula"}, func(o *office) *paper {
			return o.sent("expense", o.values("expense", taxi("42.50 EUR"))).does("ben", request.Approve, "").does("paula", request.Resolve, "With the salary of November")
		}},
	} {
		for _, reader := range tc.readers {
			t.Run(tc.name+"_"+reader, func(t *testing.T) {
				t.Parallel()
				p := tc.make(setup(t))
				golden(t, "card_"+tc.name+"_"+reader, rendered(t, p.before(reader)))
				golden(t, "details_"+tc.name+"_"+reader, view.Details(p.before(reader), view.Meta{From: view.FromHome}))
			})
		}
	}
}

func TestCardsOfTheOtherKinds(t *testing.T) {
	t.Parallel()
	for key, first := range map[string]string{"leave": "ben", "access": "dora", "vendor": "omar", "purchase": "ben"} {
		t.Run(key, func(t *testing.T) {
			t.Parallel()
			o := setup(t)
			p := o.sent(key, o.values(key, others()[key]))
			golden(t, "card_"+key+"_"+first, rendered(t, p.before(first)))
			golden(t, "card_"+key+"_ines", rendered(t, p.before("ines")))
			golden(t, "details_"+key+"_"+first, view.Details(p.before(first), view.Meta{}))
		})
	}
}

func TestWhoCanDoWhat(t *testing.T) {
	t.Parallel()
	o := setup(t)
	p := o.sent("expense", o.values("expense", taxi("42.50 EUR")))
	assert.Equal(t, []string{"approve", "return", "reject", "ask", "overflow"}, actions(t, rendered(t, p.before("ben"))))
	assert.Equal(t, []string{"withdraw", "details"}, actions(t, rendered(t, p.before("ines"))))
	assert.Equal(t, []string{"details"}, actions(t, rendered(t, p.before("fay"))))

	p.does("ben", request.Ask, "Why?")
	assert.Equal(t, []string{"answer", "withdraw", "details"}, actions(t, rendered(t, p.before("ines"))))
	p.does("ben", request.Return, "Change it")
	assert.Equal(t, []string{"edit", "withdraw", "details"}, actions(t, rendered(t, p.before("ines"))))
	assert.Equal(t, []string{"details"}, actions(t, rendered(t, p.before("ben"))))

	held := setup(t).sent("expense", o.values("expense", taxi("42.50 CHF")))
	assert.Equal(t, []string{"price", "details"}, actions(t, rendered(t, held.before("finn"))))
	assert.Equal(t, []string{"details"}, actions(t, rendered(t, held.before("ben"))))

	open := setup(t).sent("expense", o.values("expense", taxi("42.50 EUR"))).does("ben", request.Approve, "")
	assert.Equal(t, []string{"resolve", "details"}, actions(t, rendered(t, open.before("paula"))))
	assert.Equal(t, []string{"details"}, actions(t, rendered(t, open.before("ines"))))
	assert.Equal(t, []string{"details"}, actions(t, rendered(t, open.before("ben"))))
}

func TestWhoeverHasApprovedIsNotAskedAgain(t *testing.T) {
	t.Parallel()
	o := setup(t)
	p := o.sent("expense", o.values("expense", taxi("42.50 EUR")))
	p.file.Request.Steps[0] = request.Step{Name: "Finance", Need: 0, Rules: []request.Rule{{Kind: request.ByRole, Of: "finance"}}}
	p.does("fay", request.Approve, "")
	assert.Equal(t, []string{"details"}, actions(t, rendered(t, p.before("fay"))))
	assert.Len(t, actions(t, rendered(t, p.before("finn"))), 5)
	golden(t, "card_quorum_fay", rendered(t, p.before("fay")))
}

func TestFallbackSaysWhoHowMuchAndWhatFor(t *testing.T) {
	t.Parallel()
	o := setup(t)
	claim := o.sent("expense", o.values("expense", taxi("42.50 EUR")))
	assert.Equal(t, "Ines Moreau asks for 42.50 EUR: Taxi to the airport (EXP-12)", rendered(t, claim.before("ben")).Text)
	assert.Equal(t, "Expense claim EXP-12, 42.50 EUR: Taxi to the airport. ⏳ Waiting for Ben Okafor (Manager) since Fri 20 Nov, 14:05.",
		rendered(t, claim.before("ines")).Text)
	off := setup(t).sent("leave", o.values("leave", others()["leave"]))
	assert.Equal(t, "Ines Moreau asks: Leave – Unpaid leave, Tue 1 Dec to Fri 4 Dec (LVE-12)", rendered(t, off.before("ben")).Text)
}

func TestDaysOfATitleAreWrittenOnceAndWhole(t *testing.T) {
	t.Parallel()
	for days, want := range map[[2]string]string{
		{"2026-12-01", "2026-12-11"}: "Tue 1 Dec to Fri 11 Dec",
		{"2027-01-01", "2027-01-21"}: "Fri 1 Jan 2027 to Thu 21 Jan 2027",
		{"2027-01-04", "2027-01-04"}: "Mon 4 Jan 2027 to Mon 4 Jan 2027",
	} {
		o, typed := setup(t), others()["leave"]
		typed["from"], typed["to"] = form.Input{Text: days[0]}, form.Input{Text: days[1]}
		off := o.sent("leave", o.values("leave", typed))
		assert.Equal(t, "Ines Moreau asks: Leave – Unpaid leave, "+want+" (LVE-12)", rendered(t, off.before("ben")).Text)
	}
}

func TestMessagesOfEqualStatesAreEqual(t *testing.T) {
	t.Parallel()
	o := setup(t)
	p := o.sent("expense", o.values("expense", taxi("42.50 EUR")))
	first := rendered(t, p.before("ben"))
	p.now = p.now.Add(72 * 3600e9)
	assert.Equal(t, first, rendered(t, p.before("ben")))
}

func TestLines(t *testing.T) {
	t.Parallel()
	claim := func(o *office) *paper { return o.sent("expense", o.values("expense", taxi("42.50 EUR"))) }
	for name, make := range map[string]func(o *office) automations.Sight{
		"ask": func(o *office) automations.Sight {
			return claim(o).does("ben", request.Ask, "Why?").told("ines", "ask", "ben", "Why?")
		},
		"answer": func(o *office) automations.Sight {
			return claim(o).told("ben", "answer", "ines", "The last train had gone.")
		},
		"approve": func(o *office) automations.Sight {
			return claim(o).does("ben", request.Approve, "").told("ines", "approve", "ben", "")
		},
		"return": func(o *office) automations.Sight {
			return claim(o).does("ben", request.Return, "Add the receipt").told("ines", "return", "ben", "Add the receipt")
		},
		"reject": func(o *office) automations.Sight {
			return claim(o).does("ben", request.Reject, "Private").told("ines", "reject", "ben", "Private")
		},
		"resolve": func(o *office) automations.Sight {
			return claim(o).does("ben", request.Approve, "").does("paula", request.Resolve, "").told("ines", "resolve", "paula", "")
		},
		"remind":   func(o *office) automations.Sight { return claim(o).told("ben", "remind", "ines", "") },
		"uncopied": func(o *office) automations.Sight { return claim(o).told("adam", "uncopied", "ines", "") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			golden(t, "line_"+name, rendered(t, make(setup(t))))
		})
	}
	_, err := view.Line(claim(setup(t)).told("ben", "nonsense", "ines", ""))
	require.Error(t, err)
}

func TestPriceIsGivenForEveryMissingRate(t *testing.T) {
	t.Parallel()
	o := setup(t)
	raw := dinner(taxi("42.50 CHF"))
	raw["lines.1.amount"] = typed("900 SEK")
	p := o.sent("expense", o.values("expense", raw))
	require.Len(t, p.file.Request.Sum.Missing, 2)
	golden(t, "price", view.Price(p.before("fay"), view.Meta{Ref: "r1@1"}))
	golden(t, "card_held_two_fay", rendered(t, p.before("fay")))
}

func TestConvertedSumsTellTheirRates(t *testing.T) {
	t.Parallel()
	o := setup(t)
	p := o.sent("expense", o.values("expense", taxi("42.50 EUR")))
	require.Equal(t, money.Currency("USD"), p.file.Request.Sum.Base.Currency)
	assert.Contains(t, string(rendered(t, p.before("ben")).Blocks), "≈ 46.09 USD at 1.0845 (ECB reference rate, 19 Nov 2026)")
}

// actions are the action_ids of the buttons of a message.
func actions(t *testing.T, m outbox.Message) []string {
	t.Helper()
	var blocks []struct {
		Type     string
		Elements []struct {
			Action string `json:"action_id"`
		}
	}
	require.NoError(t, json.Unmarshal(m.Blocks, &blocks))
	var ids []string
	for _, b := range blocks {
		for _, e := range b.Elements {
			if b.Type == "actions" {
				ids = append(ids, e.Action)
			}
		}
	}
	return ids
}
