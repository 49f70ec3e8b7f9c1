package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"github.com/google/uuid"

	"factotum/automations"
	"factotum/automations/fault"
	"factotum/automations/people"
)

// ImportOptions are what is imported, and how.
type ImportOptions struct {
	Dataset string
	File    string
	DryRun  bool
	By      string // for the log
	Log     *slog.Logger
}

// maxTable is how large a table may be that is read whole.
const maxTable = 64 << 20

// Import takes the rows of a table over into a dataset of a configuration. A
// store in a file must not be in use by a running bot.
func Import(ctx context.Context, config string, env func(string) string, o ImportOptions) (done automations.Imported, err error) {
	s, problems := Load(config, env)
	if len(problems) > 0 {
		return done, Refused(problems)
	}
	body, err := table(o.File)
	if err != nil {
		return done, err
	}
	store, err := s.Store.open(ctx, o.Log)
	if err != nil {
		return done, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	desk := &automations.Desk{
		Store: store, Catalogue: s.Catalogue, Now: time.Now, NewID: uuid.NewString, Due: func() {},
	}
	if err := desk.KeepPolicies(ctx); err != nil {
		return done, err
	}
	return desk.ImportRecords(ctx, people.Person{ID: o.By, Country: s.offices.country}, o.Dataset, body, o.DryRun)
}

func table(name string) ([]byte, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "%s cannot be read (%s), so nothing was imported. Correct the path.", name, reason(err))
	}
	defer file.Close() //nolint:errcheck // nothing was written
	body, err := io.ReadAll(io.LimitReader(file, maxTable+1))
	if err != nil {
		return nil, fmt.Errorf("app: read the table: %w", err)
	}
	if len(body) > maxTable {
		return nil, fault.New(fault.Invalid, "%s is larger than 64 MiB, so nothing was imported. Split it.", name)
	}
	return body, nil
}
