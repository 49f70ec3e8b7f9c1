package source

import (
	"fmt"
	"regexp"
	"strings"
)

// Plainly says what the YAML library found in plain words, with what to write
// instead. Wording it does not know is passed on.
func Plainly(message string) string {
	for _, r := range phrases() {
		if m := regexp.MustCompile(r.form).FindStringSubmatch(message); m != nil {
			return r.say(m[1:])
		}
	}
	return "this is not what is expected here: " + message
}

// phrase is one wording of the library.
type phrase struct {
	form string
	say  func(m []string) string
}

func phrases() []phrase {
	said := func(text string) func([]string) string { return func([]string) string { return text } }
	return []phrase{
		{`^found character '\t'`, said("there is a tab: write spaces in its place, since YAML is indented with spaces only")},
		{`^(sequence end token '\]' not found|',' or '\]' must be specified)`, said("a list in brackets does not end: write a comma between its entries and ] after the last, such as [a, b]")},
		{`^(could not find flow map|',' or '\}' must be specified)`, said("something in braces does not end: write a comma between its settings and } after the last, such as {key: a, type: text}")},
		{`^could not find end character of (single|double)-quoted`, said("a quote is not closed: write the same quote at the end of the text")},
		{`^could not find '(.)' character corresponding to '(.)'`, func(m []string) string {
			return fmt.Sprintf("%s closes nothing: delete it, or write %s where it begins", m[1], m[0])
		}},
		{`^mapping value is not allowed`, said("there is a second colon on the line, or the line below is indented too far: put a text with a colon in quotes, and indent settings of one group alike")},
		{`^value is not allowed in this context. map key-value`, said("something follows the end of the value: delete it, or put the whole value in double quotes")},
		{`^(value is not allowed|unexpected key name)`, said("the line does not belong to what stands above it: indent it like the other settings of its group, with a colon and a space after the name")},
		{`^(non-map value is specified|unexpected map key|could not find value for mapping key)`, said("the line is no setting: write a name, a colon, a space and a value, such as name: value")},
		{`^'(.)' is a reserved character`, func(m []string) string { return quoted(m[0]) }},
		{`^unexpected directive value`, func([]string) string { return quoted("%") }},
		{`^could not find alias "(.*)"`, func(m []string) string { return quoted("*") }},
		{`^mapping key "(.*)" already defined at \[(\d+):`, func(m []string) string {
			return fmt.Sprintf("%s stands already on line %s: delete one of the two", m[0], m[1])
		}},
		{`^(\w+) was used where (\w+) is expected`, func(m []string) string {
			return fmt.Sprintf("here stands %s, but there must be %s", shape(m[0]), shape(m[1])+example(m[1]))
		}},
		{`^cannot unmarshal (.+) into Go struct field \w+\.\w+ of type (.+)$`, func(m []string) string {
			return fmt.Sprintf("here stands %s, but there must be %s", shape(m[0]), shape(m[1])+example(m[1]))
		}},
		{`^cannot unmarshal (.+) into Go value of type (.+) \( overflow \)`, func(m []string) string {
			return m[0] + " is too large: write a smaller number"
		}},
		{`^cannot unmarshal (.+) into Go value of type (.+)$`, func(m []string) string {
			return fmt.Sprintf("here stands %s, but there must be %s", shape(m[0]), shape(m[1])+example(m[1]))
		}},
	}
}

func quoted(sign string) string {
	return fmt.Sprintf("a value cannot begin with %s: put it in double quotes", sign)
}

// shape is what people call a type of Go or of YAML.
func shape(name string) string {
	switch {
	case name == "bool" || name == "boolean":
		return "true or false"
	case strings.HasPrefix(name, "int") && !strings.HasPrefix(name, "interface") || strings.HasPrefix(name, "uint") || strings.HasPrefix(name, "float"):
		return "a number"
	case name == "sequence" || strings.HasPrefix(name, "[]"):
		return "a list"
	case name == "mapping" || strings.HasPrefix(name, "map["):
		return "a group of settings"
	case name == "null":
		return "nothing"
	case name == "string":
		return "a text"
	}
	return "something else"
}

func example(name string) string {
	switch shape(name) {
	case "a number":
		return ", such as 3"
	case "a list":
		return ", such as [a, b]"
	case "a group of settings":
		return ", such as name: value on a line of its own for each"
	}
	return ""
}
