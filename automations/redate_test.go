package automations_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/calendar"
	"factotum/automations/catalogue"
	"factotum/automations/form"
	"factotum/automations/obligation"
	"factotum/automations/request"
	"factotum/automations/state"
)

// closing and counting are due on the third and the fifth working day of a month.
var closing, counting = nth("close", "Books closed", "working_day: 3"), nth("count", "Cash counted", "working_day: 5") + "needs: [close]\n"

func nth(key, title, every string) string {
	return strings.NewReplacer("vat_return", key, "VAT return", title, "day: 10, roll: after", every).Replace(vatReturn)
}

// closes makes the company close on days of December, as after a restart.
func (o *office) closes(days ...int) {
	o.t.Helper()
	var overrides []calendar.Override
	for _, day := range days {
		overrides = append(overrides, calendar.Override{Date: calendar.NewDate(2026, 12, day), Name: "Closed"})
	}
	place := o.Law("", "")
	c, err := calendar.New(place.Location, place.Hours, "DE", "", overrides)
	require.NoError(o.t, err)
	o.Law = func(string, string) *calendar.Calendar { return c }
	o.wait(time.Minute)
	require.NoError(o.t, o.Duties(o.ctx))
	o.wake()
	o.wake() // what was moved now calls
}

// signs brings the evidence of a duty and signs it off.
func (o *office) signs(id string, day int) {
	o.t.Helper()
	values := form.Values{"statement": {Text: "Done"}, catalogue.DoneOn: {Date: calendar.NewDate(2026, 12, day)}}
	f, err := o.Prove(o.ctx, o.who("fay"), o.id(), id, values)
	require.NoError(o.t, err)
	_, err = o.Decide(o.ctx, o.who("dora"), o.id(), automations.Decision{ID: id, Say: request.Approve, Stage: f.Request.Stage()})
	require.NoError(o.t, err)
}

// stands are the duties of the year: title, day and how each stands.
func (o *office) stands() (all []string) {
	for _, p := range o.seen("adam", 2026).Places {
		all = append(all, p.Title+" "+p.Day.String()+" "+p.Mark.String())
	}
	return all
}

func TestAChangeOfTheCalendarLosesAndRepeatsNothing(t *testing.T) {
	t.Parallel()
	o, v := packing(t, closing, counting)
	o.lasts("2026-12-08 12:00")
	o.signs("duty-close-2026-12", 2)
	assert.Equal(t, []string{"Books closed, November 2026 2026-12-03 done", "Cash counted, November 2026 2026-12-07 late"}, o.stands())
	told := len(o.rungs())

	o.closes(1, 2)
	assert.Equal(t, []string{"Books closed, November 2026 2026-12-03 done", "Cash counted, November 2026 2026-12-09 open"}, o.stands(), "what is done stays as it was")
	assert.Len(t, o.rungs(), told, "nobody is told anything again at once")
	s, err := o.Find(o.ctx, o.who("fay"), "duty-count-2026-12")
	require.NoError(t, err)
	assert.Equal(t, "It is due on Wed 9 Dec 2026 now, no longer on Mon 7 Dec 2026: the days on which the company works have changed.", s.File.Request.Thread[0].Text)
	assert.Empty(t, s.Unmet, "what comes before it is done")
	boards, err := o.Boards(o.ctx, o.who("adam"))
	require.NoError(t, err)
	assert.Equal(t, 1, boards[0].Agenda().Tally()[obligation.Done])
	o.lasts("2026-12-10 12:00")
	assert.Equal(t, []string{"9 Dec 09:01 0 to fay", "10 Dec 09:01 +1 to fay", "10 Dec 09:01 manager to dora"}, o.rungs()[told:], "of its new day")

	o.closes()
	assert.Equal(t, "Cash counted, November 2026 2026-12-07 late", o.stands()[1])
	assert.Equal(t, []string{"10 Dec 12:01 +2 late to fay", "10 Dec 12:01 head late to adam"}, o.rungs()[told+3:])
	require.NoError(t, o.Duties(o.ctx))
	o.lasts("2026-12-11 12:00")
	assert.Len(t, o.rungs(), told+5)
	assert.Equal(t, 2, count(o.moves("duty-count-2026-12"), "note"))
	proved := o.packed(v, "Tax")
	assert.Len(t, proved.Duties, 2)
	assert.Empty(t, proved.Unopened)
}

func TestWhatWasOpenedUnderItsDayIsKnown(t *testing.T) {
	t.Parallel()
	before := obliged(t, closing)
	before.lasts("2026-12-01 12:00")
	docs, err := before.Store.Load(before.ctx, "duty-close-2026-12")
	require.NoError(t, err)
	o, v := packing(t, closing)
	o.Law, o.now = before.Law, before.clock()
	old := state.Document{ID: "duty-close-2026-12-03", Body: []byte(strings.NewReplacer("duty-close-2026-12", "duty-close-2026-12-03", `"period":"2026-12"`, `"period":"2026-12-03"`).Replace(string(docs[0].Body))), Prefix: "DUT"}
	began := state.Document{ID: "obligation/close", Body: []byte(`{"since":"2026-11-20","through":"2026-12-03"}`)}
	_, err = o.Store.Commit(o.ctx, state.Change{
		Once: state.Once{Key: "earlier", Keep: time.Hour}, Documents: []state.Document{old, began},
		Add: []state.Entry{{Index: "duties/2026", Sort: "2026-12-03", ID: old.ID}, {Index: "duty/all", Sort: "2026-12-03 a", ID: old.ID}, {Index: "duty/fay@example.com", Sort: "2026-12-03 a", ID: old.ID}},
	})
	require.NoError(t, err)
	for _, days := range [][]int{{}, {1, 2}} {
		o.closes(days...)
		assert.Len(t, o.stands(), 1, "none is opened beside it, and none is to come")
	}
	assert.Equal(t, []string{"Books closed, November 2026 2026-12-07 open"}, o.stands())
	o.lasts("2026-12-08 12:00")
	o.signs(old.ID, 2)
	assert.Equal(t, []string{"Books closed, November 2026 2026-12-07 done"}, o.stands())
	assert.Empty(t, o.packed(v, "Tax").Unopened)
	assert.Len(t, o.seen("adam", 2027).Only("", "Tax").Places, 12, "the next ones are to come")
}
