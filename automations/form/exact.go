package form

import (
	"fmt"
	"reflect"
	"slices"
	"time"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/file"
	"github.com/shopspring/decimal"

	"factotum/automations/calendar"
)

// exact rewrites a condition so that it counts in decimals, and refuses what
// could run long, depend on the clock or be compared wrongly. It is applied again
// until nothing changes, since the checker finds the types of what it made in between.
type exact struct {
	changed bool
	refused *file.Error // said before what the type checker says
	untyped *file.Error // said after it
	names   []string    // facts and functions asked for
	calls   []*ast.CallNode
}

// Reset and ShouldRepeat make expr apply the patch repeatedly.
func (e *exact) Reset() { *e = exact{} }

// ShouldRepeat reports whether the last pass changed anything. It is asked before
// the next check, which would not look into a call whose type is still set.
func (e *exact) ShouldRepeat() bool {
	for _, call := range e.calls {
		call.SetType(nil)
	}
	return e.changed
}

// Visit is called for every node, children first.
func (e *exact) Visit(node *ast.Node) {
	switch n := (*node).(type) {
	case *ast.FloatNode:
		// The shortest decimal that reads as this float is what was written, up to 15 digits.
		e.replace(node, &ast.ConstantNode{Value: decimal.NewFromFloat(n.Value)})
	case *ast.IdentifierNode:
		e.names = append(e.names, n.Value)
		if n.Value == "$env" {
			e.refuse(n, "$env is not available: name the fact itself")
		}
	case *ast.NilNode:
		e.refuse(n, "nothing is nil here: an empty text is \"\", an empty number 0, an empty list has len 0")
	case *ast.VariableDeclaratorNode:
		e.refuse(n, "let is not available: write the value where it is used")
	case *ast.MemberNode:
		if n.Node.Type() == decimalType() {
			e.refuse(n, "a number has no parts: write it without what follows the point")
		}
	case *ast.UnaryNode:
		if n.Operator == "-" && n.Node.Type() == decimalType() {
			zero := &ast.ConstantNode{Value: decimal.Decimal{}}
			e.replace(node, &ast.CallNode{Callee: &ast.IdentifierNode{Value: "-"}, Arguments: []ast.Node{zero, n.Node}})
		}
	case *ast.BinaryNode:
		e.binary(node, n)
	case *ast.BuiltinNode:
		e.builtin(node, n)
	case *ast.CallNode:
		e.call(node, n)
	}
}

// call resolves our own functions. A written date is read at once, so that one
// that does not exist is refused.
func (e *exact) call(node *ast.Node, n *ast.CallNode) {
	e.calls = append(e.calls, n)
	callee, ok := n.Callee.(*ast.IdentifierNode)
	if !ok || !slices.Contains(ownFunctions(), callee.Value) {
		return
	}
	if len(n.Arguments) == 1 && callee.Value == "date" {
		if written, ok := n.Arguments[0].(*ast.StringNode); ok {
			day, err := calendar.Parse(written.Value)
			if err != nil {
				e.refuse(n, err.Error())
				return
			}
			e.replace(node, &ast.ConstantNode{Value: day.In(time.UTC)})
			return
		}
	}
	e.replace(node, &ast.CallNode{Callee: &ast.IdentifierNode{Value: callee.Value + called}, Arguments: n.Arguments})
}

func (e *exact) binary(node *ast.Node, n *ast.BinaryNode) {
	left, right := n.Left.Type(), n.Right.Type()
	switch {
	case n.Operator == "..":
		e.refuse(n, "ranges are not available: compare with >= and <=")
	case n.Operator == "in" && left == decimalType():
		e.refuse(n, "in does not compare numbers: write x == 1 || x == 2")
	case n.Operator != "in" && (isRecord(left) || isRecord(right)):
		e.refuse(n, "an amount or a record cannot be compared as a whole: name its part, such as amount.base or amount.currency")
	case n.Operator != "in" && n.Operator != "??" && (left == anyType() || right == anyType()):
		if e.untyped == nil {
			e.untyped = &file.Error{Location: n.Location(), Message: fmt.Sprintf("it is not known what %s compares here", n.Operator)}
		}
	case isNumeric(left) && isNumeric(right) && (n.Operator == "/" || left == decimalType() || right == decimalType()):
		if _, ok := operators()[n.Operator]; ok {
			e.replace(node, &ast.CallNode{Callee: &ast.IdentifierNode{Value: n.Operator}, Arguments: []ast.Node{n.Left, n.Right}})
		}
	}
}

func (e *exact) builtin(node *ast.Node, n *ast.BuiltinNode) {
	if !slices.Contains(builtins(), n.Name) {
		e.refuse(n, n.Name+" is not available in conditions")
		return
	}
	for _, argument := range n.Arguments {
		if predicate, ok := argument.(*ast.PredicateNode); ok && holdsPredicate(predicate) {
			e.refuse(n, "a list inside a list takes too long: ask one list at a time")
		}
	}
	if n.Name == "sum" && !isNumeric(n.Type()) && n.Type() != anyType() {
		e.refuse(n, "sum adds numbers: write sum(lines, .amount.base)")
	}
	if n.Name == "sum" && n.Type() == decimalType() {
		var list ast.Node = &ast.BuiltinNode{Name: "map", Arguments: n.Arguments}
		if len(n.Arguments) == 1 {
			list = n.Arguments[0]
		}
		e.replace(node, &ast.CallNode{Callee: &ast.IdentifierNode{Value: sumOf}, Arguments: []ast.Node{list}})
	}
}

func (e *exact) replace(node *ast.Node, by ast.Node) {
	ast.Patch(node, by)
	e.changed = true
}

func (e *exact) refuse(node ast.Node, message string) {
	if e.refused == nil {
		e.refused = &file.Error{Location: node.Location(), Message: message}
	}
}

// holdsPredicate reports whether a list is asked for inside the question to each
// entry of another.
func holdsPredicate(outer *ast.PredicateNode) bool {
	inner := counter{}
	ast.Walk(&outer.Node, &inner)
	return inner.predicates > 0
}

type counter struct{ predicates int }

// Visit counts a node.
func (c *counter) Visit(node *ast.Node) {
	if _, ok := (*node).(*ast.PredicateNode); ok {
		c.predicates++
	}
}

func decimalType() reflect.Type { return reflect.TypeFor[decimal.Decimal]() }

func anyType() reflect.Type { return reflect.TypeFor[any]() }

func isRecord(t reflect.Type) bool { return t == reflect.TypeFor[map[string]any]() }

func isNumeric(t reflect.Type) bool {
	if t == nil || t == decimalType() {
		return t != nil
	}
	switch t {
	case reflect.TypeFor[int](), reflect.TypeFor[int64](), reflect.TypeFor[float64]():
		return true
	}
	return false
}
