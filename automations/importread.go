package automations

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"factotum/automations/dataset"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/people"
)

const (
	// maxTableRows and maxTableColumns bound one table.
	maxTableRows    = 100_000
	maxTableColumns = 200
	// judged is how many rows decide over the style of a table.
	judged = 2_000
	// titled is how many rows are looked at to find the headings.
	titled = 10
)

// readTable copies the file of an import, finds how it is written and for which
// dataset it is. What is wrong with the file is in what it gives.
func (d *Desk) readTable(ctx context.Context, f File, im Import, by people.Person) (Import, error) {
	files := f.Request.Files()
	if len(files) == 0 {
		return refusedTable(im, fault.New(fault.Invalid, "The file is gone. Drop it again.")), nil
	}
	im.Name = files[0].Name
	if im.Source == "" {
		hash, err := d.Keeper.Keep(ctx, files[0])
		if err != nil {
			return im, err
		}
		im.Source = hash
	}
	raw, err := d.Keeper.Kept(ctx, im.Source)
	if err != nil {
		return im, err
	}
	rows, err := d.plainRows(ctx, &im, raw)
	if code := fault.CodeOf(err); code == fault.Invalid || code == fault.Denied {
		return refusedTable(im, err), nil
	}
	if err != nil {
		return im, err
	}
	kept, err := d.Reader.Keep(ctx, "rows.csv", rows)
	if err != nil {
		return im, err
	}
	im.Rows = kept.Hash
	return d.aimed(im, by, rows)
}

func refusedTable(im Import, err error) Import {
	im.Phase, im.Say = TableRefused, fault.Say(err)
	return im
}

// spreadsheet tells whether a file is an XLSX by its first bytes, whatever it is
// called.
func spreadsheet(raw []byte) bool { return bytes.HasPrefix(raw, []byte("PK\x03\x04")) }

// plainRows are the rows of a file as we keep them.
func (d *Desk) plainRows(ctx context.Context, im *Import, raw []byte) ([]byte, error) {
	if spreadsheet(raw) {
		im.Style.Encoding, im.Style.Delimiter = "", ""
		if d.Tables == nil {
			return nil, fault.New(fault.Invalid, "Spreadsheets are not read here. Save it as CSV.")
		}
		return d.Tables.Rows(ctx, im.Name, raw)
	}
	text, encoding, err := dataset.Text(raw, im.Style.Encoding)
	if err != nil {
		return nil, err
	}
	im.Style.Encoding = encoding
	if im.Style.Delimiter == "" {
		im.Style.Delimiter = dataset.Delimiter(text)
	}
	comma := dataset.Delimiters()[im.Style.Delimiter]
	if line := dataset.Swallowed(text, byte(comma), im.Style.Quotes); line > 0 {
		return nil, fault.New(fault.Invalid, "In line %d a value begins with a quotation mark (\") that does not close where the value ends, so rows might be lost in it. Nothing was imported. "+
			"Correct that line and drop the file again, or say by “Read it otherwise…” what quotation marks mean in it.", line)
	}
	if im.Style.Quotes == dataset.QuotesLetters {
		if text, err = dataset.Unquoted(text, byte(comma)); err != nil {
			return nil, err
		}
	}
	in := csv.NewReader(bytes.NewReader(text))
	in.Comma, in.FieldsPerRecord, in.LazyQuotes, in.ReuseRecord = comma, -1, true, true
	return numbered(in)
}

// numbered writes rows behind their line numbers; empty ones are left out.
func numbered(in *csv.Reader) ([]byte, error) {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	for n := 0; ; {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fault.Wrap(err, fault.Invalid, "The file cannot be read as CSV (%s). Save it again in your spreadsheet.", err)
		}
		if strings.TrimSpace(strings.Join(cells, "")) == "" {
			continue
		}
		if n++; n > maxTableRows+1 || len(cells) > maxTableColumns {
			return nil, fault.New(fault.Invalid, "The file has more than %d rows or %d columns. Split it.", maxTableRows, maxTableColumns)
		}
		line, _ := in.FieldPos(0)
		if err := w.Write(append([]string{strconv.Itoa(line)}, cells...)); err != nil {
			return nil, fmt.Errorf("automations: write rows: %w", err)
		}
	}
	w.Flush()
	return out.Bytes(), w.Error()
}

// tableRows reads rows as we keep them, from a place on.
type tableRows struct {
	csv  *csv.Reader
	from int64
}

func openRows(rows []byte, from int64) tableRows {
	from = min(max(from, 0), int64(len(rows)))
	in := csv.NewReader(bytes.NewReader(rows[from:]))
	in.FieldsPerRecord, in.ReuseRecord = -1, true
	return tableRows{in, from}
}

// next gives the line number and the cells of a row, and io.EOF at the end. The
// cells are good until the next row.
func (t tableRows) next() (line int, cells []string, err error) {
	all, err := t.csv.Read()
	if err != nil {
		return 0, nil, err
	}
	line, err = strconv.Atoi(all[0])
	if err != nil {
		return 0, nil, fmt.Errorf("automations: our own copy of a table is damaged: %w", err)
	}
	return line, all[1:], nil
}

// at is where the next row begins.
func (t tableRows) at() int64 { return t.from + t.csv.InputOffset() }

// aimed finds the dataset for which a table is, its columns and the style of its
// numbers.
func (d *Desk) aimed(im Import, by people.Person, rows []byte) (Import, error) {
	sample, err := sampled(rows)
	if err != nil {
		return im, err
	}
	if len(sample) < 2 {
		return refusedTable(im, fault.New(fault.Invalid, "The file has no rows. Its first line names the columns; each line after it is one record.")), nil
	}
	im.Above = d.above(by, im, sample)
	im.Headings, im.Total = slices.Clone(sample[im.Above]), max(0, bytes.Count(rows, []byte("\n"))-1-im.Above)
	if im.Dataset == "" {
		im.Dataset, im.Choices = d.meant(by, im)
	}
	if im.Dataset == "" {
		im.Phase = ChoosingTable
		return im, nil
	}
	ds, err := d.Catalogue.Dataset(im.Dataset)
	if err != nil {
		return im, err
	}
	im.Title = ds.Title
	if len(im.Paths) != len(im.Headings) {
		im.Paths, _ = ds.Columns(im.Headings)
	}
	if missing := ds.Needs(im.Paths); len(missing) > 0 {
		im = refusedTable(im, fault.New(fault.Invalid, "There is no column for %s, which every row of %s needs. Name the columns in the first line, or choose what they are.", List(missing), ds.Title))
		return im, nil
	}
	im.Labels = make([]string, len(im.Paths))
	all, labels := ColumnsOf(ds)
	for i, path := range im.Paths {
		if at := slices.Index(all, path); at >= 0 {
			im.Labels[i] = labels[at]
		}
	}
	im.Style = ds.Written(im.Style, im.Paths, sample[im.Above+1:])
	im.Phase, im.Say, im.Counts, im.First, im.Remarks = CheckingTable, "", Counts{}, nil, ""
	return im, nil
}

// above is how many rows stand above the headings, such as a title: the headings
// are the first row that names all columns that rows need.
func (d *Desk) above(by people.Person, im Import, sample [][]string) int {
	for i, headings := range sample[:min(len(sample)-1, titled)] {
		for _, ds := range d.Importable(by) {
			if _, missing := ds.Columns(headings); len(missing) == 0 && (im.Dataset == "" || im.Dataset == ds.Key) {
				return i
			}
		}
	}
	return 0
}

// sampled are the first rows, the heading among them.
func sampled(rows []byte) ([][]string, error) {
	in := openRows(rows, 0)
	var sample [][]string
	for len(sample) < judged {
		_, cells, err := in.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		sample = append(sample, slices.Clone(cells))
	}
	return sample, nil
}

// meant is the dataset that the words with the file name, else the one that knows
// most of its columns; the keys to choose from where that is not clear.
func (d *Desk) meant(by people.Person, im Import) (string, []string) {
	var choices []string
	best, most, tied := "", 0, false
	for _, ds := range d.Importable(by) {
		choices = append(choices, ds.Key)
		for word := range strings.FieldsSeq(strings.ToLower(im.Words)) {
			if word == ds.Key || word == strings.ToLower(ds.Title) || word == strings.ToLower(ds.One) {
				return ds.Key, nil
			}
		}
		paths, missing := ds.Columns(im.Headings)
		known := 0
		for _, path := range paths {
			if path != "" {
				known++
			}
		}
		switch {
		case len(missing) > 0:
		case known > most:
			best, most, tied = ds.Key, known, false
		case known == most:
			tied = true
		}
	}
	if best == "" || tied {
		return "", choices
	}
	return best, nil
}

// Importable are the datasets into which the person may bring tables: those to
// which they may add. Each row is held to what they may enter one by one.
func (d *Desk) Importable(by people.Person) []dataset.Dataset { return d.Enterable(by) }

// Takes tells whether a dropped file is a table that the person may bring.
func (d *Desk) Takes(by people.Person, f form.File) bool {
	name := strings.ToLower(f.Name)
	table := slices.ContainsFunc([]string{".csv", ".tsv", ".xlsx"}, func(end string) bool { return strings.HasSuffix(name, end) })
	return table && len(d.Importable(by)) > 0
}
