package automations_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/outbox"
	"factotum/automations/request"
)

func TestWhatWasSaidLeavesThePlaceOfATicketMadePrivate(t *testing.T) {
	t.Parallel()
	o := desks(t, "")
	o.private("fay@example.com")
	gone := 0
	o.courier.Render = func(s automations.Sight) (outbox.Message, error) {
		m, err := plain(s)
		if s.Notice.Says.Name == automations.GoneLine {
			gone++
			m.Text = "gone"
		} else if s.ShutOut() {
			m.Text = "It is private now"
		}
		return m, err
	}
	id := o.printer("ines", "Printer").Request.ID
	o.deliver()
	require.NoError(t, o.say("ines", "a", id, "It knows my salary"))
	o.deliver()
	_, err := o.Conceal(o.ctx, o.who("ines"), o.id(), id)
	require.NoError(t, err)
	o.deliver()
	assert.Equal(t, 1, gone, "what she said")
	require.NoError(t, o.say("ines", "b", id, "And my address"))
	o.deliver()
	for _, p := range o.box.sent("C1") {
		assert.NotContains(t, p.Text, "address")
	}
}

func TestWhereACardStandsIsKnownAtOnceOrSoon(t *testing.T) {
	t.Parallel()
	o := desks(t, "")
	id := o.ticket().Request.ID
	card := o.box.sent("C1")[0].ts
	at, err := o.AtSoon(o.ctx, "C1", card, o.clock())
	require.NoError(t, err)
	assert.Equal(t, id, at.Request)
	for channel, posted := range map[string]time.Time{"C1": o.clock().Add(-time.Hour), "C5": o.clock()} {
		at, err = o.AtSoon(o.ctx, channel, "99.0", posted)
		require.NoError(t, err)
		assert.Empty(t, at.Request, "old, or not ours: nobody waits")
	}
}

func TestWhoMayApproveARowAtOnce(t *testing.T) {
	t.Parallel()
	o := setup(t)
	row := automations.Row{File: o.submit(taxi)}
	assert.True(t, row.MayApprove(o.who("mara")))
	assert.False(t, row.MayApprove(o.who("ines")), "her own")
	row.File.Request.Holds = []request.Hold{{}}
	assert.False(t, row.MayApprove(o.who("mara")), "held")
}

func TestTheColumnsOfATableAreItsFieldsButForWhatIsComputed(t *testing.T) {
	t.Parallel()
	o := setup(t)
	ds, err := o.Catalogue.Dataset("vendors")
	require.NoError(t, err)
	paths, labels := automations.ColumnsOf(ds)
	require.Len(t, labels, len(paths))
	assert.Contains(t, paths, "name")
	assert.Contains(t, labels, "Also called")
}

func TestWhatIsOfNoAbsenceAndOfNoRoom(t *testing.T) {
	t.Parallel()
	absence, who := automations.Sight{}.Written()
	assert.Empty(t, absence.ID)
	assert.Empty(t, who.ID)
	for to, room := range map[string]bool{"C01GENERAL": true, "G01OLD": true, "": false, "Carl@example.com": false, "C:x": false, "mara@example.com": false} {
		assert.Equal(t, room, automations.Run{To: to}.Room(), to)
	}
	wrong := automations.WrongRates{Values: map[int]string{0: "“x” is no exchange rate."}}
	assert.Equal(t, "automations: 1 values and 0 sources of rates are wrong", wrong.Error())
}
