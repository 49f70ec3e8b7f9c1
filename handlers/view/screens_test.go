package view_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/catalogue"
	"factotum/automations/form"
	"factotum/automations/policy"
	"factotum/automations/request"
	"factotum/handlers/view"
)

// preview is what the check shows of a form.
func (o *office) preview(key string, raw form.Raw) automations.Preview {
	o.t.Helper()
	k := o.kind(key)
	sent, problems, err := k.Prepare(o.values(key, raw), o.moment())
	require.NoError(o.t, err)
	p := automations.Preview{Kind: k, Sent: sent, Problems: problems, Dir: o.dir}
	for _, step := range sent.Steps {
		would := request.Request{State: request.Pending, Requester: "ines@example.com", Excluded: sent.Excluded, Steps: []request.Step{step}}
		p.Asked = append(p.Asked, automations.StepPreview{Step: step, Asked: policy.Asked(would, o.dir)})
	}
	return p
}

func TestChecks(t *testing.T) {
	t.Parallel()
	o := setup(t)
	check := func(name string, p automations.Preview) {
		v := view.Check(p, view.Meta{Kind: p.Kind.Key, Draft: "d1"}, o.who("ines"))
		golden(t, "check_"+name, v)
		assert.Less(t, len(encoded(t, v)), 20_000)
	}
	check("expense", o.preview("expense", dinner(taxi("42.50 EUR"))))
	check("held", o.preview("expense", taxi("42.50 CHF")))
	for key, raw := range others() {
		check(key, o.preview(key, raw))
	}
	again := o.preview("expense", taxi("42.50 EUR"))
	again.Again = true
	check("again", again)
	nobody := o.preview("expense", taxi("42.50 EUR"))
	nobody.Asked[0].Asked = nil
	check("nobody", nobody)
	wrong := o.preview("expense", taxi("42.50 EUR"))
	wrong.Problems = []form.Problem{{Path: "lines.0.tax", Say: "The tax cannot be as much as the amount."}}
	check("wrong", wrong)
	free := o.preview("expense", taxi("42.50 EUR"))
	free.Asked, free.Sent.Steps = nil, nil
	check("no_route", free)
}

func TestSmallForms(t *testing.T) {
	t.Parallel()
	o := setup(t)
	p := o.sent("expense", o.values("expense", taxi("42.50 EUR"))).does("ben", request.Ask, "Why a taxi?")
	for _, action := range []string{view.ActionReturn, view.ActionReject, view.ActionAsk, view.ActionApproveComment} {
		golden(t, "reason_"+action, view.Reason(action, p.before("ben"), view.Meta{Action: action, Ref: "r1@2"}))
	}
	golden(t, "answer", view.Answer(p.before("ines"), view.Meta{Ref: "r1@2"}))
	p.does("ben", request.Approve, "")
	golden(t, "resolve", view.Resolve(p.before("paula"), view.Meta{Ref: "r1@3"}))
	golden(t, "said", view.Said("Not done", "EXP-12 was already approved by Ben Okafor on 20 Nov 2026, 14:05. Nothing was changed by your click."))
}

// rows are requests in every state.
func (o *office) rows() []automations.Row {
	claim := func() *paper { return o.sent("expense", o.values("expense", taxi("42.50 EUR"))) }
	all := []*paper{
		o.draft("leave", nil),
		claim(),
		claim().does("ben", request.Ask, "Why?"),
		claim().does("ben", request.Return, "Change it"),
		claim().does("ben", request.Reject, "No"),
		claim().does("ben", request.Approve, ""),
		claim().does("ben", request.Approve, "").does("paula", request.Resolve, ""),
		claim().does("ines", request.Withdraw, ""),
		o.sent("expense", o.values("expense", taxi("42.50 CHF"))),
		o.sent("leave", o.values("leave", others()["leave"])),
	}
	var rows []automations.Row
	for _, p := range all {
		rows = append(rows, automations.Row{File: p.file, Kind: p.kind(p.key)})
	}
	o.now = o.now.Add(72 * time.Hour)
	return rows
}

func TestHome(t *testing.T) {
	t.Parallel()
	o := setup(t)
	golden(t, "home_empty", view.Home(view.HomeInput{Reader: o.who("ines"), Kinds: o.kinds.Offered(), Now: o.now}))

	rows := o.rows()
	full := view.HomeInput{
		Reader: o.who("ines"), Kinds: o.kinds.Offered(), Now: o.now,
		Mine: automations.Rows{Rows: rows, Next: "cursor/2", Total: 34},
	}
	golden(t, "home_mine", view.Home(full))
	full.Reader, full.Mine = o.who("ben"), automations.Rows{}
	full.Waiting = automations.Rows{Rows: []automations.Row{rows[1], rows[9]}, Total: 5}
	full.At.Waiting = "cursor/1"
	golden(t, "home_waiting", view.Home(full))

	admin := view.HomeInput{
		Reader: o.who("adam"), Kinds: o.kinds.Offered(), Now: o.now, Admin: true,
		Health: "🟢 Connected to Slack since 14:05; store healthy",
		Undelivered: automations.Failures{Messages: 500, Further: true, Hidden: 2, List: []automations.Undelivered{
			{Key: "card/r1/ben@example.com", Number: "EXP-12", To: "Ben Okafor", Reason: "Ben Okafor has no account in Slack, so nothing can be delivered."},
			{Key: "hook/jira/r2/3", Number: "TKT-7", To: "the webhook of Jira", Reason: "The receiver of the webhook answers 503. Try again when it works.", Others: 11},
		}},
	}
	golden(t, "home_admin", view.Home(admin))
	pages := view.Pages{Waiting: "a&b=ü", Mine: "c d", Queue: "q/1", Filter: view.QueueFree}
	waiting, mine := view.ParsePages(pages.Encode()).Waiting, view.ParsePages(pages.Encode()).Mine
	assert.Equal(t, pages, view.ParsePages(pages.Encode()))
	assert.Equal(t, []string{"a&b=ü", "c d"}, []string{waiting, mine})
}

func TestListsInMessages(t *testing.T) {
	t.Parallel()
	o := setup(t)
	answer := func(name, text string, blocks any) { golden(t, name, map[string]any{"text": text, "blocks": blocks}) }
	text, blocks := view.Kinds(o.kinds.Offered())
	answer("kinds", text, blocks)
	text, blocks = view.NotUnderstood("make me a sandwich <!here>", o.kinds.Offered())
	answer("not_understood", text, blocks)
	rows := o.rows()
	text, blocks = view.List(automations.Rows{Rows: rows, Next: "x", Total: 34}, o.who("ines"), o.now)
	answer("list", text, blocks)
	text, blocks = view.List(automations.Rows{}, o.who("ines"), o.now)
	answer("list_empty", text, blocks)

	var many []catalogue.Kind
	for i := range 120 {
		k := o.kind("expense")
		k.Key, k.Title = fmt.Sprintf("k%d", i), fmt.Sprintf("Kind %d", i)
		many = append(many, k)
	}
	text, blocks = view.Kinds(many)
	fits(t, "many kinds", encoded(t, map[string]any{"text": text, "blocks": blocks}))
	fits(t, "home with many kinds", encoded(t, view.Home(view.HomeInput{
		Reader: o.who("ines"), Kinds: many, Now: o.now, Mine: automations.Rows{Rows: rows}, Waiting: automations.Rows{Rows: rows},
	})))
}

func TestKeysOfButtons(t *testing.T) {
	t.Parallel()
	id, stage := view.ParseRef(view.Ref("draft-a@b", "1.2"))
	assert.Equal(t, "draft-a@b", id)
	assert.Equal(t, "1.2", stage)
	id, stage = view.ParseRef("forged")
	assert.Equal(t, "forged", id)
	assert.Empty(t, stage)
	meta := view.Meta{Kind: "expense", Draft: "d1", Line: 2, Gen: 7, Action: "ask", Ref: "r@1", From: view.FromHome}
	assert.Equal(t, meta, view.DecodeMeta(meta.Encode()))
	assert.Equal(t, view.Meta{}, view.DecodeMeta("forged"))
}
