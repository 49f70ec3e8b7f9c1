package automations_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/fault"
	"factotum/automations/request"
)

func TestAnExportIsImportedAgainUnchanged(t *testing.T) {
	t.Parallel()
	o := lists(t)
	o.take(vendorTable, false)
	_, err := o.enter("fay", "tools", "", texts("tag", "LAP-1", "vendor", "Lumen Office GmbH", "note", "=1+1"))
	require.NoError(t, err)
	_, err = o.enter("fay", "tools", "", texts("tag", "LAP-2", "pieces", "-1.5", "note", "a;b, \"c\""))
	require.NoError(t, err)
	_, err = o.ExportRecords(o.ctx, o.who("ines"), o.id(), "tools", "", "csv")
	assert.Equal(t, fault.Denied, fault.CodeOf(err))
	for _, key := range []string{"tools", "vendors"} {
		f, err := o.ExportRecords(o.ctx, o.who("fay"), o.id(), key, "", "csv")
		require.NoError(t, err)
		assert.Equal(t, request.Done, f.Request.State)
		o.scans()
		body := o.exported(f.Number)
		assert.NotContains(t, body, `"=`)
		_, im := o.bring(key+".csv", body, key)
		assert.Zero(t, im.Counts.New+im.Counts.Changed+im.Counts.Wrong, "%v", im.First)
		assert.Positive(t, im.Counts.Same)
	}
	f, err := o.ExportRecords(o.ctx, o.who("fay"), o.id(), "tools", "lap-2", "xlsx")
	require.NoError(t, err)
	o.scans()
	assert.NotContains(t, o.exported(f.Number), "LAP-1|")
}

// exported is the table that an export has brought to fay.
func (o *office) exported(number string) string {
	o.t.Helper()
	for _, text := range o.box.to("U03") {
		if rest, ok := strings.CutPrefix(text, number+": "+automations.SheetLine+" "); ok {
			hash, _, _ := strings.Cut(rest, "/")
			body, err := o.keeper.Kept(o.ctx, hash)
			require.NoError(o.t, err)
			return string(body)
		}
	}
	require.Fail(o.t, "nothing was brought", number)
	return ""
}

func TestANewRowBeginsAsTheFormDoes(t *testing.T) {
	t.Parallel()
	o := reading(t, "dataset: visits\ntitle: Visits\nlabel: name\nfields: [{key: name, label: Name, type: text, required: true}, {key: host, label: Host, type: person, required: true, default: requester}, {key: room, label: Room, type: text}]\nunique: [host+room]\nkeepers: [finance]\n")
	o.Reader = shelf{o.keeper}
	id, im := o.bring("v.csv", "name,room\nAda,1\nBob,2\nCy,2\n", "visits")
	assert.Equal(t, automations.Counts{New: 3}, im.Counts, "who brings it is the host")
	_, err := o.TakeTable(o.ctx, o.who("fay"), o.id(), id, false)
	require.NoError(t, err)
	o.scans()
	assert.Equal(t, automations.Counts{New: 2, Wrong: 1}, o.table(id).Done, "a room has one visit of a host")
	_, im = o.bring("w.csv", "name,host,room\nAda,finn@example.com,1\nBob,fay@example.com,2\n", "visits")
	assert.Equal(t, automations.Counts{New: 1, Same: 1}, im.Counts)
}
