package view_test

import (
	"errors"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/money"
	"factotum/automations/outbox"
	"factotum/automations/request"
	"factotum/handlers/view"
)

// bill are the fields of an invoice as they were read.
func bill() form.Raw {
	return form.Raw{
		"vendor": {Text: "Lumen Office GmbH"}, "number": {Text: "RE-2026-118"}, "issue_date": {Text: "2026-11-16"}, "due_date": {Text: "2026-12-16"},
		"gross": {Text: "1190.00 USD"}, "net": {Text: "1000.00 USD"}, "tax": {Text: "190.00 USD"}, "iban": {Text: "DE89370400440532013000"},
		"order": {Text: "PUR-7"}, "cost_centre": {Text: "4100"}, "category": {Text: "goods"}, "discount_until": {Text: "2026-11-26"},
		"discount_percent": {Text: "2"}, "document": {Files: []form.File{{Name: "invoice.pdf", Type: "pdf", Source: "mail/1", Hash: "bb"}}},
	}
}

func known() request.Reading {
	return request.Reading{
		From: "billing@lumen.example", Verified: true, Vendor: "vendor-1", Order: "r7", Picture: "cc",
		Matched: []string{"Vendor Lumen Office GmbH, by its VAT id DE811907980.", "Order PUR-7: 1,250.00 USD approved, nothing invoiced yet."},
	}
}

// arrived is an invoice that came to the mailbox.
func (o *office) arrived(reading request.Reading, holds ...request.Hold) *paper {
	o.t.Helper()
	k := o.kind("invoice")
	box, ok := o.dir.Person("mail:invoices")
	require.True(o.t, ok)
	m := o.moment()
	m.By = box
	sent, problems, err := k.Prepare(o.values("invoice", bill()), m)
	require.NoError(o.t, err)
	require.Empty(o.t, problems)
	if len(reading.Unsure) > 0 {
		holds = append(holds, k.Hold(request.UnsureHold, "", "Invoice number and To pay were not read for sure", o.now))
	}
	sent.Reading, sent.Holds = &reading, holds
	p := &paper{office: o, key: "invoice", file: automations.File{
		Request: request.Request{ID: "r1", State: request.Draft, Shown: []string{"paula@example.com"}}, Number: "INV-12", Dir: o.dir,
	}}
	return p.apply(request.Move{Action: request.Submit, By: box.ID, Sent: &sent, Shows: []string{"paula@example.com"}})
}

// ends is a move of somebody about the first hold.
func (p *paper) ends(name string, action request.Action, text string) *paper {
	p.t.Helper()
	return p.apply(request.Move{Action: action, By: name + "@example.com", Text: text, Hold: p.file.Request.Holds[0].ID()})
}

func (o *office) bank() request.Hold {
	h := o.kind("invoice").Hold(request.BankHold, "account", "the account on the invoice is not the one that Lumen Office GmbH has on file", o.now)
	h.Accounts = []request.Account{request.Mask("on file", "DE75512108001245126199"), request.Mask("on the invoice", "DE89370400440532013000")}
	h.Call = "+49 30 901820"
	return h
}

func (o *office) mismatch() request.Hold {
	h := o.kind("invoice").Hold(request.MismatchHold, "gross", "the page prints another amount than the data inside the file", o.now)
	amount := func(cents int64) form.Value {
		return form.Value{Money: &money.Amount{Value: decimal.New(cents, -2), Currency: "USD"}}
	}
	h.Path, h.Choices = "gross", []request.Choice{{Source: "xml", Value: amount(119000)}, {Source: "page", Value: amount(1190000)}}
	return h
}

func TestCardsOfAnInvoice(t *testing.T) {
	t.Parallel()
	unsure := func() request.Reading {
		r := known()
		r.Verified, r.Unsure, r.Odd = false, []string{"number", "gross"}, []string{"The lines add up to 990.00 USD, but the invoice says 1,000.00 USD."}
		return r
	}
	for _, tc := range []struct {
		name    string
		readers []string
		make    func(o *office) *paper
	}{
		{"sure", []string{"omar", "paula", "fay"}, func(o *office) *paper { return o.arrived(known()) }},
		{"unsure", []string{"omar", "paula"}, func(o *office) *paper { return o.arrived(unsure()) }},
		{"bank", []string{"fay", "paula"}, func(o *office) *paper { return o.arrived(known(), o.bank()) }},
		{"bank_once", []string{"fay", "finn"}, func(o *office) *paper {
			p := o.arrived(known(), o.bank())
			p.now = p.now.Add(25 * time.Hour)
			return p.ends("fay", request.Confirm, "Ms Sample of accounts receivable: the account is theirs since May.")
		}},
		{"several", []string{"fay", "paula"}, func(o *office) *paper {
			like := o.kind("invoice").Hold(request.DuplicateHold, "r0", "it looks like INV-7: same vendor, a number that differs by O and 0, another amount", o.now)
			return o.arrived(unsure(), o.bank(), o.mismatch(), like)
		}},
		{"asked", []string{"paula", "omar"}, func(o *office) *paper {
			return o.arrived(known()).does("omar", request.Ask, "Which chairs are these?")
		}},
		{"to_pay", []string{"paula", "omar"}, func(o *office) *paper {
			return o.arrived(known()).does("omar", request.Approve, "").does("fay", request.Approve, "")
		}},
	} {
		for _, reader := range tc.readers {
			t.Run(tc.name+"_"+reader, func(t *testing.T) {
				t.Parallel()
				p := tc.make(setup(t))
				golden(t, "card_invoice_"+tc.name+"_"+reader, rendered(t, p.before(reader)))
				golden(t, "details_invoice_"+tc.name+"_"+reader, view.Details(p.before(reader), view.Meta{}))
			})
		}
	}
}

func TestFormsOfAHeldInvoice(t *testing.T) {
	t.Parallel()
	o := setup(t)
	r := known()
	r.Unsure = []string{"number", "due_date"}
	p := o.arrived(r, o.bank(), o.mismatch())
	s := p.before("paula")
	golden(t, "correct", view.Correct(s, view.FormInput{
		Kind: s.Kind, By: s.Reader, Dir: o.dir, Now: o.now, Values: p.file.Request.Values, Meta: view.Meta{Ref: "r1@0.0"}, Number: "INV-12",
		Problems: []form.Problem{{Path: "iban", Say: "The checksum of this IBAN is wrong."}},
	}))
	golden(t, "confirm", view.Confirm(p.before("fay"), p.file.Request.Holds[0], view.Meta{}))
	unknown := o.bank()
	unknown.Call, unknown.Voices = "", []request.Voice{{By: "fay@example.com", At: o.now, Text: "Ms Sample"}}
	golden(t, "confirm_second", view.Confirm(p.before("finn"), unknown, view.Meta{}))
	golden(t, "release_choice", view.Release(p.before("fay"), o.mismatch(), view.Meta{}))
	golden(t, "release", view.Release(p.before("fay"), o.kind("invoice").Hold(request.DuplicateHold, "r0", "it looks like INV-7", o.now), view.Meta{}))
}

func TestWhatIsPaidTogether(t *testing.T) {
	t.Parallel()
	o := setup(t)
	p := o.arrived(known()).does("omar", request.Approve, "").does("fay", request.Approve, "")
	rows := automations.Rows{Rows: []automations.Row{{File: p.file, Kind: p.kind("invoice")}}, Total: 1}
	golden(t, "home_to_pay", view.Home(view.HomeInput{Reader: o.who("paula"), ToDo: rows, Kinds: o.kinds.Offered(), Now: p.now}))
	golden(t, "batch", view.Batch(rows, o.who("paula"), p.now, view.Meta{}))
	golden(t, "batch_empty", view.Batch(automations.Rows{}, o.who("paula"), p.now, view.Meta{}))
	golden(t, "resolve_to_pay", view.Resolve(p.before("paula"), view.Meta{}))
	golden(t, "marked", view.Marked([]automations.Marked{
		{File: p.file}, {Err: fault.New(fault.Conflict, "INV-13 is done: “Paid” by you on 20 Nov 2026, 14:05.")}, {Err: errors.New("store: secret")},
	}))
}

func TestLinesAboutADay(t *testing.T) {
	t.Parallel()
	o := setup(t)
	p := o.arrived(known())
	line := func(field string) outbox.Message {
		return rendered(t, p.told("omar", automations.DueLine, "ines", field))
	}
	assert.Contains(t, line("discount_until").Text, "On Thu 26 Nov the discount of 2 % ends: Lumen Office GmbH, RE-2026-118, 1,190.00 USD (INV-12). It is not approved yet.")
	assert.Contains(t, line("due_date").Text, "On Wed 16 Dec it is due: Lumen Office GmbH, RE-2026-118, 1,190.00 USD (INV-12). It is not approved yet.")
}
