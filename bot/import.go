package main

import (
	"fmt"

	"factotum/bot/app"
)

type imports struct {
	configured
	DryRun  bool   `help:"Say what would be done, and do nothing."`
	Dataset string `arg:"" help:"Dataset, such as vendors."`
	File    string `arg:"" type:"existingfile" help:"CSV file in UTF-8 whose first line names the columns."`
}

// Run ends with findings when the file has mistakes: then nothing is imported.
func (i *imports) Run(w *world) error {
	done, err := app.Import(w.ctx, i.Config, w.env, app.ImportOptions{
		Dataset: i.Dataset, File: i.File, DryRun: i.DryRun, By: operator(), Log: w.log,
	})
	if err != nil {
		return err
	}
	for _, m := range done.Mistakes {
		at := i.File
		if m.Line > 0 {
			at = fmt.Sprintf("%s:%d", i.File, m.Line)
		}
		if _, err := fmt.Fprintf(w.told, "%s: %s\n", at, m.Say); err != nil {
			return err
		}
	}
	if len(done.Mistakes) > 0 {
		_, _ = fmt.Fprintf(w.told, "Nothing was imported: %d mistakes. Correct them and import the file again.\n", len(done.Mistakes)) // there is nowhere left to complain
		return errFindings
	}
	what := "imported"
	if i.DryRun {
		what = "would be imported; nothing was changed"
	}
	_, err = fmt.Fprintf(w.out, "%s: %d new, %d changed, %d the same as before: %s\n", i.Dataset, done.New, done.Changed, done.Same, what)
	return err
}
