package app

import (
	"bytes"
	"context"

	"factotum/automations/dataset"
	"factotum/automations/fault"
	"factotum/connectors/document"
	"factotum/connectors/sheet"
)

// tables reads spreadsheets in children, and writes them.
type tables struct{ reader *document.Reader }

// Rows gives the rows of a spreadsheet.
func (t tables) Rows(ctx context.Context, name string, raw []byte) ([]byte, error) {
	result, err := t.reader.Read(ctx, document.Source{Name: name, Size: int64(len(raw)), Body: bytes.NewReader(raw)}, document.Ask{Table: true})
	if err != nil {
		return nil, err
	}
	if len(result.Table) == 0 {
		say := "The spreadsheet cannot be read. Save it as CSV."
		if len(result.Refused) > 0 {
			say = result.Refused[0].Say
		}
		return nil, fault.New(fault.Invalid, "%s", say)
	}
	return result.Table, nil
}

// Sheet makes a spreadsheet.
func (t tables) Sheet(ctx context.Context, title string, rows func(yield func([]dataset.Cell) bool)) ([]byte, error) {
	return sheet.Write(ctx, title, rows)
}
