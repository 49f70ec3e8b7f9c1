package catalogue

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync/atomic"

	"factotum/automations/fault"
	"factotum/automations/source"
)

//go:embed kinds/*.yaml datasets/*.yaml tables/*.yaml packs/*.yaml packs/datasets/*.yaml
var builtin embed.FS

// File is a kind or a dataset as it was found.
type File struct {
	Name string
	Body []byte
}

// Builtin are the kinds and datasets that come with Factotum.
func Builtin() ([]File, error) {
	kinds, err := builtinFiles("kinds/*.yaml")
	if err != nil {
		return nil, err
	}
	lists, err := builtinFiles("datasets/*.yaml")
	return append(lists, kinds...), err
}

func builtinFiles(pattern string) ([]File, error) {
	names, err := fs.Glob(builtin, pattern)
	if err != nil {
		return nil, fmt.Errorf("catalogue: list the built-in kinds: %w", err)
	}
	var files []File
	for _, name := range names {
		body, err := builtin.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("catalogue: read %s: %w", name, err)
		}
		files = append(files, File{Name: "built-in " + name, Body: body})
	}
	return files, nil
}

// Catalogue holds the kinds of one company. What is written of them does not
// change; what they let people choose from may, by Offer. It is safe for
// concurrent use.
type Catalogue struct {
	builtin, own []File
	newest       atomic.Pointer[edition]
}

// edition is all of a catalogue at one moment. It does not change.
type edition struct {
	company Company
	kinds   []Kind
	entries []Kind // of the datasets, and those by which tables come and go: nobody configures them
	duties  []Kind // of the obligations
	byKey   map[string]int
}

func (c *Catalogue) now() *edition { return c.newest.Load() }

// Load compiles the files, kinds and datasets alike. What the company writes
// replaces what is built in under the same name. All mistakes are reported at
// once, those of two kinds that claim one name in the company's own file.
func Load(company Company, builtin, own []File) (*Catalogue, []source.Problem) {
	first, problems := compile(company, builtin, own)
	c := &Catalogue{builtin: builtin, own: own}
	c.newest.Store(first)
	return c, problems
}

func compile(company Company, builtin, own []File) (*edition, []source.Problem) {
	ourDuties, builtin := aside(builtin)
	theirDuties, own := aside(own)
	ourLists, builtin := parted(builtin)
	theirLists, own := parted(own)
	lists, entries, problems := datasets(company, ourLists, theirLists)
	company.datasets = lists
	tables, tableProblems := tableKinds(company)
	problems = append(append(problems, tableProblems...), referred(lists)...)
	returning, dutyProblems := duties(company, ourDuties, theirDuties)
	problems = append(problems, dutyProblems...)
	c := &edition{company: company, entries: append(entries, tables...), duties: returning, byKey: map[string]int{}}
	theirs, theirProblems := parseAll(company, own)
	ours, ourProblems := parseAll(company, builtin)
	problems = append(problems, theirProblems...)
	problems = append(problems, ourProblems...)
	replaced := func(p parsed) bool {
		return slices.ContainsFunc(theirs, func(t parsed) bool { return t.Key == p.Key })
	}
	for _, p := range append(slices.DeleteFunc(ours, replaced), theirs...) {
		clashes := c.clashes(p)
		if problems = append(problems, clashes...); len(clashes) == 0 {
			c.kinds = append(c.kinds, p.Kind)
		}
	}
	problems = append(problems, listed(returning, func(key string) bool {
		return slices.ContainsFunc(c.kinds, func(k Kind) bool { return k.Key == key })
	})...)
	problems = append(problems, c.unknownSums()...)
	slices.SortStableFunc(c.kinds, func(a, b Kind) int { return strings.Compare(a.Title, b.Title) })
	for i, k := range c.kinds {
		c.byKey[k.Key] = i
		c.kinds[i].Unasked = k.unasked(company.empty)
	}
	return c, problems
}

// parsed is a kind with the text it was read from.
type parsed struct {
	Kind
	text source.Text
}

// parseAll compiles files; those with mistakes are left out.
func parseAll(company Company, files []File) ([]parsed, []source.Problem) {
	var good []parsed
	var problems []source.Problem
	for _, f := range files {
		k, text, wrong := parse(f.Name, f.Body, company)
		if problems = append(problems, wrong...); len(wrong) == 0 {
			good = append(good, parsed{k, text})
		}
	}
	return good, problems
}

// clashes are the names of the kind that a kind before it has already.
func (c *edition) clashes(p parsed) []source.Problem {
	var problems []source.Problem
	for _, other := range c.kinds {
		if p.Key == other.Key {
			return []source.Problem{p.text.At("kind", "there are two kinds called %s: rename one", p.Key)}
		}
		if p.Prefix == other.Prefix {
			problems = append(problems, p.text.At("prefix", "the prefix %s belongs to the kind %s already: choose another", p.Prefix, other.Key))
		}
		if p.Command != "" && p.Command == other.Command {
			problems = append(problems, p.text.At("command", "the command %s belongs to the kind %s already: choose another", p.Command, other.Key))
		}
		if other.called(p.Title) {
			problems = append(problems, p.text.At("title", "the kind %s is called %q already: choose another title", other.Key, p.Title))
		}
		for i, alias := range p.Aliases {
			if other.called(alias) {
				problems = append(problems, p.text.At(fmt.Sprintf("aliases[%d]", i), "the kind %s is called %q already: choose another alias", other.Key, alias))
			}
		}
	}
	return problems
}

// Company is what all kinds share.
func (c *Catalogue) Company() Company { return c.now().company }

// Kinds are all kinds, by title.
func (c *Catalogue) Kinds() []Kind { return c.now().kinds }

// Offered are the kinds that people start, by title.
func (c *Catalogue) Offered() []Kind {
	return slices.DeleteFunc(slices.Clone(c.Kinds()), func(k Kind) bool { return k.Internal })
}

// Kind gives a kind by its key. Returns notfound for one that was taken out of
// the configuration.
func (c *Catalogue) Kind(key string) (Kind, error) { return c.now().kind(key) }

func (c *edition) kind(key string) (Kind, error) {
	if k, is := c.duty(key); is {
		return k, nil
	}
	i, ok := c.byKey[key]
	if at := slices.IndexFunc(c.entries, func(k Kind) bool { return k.Key == key }); !ok && at >= 0 {
		return c.entries[at], nil
	}
	if !ok {
		return Kind{}, fault.New(fault.NotFound, "The kind of request “%s” is no longer configured. Ask your Factotum administrator.", key)
	}
	return c.kinds[i], nil
}

// ByCommand gives the kind that a slash command opens.
func (c *Catalogue) ByCommand(command string) (Kind, bool) {
	return c.find(func(k Kind) bool { return k.Command == command })
}

// ByWord gives the kind called so after /desk: by key, title or alias.
func (c *Catalogue) ByWord(word string) (Kind, bool) {
	return c.find(func(k Kind) bool { return !k.Internal && k.called(word) })
}

func (k Kind) called(word string) bool {
	return slices.ContainsFunc(append([]string{k.Key, k.Title}, k.Aliases...), func(name string) bool { return strings.EqualFold(name, word) })
}

// ForFiles gives the kind that takes a file dropped without words.
func (c *Catalogue) ForFiles() (Kind, bool) {
	return c.find(func(k Kind) bool { return k.Drop != "" })
}

func (c *Catalogue) find(is func(Kind) bool) (Kind, bool) {
	kinds := c.Kinds()
	if i := slices.IndexFunc(kinds, is); i >= 0 {
		return kinds[i], true
	}
	return Kind{}, false
}
