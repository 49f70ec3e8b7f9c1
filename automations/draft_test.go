package automations_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
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
}
