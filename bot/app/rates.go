package app

import (
	"bytes"
	"encoding/csv"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"factotum/automations/form"
	"factotum/automations/money"
	"factotum/automations/source"
)

var rateLine = regexp.MustCompile(`^Line ([0-9]+)(?:: | of )(.*)$`)

// rates reads the exchange rates. Without a file every foreign amount is asked
// of those who give missing rates.
func (r *reader) rates() {
	currencies := []string{string(r.company.Currency)}
	if r.in.Rates != "" {
		path := r.path(r.in.Rates, "")
		body, err := os.ReadFile(path)
		if err != nil {
			r.wrong("rates", "the file of rates %s cannot be read (%s): correct the path, or leave rates out", path, reason(err))
			return
		}
		if r.company.Rates, err = money.ParseRates(bytes.NewReader(body)); err != nil {
			r.problems = append(r.problems, rateProblems(path, err)...)
		}
		currencies = append(currencies, listed(body)...)
	}
	slices.Sort(currencies[1:])
	var options []form.Option
	for _, c := range slices.Compact(currencies) {
		options = append(options, form.Option{Value: c, Label: c})
	}
	r.company.Options["currencies"] = options
}

// rateProblems gives the sentences about a file of rates their lines.
func rateProblems(path string, err error) []source.Problem {
	var problems []source.Problem
	for say := range strings.SplitSeq(err.Error(), "\n") {
		p := source.Problem{File: path, Say: say}
		if m := rateLine.FindStringSubmatch(say); m != nil {
			p.Line, _ = strconv.Atoi(m[1]) // the pattern lets only digits through
			if strings.HasPrefix(say, "Line "+m[1]+": ") {
				p.Say = m[2]
			}
		}
		problems = append(problems, p)
	}
	return problems
}

// listed are the currencies that a file of rates names.
func listed(body []byte) []string {
	reader := csv.NewReader(bytes.NewReader(body))
	reader.FieldsPerRecord = -1
	reader.TrimLeadingSpace = true
	rows, err := reader.ReadAll()
	if err != nil {
		return nil // said by whoever reads the rates themselves
	}
	var names []string
	for _, row := range rows {
		if len(row) != 5 {
			continue
		}
		for _, name := range row[1:3] {
			if c, err := money.ParseCurrency(name); err == nil {
				names = append(names, string(c))
			}
		}
	}
	return names
}
