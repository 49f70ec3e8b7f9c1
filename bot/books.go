package main

import (
	"fmt"

	"factotum/bot/app"
)

type ledgers struct {
	Rebuild rebuild     `cmd:"" help:"Make the books anew of the whole log; also while the bot is running."`
	Export  exportBooks `cmd:"" help:"Write the books for other tools: a file of SQLite, or a folder of CSV files."`
	Schema  schema      `cmd:"" help:"Print the tables of the books, with what each column means."`
}

// settings reads the configuration.
func (c *configured) settings(w *world) (*app.Settings, error) {
	s, problems := app.Load(c.Config, w.env)
	if len(problems) > 0 {
		return nil, app.Refused(problems)
	}
	return s, nil
}

type rebuild struct{ configured }

// Run says what the books came to.
func (r *rebuild) Run(w *world) error {
	s, err := r.settings(w)
	if err != nil {
		return err
	}
	kept, err := app.RebuildBooks(w.ctx, s)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(w.out, kept)
	return err
}

type exportBooks struct {
	configured
	CSV bool   `help:"Write a CSV file for each table."`
	To  string `arg:"" help:"File to write, or folder with --csv; it must not exist."`
}

// Run says where the books are.
func (e *exportBooks) Run(w *world) error {
	s, err := e.settings(w)
	if err != nil {
		return err
	}
	kept, err := app.ExportBooks(w.ctx, s, e.To, e.CSV)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w.out, "%s Written to %s\n", kept, e.To)
	return err
}

type schema struct{}

// Run prints the tables.
func (schema) Run(w *world) error {
	_, err := fmt.Fprint(w.out, app.BooksSchema())
	return err
}
