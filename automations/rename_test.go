package automations_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/catalogue"
)

func TestWhoNamesARecordFollowsItsNewName(t *testing.T) {
	t.Parallel()
	o := lists(t)
	entered := func(of string, pairs ...string) string {
		f, err := o.enter("fay", of, "", texts(pairs...))
		require.NoError(t, err)
		kind, err := o.Catalogue.Kind(catalogue.EntryKind(of))
		require.NoError(t, err)
		return automations.RecordOf(kind, f.Request.ID)
	}
	vendor := entered("vendors", "name", "Lumen GmbH")
	entered("vendors", "name", "Nordic Paper Ltd")
	lamp, desk := entered("tools", "tag", "LAP-1", "vendor", "lumen gmbh"), entered("tools", "tag", "LAP-2", "vendor", "Nordic Paper Ltd")
	named := func(id string) string {
		r, err := o.Record(o.ctx, o.who("fay"), id)
		require.NoError(t, err)
		return r.Values["vendor"].Text
	}
	assert.Equal(t, "Lumen GmbH", named(lamp), "as it is called there")

	_, draft, _, err := o.Changing(o.ctx, o.who("fay"), vendor, 0)
	require.NoError(t, err)
	_, err = o.enter("fay", "vendors", draft, texts("name", "Lumen & Sons GmbH"))
	require.NoError(t, err)
	o.wake()
	assert.Equal(t, "Lumen & Sons GmbH", named(lamp))
	assert.Equal(t, "Nordic Paper Ltd", named(desk))
	assert.Equal(t, []string{"create", "change"}, o.moves(lamp), "by a move of its own")
	o.wake()
	assert.Len(t, o.moves(lamp), 2, "once")
	assert.NotContains(t, o.due(), "rename/2/"+vendor)
}
