package automations_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/fault"
	"factotum/automations/request"
)

func TestTheFirstWordsNameADataset(t *testing.T) {
	t.Parallel()
	o := lists(t)
	fay := o.who("fay")
	for text, want := range map[string][2]string{
		"tools":               {"tools", ""},
		"  Tool LAP-1 broken": {"tools", "LAP-1 broken"},
		"vendors  lumen":      {"vendors", "lumen"},
		"Week 12":             {"hours", "12"},
		"cost centre sales":   {"cost_centres", "sales"},
	} {
		ds, rest, err := o.DatasetNamed(fay, text)
		require.NoError(t, err, text)
		assert.Equal(t, want, [2]string{ds.Key, rest}, text)
	}
	_, _, err := o.DatasetNamed(fay, "planets mars")
	o.refusal(err, fault.NotFound, "There is no dataset “planets” that you may use. Write for example /entry ")
	for _, ds := range o.Readable(o.who("gus")) {
		assert.True(t, automations.MayRead(o.who("gus"), ds), ds.Key)
	}
	tools, err := o.Catalogue.Dataset("tools")
	require.NoError(t, err)
	assert.True(t, automations.MayRead(fay, tools))
	assert.False(t, automations.MayRead(o.who("ines"), tools), "who only adds")
	hours, err := o.Catalogue.Dataset("hours")
	require.NoError(t, err)
	assert.True(t, automations.MayRead(o.who("ines"), hours), "their own")
}

func TestATicketIsFoundByItsPriorityAndKnownByItsMessage(t *testing.T) {
	t.Parallel()
	o := desks(t, "round_robin")
	f := o.printer("ines", "The printer smokes")
	o.shelve()
	rank := f.Request.Work.Priority
	names := []string{"urgent", "high", "normal", "low"}
	for i, word := range names {
		want := []string{}
		if i+1 == rank {
			want = append(want, f.Number)
		}
		assert.Equal(t, want, o.search("fay", "printer priority:"+word, 10), word)
	}
	_, err := o.Search(o.ctx, o.who("fay"), "priority:whenever", 0, 10)
	o.refusal(err, fault.Invalid, "urgent, high, normal, low")
	assert.False(t, automations.FromMessage(f.Request))
	assert.True(t, automations.FromMessage(request.Request{ID: "message-C1-1"}))
	assert.True(t, slices.Contains(automations.RepeatWays(), "rule"))
}
