package automations_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/request"
)

// meddler reads as the lens does, after something has happened.
type meddler struct {
	*lens
	first func()
}

func (m meddler) Read(ctx context.Context, name string, raw []byte) (automations.Contents, error) {
	m.first()
	return m.lens.Read(ctx, name, raw)
}

func TestADroppedInvoiceBecomesOneForWhoLooksAfterThem(t *testing.T) {
	t.Parallel()
	o, l := setup(t), &lens{says: automations.Contents{Found: []automations.Found{pageOf("d1", nil)}}}
	o.Reader = l
	for name, may := range map[string]bool{"ines": false, "paul": true} {
		draft := o.claim(name, "", form.File{Name: "bill.pdf", Source: "F" + name})
		require.NoError(t, o.SaveDraft(o.ctx, o.who(name), o.id(), draft))
		assert.Equal(t, fault.Conflict, fault.CodeOf(o.Recast(o.ctx, o.who(name), o.id(), draft.ID)), "it is not read yet")
		require.NoError(t, o.Scan(o.ctx))
		err := o.Recast(o.ctx, o.who(name), o.id(), draft.ID)
		p, bad := o.Paper(o.ctx, o.who(name), draft.ID, "")
		require.NoError(t, bad)
		if !may {
			assert.Equal(t, fault.Conflict, fault.CodeOf(err), "she looks after none")
			assert.Equal(t, "expense", p.Kind)
			continue
		}
		require.NoError(t, err)
		assert.Equal(t, "invoice", p.Kind)
		assert.Equal(t, "RE-1", p.Values["number"].Text)
		assert.Equal(t, "119.00 EUR", p.Values["gross"].Money.String())
		require.Len(t, p.Values["document"].Files, 1)
		assert.Equal(t, "bill.pdf", p.Values["document"].Files[0].Name)
		assert.Equal(t, fault.Conflict, fault.CodeOf(o.Recast(o.ctx, o.who(name), o.id(), draft.ID)), "it is one already")
	}
}

func TestAReceiptIsNotMadeAnInvoice(t *testing.T) {
	t.Parallel()
	o := setup(t)
	o.Reader = &lens{says: receipt()}
	draft := o.claim("paul", "", form.File{Name: "hotel.pdf", Source: "F1"})
	require.NoError(t, o.SaveDraft(o.ctx, o.who("paul"), o.id(), draft))
	require.NoError(t, o.Scan(o.ctx))
	assert.ErrorContains(t, o.Recast(o.ctx, o.who("paul"), o.id(), draft.ID), "This draft stays what it is.")
}

func TestAFileOfWhichNothingIsTakenSaysWhy(t *testing.T) {
	t.Parallel()
	one := receipt().Found[0]
	for say, holds := range map[string]automations.Contents{
		"It holds 2 documents, so that it is not clear which one is meant.": {Found: []automations.Found{one, one}},
		"It is locked with a password.":                                     {Refused: []automations.Refused{{Name: "hotel.pdf", Say: "It is locked with a password."}}},
		"No receipt or invoice was found in it.":                            {},
	} {
		t.Run(say, func(t *testing.T) {
			t.Parallel()
			o, _, draft := scanning(t, holds, "20 EUR taxi yesterday")
			require.NoError(t, o.Scan(o.ctx))
			s := o.paper(draft.ID).Scans
			assert.Equal(t, say, s.Files[0].Say)
			assert.Nil(t, s.Files[0].Read)
			assert.Equal(t, 1, s.Read())
			assert.Equal(t, "20.00 EUR", o.paper(draft.ID).Values["lines"].Lines[0]["amount"].Money.String())
		})
	}
}

func TestADraftThatEndsWhileItsFileIsReadStaysEnded(t *testing.T) {
	t.Parallel()
	o, l, draft := scanning(t, receipt(), "")
	o.Reader = meddler{l, func() { require.NoError(t, o.Discard(o.ctx, o.who("ines"), o.id(), draft.ID)) }}
	require.NoError(t, o.Scan(o.ctx))
	assert.Equal(t, 1, l.looks)
	assert.NotContains(t, o.due(), "read")
	assert.Equal(t, request.Withdrawn, o.request(draft.ID).State)
}

func TestAFileThatComesWhileAnotherIsReadIsReadToo(t *testing.T) {
	t.Parallel()
	o, l, draft := scanning(t, receipt(), "")
	kind := o.kindOf("expense")
	assert.Equal(t, []string{"F1"}, o.Unread(o.paper(draft.ID), kind, o.who("ines"), draft.Values))
	more := o.claim("ines", "", form.File{Name: "a.pdf", Source: "F1"}, form.File{Name: "b.pdf", Source: "F2"})
	more.ID = draft.ID
	came := false
	o.Reader = meddler{l, func() {
		if !came {
			came = true
			o.wait(time.Second)
			require.NoError(t, o.SaveDraft(o.ctx, o.who("ines"), o.id(), more))
		}
	}}
	require.NoError(t, o.Scan(o.ctx))
	assert.Equal(t, []string{"F1", "F2"}, o.paper(draft.ID).Scans.Unread(), "both are read again")
	require.NoError(t, o.Scan(o.ctx))
	assert.Empty(t, o.paper(draft.ID).Scans.Unread())
	assert.Equal(t, 2, o.paper(draft.ID).Scans.Read())
	assert.Empty(t, o.Unread(o.paper(draft.ID), kind, o.who("ines"), more.Values))
	o.Reader = nil
	assert.Nil(t, o.Unread(o.paper(draft.ID), kind, o.who("ines"), draft.Values), "nobody reads")
}

func TestAScanThatFailsStaysDue(t *testing.T) {
	t.Parallel()
	o, l, draft := scanning(t, receipt(), "")
	l.says = receipt()
	o.fails(func() error { return o.Scan(o.ctx) })
	assert.Empty(t, o.paper(draft.ID).Scans.Unread())
	ctx, stop := context.WithCancel(o.ctx)
	o2, l2, draft2 := scanning(t, receipt(), "")
	o2.Reader = meddler{l2, stop}
	require.ErrorIs(t, o2.Scan(ctx), context.Canceled)
	assert.Equal(t, []string{"F1"}, o2.paper(draft2.ID).Scans.Unread())
}
