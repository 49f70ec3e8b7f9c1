package dataset

import (
	"regexp"
	"strconv"
	"strings"

	"factotum/automations/form"
)

var (
	slashed  = regexp.MustCompile(`^([0-9]{1,2})/([0-9]{1,2})/([0-9]{4}|[0-9]{2})$`)
	eitherOf = regexp.MustCompile(`^-?[1-9][0-9]{0,2}[.,][0-9]{3}$`)
	currency = regexp.MustCompile(`^[\p{L}\p{Sc}\s]+|[\p{L}\p{Sc}\s]+$`)
)

// figure is a cell of a number column without its currency.
func figure(cell string) string {
	return currency.ReplaceAllString(Bare(strings.TrimSpace(cell)), "")
}

// decimalsOf is the style that a number shows; "" where it may be either.
func decimalsOf(cell string) string {
	comma, point := decimalComma.MatchString(figure(cell)), decimalPoint.MatchString(figure(cell))
	switch {
	case comma && !point:
		return "comma"
	case point && !comma:
		return "point"
	}
	return ""
}

// daysOf is which of day and month a day with slashes has first; "" where it may
// be either, and false for what is no such day.
func daysOf(cell string) (first string, ok bool) {
	m := slashed.FindStringSubmatch(strings.TrimSpace(cell))
	if m == nil {
		return "", false
	}
	a, _ := strconv.Atoi(m[1])
	b, _ := strconv.Atoi(m[2])
	switch {
	case a > 12:
		return "day", true
	case b > 12:
		return "month", true
	case a == b:
		return "", false
	}
	return "", true
}

// Written finds from the cells of a table how its numbers and days are written:
// as most of them are, and as the first of them where they are as many. What was
// chosen is left as it is.
func (d Dataset) Written(style Style, paths []string, rows [][]string) Style {
	decimals, days := votes{}, votes{}
	slashes := false
	for _, row := range rows {
		for i, cell := range row[:min(len(row), len(paths))] {
			field, _ := d.Form.Field(paths[i])
			switch field.Type { //nolint:exhaustive // the others are written in one way
			case form.Number, form.Money:
				decimals.add(decimalsOf(cell))
			case form.Date:
				first, ok := daysOf(cell)
				slashes = slashes || ok
				days.add(first)
			}
		}
	}
	if style.Decimals == "" {
		style.Decimals, style.Mixed = decimals.most()
	}
	if style.Days == "" {
		if style.Days, style.MixedDays = days.most(); style.Days == "" && slashes {
			style.Days, style.OpenDays = "day", true
		}
	}
	return style
}

// votes counts the two ways in which something is written.
type votes struct {
	first, other string
	n, m         int
}

func (v *votes) add(way string) {
	switch {
	case way == "":
	case v.first == "" || v.first == way:
		v.first = way
		v.n++
	default:
		v.other = way
		v.m++
	}
}

func (v votes) most() (way string, mixed bool) {
	if v.m > v.n {
		return v.other, true
	}
	return v.first, v.m > 0
}

// unfit says what is wrong with how a cell is written, or one of its values where
// the field is repeated.
func (t *table) unfit(path, cell string) string {
	if t.strict || path == "" {
		return ""
	}
	field, _ := t.Form.Field(path)
	if !strings.Contains(path, ".") {
		return t.misfit(field, strings.TrimSpace(cell))
	}
	for text := range strings.SplitSeq(cell, ";") {
		if say := t.misfit(field, strings.TrimSpace(text)); say != "" {
			return say
		}
	}
	return ""
}

// misfit says what is wrong with a cell that is not written as the table is, or
// may mean two things in it; "" where nothing is.
func (t *table) misfit(field form.Field, cell string) string {
	switch field.Type { //nolint:exhaustive // the others are written in one way
	case form.Number, form.Money:
		written := decimalsOf(cell)
		if written != "" && t.style.Decimals != "" && written != t.style.Decimals {
			return strconv.Quote(cell) + " has a decimal " + written + ", and the table is read with a decimal " + t.style.Decimals + ". Write it like the others."
		}
		if eitherOf.MatchString(figure(cell)) && (t.style.Mixed || t.style.Decimals == "" && field.Type == form.Money) {
			return strconv.Quote(cell) + " could be thousands or a fraction. Write it without a mark between thousands, or say by “Read it otherwise…” how the numbers are written."
		}
	case form.Date:
		first, ok := daysOf(cell)
		if ok && (first != "" && first != t.style.Days || first == "" && t.style.MixedDays) {
			return strconv.Quote(cell) + " is not clear: the table is read with the " + t.style.Days + " first. Write it like 2026-11-20."
		}
	}
	return ""
}

// dayFirst writes a day with slashes so that the day stands first.
func dayFirst(cell string) string { return slashed.ReplaceAllString(cell, "$2/$1/$3") }
