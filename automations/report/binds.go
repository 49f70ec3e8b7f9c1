package report

import (
	"slices"
	"strings"
)

// Bindings that are no parameters, wherever the SQL names them. With "viewer",
// which Viewer gives, they are all.
const (
	Today = "today" // day where the viewer is
	Now   = "now"   // moment, RFC 3339 in UTC
)

// unasked tells whether a name is bound without being a parameter.
func unasked(name string) bool { return name == "viewer" || name == Today || name == Now }

// Binds are the names that SQL binds, each once, in their order: what stands
// after a colon outside of texts, comments and casts.
func Binds(sql string) []string {
	var names []string
	for i := 0; i < len(sql); {
		if skip := inert(sql[i:]); skip > 0 {
			i += skip
			continue
		}
		if sql[i] != ':' {
			i++
			continue
		}
		end := i + 1
		for end < len(sql) && wordly(sql[end]) {
			end++
		}
		if name := sql[i+1 : end]; name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
		i = end
	}
	return names
}

// inert is how long what begins here is no SQL that binds: a text, a quoted
// name, a comment, the :: of a cast; 0 where it may bind.
func inert(sql string) int {
	for _, part := range []struct{ from, to string }{{"'", "'"}, {`"`, `"`}, {"--", "\n"}, {"/*", "*/"}} {
		if !strings.HasPrefix(sql, part.from) {
			continue
		}
		if end := strings.Index(sql[len(part.from):], part.to); end >= 0 {
			return len(part.from) + end + len(part.to)
		}
		return len(sql)
	}
	if strings.HasPrefix(sql, "::") {
		return 2
	}
	return 0
}

func wordly(b byte) bool {
	return b == '_' || '0' <= b && b <= '9' || 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z'
}
