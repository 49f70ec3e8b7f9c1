package form

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/vm"

	"factotum/automations/calendar"
)

// formula is what a field is reckoned by from those above it, in the language of
// conditions. The zero one reckons nothing.
type formula struct {
	source  string
	program *vm.Program
	names   []string
}

// computed are the types of fields that can be reckoned, with what comes out.
func computed() map[Type][]reflect.Type {
	return map[Type][]reflect.Type{
		Number:   {decimalType(), reflect.TypeFor[int](), reflect.TypeFor[int64]()},
		Text:     {reflect.TypeFor[string]()},
		Checkbox: {reflect.TypeFor[bool]()},
		Date:     {reflect.TypeFor[time.Time]()},
	}
}

// formula compiles what a field is computed by.
func (c *compiler) formula(path string, f Field, facts map[string]any) formula {
	source := strings.TrimSpace(f.Compute)
	if source == "" {
		return formula{}
	}
	results, can := computed()[f.Type]
	if !can || f.Required || f.Default != "" {
		c.wrong(path, "compute works for fields of type number, text, date or checkbox that are neither required nor have a default")
		return formula{}
	}
	patch := &exact{}
	options := append(functions(), expr.Env(typeOf(facts)), expr.MaxNodes(maxNodes), expr.Patch(patch))
	program, err := expr.Compile(source, options...)
	if err == nil && patch.refused != nil {
		err = patch.refused.Bind(file.NewSource(source))
	}
	if err != nil {
		c.wrong(path, "compute: %s", located(err, source, facts))
		return formula{}
	}
	if out := program.Node().Type(); !slices.Contains(results, out) {
		c.wrong(path, "compute gives %s, which a field of type %s cannot hold", thing(fmt.Sprint(out)), f.Type)
	}
	return formula{source: source, program: program, names: patch.names}
}

// unchosen tells whether one of some fields is a choice that has to be made and is
// not: what follows from it cannot be reckoned yet.
func (g *reading) unchosen(names []string) bool {
	return slices.ContainsFunc(g.fields, func(c compiled) bool {
		return c.Type == Select && c.Required && g.state[c.Key] == empty && slices.Contains(names, c.Key)
	})
}

// value reckons. What cannot be reckoned yet, such as a share of nothing, is empty.
func (f formula) value(facts map[string]any) Value {
	machine := vm.VM{MemoryBudget: memoryBudget}
	out, err := machine.Run(f.program, facts)
	if err != nil {
		return Value{}
	}
	switch v := out.(type) {
	case string:
		return Value{Text: cleanLine(v)}
	case bool:
		return Value{Checked: v}
	case time.Time:
		if v.IsZero() {
			return Value{}
		}
		return Value{Date: calendar.DateOf(v, time.UTC)}
	}
	n, err := toDecimal(out)
	if err != nil {
		return Value{}
	}
	n = canonical(n.Round(10)) // as many places as a number that is typed may have
	return Value{Number: &n}
}
