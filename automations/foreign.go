package automations

import (
	"context"
	"fmt"
	"time"

	"factotum/automations/audit"
	"factotum/automations/state"
)

// Foreign records that something came for another workspace or app than ours,
// or for a whole organisation, which is never looked at. It is recorded once a
// day of each, however much comes.
func (d *Desk) Foreign(ctx context.Context, team, app string, organisation bool) error {
	now := d.Now().UTC()
	from := map[string]any{"team": team, "app": app, "organisation": organisation}
	record, err := audit.Of(now, audit.System, "outside", "refused foreign", 0, "", from)
	if err != nil {
		return err
	}
	_, err = d.write(ctx, state.Change{
		Once:  state.Once{Key: fmt.Sprintf("foreign/%s/%q/%q/%t", now.Format(time.DateOnly), team, app, organisation), Keep: keepSlack},
		Audit: []audit.Record{record},
	})
	return err
}
