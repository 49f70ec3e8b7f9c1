package automations

import (
	"context"

	"factotum/automations/request"
	"factotum/automations/state"
)

// Make makes a move as a verb would, for tests of what follows from it.
func (d *Desk) Make(ctx context.Context, once, id string, m request.Move) (File, error) {
	return d.update(ctx, id, state.Once{Key: once}, func(File) (act, error) { return act{move: m}, nil })
}

// Superiors are those to whom something that is told of a clock goes up.
func Superiors(f File, key string) []string { return superiors(f, key) }
