package automations_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/audit"
	"factotum/automations/calendar"
	"factotum/automations/catalogue"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/outbox"
	"factotum/automations/request"
	"factotum/automations/state"
)

// read are the fields of an invoice as somebody has read them, key by key.
func (o *office) read(more ...string) form.Values {
	o.t.Helper()
	raw := form.Raw{
		"vendor": {Text: "Lumen Office"}, "number": {Text: "RE-118"}, "issue_date": {Text: "2026-11-16"}, "due_date": {Text: "2026-12-16"},
		"gross": {Text: "1190.00 EUR"}, "net": {Text: "1000.00 EUR"}, "tax": {Text: "190.00 EUR"}, "iban": {Text: "DE89370400440532013000"},
		"cost_centre": {Text: "sales"}, "discount_until": {Text: "2026-11-26"}, "discount_percent": {Text: "2"},
	}
	for i := 0; i < len(more); i += 2 {
		raw[more[i]] = form.Input{Text: more[i+1]}
	}
	kind := o.kindOf("invoice")
	dir, err := o.Directory(o.ctx)
	require.NoError(o.t, err)
	values, _ := o.Read(kind, o.who("paul"), dir, raw)
	return values
}

func (o *office) kindOf(key string) catalogue.Kind {
	o.t.Helper()
	kind, err := o.Catalogue.Kind(key)
	require.NoError(o.t, err)
	return kind
}

func (o *office) arrival(r request.Reading, holds ...request.Hold) automations.Arrival {
	id := o.id()
	return automations.Arrival{ID: id, Kind: "invoice", From: "mail:invoices", Values: o.read(), Reading: r, Holds: holds, Once: state.Once{Key: "mail/" + id}}
}

func (o *office) arrives(in automations.Arrival) automations.File {
	o.t.Helper()
	f, err := o.Arrive(o.ctx, in)
	require.NoError(o.t, err)
	return f
}

// same checks that the moves in the log lead to what is stored.
func (o *office) same(id string) {
	o.t.Helper()
	records, err := o.store.Log(o.ctx, 0, 1000)
	require.NoError(o.t, err)
	var moves []request.Move
	for _, r := range records {
		if r.Subject == id && r.Version > 0 {
			var m request.Move
			require.NoError(o.t, json.Unmarshal(r.Payload, &m))
			moves = append(moves, m)
		}
	}
	replayed, err := request.Replay(id, moves)
	require.NoError(o.t, err)
	want, err := json.Marshal(replayed)
	require.NoError(o.t, err)
	docs, err := o.store.Load(o.ctx, id)
	require.NoError(o.t, err)
	assert.JSONEq(o.t, string(want), string(docs[0].Body))
}

func holds(f automations.File) []request.HoldKind {
	var kinds []request.HoldKind
	for _, h := range f.Request.Holds {
		kinds = append(kinds, h.Kind)
	}
	return kinds
}

func TestAnInvoiceIsLookedAtApprovedAndPaid(t *testing.T) {
	t.Parallel()
	o := setup(t)
	f := o.arrives(o.arrival(request.Reading{Unsure: []string{"due_date"}, Sources: map[string]string{"due_date": "ocr"}}))
	id := f.Request.ID
	assert.Equal(t, "INV-1", f.Number)
	assert.Equal(t, []request.HoldKind{request.UnsureHold}, holds(f))
	assert.Equal(t, "Due on was not read for sure", f.Request.Holds[0].Say)
	o.deliver()
	assert.Equal(t, []string{"INV-1 pending Lumen Office, RE-118"}, o.box.to("U05"), "payables speak for the mailbox")
	assert.Empty(t, o.box.to("U02"), "nobody decides yet")

	_, err := o.Decide(o.ctx, o.who("omar"), "d0", automations.Decision{ID: id, Say: request.Approve})
	assert.Equal(t, fault.Denied, fault.CodeOf(err))
	_, err = o.Correct(o.ctx, o.who("omar"), "c0", id, "", o.read())
	assert.ErrorContains(t, err, "Only who asked for, or looks after, INV-1 can do this")
	_, err = o.Correct(o.ctx, o.who("paul"), "c1", id, "7.7", o.read())
	assert.Equal(t, fault.Conflict, fault.CodeOf(err), "the card was an old one")
	f, err = o.Correct(o.ctx, o.who("paul"), "c2", id, f.Request.Stage(), o.read("due_date", "2026-12-17"))
	require.NoError(t, err)
	assert.Empty(t, f.Request.Holds)
	assert.Equal(t, "person", f.Request.Reading.Sources["due_date"])
	assert.Empty(t, f.Request.Excluded)
	assert.Equal(t, "Due on", f.Request.Thread[0].Text)

	f = o.approve(id, "omar", "fay")
	assert.Equal(t, request.Open, f.Request.State)
	rows, err := o.ToDo(o.ctx, o.who("paul"), "", 10)
	require.NoError(t, err)
	require.Len(t, rows.Rows, 1)
	waiting, err := o.Waiting(o.ctx, o.who("paul"), "", 10)
	require.NoError(t, err)
	assert.Empty(t, waiting.Rows, "it stands in its own list")
	f, err = o.Resolve(o.ctx, o.who("paul"), "r1", id, automations.Finish{Note: "Run 12", Day: calendar.NewDate(2026, 11, 20)})
	require.NoError(t, err)
	assert.Equal(t, "2026-11-20", f.Request.Work.Day)
	assert.Equal(t, []string{"submit", "refused approve", "refused correct", "refused correct", "correct", "approve", "approve", "resolve"}, o.moves(id))
	o.same(id)
}

func TestWhatTheFormRefusesIsForAPersonToLookAt(t *testing.T) {
	t.Parallel()
	o := setup(t)
	in := o.arrival(request.Reading{})
	delete(in.Values, "number")
	delete(in.Values, "gross")
	f := o.arrives(in)
	assert.Equal(t, []string{"number", "gross"}, f.Request.Reading.Unsure)
	_, err := o.Correct(o.ctx, o.who("paul"), "c", in.ID, "", in.Values)
	var wrong *automations.Problems
	require.ErrorAs(t, err, &wrong)
	assert.Len(t, wrong.List, 2)
	f, err = o.Correct(o.ctx, o.who("paul"), "c2", in.ID, "", o.read())
	require.NoError(t, err)
	assert.Equal(t, []string{"paul@example.com"}, f.Request.Excluded, "who gives the amount does not decide")
	o.same(in.ID)
}

// bank holds every invoice whose account is not the vendor's.
func (o *office) bank(_ context.Context, in automations.Examined) (automations.Finding, error) {
	in.Sent.Reading.Keys = []string{"invoice/" + in.Sent.Values["number"].Text}
	if iban := in.Sent.Values["iban"].Text; iban != "DE75512108001245126199" {
		h := in.Kind.Hold(request.BankHold, iban, "the account is not the vendor's", in.Now)
		h.Accounts = []request.Account{request.Mask("on file", "DE75512108001245126199"), request.Mask("on the invoice", iban)}
		in.Sent.Holds = append(in.Sent.Holds, h)
	}
	return automations.Finding{Sent: in.Sent}, nil
}

func TestAnotherAccountIsConfirmedByTwoPeopleAfterADay(t *testing.T) {
	t.Parallel()
	o := setup(t)
	o.Examine = o.bank
	f := o.arrives(o.arrival(request.Reading{}))
	id, hold := f.Request.ID, f.Request.Holds[0].ID()
	confirm := func(name string) error {
		_, err := o.ConfirmAccount(o.ctx, o.who(name), o.id(), id, hold, "Ms Sample says it is theirs")
		return err
	}
	assert.ErrorContains(t, confirm("fay"), "This can be confirmed from 21 Nov 2026, 10:00 on")
	o.wait(25 * time.Hour)
	assert.ErrorContains(t, confirm("omar"), "You are not, or no longer, among those who decide INV-1")
	require.NoError(t, confirm("fay"))
	assert.ErrorContains(t, confirm("fay"), "You have already confirmed the account of INV-1.")
	_, err := o.Decide(o.ctx, o.who("omar"), "d", automations.Decision{ID: id, Say: request.Approve})
	require.Error(t, err, "one voice is not enough")
	_, err = o.Reexamine(o.ctx, state.Once{Key: "again"}, id)
	require.NoError(t, err)
	require.NoError(t, confirm("finn"), "the first voice counts after it was judged anew")
	assert.ErrorContains(t, confirm("finn"), "What held INV-1 has been ended already")
	o.approve(id, "omar")
	_, err = o.Decide(o.ctx, o.who("fay"), "d2", automations.Decision{ID: id, Say: request.Approve})
	assert.ErrorContains(t, err, "You had a hand in taking on the vendor of INV-1, or in saying where its money goes")
	o.approve(id, "dan")
	o.same(id)
}

func TestTheVendorsOwnAccountNeedsNoCall(t *testing.T) {
	t.Parallel()
	o := setup(t)
	o.Examine = o.bank
	id := o.arrives(o.arrival(request.Reading{})).Request.ID
	f, err := o.Correct(o.ctx, o.who("paul"), "c", id, "", o.read("iban", "DE75512108001245126199"))
	require.NoError(t, err)
	assert.Empty(t, f.Request.Holds)
	assert.Equal(t, []string{"paul@example.com"}, f.Request.Excluded)
}

func TestAnInvoiceThatIsThereArrivesAgain(t *testing.T) {
	t.Parallel()
	o := setup(t)
	o.Examine = o.bank
	first := o.arrives(o.arrival(request.Reading{}))
	_, err := o.Arrive(o.ctx, o.arrival(request.Reading{}))
	var taken state.TakenError
	require.ErrorAs(t, err, &taken)
	assert.Equal(t, first.Request.ID, taken.Holder)
	f, err := o.Note(o.ctx, state.Once{Key: "n"}, taken.Holder, "It arrived again.", []string{"invoice/bytes/1"}, state.Change{})
	require.NoError(t, err)
	assert.Equal(t, request.Remark{By: audit.System, At: start(), Text: "It arrived again.", Act: request.Note}, f.Request.Thread[0])

	in := o.arrival(request.Reading{})
	in.Values = o.read("number", "RE-119")
	second := o.arrives(in)
	_, err = o.Correct(o.ctx, o.who("paul"), "c", second.Request.ID, "", o.read())
	assert.ErrorContains(t, err, "INV-1 is the same: same vendor, same number, same amount.")
	_, err = o.Withdraw(o.ctx, o.who("paul"), "w", first.Request.ID)
	require.NoError(t, err)
	_, err = o.Correct(o.ctx, o.who("paul"), "c2", second.Request.ID, "", o.read())
	require.NoError(t, err, "what was taken back holds nothing")
	o.same(first.Request.ID)
	o.same(second.Request.ID)
}

func TestOneOfTwoAmountsIsChosen(t *testing.T) {
	t.Parallel()
	o := setup(t)
	h := o.kindOf("invoice").Hold(request.MismatchHold, "gross", "the page prints another amount", start())
	small := o.read("gross", "119.00 EUR")["gross"]
	h.Path, h.Choices = "gross", []request.Choice{{Source: "xml", Value: o.read()["gross"]}, {Source: "page", Value: small}}
	f := o.arrives(o.arrival(request.Reading{}, h))
	id := f.Request.ID
	_, err := o.Correct(o.ctx, o.who("paul"), "c", id, "", o.read("gross", "5.00 EUR"))
	assert.ErrorContains(t, err, "The document has two values for this")
	_, err = o.Release(o.ctx, o.who("fay"), "r0", id, h.ID(), "", "because")
	assert.ErrorContains(t, err, "Choose which of the values is right.")
	_, err = o.Release(o.ctx, o.who("paul"), "r1", id, h.ID(), "page", "because")
	assert.Equal(t, fault.Denied, fault.CodeOf(err))
	f, err = o.Release(o.ctx, o.who("fay"), "r2", id, h.ID(), "page", "The order says 119 too.")
	require.NoError(t, err)
	assert.Empty(t, f.Request.Holds)
	assert.Equal(t, "119.00 EUR", f.Request.Sum.Total.String())
	assert.Len(t, f.Request.Steps, 1, "finance is asked from 1,000 on only")
	o.same(id)
}

func TestStewardsSpeakForTheMailbox(t *testing.T) {
	t.Parallel()
	o := setup(t)
	id := o.arrives(o.arrival(request.Reading{})).Request.ID
	_, err := o.Decide(o.ctx, o.who("omar"), "d1", automations.Decision{ID: id, Say: request.Ask, Text: "Which chairs?"})
	require.NoError(t, err)
	o.deliver()
	assert.Contains(t, o.box.to("U05"), "INV-1: ask Which chairs?")
	waiting, err := o.Waiting(o.ctx, o.who("paul"), "", 10)
	require.NoError(t, err)
	assert.Len(t, waiting.Rows, 1, "an answer is wanted of them")
	_, err = o.Answer(o.ctx, o.who("paul"), "a1", automations.Saying{Ticket: id, Text: "Those of the meeting room"})
	require.NoError(t, err)
	_, err = o.Decide(o.ctx, o.who("omar"), "d2", automations.Decision{ID: id, Say: request.Return, Text: "Wrong cost centre?"})
	require.NoError(t, err)
	paper, err := o.Paper(o.ctx, o.who("paul"), id, "")
	require.NoError(t, err)
	paper.Values = o.read("note", "It is right")
	f, err := o.Submit(o.ctx, o.who("paul"), "s", paper.Draft)
	require.NoError(t, err)
	assert.Equal(t, request.Pending, f.Request.State)
	assert.Equal(t, "mail:invoices", f.Request.Requester)
	_, err = o.Withdraw(o.ctx, o.who("omar"), "w0", id)
	assert.Equal(t, fault.Denied, fault.CodeOf(err))
	f, err = o.Withdraw(o.ctx, o.who("paul"), "w", id)
	require.NoError(t, err)
	assert.Equal(t, request.Withdrawn, f.Request.State)
	o.same(id)
}

func TestDaysThatComeNearAreToldOnceToEach(t *testing.T) {
	t.Parallel()
	o := setup(t)
	f := o.arrives(o.arrival(request.Reading{}))
	told := func(account string) (fields []string) {
		o.wake()
		for _, p := range o.box.to(account) {
			if len(p) > 10 && p[:10] == "INV-1: due" {
				fields = append(fields, p[11:])
			}
		}
		return fields
	}
	assert.Empty(t, told("U02"))
	o.until(time.Date(2026, 11, 24, 7, 59, 0, 0, time.UTC))
	assert.Empty(t, told("U02"), "two days before, at nine in Berlin")
	o.wait(2 * time.Minute)
	assert.Equal(t, []string{"discount_until"}, told("U02"), "omar decides")
	assert.Equal(t, []string{"discount_until"}, told("U02"))
	o.approve(f.Request.ID, "omar", "fay")
	assert.Equal(t, []string{"discount_until"}, told("U05"), "paul pays, and had not been told")
	o.until(time.Date(2026, 12, 13, 8, 1, 0, 0, time.UTC))
	assert.Equal(t, []string{"discount_until", "due_date"}, told("U05"))
	assert.Equal(t, []string{"discount_until"}, told("U02"), "it waits for omar no more")
	_, err := o.Resolve(o.ctx, o.who("paul"), "r", f.Request.ID, automations.Finish{})
	require.NoError(t, err)
	assert.NotContains(t, o.due(), "due")
}

func TestADayThatStandsInTheMorningMessageIsNotToldBeside(t *testing.T) {
	t.Parallel()
	o := setup(t)
	f := o.arrives(o.arrival(request.Reading{}))
	for _, who := range []string{"omar", "paul"} {
		require.NoError(t, o.SetMorning(o.ctx, o.who(who), o.id(), automations.MorningWish{Hour: 9}))
	}
	o.until(time.Date(2026, 11, 24, 8, 1, 0, 0, time.UTC))
	o.wake()
	assert.NotContains(t, o.box.to("U02"), "INV-1: due discount_until", "omar reads it with what waits for him")
	o.courier.Render = greets
	require.NoError(t, (&automations.Mornings{Desk: o.Desk}).Run(o.ctx))
	o.deliver()
	o.wait(6 * time.Minute)
	o.wake()
	assert.Contains(t, o.box.to("U02"), "morning [INV-1] []")
	assert.NotContains(t, o.box.to("U02"), "INV-1: due discount_until", "once is enough")
	o.wait(time.Second)
	o.approve(f.Request.ID, "omar", "fay")
	o.until(time.Date(2026, 12, 14, 8, 1, 0, 0, time.UTC))
	o.wake()
	assert.Contains(t, o.box.to("U05"), "INV-1: due due_date", "what is due in two days stands in no list of paul")
}

func TestABatchIsPaidOneByOne(t *testing.T) {
	t.Parallel()
	o := setup(t)
	var ids []string
	for _, day := range []string{"2026-12-20", "2026-12-01", "2026-12-10"} {
		in := o.arrival(request.Reading{})
		in.Values = o.read("due_date", day, "gross", "90.00 EUR")
		ids = append(ids, o.arrives(in).Request.ID)
		o.approve(in.ID, "omar")
	}
	rows, err := o.ToDo(o.ctx, o.who("paul"), "", 2)
	require.NoError(t, err)
	require.Len(t, rows.Rows, 2)
	assert.Equal(t, []string{ids[1], ids[2]}, []string{rows.Rows[0].File.Request.ID, rows.Rows[1].File.Request.ID}, "by their days")
	assert.Equal(t, 3, rows.Total)
	none, err := o.ToDo(o.ctx, o.who("ines"), "", 10)
	require.NoError(t, err)
	assert.Empty(t, none.Rows)

	in := automations.Finish{Note: "Run 12", Day: calendar.NewDate(2026, 11, 20)}
	marked := o.ResolveAll(o.ctx, o.who("paul"), "b", append(ids[:2:2], "nothing"), in)
	require.NoError(t, marked[0].Err)
	require.NoError(t, marked[1].Err)
	assert.Equal(t, fault.NotFound, fault.CodeOf(marked[2].Err))
	assert.Equal(t, "2026-11-20", marked[0].File.Request.Work.Day)
	for _, m := range o.ResolveAll(o.ctx, o.who("ines"), "b2", ids[2:], in) {
		assert.Equal(t, fault.Denied, fault.CodeOf(m.Err))
	}
	left, err := o.ToDo(o.ctx, o.who("paul"), "", 10)
	require.NoError(t, err)
	assert.Len(t, left.Rows, 1)
}

func TestNobodyDeliversToAMailbox(t *testing.T) {
	t.Parallel()
	o := setup(t)
	id := o.arrives(automations.Arrival{
		ID: "m1", Kind: "mail", From: "mail:invoices", Once: state.Once{Key: "mail/1"},
		Values: form.Values{"subject": {Text: "Newsletter"}, "reason": {Text: "No invoice was found in it."}},
	}).Request.ID
	f, err := o.Find(o.ctx, o.who("paul"), "MAIL-1")
	require.NoError(t, err)
	assert.Equal(t, request.Open, f.File.Request.State, "nobody decides")
	o.deliver()
	failed, _, err := o.store.Failed(o.ctx, "", 10)
	require.NoError(t, err)
	assert.Empty(t, failed)
	assert.Equal(t, []string{"MAIL-1 open Newsletter"}, o.box.to("U05"))
	_, err = o.Resolve(o.ctx, o.who("paul"), "r", id, automations.Finish{})
	require.NoError(t, err)
	_, err = o.Arrive(o.ctx, automations.Arrival{ID: "m2", Kind: "mail", From: "mail:gone", Once: state.Once{Key: "mail/2"}, Also: state.Change{Notices: []outbox.Notice{}}})
	assert.Equal(t, fault.Invalid, fault.CodeOf(err))
}
