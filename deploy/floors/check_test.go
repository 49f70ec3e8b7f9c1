package floors

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

// longest is the most lines that a source file may have.
const longest = 400

// check reads a whole tree and returns one line for everything that breaks the house: the file, the arrow or the thing,
// and the rule.
func check(tree fs.FS) ([]string, error) {
	found, err := checkTop(tree)
	if err != nil {
		return nil, err
	}
	err = fs.WalkDir(tree, ".", func(file string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && skipped(file):
			return fs.SkipDir
		case entry.IsDir() || !counted(file):
			return nil
		}
		source, err := fs.ReadFile(tree, file)
		if err != nil {
			return err
		}
		broken, err := checkFile(file, source)
		found = append(found, broken...)
		return err
	})
	slices.Sort(found)
	return slices.Compact(found), err
}

// skipped tells whether the go tool would not look into a folder either.
func skipped(dir string) bool {
	name := path.Base(dir)
	return name == "testdata" || name == "node_modules" || dir != "." && strings.ContainsAny(name[:1], "._")
}

// checkTop looks at the names on the top level. What .gitignore names there (the built program) is nobody's business.
func checkTop(tree fs.FS) ([]string, error) {
	entries, err := fs.ReadDir(tree, ".")
	if err != nil {
		return nil, err
	}
	ignore, err := fs.ReadFile(tree, ".gitignore")
	if err != nil {
		return nil, err
	}
	var found []string
	for _, entry := range entries {
		ignored := slices.ContainsFunc(strings.Fields(string(ignore)), func(pattern string) bool {
			match, err := path.Match(strings.Trim(pattern, "/"), entry.Name())
			return err == nil && match
		})
		if !ignored && !topLevel(entry.Name()) {
			found = append(found, entry.Name()+": the names on the top level are fixed: move it into one of the folders")
		}
	}
	return found, nil
}

// checkFile looks at one source file.
func checkFile(file string, source []byte) ([]string, error) {
	var found []string
	if lines := bytes.Count(source, []byte("\n")); lines > longest {
		found = append(found, fmt.Sprintf("%s: %d lines: no file is longer than %d, split it", file, lines, longest))
	}
	if path.Ext(file) != ".go" {
		return found, nil
	}
	parsed, err := parser.ParseFile(token.NewFileSet(), file, source, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	found = append(found, checkPackage(file, parsed)...)
	if strings.HasSuffix(file, "_test.go") {
		return found, nil
	}
	found = append(found, checkImports(file, parsed)...)
	if pure(path.Dir(file)) {
		found = append(found, checkClock(file, parsed)...)
	}
	return found, nil
}

// checkPackage looks at what holds for test files too: that the package has a place and a name, and registers nothing
// by being imported.
func checkPackage(file string, parsed *ast.File) []string {
	var found []string
	pkg := path.Dir(file)
	at, known := placeOf(pkg)
	if !known {
		found = append(found, fmt.Sprintf(
			"%s: package %s has no place: give it a floor in deploy/floors/house_test.go", file, pkg))
	}
	if at.use == stories && !strings.HasSuffix(file, "_test.go") {
		found = append(found, fmt.Sprintf("%s: package %s holds test files only", file, pkg))
	}
	for _, name := range []string{path.Base(pkg), strings.TrimSuffix(parsed.Name.Name, "_test")} {
		if vague(name) {
			found = append(found, fmt.Sprintf("%s: package %s: name a package by what it holds", file, name))
		}
	}
	for _, decl := range parsed.Decls {
		if f, ok := decl.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
			found = append(found, file+": func init: nothing happens by being imported, call it from bot/app")
		}
	}
	return found
}

// checkImports looks at every arrow that leaves the file.
func checkImports(file string, parsed *ast.File) []string {
	var found []string
	for _, spec := range parsed.Imports {
		imp, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			found = append(found, fmt.Sprintf("%s: import %s cannot be read", file, spec.Path.Value))
			continue
		}
		to, ours := strings.CutPrefix(imp, module)
		a := arrow{from: path.Dir(file), to: to, ours: ours}
		if rule := a.broken(); rule != "" {
			found = append(found, fmt.Sprintf("%s: %s → %s: %s", file, a.from, a.to, rule))
		}
	}
	return found
}

// checkClock looks for readings of the clock in a pure file, whatever name package time goes by there.
func checkClock(file string, parsed *ast.File) []string {
	name := ""
	for _, spec := range parsed.Imports {
		if spec.Path.Value != `"time"` {
			continue
		}
		name = "time"
		if spec.Name != nil {
			name = spec.Name.Name
		}
	}
	if name == "." {
		return []string{file + ": import . \"time\": packages below automations are pure: import time by its name"}
	}
	var found []string
	ast.Inspect(parsed, func(node ast.Node) bool {
		selector, ok := node.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if of, ok := selector.X.(*ast.Ident); ok && of.Name == name && clock(selector.Sel.Name) {
			found = append(found, fmt.Sprintf(
				"%s: time.%s: packages below automations are pure: now is an argument", file, selector.Sel.Name))
		}
		return true
	})
	return found
}
