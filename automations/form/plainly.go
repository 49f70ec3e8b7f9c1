package form

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// plainly says what the compiler of expressions found in the words of those who
// write conditions, and what to write instead. Unknown wording is passed on,
// without the names of Go's types.
func plainly(message string) string {
	for _, r := range phrases() {
		if m := regexp.MustCompile(r.form).FindStringSubmatch(message); m != nil {
			return r.say(m[1:])
		}
	}
	return regexp.MustCompile(`time\.(Time|Duration)|decimal\.Decimal|\[\]interface \{\}|\[\]string|map\[string\]interface \{\}`).
		ReplaceAllStringFunc(message, thing)
}

// phrase is one wording of the compiler.
type phrase struct {
	form string
	say  func(m []string) string
}

func phrases() []phrase {
	said := func(text string) func([]string) string { return func([]string) string { return text } }
	return []phrase{
		{`^invalid operation: (\S+) \(mismatched types (.+) and (.+)\)$`, func(m []string) string { return unlike(m[0], thing(m[1]), thing(m[2])) }},
		{`^invalid operation: - \(mismatched type (.+)\)$`, func(m []string) string {
			return thing(m[0]) + " has no minus: write it before numbers only, such as -5"
		}},
		{`^invalid operation: (\S+) \(mismatched type (.+)\)$`, func(m []string) string {
			return fmt.Sprintf("after %s stands %s, but it turns round what is true or false: compare first, such as not (%s)", m[0], thing(m[1]), question(thing(m[1])))
		}},
		{`^expected bool, but got (.+)$`, func(m []string) string {
			return fmt.Sprintf("it is %s: compare it, such as %s", thing(m[0]), question(thing(m[0])))
		}},
		{`^not enough arguments to call (\w+)`, func(m []string) string { return "not enough arguments: write " + usage(m[0]) }},
		{`^too many arguments to call (\w+)`, func(m []string) string { return "too many arguments: write " + usage(m[0]) }},
		{`^cannot use (.+) as argument \(.+\) to call (\w+)`, func(m []string) string {
			return fmt.Sprintf("%s cannot use %s here: write %s", m[1], thing(m[0]), usage(m[1]))
		}},
		{`^invalid argument for (\w+) \(type (.+)\)$`, func(m []string) string {
			return fmt.Sprintf("%s cannot use %s: write %s", m[0], thing(m[1]), usage(m[0]))
		}},
		{`^builtin (\w+) takes only array \(got (.+)\)$`, func(m []string) string {
			return fmt.Sprintf("%s asks a list, and here stands %s: write %s", m[0], thing(m[1]), usage(m[0]))
		}},
		{`^predicate should return boolean \(got (.+)\)$`, func(m []string) string {
			return fmt.Sprintf("every entry is asked what is true or false, and here stands %s: write for example %s", thing(m[0]), usage("any"))
		}},
		{`^(?:invalid number of arguments|expected at least)`, said("the wrong number of arguments: write for example " + usage("any") + " or " + usage("len"))},
		{`^type (.+) has no (?:field|method) (\S+)$`, func(m []string) string {
			return fmt.Sprintf("%s has no part %s: leave out the point and what follows it", thing(m[0]), m[1])
		}},
		{`^type (.+)\[.+\] is undefined$`, func(m []string) string {
			return thing(m[0]) + " has no entries: leave out the square brackets"
		}},
		{`^array elements can only be selected`, said("this is a list: ask its entries, such as " + usage("any") + " or " + usage("sum"))},
		{`^cannot use .+ as type .+ in array$`, said("a list of texts holds no such thing: write " + usage("has"))},
		{`^unexpected token EOF$`, said("the condition ends too early: write what is still missing, such as the other side of a comparison or a closing bracket")},
		{`^unexpected token Operator\("="\)$`, said("one = does not compare: write ==")},
		{`^unexpected token \w+\("(.*)"\)$`, func(m []string) string {
			return fmt.Sprintf(`%s does not belong here: join comparisons with && or ||, write numbers like 1000.50 and texts in quotes, such as amount.base > 500 && category == "meal"`, m[0])
		}},
		{`^literal not terminated$`, said(`a quote is missing: write the text between two of them, such as "meal"`)},
		{`^unrecognized character: \S+ '(.+)'$`, func(m []string) string {
			return m[0] + ` cannot stand here: put texts between straight quotes, such as "meal"`
		}},
	}
}

// What conditions speak of.
const (
	aDay     = "a day"
	aSpan    = "a time between days"
	aNumber  = "a number"
	aText    = "a text"
	anAnswer = "true or false"
	texts    = "a list of texts"
	aList    = "a list"
	aRecord  = "an amount or a record"
)

// thing is what people call a type.
func thing(typ string) string {
	switch typ = strings.TrimSpace(typ); {
	case typ == "time.Time":
		return aDay
	case typ == "time.Duration":
		return aSpan
	case slices.Contains([]string{"decimal.Decimal", "int", "int64", "float64"}, typ):
		return aNumber
	case typ == "string":
		return aText
	case typ == "bool":
		return anAnswer
	case typ == "[]string":
		return texts
	case strings.HasPrefix(typ, "[]"):
		return aList
	case strings.HasPrefix(typ, "map["):
		return aRecord
	}
	return "something else"
}

// question is an example of asking about a thing.
func question(thing string) string {
	switch thing {
	case aDay:
		return `day > date("2026-11-20")`
	case aSpan:
		return usage("days")
	case aText:
		return `category == "meal"`
	case texts:
		return usage("has")
	case aList:
		return usage("any")
	}
	return "amount.base > 500"
}

// usage is an example of each function.
func usage(function string) string {
	switch function {
	case "days":
		return "days(from, to) with two days, such as days(today, day) > 3"
	case "date":
		return `date("2026-11-20") with a written day`
	case "has":
		return `has(tags, "urgent") with a list and a text`
	case "len":
		return "len(lines) > 2"
	case "sum", "map":
		return "sum(lines, .amount.base) > 500"
	case "lower", "upper", "trim":
		return function + `(name) == "x"`
	case "hasPrefix", "hasSuffix":
		return function + `(name, "x")`
	case "indexOf":
		return `indexOf(name, "x") >= 0`
	case "count", "filter", "find":
		return `count(lines, .category == "meal") > 2`
	}
	return function + `(lines, .category == "meal")`
}

// unlike says what to write where two things cannot stand on either side of an
// operator.
func unlike(operator, left, right string) string {
	one := func(things ...string) bool { return slices.Contains(things, left) || slices.Contains(things, right) }
	say := fmt.Sprintf("%s and %s cannot stand on either side of %s: ", left, right, operator)
	switch {
	case slices.Contains([]string{"&&", "||", "and", "or"}, operator):
		other := left
		if left == anAnswer {
			other = right
		}
		return say + "compare first, such as " + question(other)
	case one(aSpan), one(aDay) && slices.Contains([]string{"+", "-"}, operator):
		return say + "count days with " + usage("days")
	case one(texts):
		return say + "write " + usage("has")
	case one(aList):
		return say + "ask the entries of a list, such as " + usage("any") + " or " + usage("sum")
	case operator == "in":
		return say + `write name contains "x" for a text, or ` + usage("has")
	case one(anAnswer):
		return say + "what is true or false stands alone or after not, such as not urgent"
	case one(aDay) && one(aText):
		return say + `write the day as date("2026-11-20")`
	case one(aDay):
		return say + `compare it with a day, such as day > date("2026-11-20"), or count days with ` + usage("days")
	case left == aNumber:
		return say + "write the number without quotes, such as amount.base > 500"
	}
	return say + `write the text in quotes, such as category == "meal", or ask a field that is a number`
}

// unknown says what to write instead of a name that is not there.
func unknown(message, written string, sample map[string]any) string {
	if meant := closest(written, slices.Concat(namesOf(sample), builtins(), ownFunctions())); meant != "" {
		return message + didYouMean(meant)
	}
	if strings.HasPrefix(message, "unknown field") {
		return message + "; an amount has value, base, currency and no_rate, a line has its own fields"
	}
	return message + "; write one of " + strings.Join(slices.Sorted(maps.Keys(sample)), ", ")
}
