package form

import (
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"time"
)

var keyForm = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)

// Compile checks the fields and makes them ready. Sample holds the facts beside
// the fields that conditions and defaults may name, such as requester; today is
// always there. A problem's path is that of a field: "lines.amount".
func Compile(fields []Field, sample map[string]any) (Form, []Problem) {
	around := maps.Clone(sample)
	if around == nil {
		around = map[string]any{}
	}
	around["today"] = time.Time{}
	c := compiler{sample: around}
	form := Form{fields: c.group("", fields, around, nil), around: zero(around)}
	form.plain = slices.Clip(form.Fields())
	form.sample = zero(Sample(form.plain))
	return form, c.problems
}

type compiler struct {
	sample   map[string]any
	problems []Problem
}

func (c *compiler) wrong(path, format string, args ...any) {
	c.problems = append(c.problems, Problem{Path: path, Say: fmt.Sprintf(format, args...)})
}

// group compiles the fields of a form or of a line. Later are the fields around
// a line that are read after it.
func (c *compiler) group(prefix string, fields []Field, around map[string]any, later []string) []compiled {
	facts := maps.Clone(around)
	maps.Copy(facts, Sample(fields))
	for _, f := range fields {
		later = append(slices.Clone(later), f.Key)
	}
	group := make([]compiled, 0, len(fields))
	seen := map[string]bool{}
	for i, f := range fields {
		path := prefix + f.Key
		if f.Key == "" {
			path = fmt.Sprintf("%s[%d]", prefix, i)
		}
		if seen[f.Key] {
			c.wrong(path, "the key %s is used twice: give each field its own", f.Key)
		}
		seen[f.Key] = true
		group = append(group, c.field(path, f, facts, later))
		later = slices.DeleteFunc(later, func(key string) bool { return key == f.Key })
	}
	return group
}

func (c *compiler) field(path string, f Field, facts map[string]any, later []string) compiled {
	f.Label = orElse(f.Label, Capital(strings.ReplaceAll(f.Key, "_", " ")))
	f.Options = slices.Clone(f.Options)
	for i, o := range f.Options {
		f.Options[i].Label = orElse(o.Label, o.Value)
	}
	c.key(path, f)
	c.options(path, f)
	c.details(path, f)
	out := compiled{Field: f}
	out.required = c.condition(path, "required_when", f.RequiredWhen, facts)
	out.show = c.condition(path, "show_when", f.ShowWhen, facts)
	out.compute = c.formula(path, f, facts)
	c.above(path, "show_when", out.show.names, later)
	c.above(path, "compute", out.compute.names, later)
	if f.Pattern != "" && f.Type == Text {
		var err error
		if out.pattern, err = regexp.Compile(`\A(?:` + f.Pattern + `)\z`); err != nil {
			c.wrong(path, "the pattern %s does not compile: %s", f.Pattern, err)
		}
	}
	if f.Type == Lines && !strings.Contains(path, ".") {
		out.sub = c.group(path+".", f.Fields, facts, later)
		out.Fields = Form{fields: out.sub}.Fields()
	}
	c.defaults(path, out)
	return out
}

// above refuses names of fields that are read later.
func (c *compiler) above(path, in string, names, later []string) {
	for _, name := range names {
		if slices.Contains(later, name) {
			c.wrong(path, "%s names %s, which is not above this field: move %s up", in, name, name)
		}
	}
}

func (c *compiler) key(path string, f Field) {
	switch {
	case !keyForm.MatchString(f.Key):
		c.wrong(path, "the key %q does not work: write small letters, digits and _, beginning with a letter, at most 40", f.Key)
	case slices.Contains(reserved(), f.Key) || slices.Contains(builtins(), f.Key):
		c.wrong(path, "the key %s has a meaning of its own in conditions: write for example %s_value", f.Key, f.Key)
	case f.Key == "today":
		c.wrong(path, "today always means the present day: write for example day")
	}
	promised, taken := c.sample[f.Key]
	own := Sample([]Field{f})[f.Key]
	if taken && f.Key != "today" && !strings.Contains(path, ".") && reflect.TypeOf(promised) != reflect.TypeOf(own) {
		c.wrong(path, "the key %s is the name of another fact: write for example %s_of_request", f.Key, f.Key)
	}
}

func (c *compiler) condition(path, name, source string, facts map[string]any) Condition {
	condition, err := CompileCondition(source, facts)
	if err != nil {
		c.wrong(path, "%s: %s", name, err)
	}
	return condition
}

// reserved are the words of the expression language.
func reserved() []string {
	return []string{"in", "not", "and", "or", "if", "else", "let", "true", "false", "nil", "matches", "contains"}
}

// zero empties the sample lines: a promised fact that nobody gives is of the
// right type and says nothing.
func zero(sample map[string]any) map[string]any {
	facts := maps.Clone(sample)
	for key, value := range facts {
		if _, ok := value.([]map[string]any); ok {
			facts[key] = []map[string]any{}
		}
	}
	return facts
}

func orElse(text, other string) string {
	if strings.TrimSpace(text) == "" {
		return other
	}
	return text
}
