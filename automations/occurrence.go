package automations

import (
	"context"
	"strings"

	"factotum/automations/calendar"
	"factotum/automations/obligation"
	"factotum/automations/state"
)

// Loads gives documents, one per id in that order; Version 0 where there is none.
type Loads interface {
	Load(ctx context.Context, ids ...string) ([]state.Document, error)
}

// byPeriod is the form of a course since occurrences are told apart by what their
// cadence counts in. Before, the day was it that the calendar of then gave.
const byPeriod = 2

// course is how far the occurrences of an obligation were opened.
type course struct {
	Since   calendar.Date `json:"since"`   // when the obligation was first seen: nothing that was due before is opened
	Through calendar.Date `json:"through"` // all that is due up to that day was opened
	Form    int           `json:"form"`
	Dated   calendar.Date `json:"dated"` // up to then some were opened in the earlier form; zero: none
}

func courseID(obligation string) string { return "obligation/" + obligation }

// courseOf reads a course; one that has not begun begins on a day.
func courseOf(doc state.Document, begins calendar.Date) (course, error) {
	c := course{Since: begins, Form: byPeriod}
	if doc.Version == 0 {
		return c, nil
	}
	c.Form = 0
	if err := decodeInto(doc, &c); err != nil {
		return c, err
	}
	if c.Form < byPeriod {
		c.Form, c.Dated = byPeriod, c.Through
		if c.Through.IsZero() {
			c.Dated = c.Since
		}
	}
	return c, nil
}

// courses are those of obligations, in their order.
func courses(ctx context.Context, store Loads, begins calendar.Date, keys ...string) ([]course, error) {
	ids := make([]string, len(keys))
	for i, key := range keys {
		ids[i] = courseID(key)
	}
	if len(ids) == 0 {
		return nil, nil
	}
	docs, err := store.Load(ctx, ids...)
	if err != nil {
		return nil, err
	}
	all := make([]course, len(docs))
	for i, doc := range docs {
		if all[i], err = courseOf(doc, begins); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// dutyPrefix begins the ids of duties.
const dutyPrefix = "duty-"

// dutyID is the same for the same occurrence, whoever opens it and however often.
func dutyID(key, period string) string {
	return dutyPrefix + key + "-" + strings.NewReplacer("/", "-", "@", "-", "~", "-at-").Replace(period)
}

// occurrence is one of an obligation that has come so far.
type occurrence struct {
	o     obligation.Obligation
	due   obligation.Due
	began course
}

// former tells whether it was due before its obligation began to be looked after:
// it is never opened, and nothing waits for it.
func (c occurrence) former() bool { return c.began.Since.IsZero() || c.due.Day.Before(c.began.Since) }

// ids are those under which its request can be stored, the first of them today.
func (c occurrence) ids() []string {
	ids := []string{dutyID(c.o.Key, c.due.Period())}
	for _, period := range c.due.Former(c.began.Dated) {
		ids = append(ids, dutyID(c.o.Key, period))
	}
	return ids
}

// occurrences are the requests of each; Version 0 where there is none.
func occurrences(ctx context.Context, store Loads, sought ...occurrence) ([]state.Document, error) {
	var ids []string
	var of []int
	for i, one := range sought {
		for _, id := range one.ids() {
			ids, of = append(ids, id), append(of, i)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	docs, err := store.Load(ctx, ids...)
	if err != nil {
		return nil, err
	}
	found := make([]state.Document, len(sought))
	for i, doc := range docs {
		if at := of[i]; found[at].ID == "" || found[at].Version == 0 && doc.Version > 0 {
			found[at] = doc
		}
	}
	return found, nil
}
