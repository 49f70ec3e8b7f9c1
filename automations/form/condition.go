package form

import (
	"errors"
	"strings"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/types"
	"github.com/expr-lang/expr/vm"
)

// Bounds of one condition: far above what a person writes, far below what takes
// a noticeable time. memoryBudget counts the elements of lists it may make.
const (
	maxNodes     = 300
	memoryBudget = 10_000
)

// Condition is a compiled question over facts. It is safe for concurrent use;
// its zero value always holds.
//
// The language is that of expr-lang.org without let, ranges, nil, lists inside
// lists and whatever depends on the clock. Numbers are decimals: 99.95 is
// exact. Lists are asked with any, all, none, one, count, filter, map, find,
// sum and len: sum(lines, .amount.base) > 500, any(lines, .category == "meal").
// has(list, text) looks into a list, days(from, to) counts days and
// date("2026-11-20") is a day.
type Condition struct {
	source  string
	program *vm.Program
	names   []string
}

// CompileCondition compiles a condition over facts of the types in sample. An
// empty one always holds. The error is a sentence with line and column.
func CompileCondition(source string, sample map[string]any) (Condition, error) {
	source = strings.TrimSpace(source)
	if source == "" {
		return Condition{}, nil
	}
	patch := &exact{}
	options := append(functions(), expr.Env(typeOf(sample)), expr.AsBool(), expr.WarnOnAny(), expr.MaxNodes(maxNodes), expr.Patch(patch))
	program, err := expr.Compile(source, options...)
	switch {
	case patch.refused != nil:
		return Condition{}, located(patch.refused.Bind(file.NewSource(source)), source, sample)
	case err != nil:
		return Condition{}, located(err, source, sample)
	case patch.untyped != nil:
		return Condition{}, located(patch.untyped.Bind(file.NewSource(source)), source, sample)
	}
	return Condition{source: source, program: program, names: patch.names}, nil
}

// Holds asks the condition. An error means that the facts do not fit what it was
// compiled for, or that it divides by zero or takes an entry that is not there.
func (c Condition) Holds(facts map[string]any) (bool, error) {
	if c.program == nil {
		return true, nil
	}
	machine := vm.VM{MemoryBudget: memoryBudget}
	out, err := machine.Run(c.program, facts)
	if err != nil {
		return false, sayf("The condition %q cannot be answered: %s.", c.source, messageOf(err))
	}
	holds, ok := out.(bool)
	if !ok {
		return false, sayf("The condition %q answers %v instead of true or false.", c.source, out)
	}
	return holds, nil
}

func messageOf(err error) string {
	var at *file.Error
	if errors.As(err, &at) {
		return at.Message
	}
	return err.Error()
}

// typeOf describes a sample so that a name that is not in it is refused.
func typeOf(sample any) types.Type {
	switch s := sample.(type) {
	case map[string]any:
		fields := make(types.Map, len(s))
		for key, value := range s {
			fields[key] = typeOf(value)
		}
		return fields
	case []map[string]any:
		if len(s) == 0 {
			return types.Array(types.Map{})
		}
		return types.Array(typeOf(s[0]))
	case MoneyFact:
		// As a record, since the compiler of expr 1.17 does not find fields of structs inside maps.
		return types.Map{
			"value": types.TypeOf(s.Value), "base": types.TypeOf(s.Base), "currency": types.String, "no_rate": types.Bool,
		}
	}
	return types.TypeOf(sample)
}
