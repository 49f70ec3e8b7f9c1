package automations_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/calendar"
	"factotum/automations/outbox"
	"factotum/automations/request"
)

func TestTheMorningMessageComesOnceAtTheHourOfTheReader(t *testing.T) {
	t.Parallel()
	o := setup(t)
	o.submit("42.50 EUR taxi yesterday")
	o.deliver()
	m := &automations.Mornings{Desk: o.Desk}
	require.NoError(t, o.SetMorning(o.ctx, o.who("mara"), "a", automations.MorningWish{Hour: 8, Skip: []string{"week"}}))
	require.NoError(t, o.SetMorning(o.ctx, o.who("omar"), "b", automations.MorningWish{Hour: 8}))
	require.NoError(t, o.SetMorning(o.ctx, o.who("ines"), "c", automations.MorningWish{Hour: 8, Days: []time.Weekday{time.Tuesday}, Skip: automations.MorningParts()}))
	require.Error(t, o.SetMorning(o.ctx, o.who("ines"), "d", automations.MorningWish{Hour: 24}))
	had := len(o.box.to(o.who("mara").Accounts[0]))
	told := func() int { return len(o.box.to(o.who("mara").Accounts[0])) - had }
	at := func(day, hour int) {
		t.Helper()
		o.until(time.Date(2026, 11, day, hour-1, 0, 1, 0, time.UTC))
		require.NoError(t, m.Run(o.ctx))
		require.NoError(t, (&automations.Mornings{Desk: o.Desk}).Run(o.ctx), "another replica")
		o.deliver()
	}
	at(21, 8)
	assert.Zero(t, told(), "Saturday")
	at(23, 7)
	assert.Zero(t, told(), "too early")
	at(23, 8)
	at(23, 9)
	assert.Equal(t, 1, told())
	at(24, 12)
	assert.Equal(t, 1, told(), "too late for that day")
	assert.Empty(t, o.box.to(o.who("omar").Accounts[0]), "nothing to tell")
	wish, err := o.MorningOf(o.ctx, o.who("fay"))
	require.NoError(t, err)
	assert.Zero(t, wish.Hour)
}

// greets renders a morning message as what it lists: what still waits, then what
// does not any more.
func greets(s automations.Sight) (outbox.Message, error) {
	if s.Notice.Shape != outbox.Letter {
		return plain(s)
	}
	var waits, over []string
	for _, r := range append(s.Morning.Waiting.Rows, s.Morning.Duties.Rows...) {
		if r.Awaits(s.Reader) {
			waits = append(waits, r.File.Name())
			continue
		}
		over = append(over, r.File.Name())
	}
	text := fmt.Sprint("morning ", waits, over)
	if rest := s.Morning.Rest[automations.WaitingPart]; rest > 0 {
		text += fmt.Sprint(" and ", rest)
	}
	return outbox.Message{Text: text}, nil
}

func TestWhatIsDueSoonestStandsFirstAndTheRestIsCounted(t *testing.T) {
	t.Parallel()
	o := obliged(t, strings.Replace(vatReturn, "{role: director}", "{person: mara@example.com}", 1))
	o.courier.Render = greets
	o.jumps("2026-11-30 10:00")
	o.jumps("2026-12-11 10:00")
	for range 9 {
		o.submit(taxi)
	}
	o.jumps("2026-12-14 10:00")
	_, err := o.Prove(o.ctx, o.who("fay"), o.id(), vatID, said("Filed"))
	require.NoError(t, err)
	o.deliver()
	require.NoError(t, o.SetMorning(o.ctx, o.who("mara"), "a", automations.MorningWish{Hour: 10, Skip: []string{"week"}}))
	require.NoError(t, (&automations.Mornings{Desk: o.Desk}).Run(o.ctx))
	o.deliver()
	sent := o.box.sent("U01")
	letter := sent[len(sent)-1]
	require.Equal(t, "morning [DUT-1 EXP-1 EXP-2 EXP-3 EXP-4 EXP-5 EXP-6 EXP-7] [] and 2", letter.Text)
	_, key, err := o.Belongs(o.ctx, o.who("mara"), "b", vatID, "DU01", letter.ts)
	require.NoError(t, err)
	f := o.duty()
	_, err = o.Decide(o.ctx, o.who("mara"), o.id(), automations.Decision{ID: vatID, Say: request.Approve, Stage: f.Request.Stage()})
	require.NoError(t, err)
	require.NoError(t, o.Redraw(o.ctx, o.who("mara"), key))
	o.deliver()
	assert.Contains(t, o.box.to("U01"), "morning [EXP-1 EXP-2 EXP-3 EXP-4 EXP-5 EXP-6 EXP-7] [DUT-1] and 2", "a click in it changes no number")
}

func TestTheMorningMessageFollowsAClickInIt(t *testing.T) {
	t.Parallel()
	o := setup(t)
	o.courier.Render = greets
	id := o.submit(taxi).Request.ID
	o.deliver()
	require.NoError(t, o.SetMorning(o.ctx, o.who("mara"), "a", automations.MorningWish{Hour: 10}))
	o.until(o.berlin("2026-11-23 10:00"))
	require.NoError(t, (&automations.Mornings{Desk: o.Desk}).Run(o.ctx))
	o.deliver()
	sent := o.box.sent("U01")
	letter := sent[len(sent)-1]
	require.Equal(t, "morning [EXP-1] []", letter.Text)
	_, key, err := o.Belongs(o.ctx, o.who("mara"), "b", id, "DU01", letter.ts)
	require.NoError(t, err)
	require.NotEmpty(t, key)
	o.approve(id, "mara")
	o.wait(time.Hour)
	require.NoError(t, o.Redraw(o.ctx, o.who("mara"), key))
	o.deliver()
	assert.Contains(t, o.box.to("U01"), "morning [] [EXP-1]", "it stays and says so")
	docs, err := o.Store.Load(o.ctx, outbox.DeliveryID(key))
	require.NoError(t, err)
	assert.Contains(t, string(docs[0].Body), "2026-11-23T09:00:00Z", "what it told it told then")
	updates := o.box.updates
	require.NoError(t, o.Redraw(o.ctx, o.who("mara"), key))
	o.deliver()
	assert.Equal(t, updates, o.box.updates, "nothing is new")
}

func TestARungOfTheMorningStandsInTheMorningMessage(t *testing.T) {
	t.Parallel()
	o := obliged(t, vatReturn)
	o.courier.Render = greets
	require.NoError(t, o.SetMorning(o.ctx, o.who("fay"), "a", automations.MorningWish{Hour: 9}))
	m := &automations.Mornings{Desk: o.Desk}
	o.lasts("2026-12-07 09:00") // three days before
	require.NoError(t, m.Run(o.ctx))
	o.deliver()
	assert.Contains(t, o.box.to("U03"), "morning [DUT-1] []")
	assert.Empty(t, o.duty().Request.Work.Alerts, "told is what the message has told")
	o.lasts("2026-12-07 09:30")
	assert.Equal(t, []string{"3"}, o.duty().Request.Work.Alerts)
	assert.Empty(t, o.rungs(), "one message instead of two")
	require.NoError(t, o.SetMorning(o.ctx, o.who("fay"), "b", automations.MorningWish{Hour: 9, Skip: []string{"due"}}))
	o.lasts("2026-12-10 09:00")
	assert.Equal(t, []string{"9 Dec 09:00 1 to fay", "10 Dec 09:00 0 to fay"}, o.rungs(), "these stand in none")
}

func TestARungThatTheMorningMessageDoesNotListIsToldByItself(t *testing.T) {
	t.Parallel()
	away := obliged(t, vatReturn)
	away.courier.Render = greets
	require.NoError(t, away.SetMorning(away.ctx, away.who("paul"), "a", automations.MorningWish{Hour: 9}))
	_, err := away.Away(away.ctx, away.who("fay"), away.id(), automations.AwayDays{
		First: calendar.NewDate(2026, 12, 7), Last: calendar.NewDate(2026, 12, 8), Substitute: away.who("paul").ID,
	})
	require.NoError(t, err)
	away.lasts("2026-12-07 09:00")
	require.NoError(t, (&automations.Mornings{Desk: away.Desk}).Run(away.ctx))
	away.deliver()
	assert.Empty(t, away.rungs(), "who stands in has the duties, and reads of them with their own")
	assert.Contains(t, away.box.to(away.who("paul").Accounts[0]), "morning [DUT-1] []")

	var many []string
	for i := range 9 {
		many = append(many, strings.ReplaceAll(vatReturn, "vat_return", "vat_"+string(rune('a'+i))))
	}
	busy := obliged(t, many...)
	busy.courier.Render = greets
	require.NoError(t, busy.SetMorning(busy.ctx, busy.who("fay"), "a", automations.MorningWish{Hour: 9}))
	busy.lasts("2026-12-07 09:00")
	require.NoError(t, (&automations.Mornings{Desk: busy.Desk}).Run(busy.ctx))
	busy.lasts("2026-12-07 09:30")
	assert.Len(t, busy.rungs(), 1, "there is room for eight")
}

func TestARungIsToldOnceWhateverBecomesOfTheMorningMessage(t *testing.T) {
	t.Parallel()
	morning := func(hour int) (*office, *automations.Mornings) {
		o := obliged(t, vatReturn)
		o.courier.Render = greets
		require.NoError(t, o.SetMorning(o.ctx, o.who("fay"), "a", automations.MorningWish{Hour: hour}))
		o.jumps("2026-11-30 09:00")
		o.jumps("2026-12-07 09:00")
		assert.Empty(t, o.duty().Request.Work.Alerts, "it waits for the message")
		return o, &automations.Mornings{Desk: o.Desk}
	}
	never, m := morning(10)
	never.until(never.berlin("2026-12-07 13:30")) // everything was down
	require.NoError(t, m.Run(never.ctx))
	never.lasts("2026-12-07 15:00")
	assert.Equal(t, []string{"7 Dec 13:30 3 late to fay"}, never.rungs())

	overnight, m := morning(10)
	overnight.until(overnight.berlin("2026-12-08 08:00"))
	overnight.lasts("2026-12-08 09:50")
	require.NoError(t, m.Run(overnight.ctx))
	overnight.lasts("2026-12-08 12:00")
	assert.Equal(t, []string{"8 Dec 08:00 3 late to fay"}, overnight.rungs(), "what is late waits for no message")

	sent, m := morning(10)
	sent.until(sent.berlin("2026-12-07 10:00"))
	require.NoError(t, m.Run(sent.ctx))
	sent.deliver()
	sent.until(sent.berlin("2026-12-08 08:00")) // down before anybody looked
	sent.lasts("2026-12-08 12:00")
	assert.Equal(t, []string{"3"}, sent.duty().Request.Work.Alerts)
	assert.Empty(t, sent.rungs(), "the message has told it")

	away, m := morning(10)
	_, err := away.Away(away.ctx, away.who("fay"), away.id(), automations.AwayDays{
		First: calendar.NewDate(2026, 12, 7), Last: calendar.NewDate(2026, 12, 8), Substitute: away.who("paul").ID,
	})
	require.NoError(t, err)
	away.until(away.berlin("2026-12-07 10:00"))
	require.NoError(t, m.Run(away.ctx))
	away.lasts("2026-12-07 10:30")
	assert.Equal(t, []string{"7 Dec 10:30 3 late to paul"}, away.rungs(), "who has it meanwhile")

	other, m := morning(10)
	require.NoError(t, other.SetMorning(other.ctx, other.who("fay"), "b", automations.MorningWish{}))
	other.until(other.berlin("2026-12-07 10:00"))
	require.NoError(t, m.Run(other.ctx))
	other.lasts("2026-12-07 10:30")
	assert.Equal(t, []string{"7 Dec 10:30 3 late to fay"}, other.rungs(), "none comes any more")

	silent, m := morning(10)
	silent.until(silent.berlin("2026-12-07 10:00"))
	require.NoError(t, m.Run(silent.ctx))
	silent.box.refuse = func(outbox.Message) error { return outbox.DelayError{For: time.Hour} }
	silent.lasts("2026-12-07 13:30") // Slack takes nothing
	silent.box.refuse = nil
	silent.lasts("2026-12-07 16:00")
	assert.Len(t, silent.rungs(), 1)
	assert.NotContains(t, silent.box.to("U03"), "morning [DUT-1] []", "it would tell once more what was told")
}

func TestLeadsHearOfTheWeekOnce(t *testing.T) {
	t.Parallel()
	o := setup(t)
	var last automations.Week
	o.courier.Render = func(s automations.Sight) (outbox.Message, error) {
		if s.Notice.Says.Name != automations.WeeklyLetter {
			return plain(s)
		}
		last = s.Week
		return outbox.Message{Text: "week of " + s.Notice.To}, nil
	}
	o.submit(taxi)
	require.NoError(t, o.SetMorning(o.ctx, o.who("mara"), "a", automations.MorningWish{Hour: 9}))
	require.NoError(t, o.SetMorning(o.ctx, o.who("omar"), "b", automations.MorningWish{Hour: 9}))
	require.NoError(t, o.SetMorning(o.ctx, o.who("dora"), "c", automations.MorningWish{Hour: 9, Skip: []string{"week"}}))
	require.NoError(t, o.SetMorning(o.ctx, o.who("adam"), "d", automations.MorningWish{Hour: 9, Week: time.Wednesday}))
	o.Ills = func() []string { return []string{"The job “mail” has failed."} }
	m := &automations.Mornings{Desk: o.Desk}
	for _, day := range []string{"2026-11-22 09:00", "2026-11-23 09:00", "2026-11-24 09:00", "2026-11-25 09:00", "2026-11-26 09:00"} {
		o.until(o.berlin(day))
		require.NoError(t, m.Run(o.ctx))
		o.deliver()
		weeks := map[string]bool{}
		for who, account := range map[string]string{"mara": "U01", "omar": "U02", "dora": "U06", "adam": "U08"} {
			if texts := o.box.to(account); len(texts) > 0 && slices.Contains(texts, "week of "+who+"@example.com") {
				weeks[who] = true
			}
		}
		assert.Equal(t, day >= "2026-11-23", weeks["mara"], day)
		assert.Equal(t, day >= "2026-11-25", weeks["adam"], day)
		assert.False(t, weeks["omar"] || weeks["dora"], "nothing to tell, or not wanted")
		if day == "2026-11-23 09:00" {
			assert.Equal(t, 1, last.Asked)
			assert.Equal(t, "42.50 EUR", last.Spent.String())
			assert.True(t, last.Before.IsZero())
			assert.False(t, last.Ill(), "mara is no administrator")
		}
	}
	assert.Equal(t, []string{"The job “mail” has failed."}, last.Jobs)
	n := 0
	for _, text := range o.box.to("U01") {
		if text == "week of mara@example.com" {
			n++
		}
	}
	assert.Equal(t, 1, n, "once a week")
}

func TestALeadHearsOfTicketsAndRatings(t *testing.T) {
	t.Parallel()
	o := desks(t, "")
	var last automations.Week
	o.courier.Render = func(s automations.Sight) (outbox.Message, error) {
		if s.Notice.Says.Name == automations.WeeklyLetter {
			last = s.Week
		}
		return plain(s)
	}
	done, open := o.printer("ines", "Printer").Request.ID, o.printer("ines", "Screen").Request.ID
	_, err := o.Resolve(o.ctx, o.who("finn"), o.id(), done, automations.Finish{Note: "Done"})
	require.NoError(t, err)
	_, err = o.Rate(o.ctx, o.who("ines"), o.id(), done, 3, "")
	require.NoError(t, err)
	require.NotEqual(t, done, open)
	o.deliver()
	require.NoError(t, o.SetMorning(o.ctx, o.who("fay"), "a", automations.MorningWish{Hour: 9}))
	o.until(o.berlin("2026-11-23 09:00"))
	require.NoError(t, (&automations.Mornings{Desk: o.Desk}).Run(o.ctx))
	o.deliver()
	assert.Equal(t, []int{3}, last.Ratings)
	assert.Equal(t, 1, last.Tickets.Open)
}

func TestWhatIsMadePrivateLeavesTheMorningMessage(t *testing.T) {
	t.Parallel()
	o := desks(t, "")
	o.private("fay@example.com")
	o.courier.Render = greets
	require.NoError(t, o.SetMorning(o.ctx, o.who("mara"), "a", automations.MorningWish{Hour: 10}))
	id := o.printer("ines", "Printer").Request.ID
	_, err := o.Refer(o.ctx, o.who("fay"), o.id(), id, "mara@example.com", "1,800 EUR")
	require.NoError(t, err)
	o.deliver()
	o.until(o.berlin("2026-11-23 10:00"))
	require.NoError(t, (&automations.Mornings{Desk: o.Desk}).Run(o.ctx))
	o.deliver()
	require.Contains(t, o.box.to("U01"), "morning [TKT-1] []")
	o.approve(id, "mara")
	_, err = o.Conceal(o.ctx, o.who("ines"), o.id(), id)
	require.NoError(t, err)
	o.wait(time.Minute)
	o.deliver()
	assert.Contains(t, o.box.to("U01"), "morning [] []", "it does not name it any more")
}
