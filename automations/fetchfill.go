package automations

import (
	"context"
	"path"
	"strings"

	"factotum/automations/form"
	"factotum/automations/report"
)

// fill puts a table into a run: its first rows, the picture, the files.
func (d *Desk) fill(ctx context.Context, r report.Report, run Run, table report.Table) (Run, error) {
	run.Phase, run.Columns, run.Count, run.Cut = RunAnswered, table.Columns, len(table.Rows), table.Cut
	run.Picture, run.Files = "", nil // of a try that failed halfway
	run.Rows = table.Rows[:min(RowsKept, len(table.Rows))]
	if run.Count == 0 {
		return run, nil
	}
	var err error
	if run.Picture, err = d.drawn(ctx, r, run, table); err != nil {
		return run, err
	}
	title := r.Title
	if run.Over != "" {
		title += " " + run.Over
	}
	for _, one := range []struct {
		ending string
		write  func() ([]byte, error)
	}{
		{".csv", func() ([]byte, error) { return d.Reporting.Drawer.CSV(ctx, table) }},
		{".xlsx", func() ([]byte, error) { return d.Reporting.Drawer.XLSX(ctx, title, table) }},
	} {
		body, err := one.write()
		if err != nil {
			return run, err
		}
		kept, err := d.Reporting.Shelf.Keep(ctx, fileName(title)+one.ending, body)
		if err != nil {
			return run, err
		}
		run.Files = append(run.Files, form.File{Name: fileName(title) + one.ending, Hash: kept.Hash, Size: kept.Size, Type: kept.Type})
	}
	return run, nil
}

// drawn keeps the picture of an answer and gives its hash; empty where there is
// none: an answer without a picture is one.
func (d *Desk) drawn(ctx context.Context, r report.Report, run Run, table report.Table) (hash string, err error) {
	png, err := d.Reporting.Drawer.PNG(r, table, table.Marks.Write(run.Finding))
	if err != nil || len(png) == 0 {
		return "", nil
	}
	kept, err := d.Reporting.Shelf.Keep(ctx, "chart.png", png)
	return kept.Hash, err
}

// fileName is a title as every system takes it.
func fileName(title string) string {
	clean := strings.NewReplacer("/", "-", "\\", "-", ":", "-", "–", "-", "“", "", "”", "").Replace(title)
	return path.Base(strings.Join(strings.Fields(clean), " "))
}
