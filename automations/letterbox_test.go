package automations_test

import (
	"context"
	"fmt"
	"iter"
	"strings"

	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/invoice"
	"factotum/automations/mail"
	"factotum/automations/people"
	"factotum/automations/request"
	"factotum/automations/state"
)

// letterbox is a mailbox with one folder that is kept in memory.
type letterbox struct {
	validity uint32
	mails    []mail.Message
	settled  map[uint32]mail.Outcome // by UID
	hidden   map[uint32]bool         // marked as deleted for a while
	settles  int
	broken   map[string]error // what fails, by the name of the call
}

// put adds a mail, as the server would number it.
func (b *letterbox) put(m mail.Message) {
	m.At = mail.Position{Account: "invoices", Folder: "INBOX", Validity: b.validity, UID: uint32(len(b.mails)) + 1}
	b.mails = append(b.mails, m)
}

// renumber gives the folder another UIDVALIDITY, and takes off what it showed.
func (b *letterbox) renumber() {
	b.validity++
	b.settled = map[uint32]mail.Outcome{}
	for i := range b.mails {
		b.mails[i].At.Validity = b.validity
	}
}

func (b *letterbox) beyond(after mail.Position) (list []mail.Message) {
	for _, m := range b.mails {
		if !b.hidden[m.At.UID] && (after.Validity != b.validity || m.At.UID > after.UID) {
			list = append(list, m)
		}
	}
	return list
}

func (b *letterbox) Next(_ context.Context, after mail.Position, limit int) iter.Seq2[mail.Message, error] {
	return func(yield func(mail.Message, error) bool) {
		if err := b.broken["next"]; err != nil {
			yield(mail.Message{}, err)
			return
		}
		list := b.beyond(after)
		for _, m := range list[:min(limit, len(list))] {
			if !yield(m, nil) {
				return
			}
		}
	}
}

func (b *letterbox) Waiting(_ context.Context, after mail.Position) (int, error) {
	return len(b.beyond(after)), b.broken["waiting"]
}

func (b *letterbox) Settle(_ context.Context, at mail.Position, outcome mail.Outcome) error {
	b.settles++
	if err := b.broken["settle"]; err != nil {
		return err
	}
	b.settled[at.UID] = outcome
	return nil
}

func (b *letterbox) Unsettled(_ context.Context, upTo mail.Position, limit int) (left []mail.Position, err error) {
	for _, m := range b.mails {
		if b.settled[m.At.UID] == "" && !b.hidden[m.At.UID] && m.At.UID <= upTo.UID && len(left) < limit {
			left = append(left, m.At)
		}
	}
	return left, b.broken["unsettled"]
}

// opener reads mails as the test says, by their bodies.
type opener struct {
	says  map[string]automations.Contents
	err   error
	looks int
	kept  int
	keeps error
}

func (r *opener) Read(_ context.Context, _ string, raw []byte) (automations.Contents, error) {
	r.looks++
	if r.err != nil {
		return automations.Contents{}, r.err
	}
	_, body, _ := strings.Cut(string(raw), "\r\n\r\n")
	return r.says[body], nil
}

func (r *opener) Keep(_ context.Context, name string, raw []byte) (form.File, error) {
	r.kept++
	return form.File{Name: name, Hash: strings.Repeat("ab", 32), Size: int64(len(raw))}, r.keeps
}

// counter is an office with a mailbox, from which mails are taken in.
type counter struct {
	*office
	*automations.Intake
	mails *letterbox
	opens *opener
}

// taking is such an office, and what the bodies of mails are read as.
func taking(o *office) *counter {
	o.t.Helper()
	c := &counter{office: o, mails: &letterbox{validity: 7, settled: map[uint32]mail.Outcome{}, hidden: map[uint32]bool{}, broken: map[string]error{}}}
	c.opens = &opener{says: map[string]automations.Contents{
		"one":   {Subject: "Your invoice", Found: []automations.Found{bill("RE-1", "h1")}},
		"two":   {Subject: "Two invoices", Found: []automations.Found{bill("RE-2", "h2"), bill("RE-3", "h3")}},
		"both":  {Subject: "Both again", Found: []automations.Found{bill("RE-1", "h1", "h2")}},
		"bare":  {Subject: "In the text", Found: []automations.Found{{Invoice: bill("RE-4", "").Invoice, Hashes: []string{"h4"}}}},
		"none":  {Subject: "Newsletter", Refused: []automations.Refused{{Code: fault.NotFound, Say: "No invoice was found in this mail."}}},
		"large": {Refused: []automations.Refused{{Name: "scan.pdf", Code: fault.Invalid, Say: "It is larger than 25 MB."}, {Say: "Archives are not opened.", Code: fault.Invalid}}},
		"beside": {Subject: "Two files", Found: []automations.Found{bill("RE-6", "h6")}, Refused: []automations.Refused{
			{Name: "locked.pdf", Code: fault.Invalid, Say: "It is locked with a password."},
			{Name: "terms.pdf", Code: fault.NotFound, Say: "There is no invoice in it."},
		}},
		"with": {Subject: "More", Found: []automations.Found{bill("RE-5", "h5")}, Refused: []automations.Refused{
			{Name: "terms.pdf", Code: fault.NotFound, Say: "There is no invoice in it.", File: &form.File{Name: "terms.pdf", Hash: "f5"}},
		}},
	}}
	c.Intake = c.replica()
	return c
}

// replica is one more that reads the same mailbox.
func (c *counter) replica() *automations.Intake {
	return &automations.Intake{
		Desk: c.office.Desk, Mailbox: c.mails, Reader: c.opens, Folders: []string{"INBOX"}, Kind: "invoice",
		Box: people.Mailbox{Key: "invoices", Name: "Invoices mailbox", Zone: "Europe/Berlin"},
	}
}

// bill is an invoice that was found in the parts with those hashes.
func bill(number string, hashes ...string) automations.Found {
	return automations.Found{
		Hashes: hashes, Files: []form.File{{Name: number + ".pdf", Hash: hashes[0]}},
		Invoice: invoice.Invoice{Kind: invoice.Bill, Values: map[invoice.Field]invoice.Value{
			invoice.Number: {Text: number}, invoice.Seller: {Text: "Lumen Office"}, invoice.IssueDate: {Text: "2026-11-16"},
			invoice.Currency: {Text: "EUR"}, invoice.TotalGross: {Text: "119.00"},
		}},
	}
}

// post puts a mail with a body into the mailbox; no two are the same mail.
func (c *counter) post(body string) {
	n := len(c.mails.mails) + 1
	c.mails.put(mail.Message{Raw: fmt.Appendf(nil, "From: Lumen <bills@lumen.example>\r\nMessage-ID: <%d@lumen.example>\r\nSubject: x\r\n\r\n%s", n, body)})
}

func (c *counter) run() {
	c.t.Helper()
	require.NoError(c.t, c.Run(c.ctx))
}

// numbered is the request with a number; one without an ID: there is none.
func (c *counter) numbered(number string) request.Request {
	c.t.Helper()
	id, err := c.store.Lookup(c.ctx, number)
	require.NoError(c.t, err)
	if id == "" {
		return request.Request{}
	}
	f, err := c.Find(c.ctx, c.who("paul"), number)
	require.NoError(c.t, err)
	return f.File.Request
}

// none checks that there are no requests with those numbers.
func (c *counter) none(numbers ...string) {
	c.t.Helper()
	for _, n := range numbers {
		require.Empty(c.t, c.numbered(n).ID, n)
	}
}

// ending is a store whose commits fail as the test says.
type ending struct {
	automations.Store
	fails func(state.Change) error
}

func (s *ending) Commit(ctx context.Context, c state.Change) (state.Result, error) {
	if err := s.fails(c); err != nil {
		return state.Result{}, err
	}
	return s.Store.Commit(ctx, c)
}

var (
	_ automations.Mailbox = (*letterbox)(nil)
	_ automations.Reader  = (*opener)(nil)
)
