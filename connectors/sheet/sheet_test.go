package sheet_test

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"factotum/automations/dataset"
	"factotum/connectors/sheet"
)

func written(t *testing.T, rows ...[]dataset.Cell) []byte {
	t.Helper()
	body, err := sheet.Write(t.Context(), "Stock", func(yield func([]dataset.Cell) bool) {
		for _, row := range rows {
			if !yield(row) {
				return
			}
		}
	})
	require.NoError(t, err)
	return body
}

func TestTextsStayTextsAndNumbersNumbers(t *testing.T) {
	t.Parallel()
	body := written(t, []dataset.Cell{{Text: "Tag"}, {Text: "Pieces"}}, []dataset.Cell{{Text: "007"}, {Text: "-2.5", Number: true}, {Text: "12345678901234567890", Number: true}})
	book, err := excelize.OpenReader(bytes.NewReader(body))
	require.NoError(t, err)
	defer func() { assert.NoError(t, book.Close()) }()
	rows, err := book.GetRows("Sheet1")
	require.NoError(t, err)
	assert.Equal(t, [][]string{{"Tag", "Pieces"}, {"007", "-2.5", "12345678901234567890"}}, rows)
	for column, want := range map[string]float64{"A": 8, "C": 22} {
		broad, err := book.GetColWidth("Sheet1", column)
		require.NoError(t, err)
		assert.InDelta(t, want, broad, 0.1, column)
	}
	kind, err := book.GetCellType("Sheet1", "B2")
	require.NoError(t, err)
	assert.Equal(t, excelize.CellTypeUnset, kind, "a number")
}

func TestHostileCellsBecomeNoFormulas(t *testing.T) {
	t.Parallel()
	var rows [][]dataset.Cell
	for i := range 10_000 {
		head := []string{"=", "+", "-", "@", "\t=", "\r=", "＝", "'=", "\"="}[i%9]
		rows = append(rows, []dataset.Cell{{Text: fmt.Sprintf("%scmd|'/c calc'!A%d", head, i)}, {Text: head + `HYPERLINK("https://evil.example","pay")`}, {Text: "=1", Number: true}})
	}
	body := written(t, rows...)
	archive, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	require.NoError(t, err)
	for _, part := range archive.File {
		f, err := part.Open()
		require.NoError(t, err)
		text, err := io.ReadAll(f)
		require.NoError(t, err)
		require.NoError(t, f.Close())
		assert.NotContains(t, string(text), "<f>", part.Name)
		assert.NotContains(t, string(text), "<f ", part.Name)
		assert.NotContains(t, string(text), "hyperlink", part.Name)
		assert.NotContains(t, part.Name, "externalLink")
	}
}

func TestALongTextIsCutWhereACellEnds(t *testing.T) {
	t.Parallel()
	body := written(t, []dataset.Cell{{Text: strings.Repeat("é", 40_000)}})
	book, err := excelize.OpenReader(bytes.NewReader(body))
	require.NoError(t, err)
	defer func() { assert.NoError(t, book.Close()) }()
	text, err := book.GetCellValue("Sheet1", "A1")
	require.NoError(t, err)
	assert.Len(t, []rune(text), sheet.MaxCell)
}

func TestWritingEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := sheet.Write(ctx, "Stock", func(yield func([]dataset.Cell) bool) { yield(nil) })
	require.ErrorIs(t, err, context.Canceled)
}
