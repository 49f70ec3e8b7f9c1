package directory

import (
	"errors"
	"slices"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"factotum/automations/source"
)

// yaml reads a file of sections. It walks the syntax tree instead of decoding,
// so that every mistake has its line and values stay as they are written: the
// cost centre 0100 is not the number 64.
func (r *reader) yaml(path string, text []byte) {
	tree, err := parser.ParseBytes(text, 0)
	var syntax yaml.Error
	if errors.As(err, &syntax) {
		r.mistake(cell{file: path, line: syntax.GetToken().Position.Line}, "The YAML cannot be read here: %s.", source.Plainly(syntax.GetMessage()))
		return
	}
	if err != nil {
		r.mistake(cell{file: path}, "The file cannot be read as YAML (%s).", err)
		return
	}
	for _, doc := range tree.Docs {
		if doc.Body == nil {
			continue
		}
		at := where(path, doc.Body)
		pairs, ok := mapping(doc.Body)
		if !ok {
			r.mistake(at, "The file must have the sections people, teams, cost_centres or groups, each a list. Begin with \"people:\".")
			continue
		}
		for _, pair := range pairs {
			r.section(path, pair)
		}
	}
}

func (r *reader) section(path string, pair *ast.MappingValueNode) {
	name, at := pair.Key.GetToken().Value, where(path, pair.Key)
	kinds := sections()
	which := slices.IndexFunc(kinds, func(s section) bool { return s.name == name })
	if which < 0 {
		r.mistake(at, "There is no section %q. Use people, teams, cost_centres or groups.", name)
		return
	}
	if pair.Value.Type() == ast.NullType {
		return
	}
	list, ok := pair.Value.(*ast.SequenceNode)
	if !ok {
		r.mistake(at, "The section %q must be a list. Begin each entry with \"- %s:\".", name, kinds[which].key)
		return
	}
	for _, item := range list.Values {
		r.item(kinds[which], path, item)
	}
}

func (r *reader) item(s section, path string, item ast.Node) {
	at := where(path, item)
	pairs, ok := mapping(item)
	if !ok {
		r.mistake(at, "Each entry of %q must have named values. Begin it with \"- %s:\".", s.name, s.key)
		return
	}
	cells, keyed := make(map[string]cell, len(pairs)), true
	for _, pair := range pairs {
		column, here := spelled(pair.Key.GetToken().Value), where(path, pair.Key)
		if !r.known(s, here, column) {
			continue
		}
		texts, ok := scalars(pair.Value)
		if !ok {
			r.mistake(here, "%q must be a plain value or a list of them. Write it out, without nesting, anchors or aliases.", column)
			keyed = keyed && column != s.key
			continue
		}
		here.texts = texts
		cells[column] = here
	}
	if keyed { // else that it is empty would be a second mistake for the same text
		at.line = where(path, pairs[0].Key).line
		s.take(r, row{at: at, cells: cells})
	}
}

// mapping is the pairs of a mapping that has any.
func mapping(n ast.Node) ([]*ast.MappingValueNode, bool) {
	switch n := n.(type) {
	case *ast.MappingNode:
		return n.Values, len(n.Values) > 0
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{n}, true
	default:
		return nil, false
	}
}

// scalars is a plain value, or a list of them, as they are written.
func scalars(n ast.Node) ([]string, bool) {
	switch n := n.(type) {
	case *ast.NullNode:
		return nil, true
	case *ast.LiteralNode:
		return []string{n.Value.Value}, true
	case *ast.SequenceNode:
		var all []string
		for _, item := range n.Values {
			texts, ok := scalars(item)
			if !ok || item.Type() == ast.SequenceType {
				return nil, false
			}
			all = append(all, texts...)
		}
		return all, true
	case *ast.AnchorNode, *ast.AliasNode, *ast.TagNode, *ast.MergeKeyNode:
		return nil, false
	case ast.ScalarNode:
		return []string{n.GetToken().Value}, true
	default:
		return nil, false
	}
}

func where(path string, n ast.Node) cell {
	return cell{file: path, line: n.GetToken().Position.Line}
}
