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
	projects := "dataset: projects\ntitle: Projects\nlabel: name\nfields: [{key: name, type: text, required: true}]\nunique: [name]\nkeepers: [finance]\n"
	for _, key := range []string{"expense", "purchase", "invoice"} {
		_, asked := kind(t, key).Form.Field("project")
		assert.False(t, asked, "there are no projects")
		k, err := builtin(t, projects).Kind(key)
		require.NoError(t, err)
		_, asked = k.Form.Field("project")
		assert.True(t, asked)
		assert.Equal(t, map[string]string{"project": "projects"}, k.Refers)
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
