package automations_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/request"
)

func TestWhatIsMissingIsToldFromWhatIsUnsure(t *testing.T) {
	t.Parallel()
	for say, in := range map[string]struct{ unsure, values []string }{
		"Due on was not read for sure":                                                          {[]string{"due_date"}, nil},
		"Due on could not be read":                                                              {[]string{"due_date"}, []string{"due_date", ""}},
		"Cost centre was not found on the document and is needed":                               {nil, []string{"cost_centre", ""}},
		"Invoice number and Cost centre were not found on the document and are needed":          {nil, []string{"cost_centre", "", "number", ""}},
		"Cost centre was not found on the document and is needed; Due on was not read for sure": {[]string{"due_date"}, []string{"cost_centre", ""}},
	} {
		t.Run(say, func(t *testing.T) {
			t.Parallel()
			o := setup(t)
			arrival := o.arrival(request.Reading{Unsure: in.unsure})
			arrival.Values = o.read(in.values...)
			f := o.arrives(arrival)
			require.Equal(t, []request.HoldKind{request.UnsureHold}, holds(f))
			assert.Equal(t, say, f.Request.Holds[0].Say)
		})
	}
}
