package automations

import (
	"context"
	"slices"
	"time"

	"factotum/automations/calendar"
	"factotum/automations/catalogue"
	"factotum/automations/request"
)

// earlier are the requests of the same person and kind that were sent before this
// one, as far back as they are added up. What was refused or taken back does not
// count.
func (d *Desk) earlier(ctx context.Context, r request.Request, kind catalogue.Kind) ([]catalogue.Earlier, error) {
	until := d.Now()
	if r.State == request.Pending {
		until = r.Submitted
	}
	return earlier(ctx, d.Store, r, kind, until)
}

// earlier are those that were sent until a moment.
func earlier(ctx context.Context, from Paged, r request.Request, kind catalogue.Kind, until time.Time) ([]catalogue.Earlier, error) {
	if kind.Together == nil {
		return nil, nil
	}
	since := until.AddDate(0, 0, -kind.Together.Days)
	var all []catalogue.Earlier
	for doc, err := range walk(ctx, from, mineIndex(r.Requester)) {
		if err != nil {
			return nil, err
		}
		f, err := decode(doc)
		if err != nil {
			return nil, err
		}
		if e, counts := counted(f.Request, r, since, until); counts {
			all = append(all, e)
		}
		if f.Request.Created.Before(since.AddDate(0, 0, -kind.Together.Days)) { // a draft may lie for some time
			break
		}
	}
	return all, nil
}

// counted tells whether an earlier request is added up with one.
func counted(e, r request.Request, since, until time.Time) (catalogue.Earlier, bool) {
	stands := []request.State{request.Pending, request.Open, request.Waiting, request.Done}
	if e.ID == r.ID || e.Kind != r.Kind || !slices.Contains(stands, e.State) || e.Submitted.Before(since) || e.Submitted.After(until) {
		return catalogue.Earlier{}, false
	}
	one := catalogue.Earlier{Values: e.Values, Today: calendar.DateOf(e.Submitted, time.UTC)}
	if e.Sum != nil {
		one.Rates = e.Sum.Rates
	}
	return one, true
}
