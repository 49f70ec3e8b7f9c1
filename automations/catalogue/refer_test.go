package catalogue_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/catalogue"
)

func TestAKindNamesRecordsOfADataset(t *testing.T) {
	t.Parallel()
	c := builtin(t)
	for _, key := range []string{"expense", "purchase", "invoice"} {
		k, err := c.Kind(key)
		require.NoError(t, err)
		assert.Equal(t, map[string]string{"project": "projects"}, k.Refers)
		assert.Empty(t, k.Unasked)
		c.Empty([]string{"projects"})
		k, err = c.Kind(key)
		require.NoError(t, err)
		assert.Equal(t, []string{"project"}, k.Unasked, "there are no projects")
		c.Empty(nil)
	}
	text := "kind: trip\ntitle: Trip\nabout: Travel\nprefix: TRP\nsummary: \"{town}\"\nfields: [{key: town, type: text, required: true}]\nreferences: {town: towns}\n"
	for change, says := range map[string]string{"": `there is no dataset "towns"`, "land: towns": `"land" is no field of type text`} {
		if change == "" {
			change = "town: towns"
		}
		_, problems := catalogue.Load(company(), nil, yamls(strings.Replace(text, "town: towns", change, 1)))
		require.NotEmpty(t, problems)
		assert.Contains(t, problems[0].String(), says)
	}
}
