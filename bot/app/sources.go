package app

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"factotum/automations/fault"
	"factotum/automations/report"
	"factotum/automations/source"
	"factotum/connectors/books"
	"factotum/connectors/warehouse"
)

// sourceText is a database of the company that its own reports ask.
type sourceText struct {
	Key      string        `yaml:"key"`
	Postgres *postgresText `yaml:"postgres"`
	SQLite   string        `yaml:"sqlite"` // path of a file
}

type postgresText struct {
	DSNFile string `yaml:"dsn_file"`
}

// Reports are what people may ask, and where the figures come from.
type Reports struct {
	All     []report.Report // the company's own in place of those built in under the same name
	own     []report.Own
	sources []warehouse.Source
}

// reports reads the sources and the company's own reports, and those that come
// with Factotum.
func (r *reader) reports() Reports {
	all := Reports{sources: r.sources()}
	var keys []string
	for _, s := range all.sources {
		keys = append(keys, s.Key)
	}
	for _, f := range r.yamls("reports", r.in.Reports, "reports") {
		o, problems := report.ParseOwn(f.Name, f.Body, keys)
		if slices.ContainsFunc(all.own, func(other report.Own) bool { return other.Name == o.Name }) {
			problems = append(problems, o.Setting("report", "there are two reports called %s: rename one", o.Name))
		}
		r.problems = append(append(r.problems, problems...), r.readers(o)...)
		if len(problems) == 0 {
			all.own = append(all.own, o)
			all.All = append(all.All, o.Report)
		}
	}
	builtin, err := report.Load(books.Reports())
	if err != nil {
		r.problems = append(r.problems, source.Problem{File: "built-in reports", Say: oneLine(err)})
	}
	for _, b := range builtin {
		if !slices.ContainsFunc(all.own, func(o report.Own) bool { return o.Name == b.Name }) {
			all.All = append(all.All, b)
		}
	}
	slices.SortFunc(all.All, func(a, b report.Report) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// sources reads where the company's own figures lie.
func (r *reader) sources() []warehouse.Source {
	var all []warehouse.Source
	for i, in := range r.in.Sources {
		at := fmt.Sprintf("sources[%d]", i)
		switch {
		case !mailboxKey.MatchString(in.Key):
			r.wrong(at+".key", "%q is no key of a source: write small letters and digits, such as ledger", in.Key)
		case slices.ContainsFunc(all, func(o warehouse.Source) bool { return o.Key == in.Key }):
			r.wrong(at+".key", "there are two sources called %s: rename one", in.Key)
		case (in.Postgres == nil) == (in.SQLite == ""):
			r.wrong(at, "say where the figures lie: either postgres: {dsn_file: %s.dsn} or sqlite: %s.db", in.Key, in.Key)
		}
		s := warehouse.Source{Key: in.Key}
		if in.SQLite != "" {
			s.SQLite = r.path(in.SQLite, "")
		} else if in.Postgres != nil {
			s.Postgres = r.dsn(at, in)
		}
		all = append(all, s)
	}
	return all
}

// dsn is how PostgreSQL is logged in to. A file is read anew at each login, so
// that a new password needs no new start.
func (r *reader) dsn(at string, in sourceText) func() (string, error) {
	env := "FACTOTUM_SOURCE_" + strings.ToUpper(strings.ReplaceAll(in.Key, "-", "_")) + "_DSN"
	value, from := r.secret(env, at+".postgres.dsn_file", in.Postgres.DSNFile)
	if from == "" {
		r.wrong(at+".postgres", "nothing says how to log in: set %s to postgres://reader:password@db.example.com/ledger?sslmode=verify-full, or name a file of mode 0600 that holds it by dsn_file", env)
	}
	if from == env || from == "" {
		return func() (string, error) { return value, nil }
	}
	return func() (string, error) {
		value, err := secretOf(from)
		if err != nil {
			err = fault.Wrap(err, fault.Invalid, "%s", err.Error())
		}
		return value, err
	}
}

// readers are those of a report whom nobody is called.
func (r *reader) readers(o report.Own) []source.Problem {
	known := slices.Concat([]string{report.Everyone, adminRole}, r.company.Teams, r.staffed)
	for _, g := range r.in.Groups {
		known = append(known, g.Role, g.Team)
	}
	slices.Sort(known)
	known = slices.DeleteFunc(slices.Compact(known), func(k string) bool { return k == "" })
	var problems []source.Problem
	for i, name := range o.Readers {
		is := func(k string) bool { return strings.EqualFold(k, strings.TrimSpace(name)) }
		if !r.unsure && !slices.ContainsFunc(known, is) {
			problems = append(problems, o.Setting(fmt.Sprintf("readers[%d]", i), "nobody has the role %q, and no team is called so%s", name, source.DidYouMean(name, known)))
		}
	}
	return problems
}

// figures answers each report from where its figures lie.
type figures struct {
	books     *books.Books
	warehouse *warehouse.Warehouse
}

// Answer runs a report.
func (f figures) Answer(ctx context.Context, r report.Report, a report.Arguments) (report.Table, error) {
	if r.Source == "" {
		return f.books.Answer(ctx, r, a)
	}
	return f.warehouse.Answer(ctx, r, a)
}
