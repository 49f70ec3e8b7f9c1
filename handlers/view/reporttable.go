package view

import (
	"time"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"factotum/automations/report"
)

// shown are the rows that the message has.
func (a answering) shown() (from, to int) {
	return a.Run.From, min(a.Run.From+rowsOfAnswer, len(a.Run.Rows))
}

// table is Slack's own table: at most 100 rows of 20 cells, none of them empty
// (docs.slack.dev/reference/block-kit/blocks/table-block).
func (a answering) table() slack.Block {
	t := report.Table{Columns: a.Run.Columns, Rows: a.Run.Rows, Marks: a.Marks}
	columns := t.Seen()
	columns = columns[:min(len(columns), 20)]
	block := slack.NewTableBlock("")
	var head []slack.TableCell
	for _, j := range columns {
		c := t.Columns[j]
		head = append(head, slack.NewTableRichTextCell(sentence(bold(orDash(OneLine(t.Heading(j), 40))))))
		block.ColumnSettings = append(block.ColumnSettings, slack.ColumnSetting{Align: alignment(c.Type), IsWrapped: c.Type == report.Text && a.long(t, j)})
	}
	block.Rows = append(block.Rows, head)
	from, to := a.shown()
	most := 80
	if n := longestOf(t, from, to, columns, a.Zone, most); n > maxTable {
		most = max(8, most*maxTable/n)
	}
	for i := from; i < to; i++ {
		var cells []slack.TableCell
		for _, j := range columns {
			cells = append(cells, slack.NewTableRawTextCell(orDash(OneLine(t.Plain(i, j, a.Zone), most))))
		}
		block.Rows = append(block.Rows, cells)
	}
	return block
}

// long tells whether the texts that are shown of a column need more than one line.
func (a answering) long(t report.Table, column int) bool {
	from, to := a.shown()
	for i := from; i < to; i++ {
		if utf8.RuneCountInString(t.Rows[i][column]) > 18 {
			return true
		}
	}
	return false
}

// longestOf is how many characters the rows have together, each cell cut.
func longestOf(t report.Table, from, to int, columns []int, zone *time.Location, most int) (n int) {
	for i := from; i < to; i++ {
		for _, j := range columns {
			n += min(most, utf8.RuneCountInString(t.Plain(i, j, zone)))
		}
	}
	return n
}

func alignment(t report.Type) slack.ColumnAlignment {
	switch t {
	case report.Number, report.Money, report.Percent, report.Hours:
		return slack.ColumnAlignmentRight
	case report.Text, report.Date, report.Moment, report.Person, report.Request, report.Period, report.Choice:
	}
	return slack.ColumnAlignmentLeft
}
