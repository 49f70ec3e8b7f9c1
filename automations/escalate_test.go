package automations_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/policy"
	"factotum/automations/request"
)

// climbing is an office whose claims go up a ladder.
func climbing(t *testing.T) *office {
	t.Helper()
	o := setup(t)
	o.Catalogue = ladders(t, []policy.Rung{
		{After: "8h", Remind: true}, {After: "16h", Add: "managers_manager"}, {After: "24h", To: map[string]any{"role": "finance"}}, {After: "40h", Expire: true},
	})
	return o
}

func TestAnApprovalGoesUpTheLadderInWorkingTime(t *testing.T) {
	t.Parallel()
	o := climbing(t)
	f := o.submit("42.50 EUR taxi yesterday") // Friday, 10:00 in Berlin
	asked := func() []string {
		f, err := o.Find(o.ctx, o.who("ines"), f.Request.ID)
		require.NoError(t, err)
		var names []string
		for _, c := range policy.Asked(f.File.Request, f.File.Dir) {
			names = append(names, c.Person.Name)
		}
		return names
	}
	at := func(day, hour int) {
		o.until(time.Date(2026, 11, day, hour-1, 0, 1, 0, time.UTC))
		o.wake()
	}
	at(20, 17)
	assert.NotContains(t, o.moves(f.Request.ID), "escalate", "seven hours")
	at(22, 12)
	assert.NotContains(t, o.moves(f.Request.ID), "escalate", "nobody works on Sunday")
	at(23, 10)
	assert.Contains(t, o.moves(f.Request.ID), "escalate")
	assert.Equal(t, []string{"Mara Sample"}, asked())
	at(24, 10)
	assert.Equal(t, []string{"Mara Sample", "Dora Sample"}, asked())
	at(25, 10)
	assert.ElementsMatch(t, []string{"Fay Sample", "Finn Sample"}, asked())
	_, err := o.Decide(o.ctx, o.who("mara"), "late", automations.Decision{ID: f.Request.ID, Say: request.Approve})
	assert.ErrorContains(t, err, "no longer, among those who decide")
	o.box.closed = [2]time.Duration{time.Hour, time.Hour}
	at(27, 10)
	_, err = o.Decide(o.ctx, o.who("fay"), "later", automations.Decision{ID: f.Request.ID, Say: request.Approve})
	assert.ErrorContains(t, err, "expired on 27 Nov 2026, 10:00 because nobody decided it in time", "Slack takes nothing now")
	assert.Empty(t, o.due())
}

func TestWhatWasMissedIsNotAllDoneAtOnce(t *testing.T) {
	t.Parallel()
	o := climbing(t)
	f := o.submit("42.50 EUR taxi yesterday")
	o.until(time.Date(2026, 12, 7, 8, 0, 0, 0, time.UTC)) // everything was down for two weeks
	for range 5 {
		o.wake()
	}
	count := 0
	for _, m := range o.moves(f.Request.ID) {
		if m == "escalate" {
			count++
		}
	}
	assert.Equal(t, 1, count)
	o.wait(2*time.Hour + time.Second)
	o.wake()
	assert.NotContains(t, o.moves(f.Request.ID), "expire")
	o.approve(f.Request.ID, "dora")
	o.wait(100 * time.Hour)
	o.wake()
	assert.NotContains(t, o.moves(f.Request.ID), "expire", "what is decided goes nowhere")
}

func TestNothingExpiresAsSoonAsEverythingWorksAgain(t *testing.T) {
	t.Parallel()
	o := setup(t)
	o.Catalogue = ladders(t, []policy.Rung{{After: "8h", Remind: true}, {After: "24h", Expire: true}})
	f := o.submit("42.50 EUR taxi yesterday") // Friday, 10:00 in Berlin
	o.until(time.Date(2026, 11, 23, 9, 0, 1, 0, time.UTC))
	o.wake()                                                 // Monday morning: mara is reminded
	o.until(time.Date(2026, 11, 25, 23, 30, 0, 0, time.UTC)) // it would have ended at ten on Wednesday, and nothing worked
	o.wake()
	assert.NotContains(t, o.moves(f.Request.ID), "expire", "nobody could decide it, and it is night")
	o.until(time.Date(2026, 11, 26, 9, 59, 0, 0, time.UTC))
	o.wake()
	assert.NotContains(t, o.moves(f.Request.ID), "expire", "they have two hours of their working time")
	o.until(time.Date(2026, 11, 26, 10, 1, 0, 0, time.UTC))
	o.wake()
	assert.Contains(t, o.moves(f.Request.ID), "expire")
}
