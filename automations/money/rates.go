package money

import (
	"encoding/csv"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

var plainRate = regexp.MustCompile(`^[0-9]{1,12}(\.[0-9]{1,12})?$`)

// ParseRates reads CSV whose first line is date,from,to,rate,source. The error
// joins one sentence for every bad line, each with its number.
func ParseRates(r io.Reader) (Rates, error) {
	reader := csv.NewReader(r)
	reader.FieldsPerRecord = -1
	reader.TrimLeadingSpace = true
	header, err := reader.Read()
	if err != nil && !errors.Is(err, io.EOF) {
		return Rates{}, sayf("The rates cannot be read: %s.", err)
	}
	first := strings.ToLower(strings.TrimPrefix(strings.Join(header, ","), "\ufeff"))
	if first != "date,from,to,rate,source" {
		return Rates{}, sayf("Line 1 of the rates must be date,from,to,rate,source.")
	}
	rates := Rates{pairs: map[[2]Currency][]Rate{}}
	var bad []error
	for {
		fields, err := reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			bad = append(bad, sayf("The rates cannot be read further: %s.", err))
			break
		}
		line, _ := reader.FieldPos(0)
		if err := rates.add(fields); err != nil {
			bad = append(bad, sayf("Line %d: %s", line, err))
		}
	}
	if len(bad) > 0 {
		return Rates{}, errors.Join(bad...)
	}
	return rates, nil
}

// add keeps the rate of one line in its place by date.
func (r Rates) add(fields []string) error {
	if len(fields) != 5 {
		return sayf("It has %d fields instead of 5: date,from,to,rate,source.", len(fields))
	}
	if _, err := time.Parse(time.DateOnly, fields[0]); err != nil {
		return sayf("%q is not a day. Write it like 2026-11-20.", shorten(fields[0]))
	}
	from, err := ParseCurrency(fields[1])
	if err != nil {
		return err
	}
	to, err := ParseCurrency(fields[2])
	if err != nil {
		return err
	}
	if from == to {
		return sayf("Both currencies are %s.", from)
	}
	value, err := decimal.NewFromString(fields[3])
	if err != nil || !plainRate.MatchString(fields[3]) || !value.IsPositive() {
		return sayf("%q is not a rate. Write a number above zero with a decimal point, such as 1.0842.", shorten(fields[3]))
	}
	pair := [2]Currency{from, to}
	at, known := slices.BinarySearchFunc(r.pairs[pair], fields[0], func(have Rate, day string) int {
		return strings.Compare(have.Date, day)
	})
	if known {
		return sayf("A rate from %s to %s on %s is already there. Keep one of them.", from, to, fields[0])
	}
	r.pairs[pair] = slices.Insert(r.pairs[pair], at, Rate{From: from, To: to, Value: value, Date: fields[0], Source: fields[4]})
	return nil
}
