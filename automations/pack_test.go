package automations_test

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/audit"
	"factotum/automations/evidence"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/request"
)

// vault keeps in memory.
type vault struct {
	kept   map[string][]byte
	larger string // what is said of everything, as too large
}

func (v *vault) Open(_ context.Context, hash string) (io.ReadCloser, error) {
	body, known := v.kept[hash]
	if !known {
		return nil, fault.New(fault.NotFound, "There is no copy.")
	}
	return io.NopCloser(bytes.NewReader(body)), nil
}

func (v *vault) Fill(_ context.Context, name string, write func(io.Writer) error) (form.File, error) {
	var out bytes.Buffer
	err := write(&out)
	if v.larger != "" {
		return form.File{}, fault.New(fault.Invalid, "%s", v.larger)
	}
	hash := audit.Hash(out.Bytes())
	v.kept[hash] = out.Bytes()
	return form.File{Name: name, Hash: hash}, err
}

// packing is an office in which packs are made.
func packing(t *testing.T, obligations ...string) (*office, *vault) {
	o := obliged(t, obligations...)
	v := &vault{kept: map[string][]byte{}}
	o.Archive = v
	o.Publish = func(ctx context.Context) error {
		_, err := o.Seal(ctx)
		return err
	}
	return o, v
}

// packed is what came of a pack that was asked for.
func (o *office) packed(v *vault, subject string) evidence.Proved {
	o.t.Helper()
	f, err := o.Pack(o.ctx, o.who("adam"), o.id(), subject, "Q4 2026")
	require.NoError(o.t, err)
	require.NoError(o.t, o.Scan(o.ctx))
	o.deliver()
	for _, text := range o.box.to(o.who("adam").Accounts[0]) {
		if rest, is := strings.CutPrefix(text, f.Number+": "+automations.SheetLine+" "); is {
			hash, _, _ := strings.Cut(rest, "/")
			proved, err := evidence.Verify(bytes.NewReader(v.kept[hash]), int64(len(v.kept[hash])))
			require.NoError(o.t, err)
			return proved
		}
	}
	require.Fail(o.t, "no pack came")
	return evidence.Proved{}
}

func TestAPackHoldsWhatWasDoneAndProvesItself(t *testing.T) {
	t.Parallel()
	o, v := packing(t, vatReturn, badgeCheck)
	o.jumps("2026-11-30 10:00")
	o.jumps("2026-12-08 12:00")
	values := said("Filed")
	hash := audit.Hash([]byte("the return"))
	v.kept[hash] = []byte("the return")
	values["file"] = form.Value{Files: []form.File{{Name: "return.pdf", Hash: hash}, {Name: "lost.pdf", Hash: audit.Hash([]byte("lost"))}}}
	f, err := o.Prove(o.ctx, o.who("fay"), o.id(), vatID, values)
	require.NoError(t, err)
	_, err = o.Decide(o.ctx, o.who("dora"), o.id(), automations.Decision{ID: vatID, Say: request.Approve, Stage: f.Request.Stage()})
	require.NoError(t, err)
	proved := o.packed(v, "Tax")
	require.Len(t, proved.Duties, 1)
	assert.Equal(t, "DUT-1", proved.Duties[0].Number)
	assert.Equal(t, "PACK-1", proved.Number)
	assert.Equal(t, 1, proved.Files)
	assert.Equal(t, []string{audit.Hash([]byte("lost"))}, proved.Absent)
	assert.Equal(t, "Fay Sample", proved.People["fay@example.com"].Name)
	assert.Contains(t, proved.Zones, "Europe/Berlin")
	assert.Empty(t, proved.Unopened)
	assert.Equal(t, "VAT return", proved.Young[0].Title, "it was not known when the quarter began")
	assert.Positive(t, proved.Head.Position)
	periods, err := o.PackPeriods(o.ctx, o.who("adam"))
	require.NoError(t, err)
	assert.Equal(t, []automations.PackPeriod{{Name: "last quarter"}, {Name: "this quarter", Duties: 1}, {Name: "this year", Duties: 1}}, periods)
}

func TestWhatMayNotBeSeenIsCountedAndWhatWasNotOpenedNamed(t *testing.T) {
	t.Parallel()
	o, v := packing(t, vatReturn, badgeCheck)
	o.jumps("2026-11-20 12:00")
	proved := o.packed(v, "")
	assert.Empty(t, proved.Duties)
	assert.Equal(t, []evidence.Unopened{{Title: "VAT return, November 2026", Due: "2026-12-10"}}, proved.Unopened)
}

func TestWhoMayNotHaveAPackIsRefused(t *testing.T) {
	t.Parallel()
	o, v := packing(t, vatReturn)
	_, err := o.Pack(o.ctx, o.who("ines"), o.id(), "", "Q4 2026")
	o.refusal(err, fault.Denied, "Evidence packs are for the compliance lead (somebody with the role compliance), auditors and admins")
	_, err = o.Pack(o.ctx, o.who("adam"), o.id(), "Cooking", "Q4 2026")
	o.refusal(err, fault.NotFound, "There are no duties about “Cooking”. There are: Tax.")
	_, err = o.Pack(o.ctx, o.who("adam"), o.id(), "", "some day")
	o.refusal(err, fault.Invalid, "is no period")
	v.larger = "It would be larger than 50 MB."
	f, err := o.Pack(o.ctx, o.who("adam"), o.id(), "", "Q4 2026")
	require.NoError(t, err)
	require.NoError(t, o.Scan(o.ctx))
	o.deliver()
	assert.Contains(t, o.box.to(o.who("adam").Accounts[0]), f.Number+": "+automations.PackLine+" It would be larger than 50 MB.")
}
