package automations_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/catalogue"
)

// tooling is an office that keeps tools as a text says.
func (o *office) tooling(text string) {
	o.t.Helper()
	builtin, err := catalogue.Builtin()
	require.NoError(o.t, err)
	c, problems := catalogue.Load(o.Catalogue.Company(), builtin, []catalogue.File{{Name: "tools.yaml", Body: []byte(text)}})
	require.Empty(o.t, problems)
	o.Catalogue = c
}

func TestARecordIsKeptAsLongAsItsDatasetSaysByThen(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		with        string
		year, third int // how many are there after one year, and after three
	}{
		"as it was": {"keep: 12 months\n", 0, 0},
		"longer":    {"keep: 30 months\n", 1, 0},
		"for good":  {"", 1, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := lists(t)
			_, err := o.enter("fay", "tools", "", texts("tag", "LAP-1"))
			require.NoError(t, err)
			o.tooling(strings.Replace(tools, "keep: 12 months\n", tt.with, 1))
			there := func() int {
				page, err := o.Records(o.ctx, o.who("fay"), "tools", "", 10)
				require.NoError(t, err)
				return len(page.Records)
			}
			o.until(start().AddDate(1, 0, 1))
			assert.Equal(t, 1, there(), "nobody woke")
			o.breaks(func() error { return o.Wake(o.ctx) }, func() {})
			assert.Equal(t, tt.year, there())
			o.until(start().AddDate(3, 0, 1))
			o.wake()
			assert.Equal(t, tt.third, there())
		})
	}
}
