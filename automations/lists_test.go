package automations_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/people"
)

func TestWaitingFollowsRolesManagersAndOwners(t *testing.T) {
	t.Parallel()
	o := setup(t)
	id := o.purchase("12000.00 EUR").Request.ID
	steps := []struct{ waits, decides []string }{
		{[]string{"mara"}, []string{"mara"}},        // manager
		{[]string{"omar"}, []string{"omar"}},        // owner of the cost centre
		{[]string{"fay", "finn"}, []string{"finn"}}, // any of a role
		{[]string{"dora", "dan"}, []string{"dora"}}, // two of a role
		{[]string{"dan"}, []string{"dan"}},          // who has approved has nothing to do any more
		{[]string{"paul"}, nil},                     // the team that orders
	}
	for i, step := range steps {
		assert.ElementsMatch(t, step.waits, o.waitsFor(), i)
		o.approve(id, step.decides...)
	}
	_, err := o.Resolve(o.ctx, o.who("paul"), "r", id, automations.Finish{})
	require.NoError(t, err)
	assert.Empty(t, o.waitsFor())
}

// waitsFor are the people for whom anything waits.
func (o *office) waitsFor() []string {
	o.t.Helper()
	var names []string
	for _, name := range []string{"ines", "mara", "omar", "fay", "finn", "paul", "dora", "dan", "adam", "gus"} {
		list, err := o.Waiting(o.ctx, o.who(name), "", 10)
		require.NoError(o.t, err)
		if len(list.Rows) > 0 {
			names = append(names, name)
		}
	}
	return names
}

func TestListsArePaged(t *testing.T) {
	t.Parallel()
	o := setup(t)
	const all = 60
	for range all {
		o.submit(taxi)
		o.wait(time.Second)
	}
	o.approve(o.number("EXP-7"), "mara")
	walk := func(list func(after string) (automations.Rows, error)) (numbers []string, pages int) {
		after := ""
		for {
			page, err := list(after)
			require.NoError(t, err)
			require.LessOrEqual(t, len(page.Rows), 25)
			for _, row := range page.Rows {
				numbers = append(numbers, row.File.Number)
				assert.Equal(t, "expense", row.Kind.Key)
			}
			pages++
			if after = page.Next; after == "" {
				return numbers, pages
			}
		}
	}
	waiting, pages := walk(func(after string) (automations.Rows, error) { return o.Waiting(o.ctx, o.who("mara"), after, 25) })
	assert.Equal(t, 3, pages)
	require.Len(t, waiting, all-1)
	assert.Equal(t, []string{"EXP-1", "EXP-6", "EXP-8", "EXP-60"}, []string{waiting[0], waiting[5], waiting[6], waiting[58]}, "the oldest first")
	mine, pages := walk(func(after string) (automations.Rows, error) { return o.Mine(o.ctx, o.who("ines"), after, 25) })
	assert.Equal(t, 3, pages)
	require.Len(t, mine, all)
	assert.Equal(t, []string{"EXP-60", "EXP-1"}, []string{mine[0], mine[59]}, "the newest first")
	first, err := o.Mine(o.ctx, o.who("ines"), "", 25)
	require.NoError(t, err)
	assert.Equal(t, all, first.Total)
}

// number gives the id of a number.
func (o *office) number(number string) string {
	o.t.Helper()
	id, err := o.store.Lookup(o.ctx, number)
	require.NoError(o.t, err)
	require.NotEmpty(o.t, id)
	return id
}

func TestAPageIsFilledAlthoughMuchOfItIsForOthers(t *testing.T) {
	t.Parallel()
	o := setup(t)
	// Those of dora's team stand in the same index as the claims for which
	// somebody else decides by now.
	ids := []string{}
	for range 30 {
		ids = append(ids, o.purchase("12000.00 EUR").Request.ID)
		o.wait(time.Second)
	}
	for _, id := range ids {
		o.approve(id, "mara", "omar", "fay")
	}
	for _, id := range ids[:28] {
		o.approve(id, "dora")
	}
	page, err := o.Waiting(o.ctx, o.who("dora"), "", 5)
	require.NoError(t, err)
	require.Len(t, page.Rows, 2)
	assert.Equal(t, []string{"PUR-29", "PUR-30"}, []string{page.Rows[0].File.Number, page.Rows[1].File.Number})
	assert.Empty(t, page.Next)
	one, err := o.Waiting(o.ctx, o.who("dora"), "", 1)
	require.NoError(t, err)
	require.Len(t, one.Rows, 1)
	assert.Equal(t, "PUR-29", one.Rows[0].File.Number)
	one, err = o.Waiting(o.ctx, o.who("dora"), one.Next, 1)
	require.NoError(t, err)
	require.Len(t, one.Rows, 1, "nothing was passed over")
	assert.Equal(t, "PUR-30", one.Rows[0].File.Number)

	bare := o.replica(o.store)
	bare.Catalogue = noKinds(t)
	_, err = bare.Waiting(o.ctx, o.who("dora"), "", 5)
	require.Error(t, err)
	_, err = o.Waiting(o.ctx, o.who("dora"), "no cursor", 5)
	require.Error(t, err)
}

func TestWaitingForgetsWhoLostTheRole(t *testing.T) {
	t.Parallel()
	o := setup(t)
	o.approve(o.purchase("1500.00 EUR").Request.ID, "mara", "omar")
	assert.ElementsMatch(t, []string{"fay", "finn"}, o.waitsFor())
	o.rewrite(func(name string, e *people.Entry) {
		switch name {
		case "fay":
			e.Roles = nil
		case "adam":
			e.Roles = []string{"finance"}
		}
	})
	assert.ElementsMatch(t, []string{"finn", "adam"}, o.waitsFor(), "no index was rewritten for it")
}

// TestWhoIsAskedForWantOfOthersLooksThroughNothingElse: the index of those who
// step in holds what waits for them, and not what waits for anybody.
func TestWhoIsAskedForWantOfOthersLooksThroughNothingElse(t *testing.T) {
	t.Parallel()
	o := setup(t)
	o.approve(o.purchase("1500.00 EUR").Request.ID, "mara", "omar")
	finance := func(roles ...string) {
		o.rewrite(func(name string, e *people.Entry) {
			if name == "fay" || name == "finn" {
				e.Roles = roles
			}
		})
		require.NoError(t, o.Reroute(o.ctx))
	}
	waits := func(total int, names ...string) {
		t.Helper()
		assert.ElementsMatch(t, names, o.waitsFor())
		list, err := o.Waiting(o.ctx, o.who("dora"), "", 10)
		require.NoError(t, err)
		assert.Equal(t, total, list.Total)
	}
	waits(0, "fay", "finn")
	finance()
	waits(1, "dora", "dan")
	finance("finance")
	waits(0, "fay", "finn")
}
