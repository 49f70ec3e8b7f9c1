// Package source reads the YAML that a company writes: strictly, with every
// mistake reported at once, each with its file, its line and what to write
// instead. It must not know what the YAML means, nor read files itself.
package source

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/xrash/smetrics"
)

// Problem is one mistake in a file.
type Problem struct {
	File string
	Line int // from 1; 0 when the whole file is meant
	Say  string
}

// String is the problem as `check` prints it, such as kinds/expense.yaml:12: no team.
func (p Problem) String() string {
	if p.Line == 0 {
		return fmt.Sprintf("%s: %s", p.File, p.Say)
	}
	return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Say)
}

// Text is a YAML file that was read.
type Text struct {
	File string
	root ast.Node
}

// Read decodes text into the struct that into points to. Unknown keys, wrong
// types and duplicate keys are problems; what could be decoded is kept, so that
// the caller can look for further mistakes unless the text is garbled. A slip in
// a key is taken for the key that was meant.
func Read(file string, text []byte, into any) (Text, []Problem) {
	parsed, err := parser.ParseBytes(text, 0)
	if err != nil {
		return Text{File: file}, []Problem{syntax(file, err)}
	}
	t := Text{File: file}
	if len(parsed.Docs) > 1 {
		return t, []Problem{{File: file, Line: parsed.Docs[1].GetToken().Position.Line, Say: "one file holds one document: remove the line --- and what follows, or put it in a file of its own"}}
	}
	if len(parsed.Docs) == 0 || parsed.Docs[0].Body == nil {
		return t, []Problem{{File: file, Say: "the file is empty"}}
	}
	t.root = parsed.Docs[0].Body
	problems := t.unknown(t.root, reflect.TypeOf(into).Elem(), "")
	if err := yaml.NodeToValue(t.root, into); err != nil {
		problems = append(problems, syntax(file, err))
	}
	slices.SortStableFunc(problems, func(a, b Problem) int { return a.Line - b.Line })
	return t, problems
}

// lacking is how the sentence of an unknown key begins.
const lacking = "there is no setting "

// Garbled tells whether more is wrong than unknown keys: then what seems to be
// missing may be there.
func Garbled(problems []Problem) bool {
	return slices.ContainsFunc(problems, func(p Problem) bool { return !strings.HasPrefix(p.Say, lacking) })
}

// syntax is the problem behind an error of the YAML library, without the
// excerpt that it prints.
func syntax(file string, err error) Problem {
	p := Problem{File: file, Say: "this is not valid YAML: " + firstLine(err.Error())}
	var located yaml.Error
	if errors.As(err, &located) {
		p.Say = Plainly(located.GetMessage())
		if at := located.GetToken(); at != nil {
			p.Line = at.Position.Line
		}
	}
	return p
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

// At is a problem at a path such as route[1].when. Where the path does not
// exist, the nearest place above it is named.
func (t Text) At(path, say string, args ...any) Problem {
	return Problem{File: t.File, Line: t.line(path), Say: fmt.Sprintf(say, args...)}
}

// line is where the path stands, or the nearest place above it.
func (t Text) line(path string) int {
	if t.root == nil {
		return 0
	}
	at, line := t.root, 0
	for _, part := range strings.FieldsFunc(path, func(r rune) bool { return strings.ContainsRune(".[]", r) }) {
		next, where := child(at, part)
		if next == nil {
			return line
		}
		at, line = next, where
	}
	return line
}

// child finds a key of a mapping or an index of a sequence.
func child(n ast.Node, part string) (ast.Node, int) {
	switch n := n.(type) {
	case *ast.MappingNode:
		for _, v := range n.Values {
			if v.Key.GetToken().Value == part {
				return v.Value, v.Key.GetToken().Position.Line
			}
		}
	case *ast.SequenceNode:
		for i, v := range n.Values {
			if fmt.Sprint(i) == part || keyed(v, part) {
				return v, first(v)
			}
		}
	}
	return nil, 0
}

// keyed tells whether a list item is the one whose `key` is the word: fields
// are named by their keys.
func keyed(n ast.Node, word string) bool {
	m, ok := n.(*ast.MappingNode)
	if !ok {
		return false
	}
	for _, v := range m.Values {
		if v.Key.GetToken().Value == "key" && v.Value.GetToken().Value == word {
			return true
		}
	}
	return false
}

func first(n ast.Node) int {
	if m, ok := n.(*ast.MappingNode); ok && len(m.Values) > 0 {
		return m.Values[0].Key.GetToken().Position.Line
	}
	return n.GetToken().Position.Line
}

// unknown walks the text beside the type and names the keys the type lacks.
func (t Text) unknown(n ast.Node, typ reflect.Type, path string) []Problem {
	for typ.Kind() == reflect.Pointer {
		typ = typ.Elem()
	}
	var problems []Problem
	switch node := n.(type) {
	case *ast.SequenceNode:
		if typ.Kind() == reflect.Slice {
			for _, item := range node.Values {
				problems = append(problems, t.unknown(item, typ.Elem(), path)...)
			}
		}
	case *ast.MappingNode:
		for _, v := range node.Values {
			problems = append(problems, t.key(node, v, typ, path)...)
		}
	}
	return problems
}

func (t Text) key(in *ast.MappingNode, v *ast.MappingValueNode, typ reflect.Type, path string) []Problem {
	key := v.Key.GetToken().Value
	switch typ.Kind() { //nolint:exhaustive // only these hold keys
	case reflect.Map:
		return t.unknown(v.Value, typ.Elem(), path+key+".")
	case reflect.Struct:
		known := keys(typ)
		if field, ok := known[key]; ok {
			return t.unknown(v.Value, field, path+key+".")
		}
		if len(known) == 0 {
			return nil // a type that decodes itself
		}
		names := slices.Collect(maps.Keys(known))
		problems := []Problem{{File: t.File, Line: v.Key.GetToken().Position.Line, Say: fmt.Sprintf(lacking+"%q here%s", path+key, DidYouMean(key, names))}}
		meant := nearest(key, names)
		if name, ok := v.Key.(*ast.StringNode); ok && slip(key, meant) {
			if there, _ := child(in, meant); there == nil {
				name.Value, name.Token.Value = meant, meant
				problems = append(problems, t.unknown(v.Value, known[meant], path+meant+".")...)
			}
		}
		return problems
	}
	return nil
}

func keys(typ reflect.Type) map[string]reflect.Type {
	known := map[string]reflect.Type{}
	for f := range typ.Fields() {
		name, options, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		switch {
		case strings.Contains(options, "inline"):
			for name, field := range keys(f.Type) {
				known[name] = field
			}
		case name != "" && name != "-":
			known[name] = f.Type
		}
	}
	return known
}

// DidYouMean proposes what to write instead of an unknown word: the nearest
// known one, or all of them.
func DidYouMean(word string, known []string) string {
	if meant := nearest(word, known); meant != "" {
		return fmt.Sprintf("; did you mean %s?", meant)
	}
	if len(known) == 0 {
		return ""
	}
	return "; write one of " + strings.Join(slices.Sorted(slices.Values(known)), ", ")
}

// nearest is the known word that was probably meant, "" where none is near.
func nearest(word string, known []string) string {
	best, score := "", 0.8
	for _, k := range slices.Sorted(slices.Values(known)) {
		if s := smetrics.JaroWinkler(strings.ToLower(word), strings.ToLower(k), 0.7, 4); s > score {
			best, score = k, s
		}
	}
	return best
}

// slip tells whether two letters at most were mistyped: another word that is
// only alike may have been meant otherwise.
func slip(word, meant string) bool {
	return meant != "" && smetrics.WagnerFischer(word, meant, 1, 1, 1) <= 2
}
