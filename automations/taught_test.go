package automations_test

import (
	"context"
	"iter"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/dataset"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/invoice"
	"factotum/automations/mail"
	"factotum/automations/people"
	"factotum/automations/request"
)

// tray is a mailbox with these mails.
type tray struct{ mails []mail.Message }

func (b *tray) Next(_ context.Context, after mail.Position, _ int) iter.Seq2[mail.Message, error] {
	return func(yield func(mail.Message, error) bool) {
		for _, m := range b.mails {
			if m.At.UID > after.UID && !yield(m, nil) {
				return
			}
		}
	}
}

func (b *tray) Waiting(_ context.Context, after mail.Position) (int, error) {
	return len(b.mails) - int(after.UID), nil
}
func (b *tray) Settle(context.Context, mail.Position, mail.Outcome) error { return nil }
func (b *tray) Unsettled(context.Context, mail.Position, int) ([]mail.Position, error) {
	return nil, nil
}

// post is what takes in mails of which the lens says what they hold.
func (o *office) post() *automations.Intake {
	return &automations.Intake{
		Desk: o.Desk, Mailbox: &tray{}, Reader: &lens{}, Folders: []string{"INBOX"}, Kind: "invoice",
		Box: people.Mailbox{Key: "invoices", Name: "Invoices mailbox"},
	}
}

// brings takes in one mail that holds this, and gives the request of a number.
func (o *office) brings(in *automations.Intake, number string, says automations.Contents) request.Request {
	o.t.Helper()
	b, l := in.Mailbox.(*tray), in.Reader.(*lens)
	at := mail.Position{Account: "invoices", Folder: "INBOX", Validity: 1, UID: uint32(len(b.mails) + 1)}
	b.mails = append(b.mails, mail.Message{At: at, Raw: []byte("From: billing@lumen.example\r\nMessage-ID: <" + number + ">\r\n\r\n" + number)})
	l.says = says
	require.NoError(o.t, in.Run(o.ctx))
	f, err := o.Look(number)
	require.NoError(o.t, err)
	return f.Request
}

// pageOf is an invoice of Lumen as a page prints it, with more on top.
func pageOf(hash string, more map[invoice.Field]invoice.Value) automations.Found {
	values := map[invoice.Field]invoice.Value{}
	for field, text := range map[invoice.Field]string{
		invoice.Seller: "Lumen Office GmbH", invoice.SellerVAT: "DE136695976", invoice.Number: "RE-1", invoice.IssueDate: "2026-11-16",
		invoice.Currency: "EUR", invoice.TotalGross: "119.00", invoice.IBAN: "DE89370400440532013000",
	} {
		values[field] = invoice.Value{Text: text, Source: invoice.Text}
	}
	for field, v := range more {
		values[field] = v
	}
	return automations.Found{Invoice: invoice.Invoice{Kind: invoice.Bill, Values: values}, Hashes: []string{hash}, Files: []form.File{{Name: hash + ".pdf", Hash: hash}}}
}

// numbers are two that a page prints, the wrong one first.
func numbers(wrong, right string) map[invoice.Field]invoice.Value {
	return map[invoice.Field]invoice.Value{invoice.Number: {
		Text: wrong, Label: "Document number", Source: invoice.Text, Uncertain: true, Others: []invoice.Candidate{{Text: right, Label: "Our number"}},
	}}
}

func TestWhatWasTaughtIsReadFromTheNextMail(t *testing.T) {
	t.Parallel()
	o, record := matched(t, form.Values{"cost_centre": {Text: "sales"}})
	in := o.post()
	first := o.brings(in, "INV-1", automations.Contents{Found: []automations.Found{pageOf("a1", numbers("4711", "2026-77"))}})
	assert.Equal(t, "4711", first.Values["number"].Text)
	assert.Equal(t, []string{"number"}, first.Reading.Unsure)
	assert.Equal(t, map[string]string{"4711": "Document number", "2026-77": "Our number"}, first.Reading.Labels["number"])
	values := first.Values
	values["number"] = form.Value{Text: "2026-77"}
	_, err := o.Correct(o.ctx, o.who("paul"), "c", first.ID, "", values)
	require.NoError(t, err)
	docs, err := o.store.Load(o.ctx, "memory/"+record.ID)
	require.NoError(t, err)
	assert.JSONEq(t, `{"number":"Our number"}`, string(docs[0].Body))

	second := o.brings(in, "INV-2", automations.Contents{Found: []automations.Found{pageOf("a2", numbers("4712", "2026-78"))}})
	assert.Equal(t, "2026-78", second.Values["number"].Text)
	assert.Empty(t, second.Reading.Unsure, "it stands where it stood before")
	xml := pageOf("a3", map[invoice.Field]invoice.Value{invoice.Number: {Text: "4713", Source: invoice.XML, Others: []invoice.Candidate{{Text: "2026-79", Label: "Our number"}}}})
	third := o.brings(in, "INV-3", automations.Contents{Found: []automations.Found{xml}})
	assert.Equal(t, "4713", third.Values["number"].Text, "what the data says is not touched")
	other := numbers("4714", "2026-80")
	other[invoice.Seller], other[invoice.SellerVAT] = invoice.Value{Text: "Nordic Paper", Source: invoice.Text}, invoice.Value{}
	other[invoice.IBAN] = invoice.Value{}
	fourth := o.brings(in, "INV-4", automations.Contents{Found: []automations.Found{pageOf("a4", other)}})
	assert.Equal(t, "4714", fourth.Values["number"].Text, "nothing was taught about another vendor")
}

func TestWhatWasTaughtIsReadFromADroppedFile(t *testing.T) {
	t.Parallel()
	o, record := matched(t, nil)
	f := o.arrives(o.arrival(request.Reading{Labels: map[string]map[string]string{"issue_date": {"2026-11-10": "Ordered on", "2026-11-12": "Tax point"}}}))
	_, err := o.Correct(o.ctx, o.who("paul"), "c", f.Request.ID, "", o.read("seller_vat", "DE136695976", "issue_date", "2026-11-12"))
	require.NoError(t, err)
	docs, err := o.store.Load(o.ctx, "memory/"+record.ID)
	require.NoError(t, err)
	assert.JSONEq(t, `{"issue_date":"Tax point"}`, string(docs[0].Body))

	o.Reader = &lens{says: automations.Contents{Found: []automations.Found{pageOf("d1", map[invoice.Field]invoice.Value{invoice.IssueDate: {
		Text: "2026-11-01", Label: "Ordered on", Source: invoice.Text, Uncertain: true, Others: []invoice.Candidate{{Text: "2026-11-03", Label: "Tax point"}},
	}})}}}
	draft := o.claim("ines", "", form.File{Name: "lamps.pdf", Source: "F1"})
	require.NoError(t, o.SaveDraft(o.ctx, o.who("ines"), o.id(), draft))
	require.NoError(t, o.Scan(o.ctx))
	assert.Equal(t, "2026-11-03", o.paper(draft.ID).Values["lines"].Lines[0]["date"].Date.String())
}

func TestWhatIsTaughtIsSaidByThePageInOnePlace(t *testing.T) {
	t.Parallel()
	o, record := matched(t, nil)
	in := o.arrival(request.Reading{Labels: map[string]map[string]string{
		"number": {"2026-7": ""}, "gross": {"1234.00": "Total", "-1234": "Sum"}, "due_date": {"2026-12-24": "Payable by"},
		"iban": {"DE75512108001245126199": "IBAN"},
	}})
	f := o.arrives(in)
	fixed := o.read("number", "2026-7", "gross", "1234.00 EUR", "due_date", "2026-12-24", "iban", "DE75512108001245126199")
	_, err := o.Correct(o.ctx, o.who("paul"), "c1", f.Request.ID, "", fixed)
	require.NoError(t, err)
	docs, err := o.store.Load(o.ctx, "memory/"+record.ID)
	require.NoError(t, err)
	assert.JSONEq(t, `{"due_date":"Payable by"}`, string(docs[0].Body), "not what has no label, nor two, nor where the money goes")
	assert.True(t, dataset.Is(record.ID))
}

func TestWhatCameBesideAnInvoiceGoesWithIt(t *testing.T) {
	t.Parallel()
	o, _ := matched(t, nil)
	in := o.post()
	notes := form.File{Name: "terms.pdf", Hash: "b9"}
	r := o.brings(in, "INV-1", automations.Contents{
		Found:   []automations.Found{pageOf("b1", nil)},
		Refused: []automations.Refused{{Name: "terms.pdf", Code: fault.NotFound, Say: "No invoice was found in it.", File: &notes}},
	})
	require.Len(t, r.Values["document"].Files, 2)
	assert.Equal(t, "b9", r.Values["document"].Files[1].Hash)
	require.NotEmpty(t, r.Reading.Odd)
	assert.Contains(t, r.Reading.Odd[len(r.Reading.Odd)-1], "It came with something else. ")
	assert.Equal(t, "mail:invoices", r.Requester)
	assert.Contains(t, r.Reading.From, "billing@lumen.example")
	assert.False(t, r.Reading.Verified)

	two := automations.Contents{
		Found:   []automations.Found{pageOf("b2", map[invoice.Field]invoice.Value{invoice.Number: {Text: "A"}}), pageOf("b3", map[invoice.Field]invoice.Value{invoice.Number: {Text: "B"}})},
		Refused: []automations.Refused{{Name: "terms.pdf", Code: fault.NotFound, Say: "No invoice was found in it.", File: &notes}},
	}
	two.Found[1].Files = nil
	second := o.brings(in, "INV-2", two)
	assert.Len(t, second.Values["document"].Files, 1, "it is not known to which of them it belongs")
	third, err := o.Look("INV-3")
	require.NoError(t, err)
	assert.Equal(t, "B", third.Request.Values["number"].Text)
	assert.Len(t, third.Request.Values["document"].Files, 1, "the mail as a whole")
	assert.NotContains(t, third.Request.Reading.Odd, second.Reading.Odd[len(second.Reading.Odd)-1])
}

func TestDiscountsAndOtherAccountsAreTakenOver(t *testing.T) {
	t.Parallel()
	o, _ := matched(t, nil)
	in := o.post()
	f := pageOf("c1", map[invoice.Field]invoice.Value{invoice.IBAN: {}, invoice.DueDate: {Text: "soon"}, invoice.TotalNet: {Text: "1.23456789"}})
	delete(f.Invoice.Values, invoice.IBAN)
	f.Invoice.Accounts = []invoice.Account{{Number: "12-345678-9"}}
	f.Invoice.Discounts = []invoice.Discount{{Days: 10, Percent: "2"}}
	f.Invoice.Sums.Payable = "20.00"
	f.Invoice.Differences = []invoice.Difference{{Field: invoice.TotalGross, XML: "119.00", Page: "20.00"}}
	r := o.brings(in, "INV-1", automations.Contents{Found: []automations.Found{f}})
	assert.Equal(t, "DE136695976", r.Values["seller_vat"].Text)
	assert.Equal(t, "12-345678-9", r.Values["account"].Text)
	assert.NotContains(t, r.Values, "iban")
	assert.Equal(t, "2026-11-26", r.Values["discount_until"].Date.String(), "ten days after its date")
	assert.Equal(t, "2", r.Values["discount_percent"].Number.String())
	assert.Contains(t, r.Reading.Unsure, "due_date")
	assert.Contains(t, r.Reading.Unsure, "net", "no such amount is there")
	assert.Equal(t, "119.00 EUR", r.Values["gross"].Money.String(), "which of the two counts is for a person")

	f = pageOf("c2", map[invoice.Field]invoice.Value{invoice.Number: {Text: "RE-2"}, invoice.SellerVAT: {Text: "DE000000000"}})
	f.Invoice.Discounts = []invoice.Discount{{Until: "2026-11-30", Percent: "3"}}
	r = o.brings(in, "INV-2", automations.Contents{Found: []automations.Found{f}})
	assert.NotContains(t, r.Values, "seller_vat", "what is no VAT id tells nothing")
	assert.Equal(t, "2026-11-30", r.Values["discount_until"].Date.String())
}
