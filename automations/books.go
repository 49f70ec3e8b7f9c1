package automations

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"factotum/automations/calendar"
	"factotum/automations/catalogue"
	"factotum/automations/dataset"
	"factotum/automations/fault"
	"factotum/automations/find"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
	"factotum/automations/state"
)

// Hit is one thing that was found: a request, or a record.
type Hit struct {
	Row     Row
	Record  dataset.Record // Version 0: it is a request
	Dataset dataset.Dataset
}

// Hits are a page of what was found: the newest, what is not over before the rest,
// and of both what has the words in its title first.
type Hits struct {
	All   []Hit
	Next  int64 // place after which the following page begins; 0 when this is the last
	Whole bool  // the books have everything; else something may be missing
}

// Search finds requests and records by words and filters in a line, such as:
// taxi lisbon kind:expense since:30d. The books say where to look; whether the
// person may see what they name is asked of each document, and nothing else is
// counted. After is Next of the page before. Returns invalid for a line that
// means nothing.
func (d *Desk) Search(ctx context.Context, by people.Person, line string, after int64, limit int) (Hits, error) {
	if d.Books == nil {
		return Hits{}, fault.New(fault.Unavailable, "Nothing can be found here just now. Ask for a request by its number, such as /desk EXP-12.")
	}
	dir, err := d.Directory(ctx)
	if err != nil {
		return Hits{}, err
	}
	q, err := find.Parse(line, d.terms(by, dir))
	if err != nil {
		return Hits{}, err
	}
	if q.Empty() {
		return Hits{}, fault.New(fault.Invalid, "Say what to look for: /desk find taxi lisbon. These narrow it down: %s.", strings.Join(find.Filters(), ", "))
	}
	q.Reader, q.After = d.reading(by, dir), after
	return d.search(ctx, by, dir, q, limit)
}

// rounds is how often the books are asked for one page at most, where what they
// name may not be seen.
const rounds = 12

// search asks the books until a page is full. One more than a page is looked
// for, so that a following page is offered only where there is one.
func (d *Desk) search(ctx context.Context, by people.Person, dir people.Directory, q find.Query, limit int) (Hits, error) {
	found := Hits{Whole: d.Books.Whole()}
	var places []int64
	for round := range rounds {
		q.Limit = min((limit+1)<<round, widest)
		hits, err := d.Books.Find(ctx, q)
		if err != nil {
			return Hits{}, err
		}
		docs, err := d.hit(ctx, hits)
		if err != nil {
			return Hits{}, err
		}
		for i, doc := range docs {
			one, sees, err := d.sees(by, dir, doc)
			switch {
			case err != nil:
				return Hits{}, err
			case sees && len(places) == limit:
				found.Next = places[limit-1]
				return found, nil
			case sees:
				found.All, places = append(found.All, one), append(places, hits[i].Place)
			}
		}
		if len(hits) < q.Limit {
			return found, nil
		}
		q.After = hits[len(hits)-1].Place
	}
	found.Next = q.After
	return found, nil
}

// hit loads what was found.
func (d *Desk) hit(ctx context.Context, hits []find.Hit) ([]state.Document, error) {
	if len(hits) == 0 {
		return nil, nil
	}
	ids := make([]string, len(hits))
	for i, h := range hits {
		ids[i] = h.ID
	}
	return d.Store.Load(ctx, ids...)
}

// sees tells whether the person may see what was found, as it is now.
func (d *Desk) sees(by people.Person, dir people.Directory, doc state.Document) (Hit, bool, error) {
	if doc.Version == 0 {
		return Hit{}, false, nil
	}
	if dataset.Is(doc.ID) {
		r, err := decodeRecord(doc)
		if err != nil {
			return Hit{}, false, err
		}
		ds, err := d.Catalogue.Dataset(r.Dataset)
		return Hit{Record: knownAs(ds, r, dir), Dataset: ds}, err == nil && !r.Removed && readsOne(by, ds, r.Values), nil
	}
	f, err := decode(doc)
	if err != nil {
		return Hit{}, false, err
	}
	f.Dir = dir
	kind, err := d.Catalogue.Kind(f.Request.Kind)
	if err != nil { // it was taken out of the configuration
		return Hit{}, false, nil //nolint:nilerr // others are found all the same
	}
	return Hit{Row: Row{File: f, Kind: kind}}, sees(f.Request, by, dir, kind), nil
}

// reading is what the books have to know of who looks.
func (d *Desk) reading(by people.Person, dir people.Directory) find.Reader {
	r := find.Reader{Names: policy.Led(by, dir)}
	if by.Guest || by.External {
		return r
	}
	for _, k := range d.Catalogue.Kinds() {
		if slices.ContainsFunc(k.Visible, func(role string) bool { return slices.Contains(by.Roles, strings.ToLower(role)) }) {
			r.Kinds = append(r.Kinds, k.Key)
		}
	}
	for _, ds := range d.Catalogue.Datasets() {
		if reads(by, ds) {
			r.Kinds = append(r.Kinds, ds.Key)
		}
	}
	for _, key := range r.Names {
		if kind, _, _ := strings.Cut(key, ":"); kind == string(request.ByTeam) || kind == string(request.ByRole) || kind == string(request.ByPerson) {
			r.Notes = append(r.Notes, key)
		}
	}
	return r
}

// terms are what words of a search mean to the person.
func (d *Desk) terms(by people.Person, dir people.Directory) find.Terms {
	in := zone(by)
	return find.Terms{
		Me: by.ID, Now: d.Now(), Today: calendar.DateOf(d.Now(), in), Zone: in, Currency: d.Catalogue.Company().Currency,
		Kinds: d.Catalogue.Called, States: request.Called,
		People: func(word string) []string { return catalogue.Meant(dir, word) },
		Teams: func(word string) []string {
			var keys []string
			for _, t := range dir.Teams() {
				if strings.EqualFold(t.Key, word) || strings.EqualFold(t.Name, word) {
					keys = append(keys, t.Key)
				}
			}
			return keys
		},
		Ranks: ranks,
		Known: func(filter string) []string { return d.takes(filter, dir) },
	}
}

// ranks are the priorities that a word or number names.
func ranks(word string) []string {
	for i, name := range catalogue.Priorities() {
		if number := strconv.Itoa(i + 1); word == number || strings.EqualFold(word, name) {
			return []string{number}
		}
	}
	return nil
}

// takes are the words that a filter takes.
func (d *Desk) takes(filter string, dir people.Directory) []string {
	var words []string
	switch filter {
	case "kind", "in":
		words = keysOf(d.Catalogue)
	case "state", "is":
		words = append(request.Called(""), find.Late)
	case "priority":
		words = catalogue.Priorities()
	case "team":
		for _, t := range dir.Teams() {
			words = append(words, t.Key)
		}
	}
	return words
}

// keysOf are the keys of what people ask for, and of what is kept.
func keysOf(c *catalogue.Catalogue) []string {
	var keys []string
	for _, k := range c.Offered() {
		keys = append(keys, k.Key)
	}
	for _, ds := range c.Datasets() {
		keys = append(keys, ds.Key)
	}
	return slices.Compact(keys)
}
