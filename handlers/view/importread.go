package view

import (
	"fmt"
	"strconv"

	"github.com/slack-go/slack"

	"factotum/automations"
	"factotum/automations/dataset"
)

// CallbackTable is the callback_id of the form that says how a table is read.
const CallbackTable = "table"

// The block_ids of that form; BlockColumn is followed by a point and the number of
// the column.
const (
	BlockInto     = "into"
	BlockEncoding = "encoding"
	BlockParted   = "parted"
	BlockQuotes   = "quotes"
	BlockDecimals = "decimals"
	BlockDayFirst = "day_first"
	BlockColumn   = "column"
)

// mappable is how many columns of a table can be chosen by hand: a view has a
// hundred blocks.
const mappable = 60

// nothing stands for a column that is left out.
const nothing = "-"

// ReadTable asks how a table is to be read: into which dataset, how its text is
// written, and its decimals and days, and what its columns are.
func ReadTable(im automations.Import, into []dataset.Dataset, meta Meta) slack.ModalViewRequest {
	blocks := []slack.Block{picker(BlockInto, "Dataset", im.Dataset, datasetOptions(into))}
	if im.Style.Encoding != "" {
		blocks = append(blocks, written(im.Style)...)
	}
	days := im.Style.Days
	if im.Style.OpenDays {
		days = "" // to be chosen
	} else if days == "" {
		days = "day"
	}
	blocks = append(blocks, picker(BlockDecimals, "Its numbers have", orLabel(im.Style.Decimals, "point"), []*slack.OptionBlockObject{
		option("point", "a decimal point: 1,234.50", ""), option("comma", "a decimal comma: 1.234,50", ""),
	}), picker(BlockDayFirst, "In its dates comes first", days, []*slack.OptionBlockObject{
		option("day", "the day: 3/4/2026 is 3 April", ""), option("month", "the month: 3/4/2026 is 4 March", ""),
	}))
	for _, ds := range into {
		if ds.Key == im.Dataset {
			blocks = append(blocks, columns(im, ds)...)
		}
	}
	return modal(CallbackTable, "Read the table", "Read it so", "Cancel", meta, blocks)
}

// written asks how a table of text is written.
func written(style dataset.Style) []slack.Block {
	var encodings []*slack.OptionBlockObject
	for _, name := range dataset.Encodings() {
		encodings = append(encodings, option(name, name, ""))
	}
	return []slack.Block{
		picker(BlockEncoding, "Its letters are written in", style.Encoding, encodings),
		picker(BlockParted, "Its values are parted by", style.Delimiter, []*slack.OptionBlockObject{
			option("comma", "Comma ,", ""), option("semicolon", "Semicolon ;", ""), option("tab", "Tab", ""), option("bar", "Bar |", ""),
		}),
		picker(BlockQuotes, "Quotation marks (\") in it", orLabel(style.Quotes, dataset.QuotesDoubted), []*slack.OptionBlockObject{
			option(dataset.QuotesDoubted, "hold a value: doubt whole rows in it", ""),
			option(dataset.QuotesHold, "hold a value, whatever stands in it", ""),
			option(dataset.QuotesLetters, "are letters like any other", ""),
		}),
	}
}

func datasetOptions(into []dataset.Dataset) []*slack.OptionBlockObject {
	var options []*slack.OptionBlockObject
	for _, ds := range into[:min(len(into), maxOptions)] {
		options = append(options, option(ds.Key, ds.Title, ""))
	}
	return options
}

// columns asks of each column what it is.
func columns(im automations.Import, ds dataset.Dataset) []slack.Block {
	options := []*slack.OptionBlockObject{option(nothing, "Leave it out", "")}
	paths, labels := automations.ColumnsOf(ds)
	for i, path := range paths[:min(len(paths), maxOptions-1)] {
		options = append(options, option(path, labels[i], ""))
	}
	blocks := []slack.Block{divider()}
	for i, heading := range im.Headings[:min(len(im.Headings), mappable)] {
		now := nothing
		if i < len(im.Paths) && im.Paths[i] != "" {
			now = im.Paths[i]
		}
		label := fmt.Sprintf("Column %d: %s", i+1, orLabel(OneLine(heading, 80), "without a heading"))
		blocks = append(blocks, picker(BlockColumn+"."+strconv.Itoa(i), label, now, options))
	}
	return blocks
}

// picker is a menu with one thing chosen.
func picker(block, label, chosen string, options []*slack.OptionBlockObject) slack.Block {
	return slack.NewInputBlock(block, plain(label, 150), nil, dropdown(block, "Choose", options, chosen))
}

// TablePaths reads the columns that were chosen in that form.
func TablePaths(im automations.Import, chosen func(block string) string) []string {
	paths := make([]string, len(im.Headings))
	for i := range paths {
		path := chosen(BlockColumn + "." + strconv.Itoa(i))
		switch {
		case path == "" && i < len(im.Paths): // not asked
			paths[i] = im.Paths[i]
		case path != nothing:
			paths[i] = path
		}
	}
	return paths
}
