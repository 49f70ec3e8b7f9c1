package automations_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/catalogue"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/request"
)

// desks is an office in which fay, finn and paul are IT, which fay leads; omar
// buys. How tickets find somebody is as the turn says.
func desks(t *testing.T, turn string) *office {
	t.Helper()
	o := setup(t)
	accounts, entries, company := staff()
	for i, e := range entries {
		switch strings.TrimSuffix(e.Email, "@example.com") {
		case "fay", "finn", "paul":
			entries[i].Teams = []string{"it"}
		case "omar":
			entries[i].Teams = []string{"procurement"}
		}
	}
	for i := range company.Teams {
		if company.Teams[i].Key == "it" {
			company.Teams[i].Lead = "fay@example.com"
		}
	}
	o.employ(accounts, entries, company)
	files, err := catalogue.Builtin()
	require.NoError(t, err)
	for i, f := range files {
		if strings.HasSuffix(f.Name, "kinds/ticket.yaml") {
			files[i].Body = []byte(strings.Replace(string(f.Body), "    category: category\n", "    category: category\n    turn: "+turn+"\n", 1))
		}
	}
	c, problems := catalogue.Load(catalogue.Company{
		Name: "Sample Ltd", Currency: "EUR", RatesBy: "finance", Fallback: "director",
		Options: map[string][]form.Option{"cost_centres": {{Value: "sales", Label: "Sales"}}}, Teams: []string{"payables", "procurement", "it"},
	}, files, nil)
	require.Empty(t, problems)
	o.Catalogue = c
	return o
}

// printer is what somebody has asked IT for.
func (o *office) printer(name, what string) automations.File {
	o.t.Helper()
	f, err := o.Submit(o.ctx, o.who(name), o.id(), automations.Draft{ID: o.id(), Kind: "ticket", Values: form.Values{"what": {Text: what}}})
	require.NoError(o.t, err)
	require.Equal(o.t, request.Open, f.Request.State)
	return f
}

func (o *office) refusal(err error, code fault.Code, says string) {
	o.t.Helper()
	require.Error(o.t, err)
	assert.Equal(o.t, code, fault.CodeOf(err))
	assert.Contains(o.t, fault.Say(err), says)
}

func TestTicketsGoRound(t *testing.T) {
	t.Parallel()
	o := desks(t, "round_robin")
	got := map[string]int{}
	var running sync.WaitGroup
	var mu sync.Mutex
	for range 9 { // all at once, and yet in turn
		running.Go(func() {
			f, err := o.Submit(o.ctx, o.who("ines"), o.id(), automations.Draft{ID: o.id(), Kind: "ticket", Values: form.Values{"what": {Text: "Printer"}}})
			if assert.NoError(t, err) {
				mu.Lock()
				defer mu.Unlock()
				got[f.Request.Work.Assignee]++
			}
		})
	}
	running.Wait()
	assert.Equal(t, map[string]int{"fay@example.com": 3, "finn@example.com": 3, "paul@example.com": 3}, got)
	own := o.printer("fay", "Mouse")
	assert.NotEqual(t, "fay@example.com", own.Request.Work.Assignee, "nobody works on their own")
}

func TestTicketsGoToWhoHasTheFewest(t *testing.T) {
	t.Parallel()
	o := desks(t, "least_loaded")
	first, second := o.printer("ines", "One"), o.printer("ines", "Two")
	assert.Equal(t, "fay@example.com", first.Request.Work.Assignee)
	assert.Equal(t, "finn@example.com", second.Request.Work.Assignee)
	assert.Equal(t, "paul@example.com", o.printer("ines", "Three").Request.Work.Assignee)
	_, err := o.Resolve(o.ctx, o.who("finn"), o.id(), second.Request.ID, automations.Finish{})
	require.NoError(t, err)
	assert.Equal(t, "finn@example.com", o.printer("ines", "Four").Request.Work.Assignee)
}

// TestADraftIsNoWork: an emoji that stands for an assignment may be put on one's own draft.
func TestADraftIsNoWork(t *testing.T) {
	t.Parallel()
	o := desks(t, "")
	draft := o.claim("ines", "taxi")
	require.NoError(t, o.SaveDraft(o.ctx, o.who("ines"), o.id(), draft))
	_, err := o.Assign(o.ctx, o.who("ines"), o.id(), draft.ID, automations.Handover{To: "ines@example.com"})
	o.refusal(err, fault.Conflict, "This draft has not been sent yet, so there is nothing to work on.")
	assert.Empty(t, o.moves(draft.ID), "and nobody is on record for it")
}

func TestWhoMayAssign(t *testing.T) {
	t.Parallel()
	o := desks(t, "")
	id := o.printer("ines", "Printer").Request.ID
	assign := func(by string, in automations.Handover) error {
		_, err := o.Assign(o.ctx, o.who(by), o.id(), id, in)
		return err
	}
	o.refusal(assign("ines", automations.Handover{To: "fay@example.com"}), fault.Denied, "is your own request or for you")
	o.refusal(assign("omar", automations.Handover{To: "omar@example.com"}), fault.Denied, "TKT-1 is worked on by IT, and you are not of that team")
	o.refusal(assign("fay", automations.Handover{To: "omar@example.com"}), fault.Invalid, "Omar Sample does not work on")
	o.refusal(assign("fay", automations.Handover{Team: "moon"}), fault.Invalid, `There is no team "moon"`)
	require.NoError(t, assign("fay", automations.Handover{To: "fay@example.com"}))
	o.refusal(assign("finn", automations.Handover{To: "finn@example.com"}), fault.Conflict, "Somebody was faster: ")
	require.NoError(t, assign("finn", automations.Handover{To: "finn@example.com", From: "fay@example.com", Text: "She is away"}))
	require.NoError(t, assign("finn", automations.Handover{From: "finn@example.com"}))
	o.refusal(assign("fay", automations.Handover{To: "fay@example.com", From: "finn@example.com"}), fault.Conflict, "Nobody has ")
	require.NoError(t, assign("fay", automations.Handover{Team: "procurement"}))
	require.NoError(t, assign("omar", automations.Handover{To: "omar@example.com"}))
	_, err := o.Rank(o.ctx, o.who("fay"), o.id(), id, request.Urgent)
	o.refusal(err, fault.Denied, "is worked on by Procurement")
	_, err = o.Rank(o.ctx, o.who("omar"), o.id(), id, request.Urgent)
	require.NoError(t, err)
	assert.Equal(t, []string{"submit", "refused assign", "refused assign", "assign", "refused assign", "assign", "assign", "refused assign", "assign", "assign", "refused rank", "rank"}, o.moves(id))
}

func TestWhoFollowsATicket(t *testing.T) {
	t.Parallel()
	o := desks(t, "")
	id := o.printer("ines", "Printer").Request.ID
	_, err := o.Find(o.ctx, o.who("mara"), id)
	require.Error(t, err)
	_, err = o.Follow(o.ctx, o.who("mara"), o.id(), id, []string{"mara@example.com"}, nil)
	o.refusal(err, fault.Denied, "you are not of that team")
	_, err = o.Follow(o.ctx, o.who("fay"), o.id(), id, []string{"nobody@example.com"}, nil)
	o.refusal(err, fault.Invalid, "does not work here")
	_, err = o.Follow(o.ctx, o.who("fay"), o.id(), id, []string{"mara@example.com"}, nil)
	require.NoError(t, err)
	o.deliver()
	_, err = o.Find(o.ctx, o.who("mara"), id)
	require.NoError(t, err)
	f, err := o.Follow(o.ctx, o.who("mara"), o.id(), id, nil, []string{"mara@example.com"})
	require.NoError(t, err)
	assert.Empty(t, f.Request.Work.Followers)
}

func TestTwoTicketsAreMergedLinkedAndTakenApart(t *testing.T) {
	t.Parallel()
	o := desks(t, "")
	one, two := o.printer("ines", "Printer"), o.printer("mara", "Printer too")
	claim, err := o.Submit(o.ctx, o.who("ines"), o.id(), o.claim("ines", "12 EUR taxi yesterday"))
	require.NoError(t, err)
	for word, says := range map[string]string{
		"TKT-77": "There is no ticket TKT-77", one.Number: "That is the same ticket", claim.Number: "There is no ticket " + claim.Number,
	} {
		_, err := o.Merge(o.ctx, o.who("fay"), o.id(), one.Request.ID, word)
		o.refusal(err, fault.Invalid, says)
	}
	_, err = o.Merge(o.ctx, o.who("ines"), o.id(), one.Request.ID, two.Number)
	o.refusal(err, fault.Denied, "you are not of that team")
	_, err = o.Link(o.ctx, o.who("fay"), o.id(), one.Request.ID, two.Number, false)
	require.NoError(t, err)
	ties := func(id string) []request.Tie {
		f, err := o.Find(o.ctx, o.who("fay"), id)
		require.NoError(t, err)
		return f.File.Request.Work.Ties
	}
	assert.Equal(t, []request.Tie{{Kind: request.Related, ID: one.Request.ID, Number: one.Number, Title: "Printer"}}, ties(two.Number))
	_, err = o.Link(o.ctx, o.who("fay"), o.id(), two.Request.ID, one.Number, true)
	require.NoError(t, err)
	assert.Empty(t, append(ties(one.Number), ties(two.Number)...))

	merged, err := o.Merge(o.ctx, o.who("fay"), "m1", two.Request.ID, one.Number)
	require.NoError(t, err)
	assert.Equal(t, request.Merged, merged.Request.State)
	again, err := o.Merge(o.ctx, o.who("fay"), "m1", two.Request.ID, one.Number)
	assert.True(t, err == nil && again.Again || fault.CodeOf(err) == fault.Conflict, "a repeated click changes nothing")
	f, err := o.Find(o.ctx, o.who("mara"), one.Number)
	require.NoError(t, err, "who asked too follows the one that goes on")
	assert.Equal(t, []string{"mara@example.com"}, f.File.Request.Work.Followers)
	_, err = o.Merge(o.ctx, o.who("fay"), o.id(), one.Request.ID, two.Number)
	o.refusal(err, fault.Invalid, "was merged itself")

	three := o.printer("mara", "Printer again")
	_, err = o.Resolve(o.ctx, o.who("fay"), o.id(), one.Request.ID, automations.Finish{})
	require.NoError(t, err)
	_, err = o.Merge(o.ctx, o.who("fay"), o.id(), three.Request.ID, one.Number)
	o.refusal(err, fault.Invalid, "is over already, so nobody would go on with this there. Open that one again first")
	_, err = o.Link(o.ctx, o.who("fay"), o.id(), three.Request.ID, one.Number, false)
	require.NoError(t, err, "it may have to do with it")
}

func TestAPrivateTicketStaysApart(t *testing.T) {
	t.Parallel()
	o := desks(t, "")
	ask := func(name, what string) automations.File {
		f, err := o.Submit(o.ctx, o.who(name), o.id(), automations.Draft{ID: o.id(), Kind: "ticket", Values: form.Values{"what": {Text: what}, "private": {Checked: true}}})
		require.NoError(t, err)
		return f
	}
	open, private, hers, more := o.printer("mara", "Printer"), ask("ines", "Secret"), ask("mara", "Hidden"), ask("ines", "Secret too")
	for _, pair := range [][2]automations.File{{private, open}, {open, private}, {private, hers}} {
		_, err := o.Merge(o.ctx, o.who("fay"), o.id(), pair[0].Request.ID, pair[1].Number)
		o.refusal(err, fault.Invalid, "is private, and not everybody")
		_, err = o.Link(o.ctx, o.who("fay"), o.id(), pair[0].Request.ID, pair[1].Number, false)
		o.refusal(err, fault.Invalid, "Answer and resolve each on its own.")
	}
	for _, f := range []automations.File{open, private, hers} {
		seen, err := o.Find(o.ctx, o.who("fay"), f.Number)
		require.NoError(t, err)
		assert.Empty(t, seen.File.Request.Work.Ties)
		assert.Empty(t, seen.File.Request.Work.Followers)
	}
	_, err := o.Merge(o.ctx, o.who("fay"), o.id(), private.Request.ID, more.Number)
	require.NoError(t, err, "the same person asked the same circle")
}

func TestTasksOfATicket(t *testing.T) {
	t.Parallel()
	o := desks(t, "")
	whole := o.printer("ines", "New office")
	_, err := o.Tasks(o.ctx, o.who("ines"), o.id(), whole.Request.ID, []string{"x"})
	o.refusal(err, fault.Denied, "")
	_, err = o.Tasks(o.ctx, o.who("fay"), o.id(), whole.Request.ID, []string{" ", ""})
	o.refusal(err, fault.Invalid, "Write at least one task")
	_, err = o.Tasks(o.ctx, o.who("fay"), o.id(), whole.Request.ID, make32())
	o.refusal(err, fault.Invalid, "add 30 at a time at most")
	for range 2 { // said twice it is made once
		_, err = o.Tasks(o.ctx, o.who("fay"), "t1", whole.Request.ID, []string{"Desks", "", "Chairs"})
		require.NoError(t, err)
	}
	o.wake()
	rows, works, err := o.Queue(o.ctx, o.who("fay"), automations.Queue{}, "", 10)
	require.NoError(t, err)
	require.True(t, works)
	require.Len(t, rows.Rows, 3)
	task := rows.Rows[1].File
	assert.Equal(t, "Desks", task.Request.Title)
	assert.NotContains(t, task.Request.Shown, "ines@example.com")
	o.wait(time.Minute)
	_, err = o.Resolve(o.ctx, o.who("fay"), o.id(), task.Request.ID, automations.Finish{})
	require.NoError(t, err)
	o.wake()
	f, err := o.Find(o.ctx, o.who("ines"), whole.Number)
	require.NoError(t, err)
	done := map[string]bool{}
	for _, tie := range f.File.Request.Work.Ties {
		done[tie.Title] = tie.Done
	}
	assert.Equal(t, map[string]bool{"Desks": true, "Chairs": false}, done)
}

func make32() []string { return strings.Split(strings.Repeat("task\n", 32), "\n") }

func TestWhenTheTeamIsBackIsToldWhereItsComingIs(t *testing.T) {
	t.Parallel()
	o := desks(t, "")
	o.until(berlin(t, 1, 12, 0)) // nobody works
	whole := o.printer("ines", "New office")
	assert.True(t, o.Opens(whole).After(whole.Request.Since))
	_, err := o.Tasks(o.ctx, o.who("fay"), o.id(), whole.Request.ID, []string{"Desks"})
	require.NoError(t, err)
	_, err = o.Say(o.ctx, o.who("finn"), automations.Saying{Ticket: whole.Request.ID, ID: o.id(), Text: "I am here"})
	require.NoError(t, err)
	sight, err := o.Find(o.ctx, o.who("ines"), whole.Number)
	require.NoError(t, err)
	assert.True(t, sight.Back.IsZero(), "somebody is at work after all")
	away := func() int {
		o.deliver()
		return strings.Count(strings.Join(o.box.to(inesBox), "\n"), ": away ")
	}
	assert.Zero(t, away(), "it stands on the card, and nobody is told of tasks")
	_, err = o.Resolve(o.ctx, o.who("finn"), o.id(), whole.Request.ID, automations.Finish{Note: "Done"})
	require.NoError(t, err)
	o.wait(time.Minute)
	_, err = o.Reopen(o.ctx, o.who("ines"), o.id(), whole.Request.ID, "It is too small")
	require.NoError(t, err)
	assert.Equal(t, 1, away(), "as what was done is taken up again")
}

func TestWorkIsReferred(t *testing.T) {
	t.Parallel()
	o := desks(t, "")
	id := o.printer("ines", "Laptop").Request.ID
	_, err := o.Refer(o.ctx, o.who("fay"), o.id(), id, "ines@example.com", "1,800 EUR")
	o.refusal(err, fault.Invalid, "may not decide this")
	f, err := o.Refer(o.ctx, o.who("fay"), o.id(), id, "mara@example.com", "1,800 EUR")
	require.NoError(t, err)
	assert.Equal(t, request.Pending, f.Request.State)
	assert.Equal(t, request.Open, o.approve(id, "mara").Request.State)
	assert.Equal(t, []request.State{request.Open, request.Pending, request.Open}, stood(o, id))
}

// stood are the states in which the clocks of a ticket saw it.
func stood(o *office, id string) []request.State {
	f, err := o.Find(o.ctx, o.who("fay"), id)
	require.NoError(o.t, err)
	var all []request.State
	for _, s := range f.File.Request.Work.Spans {
		all = append(all, s.State)
	}
	return all
}

func TestTheQueueOfATeam(t *testing.T) {
	t.Parallel()
	o := desks(t, "")
	ask := func(raw form.Values) automations.File {
		f, err := o.Submit(o.ctx, o.who("ines"), o.id(), automations.Draft{ID: o.id(), Kind: "ticket", Values: raw})
		require.NoError(t, err)
		return f
	}
	usual := ask(form.Values{"what": {Text: "Mouse"}, "category": {Text: "hardware"}})
	urgent := ask(form.Values{"what": {Text: "Network"}, "impact": {Text: "all"}, "urgency": {Text: "stops"}})
	private := ask(form.Values{"what": {Text: "Mails"}, "private": {Checked: true}})
	_, err := o.Assign(o.ctx, o.who("finn"), o.id(), usual.Request.ID, automations.Handover{To: "finn@example.com"})
	require.NoError(t, err)
	queue := func(name string, q automations.Queue) []string {
		rows, _, err := o.Queue(o.ctx, o.who(name), q, "", 10)
		require.NoError(t, err)
		numbers := []string{}
		for _, r := range rows.Rows {
			numbers = append(numbers, r.File.Number)
		}
		return numbers
	}
	assert.Equal(t, []string{urgent.Number, usual.Number}, queue("finn", automations.Queue{}))
	assert.Equal(t, []string{urgent.Number, usual.Number, private.Number}, queue("fay", automations.Queue{}), "she leads the team")
	assert.Equal(t, []string{usual.Number}, queue("finn", automations.Queue{Mine: true}))
	assert.Equal(t, []string{urgent.Number}, queue("finn", automations.Queue{Free: true}))
	assert.Equal(t, []string{usual.Number}, queue("finn", automations.Queue{Priority: request.Normal}))
	assert.Equal(t, []string{usual.Number}, queue("finn", automations.Queue{Category: "hardware", Team: "it"}))
	assert.Empty(t, queue("finn", automations.Queue{Category: "software"}))
	assert.Empty(t, queue("finn", automations.Queue{Team: "procurement"}))
	_, err = o.Await(o.ctx, o.who("finn"), o.id(), usual.Request.ID, "Which one?")
	require.NoError(t, err)
	assert.Equal(t, []string{usual.Number}, queue("finn", automations.Queue{Waiting: true}))
	require.NoError(t, o.say("ines", "D1-1", usual.Request.ID, "The grey one"))
	assert.Empty(t, queue("finn", automations.Queue{Waiting: true}))
	assert.Empty(t, queue("omar", automations.Queue{}))
	_, works, err := o.Queue(o.ctx, o.who("omar"), automations.Queue{Mine: true}, "", 10)
	require.NoError(t, err)
	assert.False(t, works)
	_, works, err = o.Queue(o.ctx, o.who("paul"), automations.Queue{Mine: true}, "", 10)
	require.NoError(t, err)
	assert.True(t, works)
	waiting, err := o.Waiting(o.ctx, o.who("finn"), "", 10)
	require.NoError(t, err)
	require.Len(t, waiting.Rows, 1, "what one has waits for one")
	_, err = o.Find(o.ctx, o.who("finn"), private.Number)
	o.refusal(err, fault.NotFound, "that you may see")
}
