package view

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"factotum/automations/form"
)

// list draws a repeating group: the open line's inputs in their place, a row
// for each other line, at most so many rows.
func (d *drawing) list(list form.Field, rows int) []slack.Block {
	lines := d.Values[list.Key].Lines
	open, n := d.open(list), len(lines)
	blocks := []slack.Block{divider(), section(d.listTitle(list, lines))}
	for i := range max(n, open+1) {
		switch {
		case i == open:
			blocks = append(blocks, d.openLine(list, i, max(n, open+1))...)
		case rows > 0:
			blocks = append(blocks, d.row(list, i, lines[i]))
			rows--
		}
	}
	if most, err := strconv.Atoi(list.Max); err != nil || max(n, open+1) < most {
		blocks = append(blocks, slack.NewActionBlock("", button(ActionAddLine, strconv.Itoa(max(n, open+1)), "Add another item")))
	}
	return append(blocks, divider())
}

// open is the line whose inputs are shown: the number of lines means a new one.
func (d *drawing) open(list form.Field) int {
	n := len(d.Values[list.Key].Lines)
	line := d.Meta.Line
	if key, _ := LinesKey(d.Kind); key != list.Key {
		line = 0
	}
	if most, err := strconv.Atoi(list.Max); err == nil && n >= most {
		n = most - 1
	}
	return min(max(line, 0), max(n, 0))
}

// room is how many rows fit beside everything else on the form.
func (d *drawing) room(before int, list form.Field) int {
	after, seen := 0, false
	for _, field := range d.Kind.Form.Fields() {
		if field.Key == list.Key {
			seen = true
		} else if seen {
			after += 2 // its input and what may be wrong with it
		}
	}
	return maxViewBlocks - before - after - 2*len(list.Fields) - 5
}

func (d *drawing) listTitle(list form.Field, lines []form.Values) string {
	if len(lines) < 2 {
		return "*" + Escape(list.Label, 80) + "*"
	}
	return d.listHeading(list, lines)
}

// openLine are the inputs of one line.
func (d *drawing) openLine(list form.Field, i, of int) []slack.Block {
	var blocks []slack.Block
	lines := d.Values[list.Key].Lines
	if of > 1 {
		blocks = append(blocks, row(fmt.Sprintf("*%s of %d*", Escape(d.nth(list, i), 80), of), button(ActionRemoveLine, strconv.Itoa(i), "Remove")))
	}
	var line form.Values
	if i < len(lines) {
		line = lines[i]
	}
	least, _ := strconv.Atoi(list.Min)
	relaxed := len(lines) == 0 && least == 0 && !list.Required
	for _, field := range list.Fields {
		path := list.Key + "." + strconv.Itoa(i) + "." + field.Key
		blocks = append(blocks, d.input(field, path, line[field.Key], relaxed)...)
	}
	return blocks
}

// row is a line that is not open.
func (d *drawing) row(list form.Field, i int, line form.Values) slack.Block {
	text := fmt.Sprintf("*%d.* %s", i+1, Escape(orDash(d.lineText(list, line, 300)), 300))
	prefix := list.Key + "." + strconv.Itoa(i)
	for _, p := range d.Problems {
		if p.Path == prefix || strings.HasPrefix(p.Path, prefix+".") {
			text += "\n⚠️ " + Escape(p.Say, 300)
			break
		}
	}
	text += d.toldOf(prefix)
	return row(text, button(ActionEditLine, strconv.Itoa(i), "Edit"))
}
