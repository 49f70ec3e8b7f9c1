package automations_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/catalogue"
	"factotum/automations/fault"
)

const guests = `dataset: guests
title: Guests
one: Guest
label: name
fields: [{key: name, label: Name, type: text, required: true}, {key: town, label: Town, type: text}]
unique: [name]
add: [everybody]
keepers: [finance]
`

func TestWhoAddedARecordCorrectsIt(t *testing.T) {
	t.Parallel()
	o := reading(t, guests, "correct: 15m\n"+"dataset: spots\ntitle: Spots\nlabel: name\nfields: [{key: name, label: Name, type: text, required: true}]\nunique: [name]\nadd: [everybody]\nkeepers: [finance]\n")
	added := func(of string) string {
		f, err := o.enter("ines", of, "", texts("name", "Ada"))
		require.NoError(t, err)
		kind, err := o.Catalogue.Kind(catalogue.EntryKind(of))
		require.NoError(t, err)
		return automations.RecordOf(kind, f.Request.ID)
	}
	changing := func(name, id string) error {
		_, _, _, err := o.Changing(o.ctx, o.who(name), id, 0)
		return err
	}
	guest, spot := added("guests"), added("spots")
	require.NoError(t, changing("ines", guest), "though she may not look at the others")
	require.NoError(t, changing("ines", spot))
	assert.Equal(t, fault.Denied, fault.CodeOf(changing("omar", guest)))
	o.wait(16 * time.Minute)
	require.NoError(t, changing("ines", guest), "as long as nobody else has changed it")
	assert.Equal(t, fault.Denied, fault.CodeOf(changing("ines", spot)), "its time is over")

	_, draft, _, err := o.Changing(o.ctx, o.who("ines"), guest, 0)
	require.NoError(t, err)
	_, err = o.enter("ines", "guests", draft, texts("name", "Ada", "town", "Rome"))
	require.NoError(t, err)
	_, draft, _, err = o.Changing(o.ctx, o.who("fay"), guest, 0)
	require.NoError(t, err)
	_, err = o.enter("fay", "guests", draft, texts("name", "Ada", "town", "Oslo"))
	require.NoError(t, err)
	assert.Equal(t, fault.Denied, fault.CodeOf(changing("ines", guest)), "finance has changed it since")
}
