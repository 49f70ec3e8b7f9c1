package app

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"factotum/automations/audit"
	"factotum/automations/fault"
	"factotum/automations/people"
)

// Import takes a table over into a dataset of the sample company, for those who
// act in stories.
func (d *Demo) Import(ctx context.Context, dataset string, table []byte) error {
	d.mu.Lock()
	program := d.program
	d.mu.Unlock()
	if program == nil {
		return fault.New(fault.Unavailable, "The demonstration does not work yet. Please try again in a moment.")
	}
	return program.importTable(ctx, dataset, table)
}

// importSamples takes tables of the sample company over into the datasets of their
// names. Days in words count from the clock of the program.
func (p *program) importSamples(ctx context.Context, folder string, datasets ...string) error {
	for _, dataset := range datasets {
		if _, err := p.desk.Catalogue.Dataset(dataset); err != nil {
			continue // its pack is switched off, or another company is tried out
		}
		table, err := os.ReadFile(filepath.Join(folder, "company", dataset+".csv"))
		if err != nil {
			return fmt.Errorf("app: read the %s of the sample company: %w", dataset, err)
		}
		if err := p.importTable(ctx, dataset, table); err != nil {
			return err
		}
	}
	return nil
}

func (p *program) importTable(ctx context.Context, dataset string, table []byte) error {
	done, err := p.desk.ImportRecords(ctx, people.Person{ID: audit.System}, dataset, table, false)
	if err != nil || len(done.Mistakes) == 0 {
		return err
	}
	return fault.New(fault.Invalid, "The table of %s was not imported: %s", dataset, done.Mistakes[0].Say)
}
