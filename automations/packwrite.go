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
	for after := g.before.Position; after < g.head.Position; {
		records, err := p.Store.Log(ctx, after, int(min(1000, g.head.Position-after)))
		if err != nil {
			return g.head, err
		}
		if len(records) == 0 {
			return g.head, fault.New(fault.Internal, "The audit log ends before what was sealed. Run `factotum audit verify`; it names the first bad entry.")
		}
		for _, r := range records {
			kept, err := seal(r.Position)
			if err == nil && kept != nil {
				err = w.Entry(r, *kept)
			}
			if err != nil {
				return g.head, err
			}
		}
		after = records[len(records)-1].Position
	}
	return g.head, w.Close(func(hash string) (io.ReadCloser, error) { return p.Archive.Open(ctx, hash) })
}
