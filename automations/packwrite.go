package automations

import (
	"context"
	"io"

	"factotum/automations/audit"
	"factotum/automations/evidence"
	"factotum/automations/fault"
)

// Write writes the pack of what was gathered and gives its head.
func (p Packer) Write(ctx context.Context, out io.Writer, g Gathered) (audit.Head, error) {
	_, seal, err := Sealed(ctx, p.Store)
	if err != nil {
		return g.head, err
	}
	w, err := evidence.Write(out, g.Contents, g.before)
	if err != nil {
		return g.head, err
	}
	reached := g.before.Position
	for r, err := range walkLog(ctx, p.Store, reached, g.head.Position) {
		if err != nil {
			return g.head, err
		}
		kept, err := seal(r.Position)
		if err == nil && kept != nil {
			err = w.Entry(r, *kept)
		}
		if err != nil {
			return g.head, err
		}
		reached = r.Position
	}
	if reached < g.head.Position {
		return g.head, fault.New(fault.Internal, "The audit log ends before what was sealed. Run `factotum audit verify`; it names the first bad entry.")
	}
	return g.head, w.Close(func(hash string) (io.ReadCloser, error) { return p.Archive.Open(ctx, hash) })
}
