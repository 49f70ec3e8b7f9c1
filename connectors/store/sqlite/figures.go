package sqlite

import (
	"context"

	"factotum/automations/state"
)

// Figures counts what the store holds.
func (r *Reader) Figures(ctx context.Context) (f state.Figures, err error) {
	ctx, cancel := limited(ctx)
	defer cancel()
	err = r.db.QueryRowContext(ctx, "SELECT (SELECT coalesce(max(position), 0) FROM audit), (SELECT count(*) FROM notice), (SELECT count(*) FROM failed)").
		Scan(&f.Entries, &f.Waiting, &f.Failed)
	return f, failure("figures", err)
}
