package automations_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/fault"
	"factotum/automations/people"
	"factotum/automations/request"
)

func TestFindShowsARequestToThoseItConcerns(t *testing.T) {
	t.Parallel()
	o := setup(t)
	id := o.submit(taxi).Request.ID
	for by, sees := range map[string]bool{
		"ines": true, "mara": true, "fay": true, "adam": true, // herself, her manager, and the roles that the kind names
		"omar": false, "dora": false, "paul": false, "gus": false,
	} {
		for _, word := range []string{"EXP-1", " exp-1 ", id} {
			found, err := o.Find(o.ctx, o.who(by), word)
			if !sees {
				assert.Equal(t, fault.NotFound, fault.CodeOf(err), by)
				assert.Equal(t, fmt.Sprintf("There is no request %s that you may see. Your own are listed by /desk mine.", word), fault.Say(err))
				continue
			}
			require.NoError(t, err, by)
			assert.Equal(t, "EXP-1", found.File.Number)
			assert.Equal(t, by+"@example.com", found.Reader.ID)
			assert.Equal(t, "expense", found.Kind.Key)
		}
	}
	o.approve(id, "mara")
	_, err := o.Find(o.ctx, o.who("paul"), "EXP-1")
	require.NoError(t, err, "who pays sees it once there is something to pay")
	_, err = o.Find(o.ctx, o.who("ines"), "EXP-99")
	assert.Equal(t, "There is no request EXP-99 that you may see. Your own are listed by /desk mine.", fault.Say(err))

	bare := o.replica(o.store)
	bare.Catalogue = noKinds(t)
	_, err = bare.Find(o.ctx, o.who("ines"), "EXP-1")
	require.Error(t, err)
}

func TestAButtonBelongsToThePersonItWasPostedTo(t *testing.T) {
	t.Parallel()
	o := setup(t)
	id := o.submit(taxi).Request.ID
	_, err := o.Decide(o.ctx, o.who("mara"), "q", automations.Decision{ID: id, Say: request.Ask, Text: "why?"})
	require.NoError(t, err)
	o.deliver()
	card, own := o.box.sent("U01")[0].ts, o.box.sent("U00")
	tests := map[string]struct {
		by, id, channel, ts string
		want                fault.Code
	}{
		"own card":                          {"mara", id, "DU01", card, ""},
		"line in own conversation":          {"ines", id, "DU00", own[1].ts, ""},
		"card of somebody else":             {"ines", id, "DU01", card, fault.Denied},
		"card of somebody else who may see": {"fay", id, "DU01", card, fault.Denied},
		"copied to a channel":               {"mara", id, "C1", card, fault.Denied},
		"copied by somebody without a card": {"fay", id, "C1", "99.0", fault.Denied},
		"of another request":                {"mara", "other", "DU01", card, fault.Denied},
		"in own conversation, unrecorded":   {"mara", id, "DU01", "99.0", fault.Unavailable},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			err := o.Belongs(o.ctx, o.who(tt.by), name, tt.id, tt.channel, tt.ts)
			require.Equal(t, tt.want, fault.CodeOf(err))
			switch tt.want {
			case "":
				return
			case fault.Denied:
				assert.Contains(t, fault.Say(err), "This button is a copy or out of date")
			default:
				assert.Contains(t, fault.Say(err), "has only just been posted")
			}
			require.Error(t, o.Belongs(o.ctx, o.who(tt.by), name, tt.id, tt.channel, tt.ts), "again")
		})
	}
	refused := 0
	for _, move := range append(o.moves(id), o.moves("other")...) {
		if strings.HasPrefix(move, "refused") {
			refused++
		}
	}
	assert.Equal(t, 6, refused, "each is recorded once")
}

func TestAButtonOfACardThatIsNotRecordedYetIsToBeTriedAgain(t *testing.T) {
	t.Parallel()
	o := setup(t)
	id := o.submit(taxi).Request.ID
	o.die("card/")
	card := o.box.sent("U00")[0].ts
	early := func() error { return o.Belongs(o.ctx, o.who("ines"), o.id(), id, "DU00", card) }
	assert.Equal(t, fault.Unavailable, fault.CodeOf(early()))
	o.wait(30 * time.Second)
	o.deliver()
	require.NoError(t, early())
	assert.Equal(t, []string{"submit", "refused early button"}, o.moves(id))
}

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
	_, err := o.Resolve(o.ctx, o.who("paul"), "r", id, "")
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
