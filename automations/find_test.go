package automations_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/fault"
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
				want := fmt.Sprintf("There is no request %s that you may see. Your own are listed by /desk mine.", word)
				if word == id {
					want = "You may not see EXP-1 (any more), so nothing was changed. Your own requests are listed by /desk mine."
				}
				assert.Equal(t, want, fault.Say(err))
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
