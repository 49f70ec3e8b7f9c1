package automations

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"factotum/automations/dataset"
	"factotum/automations/form"
)

// remarked makes the table with a column that says what is wrong in each row, and
// gives the hash of our copy.
func (d *Desk) remarked(ctx context.Context, im Import, ds dataset.Dataset, wrong map[int]string) (string, error) {
	raw, err := d.Keeper.Kept(ctx, im.Rows)
	if err != nil {
		return "", err
	}
	remark := slices.Index(im.Headings, dataset.RemarkColumn)
	rows := func(yield func([]dataset.Cell) bool) {
		in := openRows(raw, 0)
		for n := 0; ; n++ {
			line, cells, failed := in.next()
			if failed != nil {
				if !errors.Is(failed, io.EOF) {
					err = failed
				}
				return
			}
			say := wrong[line]
			if n == im.Above {
				say = dataset.RemarkColumn
			}
			if !yield(remarks(ds, im, cells, remark, say)) {
				return
			}
		}
	}
	body, name, failed := d.spread(ctx, im.Style.Delimiter, im.Name, rows)
	if err = errors.Join(err, failed); err != nil {
		return "", err
	}
	kept, err := d.Reader.Keep(ctx, name, body)
	return kept.Hash, err
}

// remarks is a row as it came with a remark behind it.
func remarks(ds dataset.Dataset, im Import, cells []string, remark int, say string) []dataset.Cell {
	out := make([]dataset.Cell, 0, len(im.Headings)+1)
	for i := range max(len(cells), len(im.Headings)) {
		cell := dataset.Cell{}
		if i < len(cells) {
			cell.Text = dataset.Bare(cells[i])
		}
		if i < len(im.Paths) {
			field, _ := ds.Form.Field(im.Paths[i])
			_, plain := cell.Exact()
			cell.Number = field.Type == form.Number && plain
		}
		if i != remark {
			out = append(out, cell)
		}
	}
	return append(out, dataset.Cell{Text: say})
}

// spread writes rows as a spreadsheet, or as text with a delimiter where one is
// named.
func (d *Desk) spread(ctx context.Context, delimiter, title string, rows func(yield func([]dataset.Cell) bool)) (body []byte, name string, err error) {
	if delimiter == "" && d.Tables != nil {
		body, err = d.Tables.Sheet(ctx, title, rows)
		return body, "table.xlsx", err
	}
	comma, ok := dataset.Delimiters()[delimiter]
	if !ok {
		comma = ','
	}
	var text bytes.Buffer
	text.WriteString("\ufeff") // by which spreadsheets know UTF-8
	for row := range rows {
		if err := dataset.WriteRow(&text, comma, row); err != nil {
			return nil, "", fmt.Errorf("automations: write a table: %w", err)
		}
	}
	return text.Bytes(), "table.csv", nil
}
