package automations_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/fault"
)

func TestOnlyAdminsSeeAndRepeatDeliveries(t *testing.T) {
	t.Parallel()
	o := setup(t)
	for name, admin := range map[string]bool{"adam": true, "mara": false, "dora": false, "gus": false} {
		assert.Equal(t, admin, automations.IsAdmin(o.who(name)), name)
		_, _, err := o.Undelivered(o.ctx, o.who(name), "", 10)
		if admin {
			require.NoError(t, err)
			continue
		}
		assert.Equal(t, fault.Denied, fault.CodeOf(err), name)
		assert.Equal(t, fault.Denied, fault.CodeOf(o.Redeliver(o.ctx, o.who(name), "key")), name)
	}
	gone := o.who("adam")
	gone.Inactive = true
	assert.False(t, automations.IsAdmin(gone))
	_, _, err := o.Undelivered(o.ctx, o.who("adam"), "no cursor", 10)
	require.Error(t, err)
}
