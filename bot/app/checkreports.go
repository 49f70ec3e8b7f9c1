package app

import (
	"context"
	"errors"

	"factotum/automations/fault"
	"factotum/connectors/warehouse"
)

// reports has each source prepare what the company's own reports ask it.
func (f *findings) reports(ctx context.Context, s *Settings) {
	w := warehouse.New(s.Reports.sources)
	for _, source := range s.Reports.sources {
		for _, say := range w.Careless(ctx, source.Key) {
			f.note("%s", say)
		}
	}
	down := map[string]bool{}
	good := 0
	for _, o := range s.Reports.own {
		if down[o.Source] {
			continue
		}
		columns, err := w.Prepare(ctx, o.Report)
		var mistake *warehouse.MistakeError
		switch {
		case errors.As(err, &mistake):
			f.wrong("%s", o.At(mistake.Offset, mistake.Say))
			continue
		case err != nil:
			down[o.Source] = true
			f.wrong("The source %s cannot be asked: %s.", o.Source, fault.Say(err))
			continue
		}
		names := make([]string, len(columns))
		for i, c := range columns {
			names[i] = c.Name
		}
		lacks := o.Lacks(names)
		for _, p := range lacks {
			f.wrong("%s", p)
		}
		if len(lacks) == 0 {
			good++
		}
	}
	if good > 0 {
		f.good("%d of the %d reports of your own fit their sources.", good, len(s.Reports.own))
	}
}
