package app

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"factotum/automations/catalogue"
	"factotum/automations/form"
	"factotum/automations/source"
)

// kinds reads the company's kinds of request and those that come with Factotum.
func (r *reader) kinds() *catalogue.Catalogue {
	builtin, err := catalogue.Builtin()
	if err != nil {
		r.problems = append(r.problems, source.Problem{File: "built-in kinds", Say: err.Error()})
	}
	chosen, own := append(r.chosen(builtin), r.packed()...), append(r.own(), r.obligations()...)
	if r.unsure {
		r.assume(append(slices.Clone(chosen), own...))
	}
	c, problems := catalogue.Load(r.company, chosen, own)
	r.problems = append(r.problems, problems...)
	return c
}

// assume takes the kinds at their word about teams and cost centres, so that a
// mistake in the people's files is not said of every kind again.
func (r *reader) assume(kinds []catalogue.File) {
	some := []form.Option{{Value: "1", Label: "1"}}
	r.company.Options["cost_centres"], r.company.Options["teams"] = some, some
	for _, kind := range kinds {
		var named struct {
			Work struct {
				Team string `yaml:"team"`
			} `yaml:"work"`
		}
		if yaml.Unmarshal(kind.Body, &named) == nil {
			r.company.Teams = append(r.company.Teams, named.Work.Team)
		}
	}
}

// chosen are the built-in kinds that the company wants: all, unless it lists
// them. Datasets are there always: they ask nobody for anything.
func (r *reader) chosen(builtin []catalogue.File) []catalogue.File {
	if r.in.Builtin == nil {
		return builtin
	}
	var names []string
	for _, f := range builtin {
		if !f.IsDataset() {
			names = append(names, keyOf(f))
		}
	}
	for i, name := range r.in.Builtin {
		if !slices.Contains(names, name) {
			r.wrong(fmt.Sprintf("builtin[%d]", i), "no kind called %q comes with Factotum%s", name, source.DidYouMean(name, names))
		}
	}
	return slices.DeleteFunc(builtin, func(f catalogue.File) bool { return !f.IsDataset() && !slices.Contains(r.in.Builtin, keyOf(f)) })
}

// keyOf is the key of a built-in kind, whose file is named by it.
func keyOf(f catalogue.File) string {
	return strings.TrimSuffix(f.Name[strings.LastIndex(f.Name, "/")+1:], ".yaml")
}

// own are the company's kinds: the YAML files of its folder.
func (r *reader) own() []catalogue.File { return r.yamls("kinds", r.in.Kinds, "kinds") }

// yamls are the YAML files of a folder that a setting names. One that no setting
// names may be missing.
func (r *reader) yamls(setting, named, otherwise string) []catalogue.File {
	folder := r.path(named, otherwise)
	entries, err := os.ReadDir(folder)
	if os.IsNotExist(err) && named == "" {
		return nil
	}
	if err != nil {
		r.wrong(setting, "the folder of %s %s cannot be read (%s): correct the path, or leave %s out", setting, folder, reason(err), setting)
		return nil
	}
	var files []catalogue.File
	for _, entry := range entries {
		name := filepath.Join(folder, entry.Name())
		extension := strings.ToLower(filepath.Ext(name))
		if entry.IsDir() || (extension != ".yaml" && extension != ".yml") {
			continue
		}
		body, err := os.ReadFile(name)
		if err != nil {
			r.problems = append(r.problems, source.Problem{File: name, Say: "the file cannot be read (" + reason(err) + "): correct its permissions"})
			continue
		}
		r.problems = append(r.problems, leaked(name, body)...)
		files = append(files, catalogue.File{Name: name, Body: body})
	}
	return files
}
