package main

import (
	"os"

	"factotum/bot/app"
)

type read struct {
	PageOnly bool     `help:"Read the pages as if there were no XML in a PDF."`
	Jobs     int      `default:"${cpus}" help:"How many files to read at a time."`
	Words    bool     `hidden:"" help:"Print the words of the pages with their places, to find out why something is read wrong."`
	Files    []string `arg:"" name:"file" help:"PDF, XML, mail (.eml), PNG or JPEG."`
}

// Run ends with findings when a file gave no invoice.
func (r *read) Run(w *world) error {
	unread, err := app.Read(w.ctx, app.ReadOptions{Files: r.Files, PageOnly: r.PageOnly, Words: r.Words, Jobs: r.Jobs}, w.out, w.told)
	if err == nil && unread > 0 {
		return errFindings
	}
	return err
}

// readChild is this program as a child of itself that reads documents; see
// connectors/document. It is not for people.
type readChild struct{}

// Run reads until its standard input ends.
func (r *readChild) Run(w *world) error { return app.ReadChild(os.Stdin, w.out) }
