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

// vendors are those that the sample company has bought from before.
func (d *Demo) vendors(ctx context.Context, p *program) error {
	return p.importSample(ctx, d.Folder, "vendors")
}

// importSample takes a table of the sample company over into the dataset of its
// name. Days in words count from the clock of the program.
func (p *program) importSample(ctx context.Context, folder, dataset string) error {
	table, err := os.ReadFile(filepath.Join(folder, "company", dataset+".csv"))
	if err != nil {
		return fmt.Errorf("app: read the %s of the sample company: %w", dataset, err)
	}
	return p.importTable(ctx, dataset, table)
}

func (p *program) importTable(ctx context.Context, dataset string, table []byte) error {
	done, err := p.desk.ImportRecords(ctx, people.Person{ID: audit.System}, dataset, table, false)
	if err != nil || len(done.Mistakes) == 0 {
		return err
	}
	return fault.New(fault.Invalid, "The table of %s was not imported: %s", dataset, done.Mistakes[0].Say)
}
