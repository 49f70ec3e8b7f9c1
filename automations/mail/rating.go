package mail

import (
	"regexp"
	"strings"
)

// rated is an answer that says how it was: a number alone on its line, or with a
// few words behind a comma. A list begins with a number and a full stop.
var rated = regexp.MustCompile(`^([123])(?:\s*/\s*3)?\s*(?:[,;!–—]\s*(.*))?$`)

// Rating reads an answer that says in its first line how content its author is:
// 1 not good, 2 so-so, 3 good, as a number, a face or these words. Why is what
// stands behind it. False for every other answer.
func Rating(fresh string) (score int, why string, ok bool) {
	first, rest, _ := strings.Cut(strings.TrimSpace(fresh), "\n")
	first = strings.TrimSpace(first)
	if m := rated.FindStringSubmatch(first); m != nil {
		return int(m[1][0] - '0'), strings.TrimSpace(m[2] + "\n" + rest), true
	}
	switch strings.ToLower(strings.Trim(first, " .!\ufe0f")) {
	case "🙁", "☹", "😞", "👎", "not good", "bad":
		score = 1
	case "😐", "so-so", "so so":
		score = 2
	case "😀", "🙂", "😊", "👍", "good":
		score = 3
	default:
		return 0, "", false
	}
	return score, strings.TrimSpace(rest), true
}
