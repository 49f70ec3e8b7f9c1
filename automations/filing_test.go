package automations_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/calendar"
	"factotum/automations/catalogue"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/report"
)

// asks remembers what it is asked, and answers with one row.
type asks struct {
	of   []report.Arguments
	fail error
}

func (a *asks) Answer(_ context.Context, r report.Report, args report.Arguments) (report.Table, error) {
	a.of = append(a.of, args)
	return report.Table{Columns: r.Columns, Rows: [][]string{make([]string, len(r.Columns))}}, a.fail
}

// filer keeps what is filed under its name.
type filer struct {
	automations.Reader
	kept map[string]string
}

func (s filer) Keep(_ context.Context, name string, raw []byte) (form.File, error) {
	s.kept[name] = string(raw)
	return form.File{Name: name, Type: "csv", Source: "kept-" + name, Hash: strings.Repeat("ab", 32), Size: int64(len(raw))}, nil
}

// accessReview is a duty that brings most of its evidence itself.
var accessReview = strings.Replace(vatReturn, "evidence: [{kind: statement}, {kind: file, optional: true}]",
	"evidence: [{kind: statement}, {kind: report, report: rights}, {kind: requests, of: expense}, {kind: report, report: secrets, optional: true}]", 1)

func TestReportsAndApprovalsAreFiledByThemselves(t *testing.T) {
	t.Parallel()
	o := obliged(t, accessReview)
	figures, kept := &asks{}, filer{kept: map[string]string{}}
	o.Reader = kept
	columns := []report.Column{{Name: "number", Type: report.Request}, {Name: "who", Type: report.Person}}
	o.Reporting = automations.Reporting{Figures: figures, Drawer: pencil{}, All: []report.Report{
		{Name: "rights", Title: "Rights", Readers: []string{"finance"}, Columns: columns, SQL: "SELECT :when_from, :when_to", Parameters: []report.Parameter{{Name: "when", Type: report.Period}}},
		{Name: "secrets", Title: "Secrets", Readers: []string{"director"}},
	}}
	o.jumps("2026-11-30 10:00")
	require.NoError(t, o.Scan(o.ctx))
	assert.Empty(t, figures.of, "its month is not over")
	o.jumps("2026-11-30 10:00")
	o.jumps("2026-12-01 08:00")
	figures.fail = fault.New(fault.Unavailable, "The books are being made.")
	require.ErrorContains(t, o.Scan(o.ctx), "The books are being made.")
	require.NoError(t, o.Scan(o.ctx), "it is tried again, and not at once")
	figures.fail = nil
	o.wait(6 * time.Minute)
	require.NoError(t, o.Scan(o.ctx))
	f := o.duty()
	assert.Equal(t, report.Arguments{"viewer": "", "when_from": "2026-11-01", "when_to": "2026-11-30"}, figures.of[1])
	assert.Equal(t, "expense", figures.of[2]["kind"])
	assert.Equal(t, "2026-11-30", figures.of[2]["period_to"])
	require.Len(t, f.Request.Values["report"].Files, 1)
	assert.Equal(t, "Rights November 2026, made 2026-12-01.csv", f.Request.Values["report"].Files[0].Name)
	assert.Len(t, f.Request.Values["requests"].Files, 1)
	noted := f.Request.Thread[len(f.Request.Thread)-1].Text
	assert.Contains(t, noted, "Filed by itself as “List made by Factotum”: Rights November 2026, made 2026-12-01.csv, 1 rows.")
	assert.Contains(t, noted, "could not be filed by itself: Fay Sample may not read the report “Secrets”. Bring it as a file.")
	o.wait(time.Hour)
	require.NoError(t, o.Scan(o.ctx))
	assert.Len(t, figures.of, 3, "once is enough")
	values := said("Looked through")
	values[catalogue.DoneOn] = form.Value{Date: calendar.NewDate(2026, 12, 1)}
	f, err := o.Prove(o.ctx, o.who("fay"), o.id(), vatID, values)
	require.NoError(t, err)
	assert.Len(t, f.Request.Files(), 2, "they are part of what is signed off")
}

func TestWhatCannotBeFiledIsForPeopleToBring(t *testing.T) {
	t.Parallel()
	o := obliged(t, accessReview)
	o.jumps("2026-11-30 10:00")
	o.jumps("2026-12-01 08:00")
	require.NoError(t, o.Scan(o.ctx))
	assert.Contains(t, o.duty().Request.Thread[0].Text, "There are no reports here. Bring it as a file.")
	_, err := o.Prove(o.ctx, o.who("fay"), o.id(), vatID, said("Looked through"))
	var wrong *automations.Problems
	require.ErrorAs(t, err, &wrong)
	assert.Equal(t, "report", wrong.List[0].Path)
}

func TestAFailureOfAReportIsSaidInTheDuty(t *testing.T) {
	t.Parallel()
	o := obliged(t, accessReview)
	o.Reader = filer{kept: map[string]string{}}
	o.Reporting = automations.Reporting{Figures: &asks{fail: errors.New("no such column")}, Drawer: pencil{}}
	o.jumps("2026-11-30 10:00")
	o.jumps("2026-12-01 08:00")
	require.NoError(t, o.Scan(o.ctx))
	assert.Contains(t, o.duty().Request.Thread[0].Text, "could not be filed by itself")
}

// jumps lets time pass up to a moment, and wakes then.
func (o *office) jumps(text string) {
	o.t.Helper()
	o.until(o.berlin(text))
	o.wake()
}
