package automations_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/fault"
	"factotum/automations/request"
)

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
			_, _, err := o.Belongs(o.ctx, o.who(tt.by), name, tt.id, tt.channel, tt.ts)
			require.Equal(t, tt.want, fault.CodeOf(err))
			switch tt.want {
			case "":
				return
			case fault.Denied:
				assert.Contains(t, fault.Say(err), "This button is a copy or out of date")
			default:
				assert.Contains(t, fault.Say(err), "has only just been posted")
			}
			_, _, err = o.Belongs(o.ctx, o.who(tt.by), name, tt.id, tt.channel, tt.ts)
			require.Error(t, err, "again")
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
	early := func() error {
		_, _, err := o.Belongs(o.ctx, o.who("ines"), o.id(), id, "DU00", card)
		return err
	}
	assert.Equal(t, fault.Unavailable, fault.CodeOf(early()))
	o.wait(30 * time.Second)
	o.deliver()
	require.NoError(t, early())
	assert.Equal(t, []string{"submit", "refused early button"}, o.moves(id))
}
