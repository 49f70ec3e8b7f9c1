package automations_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/invoice"
	"factotum/automations/people"
	"factotum/automations/request"
)

// lens reads every file as what the test says.
type lens struct {
	mu    sync.Mutex
	says  automations.Contents
	err   error
	looks int
}

func (l *lens) Read(context.Context, string, []byte) (automations.Contents, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.looks++
	return l.says, l.err
}

func (l *lens) Keep(context.Context, string, []byte) (form.File, error) { return form.File{}, nil }

// receipt is one over 118 EUR, of whose tax the reader is not sure.
func receipt() automations.Contents {
	return automations.Contents{Found: []automations.Found{{Invoice: invoice.Invoice{Kind: invoice.Receipt, Values: map[invoice.Field]invoice.Value{
		invoice.TotalGross: {Text: "118.00"}, invoice.Currency: {Text: "EUR"}, invoice.TotalTax: {Text: "6.68", Uncertain: true},
		invoice.IssueDate: {Text: "2026-11-14"}, invoice.Seller: {Text: "Sample Hotel"},
	}}}}}
}

// scanning is an office that reads files, and a draft of ines with such a file.
func scanning(t *testing.T, says automations.Contents, words string) (*office, *lens, automations.Draft) {
	t.Helper()
	o, l := setup(t), &lens{says: says}
	o.Reader = l
	draft := o.claim("ines", words, form.File{Name: "hotel.pdf", Source: "F1"})
	draft.Card = true
	require.NoError(t, o.SaveDraft(o.ctx, o.who("ines"), o.id(), draft))
	return o, l, draft
}

func (o *office) paper(id string) automations.Paper {
	o.t.Helper()
	p, err := o.Paper(o.ctx, o.who("ines"), id, "expense")
	require.NoError(o.t, err)
	return p
}

func TestADroppedFileIsReadOnce(t *testing.T) {
	t.Parallel()
	o, l, draft := scanning(t, receipt(), "100 EUR hotel")
	assert.Contains(t, o.due(), "read", "it is to be read from the commit on that kept it")
	require.NoError(t, o.Wake(o.ctx))
	assert.Zero(t, l.looks, "the other timers do not wait for it")
	assert.Equal(t, []string{"F1"}, o.paper(draft.ID).Scans.Unread())

	require.NoError(t, o.Scan(o.ctx))
	require.NoError(t, o.Scan(o.ctx))
	assert.Equal(t, 1, l.looks)
	assert.NotContains(t, o.due(), "read")
	line := o.paper(draft.ID).Values["lines"].Lines[0]
	assert.Equal(t, "100.00 EUR", line["amount"].Money.String(), "what was typed stays")
	assert.Equal(t, "2026-11-14", line["date"].Date.String())
	assert.NotContains(t, line, "tax", "the tax belongs to another amount")
	assert.NotEmpty(t, line["receipt"].Files[0].Hash, "our own copy")
}

func TestWhatIsTypedWhileAFileIsReadStays(t *testing.T) {
	t.Parallel()
	o, _, draft := scanning(t, receipt(), "")
	p := o.paper(draft.ID)
	p.Values["lines"].Lines[0]["merchant"] = form.Value{Text: "The hotel"}
	require.NoError(t, o.SaveDraft(o.ctx, o.who("ines"), o.id(), p.Draft))
	require.NoError(t, o.Scan(o.ctx))
	p = o.paper(draft.ID)
	line := p.Values["lines"].Lines[0]
	assert.Equal(t, "The hotel", line["merchant"].Text)
	assert.Equal(t, "118.00 EUR", line["amount"].Money.String())
	kind, err := o.Catalogue.Kind("expense")
	require.NoError(t, err)
	var said []string
	for _, n := range o.Notes(p, kind, o.who("ines"), p.Values) {
		said = append(said, string(n.Mark)+" "+n.Path+": "+n.Say)
	}
	assert.Equal(t, []string{
		"known lines.0.receipt: Read from “hotel.pdf”: Date, Amount, Tax included.",
		"check lines.0.tax: This was not read for sure. Compare it with “hotel.pdf”.",
	}, said)
}

func TestAFileThatCannotBeHadIsTriedForAWhile(t *testing.T) {
	t.Parallel()
	o, l, draft := scanning(t, receipt(), "")
	l.err = errors.New("no child starts")
	require.NoError(t, o.Scan(o.ctx))
	assert.Equal(t, []string{"F1"}, o.paper(draft.ID).Scans.Unread())
	o.wait(3 * time.Minute)
	require.NoError(t, o.Scan(o.ctx))
	assert.Empty(t, o.paper(draft.ID).Scans.Unread())
	assert.Contains(t, o.paper(draft.ID).Scans.Files[0].Say, "for some time")
}

func TestAFileThatIsGoneSaysSo(t *testing.T) {
	t.Parallel()
	o, _, draft := scanning(t, receipt(), "")
	o.keeper.fail = fault.New(fault.NotFound, "Factotum cannot read this file in Slack.")
	require.NoError(t, o.Scan(o.ctx))
	assert.Equal(t, "Factotum cannot read this file in Slack.", o.paper(draft.ID).Scans.Files[0].Say)
}

func TestACrashWhileReadingIsHarmless(t *testing.T) {
	t.Parallel()
	o, l, draft := scanning(t, receipt(), "")
	ctx, stop := context.WithCancel(o.ctx)
	stop()
	require.Error(t, o.Scan(ctx))
	require.NoError(t, o.Scan(o.ctx), "the timer stands until what was read is committed")
	assert.Equal(t, 1, l.looks)
	assert.Equal(t, "118.00 EUR", o.paper(draft.ID).Values["lines"].Lines[0]["amount"].Money.String())
}

func TestWhatIsSentOrDiscardedIsNotReadAnyMore(t *testing.T) {
	t.Parallel()
	o, l, draft := scanning(t, receipt(), "")
	require.NoError(t, o.Discard(o.ctx, o.who("ines"), o.id(), draft.ID))
	require.NoError(t, o.Scan(o.ctx))
	assert.Zero(t, l.looks)
	assert.NotContains(t, o.due(), "read")

	o, _, draft = scanning(t, receipt(), "118 EUR hotel yesterday")
	require.NoError(t, o.Scan(o.ctx))
	p := o.paper(draft.ID)
	p.Values["lines"].Lines[0]["category"] = form.Value{Text: "lodging"}
	sent, err := o.Submit(o.ctx, o.who("ines"), o.id(), p.Draft)
	require.NoError(t, err)
	assert.Equal(t, request.Pending, sent.Request.State)
	docs, err := o.store.Load(o.ctx, "read/"+draft.ID)
	require.NoError(t, err)
	assert.Equal(t, "{}", string(docs[0].Body), "what was read goes with the draft")
}

func TestWhoeverWaitsIsTold(t *testing.T) {
	t.Parallel()
	o, _, draft := scanning(t, receipt(), "")
	var told []string
	o.Filled = func(_ context.Context, by people.Person, s automations.Scans) {
		told = append(told, by.Name+" "+s.View)
	}
	p := o.paper(draft.ID)
	p.View = "V1"
	require.NoError(t, o.SaveDraft(o.ctx, o.who("ines"), o.id(), p.Draft))
	require.NoError(t, o.Scan(o.ctx))
	assert.Equal(t, []string{"Ines Sample V1"}, told)
}

var _ automations.Reader = (*lens)(nil)
