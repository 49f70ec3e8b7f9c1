package catalogue

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"unicode"

	"factotum/automations/fault"
	"factotum/automations/source"
)

//go:embed kinds/*.yaml
var builtin embed.FS

// File is a kind as it was found.
type File struct {
	Name string
	Body []byte
}

// Builtin are the kinds that come with Factotum.
func Builtin() ([]File, error) {
	names, err := fs.Glob(builtin, "kinds/*.yaml")
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

// Catalogue holds the kinds of one company. It does not change.
type Catalogue struct {
	company Company
	kinds   []Kind
	byKey   map[string]int
}

// Load compiles the files. A kind of the company replaces a built-in one with
// the same name; built-in kinds come first. All mistakes are reported at once.
func Load(company Company, builtin, own []File) (*Catalogue, []source.Problem) {
	c := &Catalogue{company: company, byKey: map[string]int{}}
	var problems []source.Problem
	for _, f := range own {
		problems = append(problems, c.take(f, true)...)
	}
	for _, f := range builtin {
		problems = append(problems, c.take(f, false)...)
	}
	slices.SortStableFunc(c.kinds, func(a, b Kind) int { return strings.Compare(a.Title, b.Title) })
	for i, k := range c.kinds {
		c.byKey[k.Key] = i
	}
	return c, problems
}

// take compiles a file and adds its kind. A built-in kind gives way to one of
// the company.
func (c *Catalogue) take(f File, own bool) []source.Problem {
	k, problems := Parse(f.Name, f.Body, c.company)
	if len(problems) > 0 {
		return problems
	}
	if _, there := c.byKey[k.Key]; there {
		if own {
			return []source.Problem{{File: f.Name, Line: 1, Say: fmt.Sprintf("there are two kinds called %s: rename one", k.Key)}}
		}
		return nil
	}
	for _, other := range c.kinds {
		if other.Prefix == k.Prefix {
			problems = append(problems, source.Problem{File: f.Name, Line: 1, Say: fmt.Sprintf("the prefix %s belongs to the kind %s already: choose another", k.Prefix, other.Key)})
		}
		if k.Command != "" && other.Command == k.Command {
			problems = append(problems, source.Problem{File: f.Name, Line: 1, Say: fmt.Sprintf("the command %s belongs to the kind %s already: choose another", k.Command, other.Key)})
		}
	}
	c.byKey[k.Key] = len(c.kinds)
	c.kinds = append(c.kinds, k)
	return problems
}

// Company is what all kinds share.
func (c *Catalogue) Company() Company { return c.company }

// Kinds are all kinds, by title.
func (c *Catalogue) Kinds() []Kind { return c.kinds }

// Kind gives a kind by its key. Returns notfound for one that was taken out of
// the configuration.
func (c *Catalogue) Kind(key string) (Kind, error) {
	i, ok := c.byKey[key]
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
	return c.find(func(k Kind) bool {
		return strings.EqualFold(k.Key, word) || strings.EqualFold(k.Title, word) ||
			slices.ContainsFunc(k.Aliases, func(a string) bool { return strings.EqualFold(a, word) })
	})
}

// ForFiles gives the kind that takes a file dropped without words.
func (c *Catalogue) ForFiles() (Kind, bool) {
	return c.find(func(k Kind) bool { return k.Drop != "" })
}

func (c *Catalogue) find(is func(Kind) bool) (Kind, bool) {
	if i := slices.IndexFunc(c.kinds, is); i >= 0 {
		return c.kinds[i], true
	}
	return Kind{}, false
}

// Suggest gives the kind whose words stand in the text: the one with the most
// of them. Two kinds with equally many suggest none, since nothing is guessed.
func (c *Catalogue) Suggest(words string) (Kind, bool) {
	said := strings.FieldsFunc(strings.ToLower(words), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	best, most, tied := -1, 0, false
	for i, k := range c.kinds {
		n := 0
		for _, w := range k.Words {
			if slices.Contains(said, strings.ToLower(w)) {
				n++
			}
		}
		switch {
		case n > most:
			best, most, tied = i, n, false
		case n == most:
			tied = true
		}
	}
	if most == 0 || tied {
		return Kind{}, false
	}
	return c.kinds[best], true
}
