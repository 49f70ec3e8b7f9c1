package app

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"factotum/automations"
	"factotum/automations/audit"
)

// ExportAudit writes the log as JSON Lines, an entry with its seal and payload
// on each, and its proof as the last line. It checks nothing: VerifyExport
// does, wherever the export went. It gives the head.
func ExportAudit(ctx context.Context, from Place, out io.Writer) (last audit.Head, err error) {
	store, err := from.read(ctx)
	if err != nil {
		return last, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	_, seal, err := automations.Sealed(ctx, store)
	if err != nil {
		return last, err
	}
	buffered := bufio.NewWriterSize(out, 1<<16)
	err = eachPage(ctx, store, 0, func(records []audit.Record) error {
		for _, r := range records {
			kept, err := seal(r.Position)
			if err == nil && kept == nil { // newer than the last wake: what the next one will write
				kept = new(audit.Seal)
				*kept, err = last.Seal.Next(r.Entry)
			}
			if err != nil {
				return err
			}
			last = audit.Head{Position: r.Position, Seal: *kept}
			line, err := audit.Line(r, *kept)
			if err != nil {
				return err
			}
			if _, err := buffered.Write(line); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		_, err = buffered.WriteString(audit.Proof(last))
	}
	if err = errors.Join(err, buffered.Flush()); err != nil {
		return last, fmt.Errorf("app: export the log: %w", err)
	}
	return last, nil
}

// VerifyExport checks an export by itself, without any store: every line is as
// it was written, none is missing, and the log comes to the heads. An export
// whose end was cut off and given another proof is found only by a head that
// was published elsewhere. The error names the first bad entry.
func VerifyExport(ctx context.Context, file string, heads ...audit.Head) (audit.Head, error) {
	in, err := os.Open(file)
	if err != nil {
		return audit.Head{}, fmt.Errorf("app: open the export: %w", err)
	}
	defer in.Close() //nolint:errcheck // nothing was written
	var check audit.Verifier
	check.Expect(heads...)
	reader := bufio.NewReaderSize(in, 1<<20)
	for proved := false; ; {
		line, err := reader.ReadBytes('\n')
		switch {
		case errors.Is(err, io.EOF) && len(line) == 0 && proved:
			return check.Head(), check.End()
		case errors.Is(err, io.EOF) && len(line) == 0:
			return check.Head(), &audit.BadError{Position: check.Head().Position + 1, Why: "is missing: the export ends without its proof"}
		case err != nil && !errors.Is(err, io.EOF):
			return check.Head(), fmt.Errorf("app: read the export: %w", err)
		case proved:
			return check.Head(), &audit.BadError{Position: check.Head().Position + 1, Why: "was added after the proof"}
		case ctx.Err() != nil:
			return check.Head(), ctx.Err()
		}
		if proved, err = check.CheckLine(line); err != nil {
			return check.Head(), err
		}
	}
}
