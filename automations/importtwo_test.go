package automations_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
)

func TestARowThatBelongsToTwoRecordsIsLeftOut(t *testing.T) {
	t.Parallel()
	o := lists(t)
	o.take(vendorTable, false)
	_, im := o.bring("v.csv", "name,vat_id\nNordic Paper Ltd,DE136695976\nÄrmel & Söhne,\n", "vendors")
	assert.Equal(t, automations.Counts{Same: 1, Wrong: 1}, im.Counts)
	require.Len(t, im.First, 1)
	assert.Contains(t, im.First[0].Say, "The row belongs to ")
	assert.Contains(t, im.First[0].Say, "Make them one, or correct the row.")
	assert.NotEmpty(t, im.Remarks)
}
