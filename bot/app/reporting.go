package app

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"time"

	"factotum/automations"
	"factotum/automations/obligation"
	"factotum/automations/report"
	"factotum/connectors/chart"
	"factotum/connectors/files"
	"factotum/connectors/ical"
	"factotum/connectors/sheet"
	"factotum/connectors/slack"
	"factotum/connectors/warehouse"
)

// fontFolder is where systems keep fonts for what the program's own has no
// letters for.
const fontFolder = "/usr/share/fonts"

// reporting is what reports are answered with.
func (p *program) reporting(rooms *slack.Client) (automations.Reporting, error) {
	drawer, err := chart.New(fontFolder)
	if err != nil {
		return automations.Reporting{}, fmt.Errorf("app: read fonts: %w", err)
	}
	p.desk.Almanac = almanac{drawer}
	if p.answers, err = files.Open(filepath.Join(p.settings.Data, answersFolder), p.desk.Now()); err != nil {
		return automations.Reporting{}, err
	}
	return automations.Reporting{
		All: p.settings.Reports.All, Figures: figures{p.books, warehouse.New(p.settings.Reports.sources)}, Drawer: draftsman{drawer}, Shelf: shelf{p.answers}, Rooms: doorman{rooms},
	}, nil
}

// draftsman makes pictures and files of answers.
type draftsman struct{ *chart.Drawer }

// CSV writes an answer as comma separated values.
func (draftsman) CSV(ctx context.Context, t report.Table) ([]byte, error) {
	var body bytes.Buffer
	err := sheet.CSV(ctx, &body, t)
	return body.Bytes(), err
}

// XLSX writes an answer as a spreadsheet.
func (draftsman) XLSX(ctx context.Context, title string, t report.Table) ([]byte, error) {
	var body bytes.Buffer
	err := sheet.XLSX(ctx, &body, title, t)
	return body.Bytes(), err
}

// almanac makes pictures and files of the year of duties.
type almanac struct{ *chart.Drawer }

// Calendar writes a calendar file.
func (almanac) Calendar(name string, places []obligation.Place, now time.Time) []byte {
	return ical.File(name, places, now)
}

// doorman knows who reads in a channel.
type doorman struct{ slack *slack.Client }

// Room tells of a channel.
func (d doorman) Room(ctx context.Context, channel string) (automations.Room, error) {
	m, err := d.slack.Room(ctx, channel)
	return automations.Room(m), err
}
