package catalogue

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"factotum/automations/dataset"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/policy"
	"factotum/automations/source"
)

// datasetText is a dataset as it is written.
type datasetText struct {
	Dataset  string       `yaml:"dataset"`
	Title    string       `yaml:"title"`
	About    string       `yaml:"about"`
	One      string       `yaml:"one"`   // what one record is called: Vendor
	Label    string       `yaml:"label"` // the field that names a record, or fields in braces
	Fields   []form.Field `yaml:"fields"`
	Unique   []string     `yaml:"unique"`
	Find     []string     `yaml:"find"`
	Material []string     `yaml:"material"`
	Visible  []string     `yaml:"visible"` // roles
	Keepers  []string     `yaml:"keepers"` // roles
	Add      []string     `yaml:"add"`     // roles that may add, and ask for changes; everybody for all
	Own      string       `yaml:"own"`     // the person field that names whose record it is
	Masked   []string     `yaml:"masked"`
	Wanted   []string     `yaml:"wanted"`
	Fixed    []string     `yaml:"fixed"`     // stay as they were when the record was added
	Roster   bool         `yaml:"directory"` // its records are the people of the directory

	References map[string]string   `yaml:"references"` // text field: dataset
	Also       map[string][]string `yaml:"also"`       // path: other headings of columns
	Keep       string              `yaml:"keep"`       // 24 months, after the last change
	Correct    string              `yaml:"correct"`    // 15m after adding, or never; left out: as long as nobody else has changed the record
	Approve    []policy.Step       `yaml:"approve"`
	Chase      *chaseText          `yaml:"chase"`
	Drop       string              `yaml:"drop"`  // the file field that takes a dropped document
	Reads      map[string]string   `yaml:"reads"` // field: what the document says
}

// chaseText is what people owe for every period.
type chaseText struct {
	Every string   `yaml:"every"` // week or month
	Of    string   `yaml:"of"`    // person field
	In    string   `yaml:"in"`    // date field
	From  []string `yaml:"from"`  // roles, or everybody
	On    string   `yaml:"on"`    // friday
}

// datasetHead tells the file of a dataset from that of a kind.
var datasetHead = regexp.MustCompile(`(?m)^dataset:`)

// IsDataset tells whether the file is that of a dataset.
func (f File) IsDataset() bool { return datasetHead.Match(f.Body) }

// parted are the files of datasets, and those of kinds.
func parted(files []File) (datasets, kinds []File) {
	for _, f := range files {
		if f.IsDataset() {
			datasets = append(datasets, f)
			continue
		}
		kinds = append(kinds, f)
	}
	return datasets, kinds
}

// datasets compiles files; a dataset of the company replaces the built-in one
// with the same name.
func datasets(company Company, builtin, own []File) ([]dataset.Dataset, []Kind, []source.Problem) {
	var all []dataset.Dataset
	var entries []Kind
	var problems []source.Problem
	for i, f := range append(slices.Clone(own), builtin...) {
		d, entry, text, wrong := parseDataset(f, company)
		known := slices.ContainsFunc(all, func(o dataset.Dataset) bool { return o.Key == d.Key })
		if known && i < len(own) {
			wrong = append(wrong, text.At("dataset", "there are two datasets called %s: rename one", d.Key))
		}
		if problems = append(problems, wrong...); len(wrong) == 0 && !known {
			all, entries = append(all, d), append(entries, entry)
		}
	}
	slices.SortFunc(all, func(a, b dataset.Dataset) int { return strings.Compare(a.Title, b.Title) })
	return all, entries, problems
}

// parseDataset compiles a dataset. All mistakes are reported at once.
func parseDataset(file File, company Company) (dataset.Dataset, Kind, source.Text, []source.Problem) {
	var in datasetText
	text, problems := source.Read(file.Name, file.Body, &in)
	if source.Garbled(problems) {
		return dataset.Dataset{}, Kind{}, text, problems
	}
	in.Fields = slices.DeleteFunc(in.Fields, func(f form.Field) bool { // a company without cost centres has vendors too
		options, known := company.Options[f.Source]
		return known && len(options) == 0 && !f.Required
	})
	r := reader{Text: text, problems: problems, company: company, in: textOf(in)}
	if !keyForm.MatchString(in.Dataset) {
		r.wrong("dataset", "%q is no name for a dataset: write 2 to 31 small letters, digits or _, such as vendors", in.Dataset)
	}
	if strings.TrimSpace(in.Title) == "" || len([]rune(in.Title)) > 24 { // Slack: view titles have 24 characters
		r.wrong("title", "every dataset needs a title of at most 24 characters, such as: title: Vendors")
	}
	d := dataset.Dataset{
		Key: in.Dataset, Title: in.Title, About: in.About, Form: r.form(), Label: in.Label, Unique: in.Unique, Find: in.Find,
		Material: in.Material, Visible: in.Visible, Keepers: in.Keepers, Hash: hash(file.Body), File: file.Name, Text: file.Body,
		One: cmp.Or(in.One, in.Title), Adders: in.Add, Own: in.Own, Masked: in.Masked, Wanted: in.Wanted, Fixed: in.Fixed, Roster: in.Roster, Refers: in.References, Also: in.Also,
		Keep: r.months(in.Keep), Correct: r.correct(in.Correct), Reviewed: len(in.Approve) > 0,
	}
	d.Chase = r.chase(in.Chase, d)
	r.named(d)
	r.beside(d)
	r.used(d)
	return d, r.entry(d, in.Approve), text, r.problems
}

// textOf is as much of a dataset as it has in common with a kind.
func textOf(in datasetText) text { return text{Fields: in.Fields, Drop: in.Drop, Reads: in.Reads} }

// named checks the fields that a dataset names.
func (r *reader) named(d dataset.Dataset) {
	r.label(d)
	for name, paths := range map[string][]string{"unique": d.Unique, "find": d.Find} {
		for i, together := range paths {
			for path := range strings.SplitSeq(together, "+") {
				f, ok := d.Form.Field(path)
				if !ok || slices.Contains([]form.Type{form.Lines, form.Upload, form.Checkbox}, f.Type) || path != together && (name == "find" || strings.Contains(path, ".")) {
					r.wrong(fmt.Sprintf("%s[%d]", name, i), "%q is no field with a value to compare: write its key, accounts.iban for one of a repeated field, or person+week for what is unique only together", path)
				}
			}
		}
	}
	for i, key := range d.Material {
		if _, ok := d.Form.Field(key); !ok || strings.Contains(key, ".") {
			r.wrong(fmt.Sprintf("material[%d]", i), "there is no field %q outside of lines", key)
		}
	}
	if len(d.Keepers) == 0 && !d.Roster {
		r.wrong("keepers", "name the roles that may add and change records: keepers: [finance]")
	}
}

// Datasets are all datasets, by title.
func (c *Catalogue) Datasets() []dataset.Dataset { return c.now().company.datasets }

// Dataset gives a dataset by its key. Returns notfound for one that is not
// configured.
func (c *Catalogue) Dataset(key string) (dataset.Dataset, error) {
	return c.now().company.dataset(key)
}

func (c Company) dataset(key string) (dataset.Dataset, error) {
	at := slices.IndexFunc(c.datasets, func(d dataset.Dataset) bool { return d.Key == key })
	if at < 0 {
		var keys []string
		for _, d := range c.datasets {
			keys = append(keys, d.Key)
		}
		return dataset.Dataset{}, fault.New(fault.NotFound, "There is no dataset “%s”%s.", key, source.DidYouMean(key, keys))
	}
	return c.datasets[at], nil
}

// Context is what the form of a dataset is read in.
func (c *Catalogue) Context(m Moment) form.Context { return Kind{company: c.Company()}.Context(m) }
