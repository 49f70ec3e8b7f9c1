package automations_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/dataset"
	"factotum/automations/form"
	"factotum/automations/request"
	"factotum/automations/state"
)

// matched is an office where invoices are matched, with one vendor.
func matched(t *testing.T, more form.Values) (*office, dataset.Record) {
	t.Helper()
	o := setup(t)
	o.Examine = o.Match
	values := lumen()
	values["phone"] = form.Value{Text: "+4930901820"}
	for key, v := range more {
		values[key] = v
	}
	record, err := o.keep("fay", automations.RecordDraft{Values: values})
	require.NoError(t, err)
	return o, record
}

// comes makes an invoice arrive that says this.
func (o *office) comes(more ...string) automations.File {
	o.t.Helper()
	in := o.arrival(request.Reading{From: "billing@lumen.example", Verified: true})
	in.Values = o.read(more...)
	return o.arrives(in)
}

func TestAnInvoiceOfAKnownVendorGoesOn(t *testing.T) {
	t.Parallel()
	days := decimal.New(14, 0)
	o, record := matched(t, form.Values{"cost_centre": {Text: "sales"}, "category": {Text: "goods"}, "terms": {Number: &days}, "owner": {Text: "ines@example.com"}})
	in := o.arrival(request.Reading{Unsure: []string{"vendor", "seller_vat"}})
	in.Values = o.read("seller_vat", "DE136695976", "vendor", "Lumen Offlce", "due_date", "", "cost_centre", "", "category", "")
	f := o.arrives(in)
	r := f.Request
	assert.Empty(t, r.Holds, "the VAT id tells the vendor, and the vendor tells what was empty")
	assert.Equal(t, record.ID, r.Reading.Vendor)
	assert.Equal(t, []string{"fay@example.com"}, r.Reading.Makers)
	assert.Equal(t, []string{"Vendor: Lumen Office GmbH, by VAT id.", "Ines Sample knows what is bought there."}, r.Reading.Matched)
	assert.Equal(t, "sales", r.Values["cost_centre"].Text)
	assert.Equal(t, "goods", r.Values["category"].Text)
	assert.Equal(t, "2026-11-30", r.Values["due_date"].Date.String())
	assert.Equal(t, "2026-11-30", r.Work.Due)
	assert.Contains(t, r.Stewards, request.Rule{Kind: request.ByPerson, Of: "ines@example.com"})
	assert.Equal(t, "Cost centre owner", r.Steps[0].Name)
	f = o.approve(r.ID, "omar", "finn")
	assert.Equal(t, request.Open, f.Request.State)
	o.same(r.ID)
}

func TestNoVendorIsMatchedWhereSomethingSpeaksAgainstTheSender(t *testing.T) {
	t.Parallel()
	o, record := matched(t, nil)
	in := o.arrival(request.Reading{From: "billing@lumen.example", Refuted: true})
	in.Values = o.read("seller_vat", "DE136695976")
	f := o.arrives(in)
	r := f.Request
	assert.Empty(t, r.Reading.Vendor)
	assert.Equal(t, []string{"It may be from Lumen Office GmbH, by VAT id."}, r.Reading.Matched)
	require.Len(t, r.Holds, 1, "a person looks first")
	assert.Equal(t, request.UnsureHold, r.Holds[0].Kind)
	assert.Equal(t, []string{"vendor", "seller_vat"}, r.Reading.Unsure)

	f, err := o.Correct(o.ctx, o.who("paul"), "looked", r.ID, r.Stage(), r.Values)
	require.NoError(t, err)
	assert.Equal(t, record.ID, f.Request.Reading.Vendor, "who looked has found nothing wrong")
	assert.Empty(t, f.Request.Holds)
}

func TestAnUnknownVendorIsTakenOnAndTheInvoiceGoesOn(t *testing.T) {
	t.Parallel()
	o, _ := matched(t, nil)
	f := o.comes("vendor", "Nordic Paper Ltd", "seller_vat", "GB980780684", "iban", "GB29NWBK60161331926819", "cost_centre", "")
	require.Equal(t, []request.HoldKind{request.VendorHold, request.UnsureHold}, holds(f))
	assert.Equal(t, "no vendor is known as “Nordic Paper Ltd”", f.Request.Holds[0].Say)
	kind, values, err := o.Onboarding(o.ctx, o.who("paul"), f.Request.ID)
	require.NoError(t, err)
	assert.Equal(t, "vendor", kind.Key)
	assert.Equal(t, "Nordic Paper Ltd", values["name"].Text)
	assert.Equal(t, "GB980780684", values["vat_id"].Text)
	assert.Equal(t, "GB29NWBK60161331926819", values["iban"].Text)
	_, _, err = o.Onboarding(o.ctx, o.who("gus"), f.Request.ID)
	require.Error(t, err)

	o.wait(time.Minute)
	_, err = o.keep("finn", automations.RecordDraft{Values: form.Values{
		"name": {Text: "Nordic Paper"}, "vat_id": {Text: "GB980780684"}, "cost_centre": {Text: "sales"},
		"accounts": {Lines: []form.Values{{"iban": {Text: "GB29NWBK60161331926819"}}}},
	}})
	require.NoError(t, err)
	o.wake()
	f, err = o.Look(f.Request.ID)
	require.NoError(t, err)
	assert.Empty(t, f.Request.Holds)
	assert.Equal(t, "sales", f.Request.Values["cost_centre"].Text)
	assert.Equal(t, []string{"submit", "correct"}, o.moves(f.Request.ID))
	o.same(f.Request.ID)
	assert.NotContains(t, o.due(), "match")

	second, err := o.keep("finn", automations.RecordDraft{Values: form.Values{"name": {Text: "Harbour Catering"}}})
	require.NoError(t, err)
	require.NotEmpty(t, second.ID)
	o.wake()
	assert.Equal(t, []string{"submit", "correct"}, o.moves(f.Request.ID), "what waits for nothing is left alone")
}

// changed is an invoice to another account than the vendor's, a day later, with
// what holds it.
func (o *office) changed(number string) (automations.File, request.Hold) {
	o.t.Helper()
	f := o.comes("number", number, "seller_vat", "DE136695976", "iban", "DE75512108001245126199")
	require.Equal(o.t, []request.HoldKind{request.BankHold}, holds(f))
	o.wait(25 * time.Hour)
	return f, f.Request.Holds[0]
}

func TestAChangedAccountIsHeldUntilTwoHaveCalled(t *testing.T) {
	t.Parallel()
	o, record := matched(t, nil)
	waiting := o.comes("number", "A-0", "seller_vat", "DE136695976")
	f, h := o.changed("A-1")
	id := f.Request.ID
	assert.Equal(t, "+4930901820", h.Call)
	assert.Equal(t, []request.Account{request.Mask("on file", "DE89370400440532013000"), request.Mask("on the invoice", "DE75512108001245126199")}, h.Accounts)
	_, err := o.Decide(o.ctx, o.who("omar"), "d1", automations.Decision{ID: id, Say: request.Approve})
	require.Error(t, err)
	calls := func(name string) error {
		f, err = o.ConfirmAccount(o.ctx, o.who(name), o.id(), id, h.ID(), "Ms Sample: it is theirs")
		return err
	}
	require.ErrorContains(t, calls("fay"), "You had a hand in taking on the vendor of INV-2")
	require.ErrorContains(t, calls("dora"), "You are not, or no longer, among those who decide", "finance is asked first")
	require.NoError(t, calls("finn"))
	assert.Equal(t, []request.HoldKind{request.BankHold}, holds(f))
	require.NoError(t, calls("dora"), "nobody is left in finance")
	assert.Empty(t, holds(f))
	o.same(id)

	record, err = o.Record(o.ctx, o.who("fay"), record.ID)
	require.NoError(t, err)
	assert.Equal(t, []string{"DE89370400440532013000", "DE75512108001245126199"}, form.Texts(record.Values, "accounts.iban"))
	made := []string{"fay@example.com", "finn@example.com", "dora@example.com"}
	assert.Equal(t, made, record.Makers)
	assert.Equal(t, []string{"create", "change"}, o.moves(record.ID), "it is in the log")
	next := o.comes("number", "A-2", "seller_vat", "DE136695976", "iban", "DE75512108001245126199")
	assert.Empty(t, holds(next), "the account is on file now")
	assert.Equal(t, made, next.Request.Reading.Makers)

	o.wake()
	f, err = o.Look(id)
	require.NoError(t, err)
	assert.NotContains(t, fmt.Sprint(f.Request.Warnings), "not the one on file")
	waiting, err = o.Look(waiting.Request.ID)
	require.NoError(t, err)
	assert.Equal(t, made, waiting.Request.Reading.Makers, "what waits is decided by others now")
	o.same(waiting.Request.ID)
}

func TestWhoeverChangesAVendorMeanwhileNeitherConfirmsNorDecides(t *testing.T) {
	t.Parallel()
	o, record := matched(t, nil)
	f, h := o.changed("A-1")
	values := lumen()
	values["phone"] = form.Value{Text: "+4930000000"}
	values["accounts"] = form.Value{Lines: append(values["accounts"].Lines, form.Values{"iban": {Text: "DE75512108001245126199"}})}
	_, err := o.keep("finn", automations.RecordDraft{ID: record.ID, Version: record.Version, Values: values})
	require.NoError(t, err)
	_, err = o.ConfirmAccount(o.ctx, o.who("finn"), "c1", f.Request.ID, h.ID(), "Ms Sample: it is theirs")
	require.ErrorContains(t, err, "You had a hand in taking on the vendor of INV-1", "also before it was judged anew")
	o.wake()
	f, err = o.Look(f.Request.ID)
	require.NoError(t, err)
	require.Equal(t, []request.HoldKind{request.BankHold}, holds(f), "a list does not tell whose account it is")
	assert.Equal(t, "+4930901820", f.Request.Holds[0].Call, "nor does a number that came after the invoice")
	for _, name := range []string{"dora", "dan"} {
		f, err = o.ConfirmAccount(o.ctx, o.who(name), o.id(), f.Request.ID, h.ID(), "Ms Sample: it is theirs")
		require.NoError(t, err)
	}
	assert.Empty(t, f.Request.Holds)
	o.same(f.Request.ID)
}

func TestWhatLooksLikeTheSameInvoiceIsHeldAgainstIt(t *testing.T) {
	t.Parallel()
	o, _ := matched(t, nil)
	first := o.comes("number", "INV-1001")
	in := o.arrival(request.Reading{})
	in.Values = o.read("number", "inv 1001")
	_, err := o.Arrive(o.ctx, in)
	var taken state.TakenError
	require.ErrorAs(t, err, &taken, "it is the same")
	assert.Equal(t, first.Request.ID, taken.Holder)

	second := o.comes("number", "INV-1O01", "gross", "911.00 EUR", "net", "", "tax", "")
	require.Equal(t, []request.HoldKind{request.DuplicateHold}, holds(second))
	h := second.Request.Holds[0]
	assert.Equal(t, "it looks like INV-1, which has the number INV-1001 and is over 1,190.00 EUR", h.Say)
	assert.Equal(t, first.Request.ID, h.Other)
	f, err := o.Release(o.ctx, o.who("finn"), "r1", second.Request.ID, h.ID(), "", "Another delivery")
	require.NoError(t, err)
	assert.Empty(t, f.Request.Holds)
	f, err = o.Reexamine(o.ctx, state.Once{Key: "again"}, f.Request.ID)
	require.NoError(t, err)
	assert.Empty(t, f.Request.Holds, "it does not come again")
	o.same(f.Request.ID)

	_, err = o.Withdraw(o.ctx, o.who("paul"), "w1", first.Request.ID)
	require.NoError(t, err)
	_, err = o.Withdraw(o.ctx, o.who("paul"), "w2", second.Request.ID)
	require.NoError(t, err)
	assert.Empty(t, holds(o.comes("number", "INV-IO01", "gross", "7.00 EUR", "net", "", "tax", "")), "what was taken back counts no more")
}

func TestTheSameInvoiceUnderTwoNamesIsHeldOnceTheVendorIsKnown(t *testing.T) {
	t.Parallel()
	o, _ := matched(t, nil)
	first := o.comes("vendor", "Nordic Paper", "number", "N-7", "iban", "NL91ABNA0417164300")
	second := o.comes("vendor", "Papierhaus Kiel", "number", "N-7", "iban", "NL91ABNA0417164300")
	require.Equal(t, []request.HoldKind{request.VendorHold}, holds(second))
	o.wait(time.Minute)
	_, err := o.keep("finn", automations.RecordDraft{Values: form.Values{
		"name": {Text: "Nordic Paper"}, "aliases": {Lines: []form.Values{{"name": {Text: "Papierhaus Kiel"}}}},
		"accounts": {Lines: []form.Values{{"iban": {Text: "GB29NWBK60161331926819"}}}},
	}})
	require.NoError(t, err)
	o.wake()
	first, err = o.Look(first.Request.ID)
	require.NoError(t, err)
	require.Equal(t, []request.HoldKind{request.BankHold}, holds(first))
	assert.Contains(t, first.Request.Holds[0].Say, "neither is a number to call")
	second, err = o.Look(second.Request.ID)
	require.NoError(t, err)
	require.Equal(t, []request.HoldKind{request.BankHold, request.DuplicateHold}, holds(second))
	assert.Equal(t, first.Request.ID, second.Request.Holds[1].Other)
	o.same(second.Request.ID)
}

func TestTwoOfAKindAtOnceAreNotBothOverlooked(t *testing.T) {
	t.Parallel()
	o, _ := matched(t, nil)
	var group sync.WaitGroup
	found := make([]automations.File, 4)
	for i := range found {
		in := o.arrival(request.Reading{})
		in.Values = o.read("number", "INV-1001", "gross", fmt.Sprintf("%d.00 EUR", 100+i), "net", "", "tax", "")
		group.Go(func() { found[i], _ = o.Arrive(o.ctx, in) })
	}
	group.Wait()
	free := 0
	for _, f := range found {
		if require.NotEmpty(t, f.Number); len(f.Request.Holds) == 0 {
			free++
		}
	}
	assert.Equal(t, 1, free, "all but the first are held")
}

// order is an approved purchase from Lumen.
func (o *office) order(amount string) automations.File {
	o.t.Helper()
	kind := o.kindOf("purchase")
	dir, err := o.Directory(o.ctx)
	require.NoError(o.t, err)
	values, problems := o.Read(kind, o.who("ines"), dir, form.Raw{
		"item": {Text: "Lamps"}, "vendor": {Text: "Lumen Office"}, "amount": {Text: amount}, "cost_centre": {Text: "sales"}, "reason": {Text: "It is dark"},
	})
	require.Empty(o.t, problems)
	f, err := o.Submit(o.ctx, o.who("ines"), o.id(), automations.Draft{ID: o.id(), Kind: "purchase", Values: values})
	require.NoError(o.t, err)
	return f
}

func TestAnOrderIsDeliveredInPartsAndExceeded(t *testing.T) {
	t.Parallel()
	o, _ := matched(t, nil)
	order := o.order("200.00 EUR")
	bill := func(number, gross, order string) automations.File {
		return o.comes("number", number, "gross", gross, "net", "", "tax", "", "order", order)
	}
	early := bill("A", "20.00 EUR", "PUR-1")
	assert.Empty(t, early.Request.Reading.Order)
	assert.Contains(t, early.Request.Warnings, request.Warning{Say: "It names PUR-1, which is not approved."})

	o.approve(order.Request.ID, "mara")
	first := bill("B", "120.00 EUR", "your order PUR-1")
	assert.Equal(t, order.Request.ID, first.Request.Reading.Order)
	assert.Contains(t, first.Request.Reading.Matched, "Order: PUR-1, which the invoice names.")
	assert.Contains(t, first.Request.Reading.Matched, "80.00 EUR of PUR-1 are left after it.")
	second := bill("C", "80.00 EUR", "")
	assert.Equal(t, order.Request.ID, second.Request.Reading.Order, "vendor and what is left fit")
	assert.Empty(t, second.Request.Holds)
	third := bill("D", "50.00 EUR", "PUR-1")
	require.Equal(t, []request.HoldKind{request.OrderHold}, holds(third))
	assert.Equal(t, "50.00 EUR more than was approved with PUR-1 (200.00 EUR), of which 200.00 EUR were billed before", third.Request.Holds[0].Say)

	_, err := o.Withdraw(o.ctx, o.who("paul"), "w", second.Request.ID)
	require.NoError(t, err)
	f, err := o.Reexamine(o.ctx, state.Once{Key: "again"}, third.Request.ID)
	require.NoError(t, err)
	assert.Empty(t, f.Request.Holds, "what was taken back is not billed")
	dollars := bill("E", "10.00 USD", "PUR-1")
	assert.Contains(t, holds(dollars), request.OrderHold, "what cannot be compared is for a person")
	o.same(third.Request.ID)
}

func TestACorrectionIsRememberedForTheVendor(t *testing.T) {
	t.Parallel()
	o, record := matched(t, nil)
	in := o.arrival(request.Reading{Labels: map[string]map[string]string{"number": {"RE-118": "Our reference", "2026-7": "Document"}}})
	f := o.arrives(in)
	f, err := o.Correct(o.ctx, o.who("paul"), "c1", f.Request.ID, f.Request.Stage(), o.read("number", "2026-7"))
	require.NoError(t, err)
	docs, err := o.store.Load(o.ctx, "memory/"+record.ID)
	require.NoError(t, err)
	assert.JSONEq(t, `{"number":"Document"}`, string(docs[0].Body))
	o.same(f.Request.ID)
}

// Look reads a request as it is stored.
func (o *office) Look(id string) (automations.File, error) {
	s, err := o.Find(o.ctx, o.who("finn"), id)
	return s.File, err
}
