package app

import (
	"fmt"
	"os"
	"regexp"
	"strconv"
	"time"

	"factotum/automations/calendar"
	"factotum/automations/money"
	"factotum/automations/source"
	"factotum/connectors/books"
)

// budgetsText is the file of budgets as it is written.
type budgetsText struct {
	Budgets []budgetText `yaml:"budgets"`
}

type budgetText struct {
	CostCentre string `yaml:"cost_centre"` // left out: of the whole company
	Category   string `yaml:"category"`    // left out: whatever for
	Period     string `yaml:"period"`
	Amount     string `yaml:"amount"`
}

var budgeted = regexp.MustCompile(`^([0-9]{4})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?$`)

// budgets reads what may be spent.
func (r *reader) budgets() []books.Budget {
	if r.in.Budgets == "" {
		return nil
	}
	path := r.path(r.in.Budgets, "")
	body, err := os.ReadFile(path)
	if err != nil {
		r.wrong("budgets", "the file of budgets %s cannot be read (%s): correct the path, or leave budgets out", path, reason(err))
		return nil
	}
	var in budgetsText
	file, problems := source.Read(path, body, &in)
	r.problems = append(r.problems, problems...)
	if source.Garbled(problems) {
		return nil
	}
	var all []books.Budget
	seen := map[string]bool{}
	for i, text := range in.Budgets {
		at := fmt.Sprintf("budgets[%d]", i)
		wrong := func(key, say string, args ...any) { r.problems = append(r.problems, file.At(at+key, say, args...)) }
		b := books.Budget{CostCentre: text.CostCentre, Category: text.Category, Period: text.Period}
		if b.From, b.To, err = budgetPeriod(text.Period); err != nil {
			wrong(".period", "%s", err)
		}
		b.Amount, err = money.Parse(text.Amount, r.company.Currency)
		switch {
		case err != nil:
			wrong(".amount", "%s", oneLine(err))
		case b.Amount.Currency != r.company.Currency || b.Amount.Value.IsNegative():
			wrong(".amount", "budgets are in %s and not below nothing", r.company.Currency)
		}
		key := b.CostCentre + "\n" + b.Category + "\n" + b.Period
		if seen[key] {
			wrong("", "there is another budget for the same: add them up")
		}
		seen[key], all = true, append(all, b)
	}
	return all
}

// budgetPeriod are the first and last day of 2026, 2026-Q3 or 2026-11.
func budgetPeriod(text string) (first, last calendar.Date, err error) {
	m := budgeted.FindStringSubmatch(text)
	if m == nil {
		return first, last, fmt.Errorf("%q is no period of a budget: write 2026, 2026-Q3 or 2026-11", text)
	}
	year, _ := strconv.Atoi(m[1]) // the pattern lets only digits through
	month, months := 1, 12
	if m[2] != "" {
		quarter, _ := strconv.Atoi(m[2])
		month, months = 3*quarter-2, 3
	}
	if m[3] != "" {
		month, _ = strconv.Atoi(m[3])
		months = 1
	}
	first = calendar.NewDate(year, time.Month(month), 1)
	return first, calendar.NewDate(year, time.Month(month+months), 1).AddDays(-1), nil
}
