package automations_test

import (
	"context"
	"net/http"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/fault"
	"factotum/automations/outbox"
	"factotum/automations/request"
	"factotum/connectors/store/sqlite"
)

func TestOnlyAdminsSeeAndRepeatDeliveries(t *testing.T) {
	t.Parallel()
	o := setup(t)
	for name, admin := range map[string]bool{"adam": true, "mara": false, "dora": false, "gus": false} {
		assert.Equal(t, admin, automations.IsAdmin(o.who(name)), name)
		_, err := o.Undelivered(o.ctx, o.who(name), 10)
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
}

func TestWhatASystemMissedForOneReasonIsTriedAgainTogetherAndInOrder(t *testing.T) {
	t.Parallel()
	o, x := hooked(t, automations.Hook{Key: "jira"})
	x.spurns = http.StatusUnprocessableEntity
	id := o.broken()
	x.spurns = http.StatusBadRequest
	o.make(id, request.Move{Action: request.Rank, By: "paul@example.com", Priority: request.Low})
	x.spurns = http.StatusUnprocessableEntity
	for _, text := range []string{"2", "3", "4", "5", "6", "7", "8", "9", "10", "11"} { // as keys 10 would come before 9
		o.make(id, request.Move{Action: request.Say, By: "paul@example.com", Text: text, Remark: "s" + text})
	}
	failed := o.failed()
	require.Len(t, failed, 2, "one for each reason")
	assert.Equal(t, automations.Undelivered{Key: failed[0].Key, Number: "FLT-1", To: "the webhook jira", Reason: "The receiver of the webhook answers 422. It does not take this message: its log tells why. Try again when it does.", Others: 10}, failed[0])
	assert.Zero(t, failed[1].Others)
	all, err := o.Undelivered(o.ctx, o.who("adam"), 1)
	require.NoError(t, err)
	assert.Equal(t, automations.Failures{List: failed[:1], Hidden: 1, Messages: 12}, all)

	x.spurns = 0
	require.NoError(t, o.Redeliver(o.ctx, o.who("adam"), failed[0].Key))
	o.deliver()
	var versions []int64
	for _, e := range x.events {
		versions = append(versions, e.Data.Change.Version)
	}
	assert.Equal(t, []int64{1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, versions)
	assert.Equal(t, failed[1:], o.failed(), "what it does not take for another reason stays")
	assert.Equal(t, fault.NotFound, fault.CodeOf(o.Redeliver(o.ctx, o.who("adam"), failed[0].Key)), "somebody has done so")
}

func TestMoreFailuresThanAreCounted(t *testing.T) {
	t.Parallel()
	o := setup(t)
	o.Store = swamped{o.store}
	all, err := o.Undelivered(o.ctx, o.who("adam"), 10)
	require.NoError(t, err)
	assert.Equal(t, []any{1, 499, 500, true}, []any{len(all.List), all.List[0].Others, all.Messages, all.Further})
}

// swamped is a store in which a webhook is down for good.
type swamped struct{ *sqlite.Store }

func (swamped) Failed(_ context.Context, _ string, limit int) ([]outbox.Leased, string, error) {
	one := outbox.Leased{Notice: outbox.Notice{Key: "hook/jira/r1/1", Request: "r1", To: "system:jira", Shape: outbox.Hook}}
	return slices.Repeat([]outbox.Leased{one}, limit), "next", nil
}
