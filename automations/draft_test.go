package automations_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/catalogue"
)

func TestWordsThatNoFieldTakesAreSaid(t *testing.T) {
	t.Parallel()
	o := setup(t)
	kind, err := o.Catalogue.Kind("access")
	require.NoError(t, err)
	dir, err := o.Directory(o.ctx)
	require.NoError(t, err)
	_, problems := o.Fill(kind, o.who("ines"), dir, "crm until yesterday", nil)
	require.Len(t, problems, 1)
	assert.Equal(t, "until", problems[0].Path)
	assert.Contains(t, problems[0].Say, "is too early")

	kind, err = o.Catalogue.Kind(catalogue.EntryKind("vendors"))
	require.NoError(t, err)
	values, problems := o.Fill(kind, o.who("fay"), dir, strings.Repeat("Nordic ", 40)+", pay@nordic.example", nil)
	assert.Equal(t, "pay@nordic.example", values["contact"].Text)
	assert.Empty(t, values["name"])
	require.Len(t, problems, 1)
	assert.Equal(t, "name", problems[0].Path)
	assert.Contains(t, problems[0].Say, "was not filled in. ")
	assert.Contains(t, problems[0].Say, "120", "which is how much fits")
}
