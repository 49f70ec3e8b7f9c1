package automations_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/calendar"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/obligation"
	"factotum/automations/outbox"
	"factotum/automations/request"
)

// seen is the year as somebody sees it.
func (o *office) seen(who string, year int) obligation.Agenda {
	o.t.Helper()
	a, err := o.Year(o.ctx, o.who(who), year)
	require.NoError(o.t, err)
	return a
}

func TestTheYearHoldsWhatWasOpenedAndWhatIsToCome(t *testing.T) {
	t.Parallel()
	o := obliged(t, vatReturn, badgeCheck)
	_, err := o.PutRecord(o.ctx, o.who("dora"), o.id(), automations.RecordDraft{Dataset: "badges", Values: form.Values{"number": {Text: "B-7"}, "left": {Date: calendar.NewDate(2026, 12, 28)}}})
	require.NoError(t, err)
	o.lasts("2026-12-08 12:00")
	a := o.seen("adam", 0)
	assert.Equal(t, 2026, a.Year)
	require.Len(t, a.Places, 1, "what was due before Factotum knew of it is not its business")
	assert.Equal(t, obligation.Open, a.Places[0].Mark)
	assert.Equal(t, "VAT return, November 2026", a.Places[0].Title)
	next := o.seen("adam", 2027)
	assert.Len(t, next.Only("", "Tax").Places, 12)
	badge := next.Only("", "Other").Places
	require.Len(t, badge, 1)
	assert.Equal(t, "Badge check, B-7", badge[0].Title)
	assert.Equal(t, calendar.NewDate(2027, 1, 4), badge[0].Day)
	assert.Equal(t, "paul@example.com", badge[0].Owner)
	assert.Len(t, o.seen("fay", 2027).Places, 12, "the badges are not hers to look at")
	assert.Empty(t, o.seen("ines", 2027).Places)

	f, err := o.Prove(o.ctx, o.who("fay"), o.id(), vatID, said("Filed"))
	require.NoError(t, err)
	assert.Equal(t, obligation.Shown, o.seen("adam", 0).Places[0].Mark)
	_, err = o.Decide(o.ctx, o.who("dora"), o.id(), automations.Decision{ID: vatID, Say: request.Return, Stage: f.Request.Stage(), Text: "Which month?"})
	require.NoError(t, err)
	o.lasts("2026-12-11 12:00")
	late := o.seen("adam", 0).Places[0]
	assert.Equal(t, obligation.Late, late.Mark)
	assert.Equal(t, []obligation.Note{{By: "dora@example.com", Text: "Which month?", Back: true}}, late.Notes)
	values := said("Filed")
	values["done_on"] = form.Value{Date: calendar.NewDate(2026, 12, 11)}
	f, err = o.Prove(o.ctx, o.who("fay"), o.id(), vatID, values)
	require.NoError(t, err)
	_, err = o.Decide(o.ctx, o.who("dora"), o.id(), automations.Decision{ID: vatID, Say: request.Approve, Stage: f.Request.Stage()})
	require.NoError(t, err)
	assert.Equal(t, obligation.Behind, o.seen("dora", 0).Places[0].Mark)
}

func TestWhoLeadsSeesTheDutiesOfOthers(t *testing.T) {
	t.Parallel()
	o := obliged(t, vatReturn+"lead: {person: paul@example.com}\n")
	o.lasts("2026-12-08 12:00")
	_, err := o.Find(o.ctx, o.who("paul"), vatID)
	require.NoError(t, err)
	assert.Len(t, o.seen("paul", 0).Places, 1)
	_, err = o.Find(o.ctx, o.who("ines"), vatID)
	o.refusal(err, fault.NotFound, "You may not see")
}

func TestAPartOfTheYearTravelsInAButton(t *testing.T) {
	t.Parallel()
	for _, a := range []automations.YearAsk{{}, {Year: 2026, Month: 12, Owner: "a@example.com", Subject: "Tax & more=?"}} {
		assert.Equal(t, a, automations.ParseYearAsk(a.Encode()))
	}
	assert.Equal(t, automations.YearAsk{}, automations.ParseYearAsk("y=9999&m=13"))
	assert.Equal(t, automations.YearAsk{}, automations.ParseYearAsk("%zz"))
}

// painter makes no pictures, but says which year it was asked for.
type painter struct{ fails bool }

func (p painter) Year(a obligation.Agenda, _ calendar.Date) ([]byte, error) {
	if p.fails {
		return nil, errors.New("no ink")
	}
	return []byte(a.Finding()), nil
}

func (painter) Calendar(name string, places []obligation.Place, _ time.Time) []byte {
	return fmt.Appendf(nil, "%s: %d", name, len(places))
}

func TestTheYearIsBroughtAsPictureTableAndFile(t *testing.T) {
	t.Parallel()
	o := obliged(t, vatReturn)
	by := o.who("fay")
	o.refusal(o.SendYear(o.ctx, by, o.id(), automations.YearPicture, automations.YearAsk{}), fault.Unavailable, "cannot be made here")
	o.Almanac, o.Reader = painter{}, shelf{o.keeper}
	o.Reporting.Drawer = pencil{}
	var sheets []automations.Sheet
	o.courier.Render = func(s automations.Sight) (outbox.Message, error) {
		sheets = append(sheets, s.Sheet)
		return outbox.Message{Text: s.Notice.Says.Name}, nil
	}
	for _, letter := range []string{automations.YearPicture, automations.YearTable, automations.YearFile} {
		require.NoError(t, o.SendYear(o.ctx, by, letter, letter, automations.YearAsk{Year: 2027}))
		require.NoError(t, o.SendYear(o.ctx, by, letter, letter, automations.YearAsk{Year: 2027}), "clicked once, though Slack says so twice")
	}
	o.deliver()
	require.Len(t, sheets, 3)
	kept := func(s automations.Sheet) string {
		body, err := o.keeper.Kept(o.ctx, s.Hash)
		require.NoError(t, err)
		return string(body)
	}
	assert.Equal(t, "12 duties are due in 2027", kept(sheets[0]))
	assert.Equal(t, "Duties 2027.csv", sheets[1].Name)
	assert.Contains(t, kept(sheets[1]), "[2027-01-11 VAT return, December 2026 Tax Fay Sample to come  § 18 UStG ]")
	assert.Equal(t, "Duties 2027.ics", sheets[2].Name)
	o.Almanac = painter{fails: true}
	require.NoError(t, o.SendYear(o.ctx, by, "again", automations.YearPicture, automations.YearAsk{}))
	o.deliver()
	assert.Len(t, sheets, 3, "what cannot be drawn is no message")
}
