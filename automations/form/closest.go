package form

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/expr-lang/expr/file"
)

// sentence is an error written for the person who typed the value, or for
// whoever wrote the configuration: what is wrong and what to write instead.
type sentence string

func (s sentence) Error() string { return string(s) }

func sayf(format string, args ...any) error {
	return sentence(fmt.Sprintf(format, args...))
}

// located turns an error of the compiler into a sentence with line and column,
// and with what to write instead.
func located(err error, source string, sample map[string]any) error {
	var at *file.Error
	if !errors.As(err, &at) {
		return sayf("The condition must be true or false: %s.", plainly(err.Error()))
	}
	say := plainly(at.Message)
	if strings.HasPrefix(at.Message, "unknown ") {
		runes, word := []rune(source), regexp.MustCompile(`^[\pL_][\pL\pN_]*`)
		say = unknown(at.Message, word.FindString(string(runes[min(max(at.From, 0), len(runes)):])), sample)
	}
	return sayf("%d:%d: %s", at.Line, at.Column+1, say)
}

// namesOf lists what a condition may name, in order.
func namesOf(sample any) []string {
	var names []string
	switch s := sample.(type) {
	case map[string]any:
		for key, value := range s {
			names = append(append(names, key), namesOf(value)...)
		}
	case []map[string]any:
		if len(s) > 0 {
			names = namesOf(s[0])
		}
	case MoneyFact:
		names = []string{"value", "base", "currency", "no_rate"}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func didYouMean(name string) string {
	if name == "" {
		return ""
	}
	return "; did you mean " + name + "?"
}

// closest returns the known name that is fewest letters away from what was
// written, if that is few enough for a slip.
func closest[T ~string](written string, known []T) string {
	best, name := max(1, len([]rune(written))/3)+1, ""
	for _, k := range known {
		if d := distance(written, string(k)); d < best {
			best, name = d, string(k)
		}
	}
	return name
}

// distance is that of Levenshtein: letters to add, drop or change.
func distance(a, b string) int {
	from, to := []rune(a), []rune(b)
	row := make([]int, len(to)+1)
	for j := range row {
		row[j] = j
	}
	for i, r := range from {
		diagonal := row[0]
		row[0] = i + 1
		for j, s := range to {
			cost := 1
			if r == s {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, diagonal+cost)
		}
	}
	return row[len(to)]
}
