package automations_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/fault"
	"factotum/automations/outbox"
)

// spoiled lets files fail for as long as failing says so.
func (b *bureau) spoiled(err error) {
	b.box.mu.Lock()
	defer b.box.mu.Unlock()
	b.box.refuse = func(m outbox.Message) error {
		if m.File == nil {
			return nil
		}
		return err
	}
}

// minutes lets so many go by, and delivers what is due in each.
func (b *bureau) minutes(n int) {
	for range n {
		b.wait(time.Minute)
		b.deliver()
	}
}

// stands are the reports on the Home of finance that did not arrive.
func (b *bureau) stands() []automations.Run {
	b.t.Helper()
	troubles, err := b.Troubles(b.ctx, b.who("fay"), 10)
	require.NoError(b.t, err)
	return troubles
}

func TestWhoseReportIsLateHearsOfItSoon(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		err    error
		reason string
	}{
		"files fail":    {fault.New(fault.Unavailable, "Slack takes no files. Please try again in a minute."), "Slack takes no files."},
		"Slack is full": {fault.Wrap(outbox.DelayError{For: 20 * time.Second}, fault.Unavailable, "Slack asks Factotum to slow down. Please try again in 20s."), "Slack asks Factotum to slow down."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := reporting(t)
			p := mondays()
			p.To = "CFIN"
			b.plan("fay", p)
			b.spoiled(tt.err)
			b.week(1)
			b.minutes(1)
			assert.Empty(t, b.box.to("U03"), "a moment is no news")
			b.minutes(5)
			require.Len(t, b.box.to("U03"), 1)
			assert.Contains(t, b.box.to("U03")[0], "late answered")
			assert.Contains(t, b.box.to("U03")[0], tt.reason)
			assert.NotContains(t, b.box.to("U03")[0], "FIGURE")
			assert.NotContains(t, b.box.to("U03")[0], "Please try again")
			require.Len(t, b.stands(), 1)
			assert.True(t, b.stands()[0].Trying())
			_, err := b.RetryRun(b.ctx, b.who("fay"), b.stands()[0].ID)
			assert.Equal(t, "This report is still tried by itself. You are told when it has arrived, or is given up.", fault.Say(err))
			require.NoError(t, b.DismissRun(b.ctx, b.who("fay"), b.stands()[0].ID))
			b.minutes(7)
			assert.Len(t, b.box.to("U03"), 1, "told once")
			b.spoiled(nil)
			b.minutes(8)
			assert.Len(t, b.box.sent("CFIN"), 3)
			require.Len(t, b.box.to("U03"), 2)
			assert.Contains(t, b.box.to("U03")[1], "after answered")
			assert.Empty(t, b.stands())
		})
	}
}

func TestWhoWaitsForAReportHearsWithinMomentsThatItTakesLonger(t *testing.T) {
	t.Parallel()
	b := reporting(t)
	b.spoiled(fault.New(fault.Unavailable, "Slack takes no files."))
	b.ask("fay", "spend last month")
	said := func() (n int) {
		for _, text := range b.box.to("U03") {
			if strings.HasPrefix(text, "late") {
				n++
			}
		}
		return n
	}
	assert.Zero(t, said(), "the first try is no news")
	for range 20 {
		b.wait(time.Second)
		b.deliver()
	}
	assert.Equal(t, 1, said(), "within twenty seconds")
	b.minutes(5)
	assert.Equal(t, 1, said(), "once")
	b.spoiled(nil)
	b.minutes(8)
	assert.Contains(t, b.box.to("U03"), "after answered  [] 0 ")
	assert.Empty(t, b.stands())
}

func TestWhatIsLateAndGivenUpIsToldAgain(t *testing.T) {
	t.Parallel()
	b := reporting(t)
	p := mondays()
	p.To = "CFIN"
	b.plan("fay", p)
	b.spoiled(fault.New(fault.Unavailable, "Slack takes no files."))
	b.week(1)
	for range 12 {
		b.wait(30 * time.Minute)
		b.deliver()
	}
	says := b.box.to("U03")
	require.GreaterOrEqual(t, len(says), 2)
	assert.Contains(t, says[0], "late answered")
	assert.Contains(t, says[1], "trouble answered")
	require.Len(t, b.stands(), 1)
	assert.False(t, b.stands()[0].Trying())
	b.spoiled(nil)
	_, err := b.RetryRun(b.ctx, b.who("fay"), b.stands()[0].ID)
	require.NoError(t, err)
	b.minutes(1)
	assert.Len(t, b.box.sent("CFIN"), 3)
	assert.Empty(t, b.stands())
}

// The files of an answer go when the last run that holds them is forgotten.
func TestFilesOfAnswersGo(t *testing.T) {
	t.Parallel()
	b := reporting(t)
	run := b.ask("fay", "spend last month")
	run, _, err := b.RunFor(b.ctx, b.who("fay"), run.ID)
	require.NoError(t, err)
	hashes := []string{run.Picture}
	for _, f := range run.Files {
		hashes = append(hashes, f.Hash)
	}
	require.Len(t, hashes, 3)
	has := func() (n int) {
		for _, hash := range hashes {
			if _, err := b.keeper.Kept(b.ctx, hash); err == nil {
				n++
			}
		}
		return n
	}
	b.wait(50 * 24 * time.Hour)
	_, err = b.ShareRun(b.ctx, b.who("fay"), b.id(), run.ID, "finn@example.com")
	require.NoError(t, err)
	b.deliver()
	b.wait(41 * 24 * time.Hour)
	b.wake()
	assert.Equal(t, 3, has(), "what was shared later is at hand for longer")
	_, err = b.FilesOfRun(b.ctx, b.who("fay"), b.id(), run.ID)
	assert.Equal(t, fault.NotFound, fault.CodeOf(err))
	b.wait(50 * 24 * time.Hour)
	b.keeper.fresh = true
	b.wake()
	assert.Equal(t, 3, has(), "somebody kept the same just now, and may be about to hold it")
	b.keeper.fresh, b.keeper.fail = false, errors.New("the disk is full")
	b.wait(time.Hour)
	require.ErrorIs(t, b.Wake(b.ctx), b.keeper.fail)
	b.keeper.fail = nil
	b.wake()
	assert.Zero(t, has())
	assert.Len(t, slices.DeleteFunc(b.box.sent("U04"), func(p post) bool { return p.File == nil }), 2, "what was posted stays")
}
