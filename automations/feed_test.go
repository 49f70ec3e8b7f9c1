package automations_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/fault"
	"factotum/automations/people"
)

// fetched is what a program gets by a link.
func (o *office) fetched(link string) (string, error) {
	secret := strings.TrimSuffix(strings.TrimPrefix(link, "https://duties.example/"), ".ics")
	body, err := o.FedCalendar(o.ctx, secret)
	return string(body), err
}

func TestALinkGivesACalendarUntilAnotherIsMade(t *testing.T) {
	t.Parallel()
	o := obliged(t, vatReturn)
	adam := o.who("adam")
	_, err := o.NewFeed(o.ctx, adam, "0", true)
	o.refusal(err, fault.Unavailable, "There is no address")
	n := 0
	o.Almanac = painter{}
	o.Feeds = automations.Feeds{Address: "https://duties.example", Secret: func() string { n++; return fmt.Sprintf("secret-%d", n) }}
	none, err := o.FeedOf(o.ctx, adam)
	require.NoError(t, err)
	assert.Empty(t, none.Hash)
	link, err := o.NewFeed(o.ctx, adam, "1", true)
	require.NoError(t, err)
	assert.Equal(t, "https://duties.example/secret-1.ics", link)
	body, err := o.fetched(link)
	require.NoError(t, err)
	assert.Equal(t, "Duties, Sample Ltd: 13", body, "this month and a year")
	kept, err := o.Store.Load(o.ctx, "feed/of/adam@example.com")
	require.NoError(t, err)
	assert.NotContains(t, string(kept[0].Body), "secret-1")
	_, err = o.NewFeed(o.ctx, adam, "1", true)
	o.refusal(err, fault.Conflict, "clicked already")
	mine, err := o.NewFeed(o.ctx, adam, "2", false)
	require.NoError(t, err)
	body, err = o.fetched(mine)
	require.NoError(t, err)
	assert.Equal(t, "Duties of Adam Sample, Sample Ltd: 0", body)
	_, err = o.fetched(link)
	o.refusal(err, fault.NotFound, "no such calendar")
	require.NoError(t, o.RemoveFeed(o.ctx, adam, "3"))
	_, gone := o.fetched(mine)
	_, wrong := o.fetched("secret-17")
	assert.Equal(t, wrong, gone)
	link, err = o.NewFeed(o.ctx, adam, "4", true)
	require.NoError(t, err)
	accounts, entries, company := staff()
	for i, e := range entries {
		entries[i].Inactive = entries[i].Inactive || strings.HasPrefix(e.Email, "adam@")
	}
	o.employ(accounts, entries, company)
	_, err = o.fetched(link)
	o.refusal(err, fault.NotFound, "no such calendar")
	_, err = o.NewFeed(o.ctx, people.Person{ID: "x"}, "5", true)
	require.NoError(t, err)
}
