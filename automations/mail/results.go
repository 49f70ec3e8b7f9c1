package mail

import "strings"

// results are what one Authentication-Results field states.
type results struct {
	server string // authserv-id, in lower case
	stated []result
}

// result is one method with its result, both in lower case, and its properties
// such as header.from.
type result struct {
	method, value string
	properties    map[string]string
}

// parseResults reads an Authentication-Results field (RFC 8601, section 2.2).
// It is strict, and does not cut at every semicolon: strangers choose what
// stands in quotes and comments (smtp.mailfrom="a; dmarc=pass"@evil.example),
// and a field that can be read in two ways is not read at all. A field without
// an authserv-id or of another version is not read either.
func parseResults(value string) (results, bool) {
	s := scanner{rest: value}
	server := s.word("=;")
	if s.bad || server == "" || s.next('=') {
		return results{}, false
	}
	if version := s.word("=;"); version != "" && version != "1" {
		return results{}, false
	}
	found := results{server: strings.ToLower(server)}
	for !s.bad && s.next(';') {
		if r, ok := s.result(); ok {
			found.stated = append(found.stated, r)
		}
	}
	return found, !s.bad && s.rest == ""
}

// scanner reads an Authentication-Results field from left to right.
type scanner struct {
	rest string
	bad  bool
}

// result reads what stands between two semicolons. Nothing and the word none
// are no result (section 2.2, no-result).
func (s *scanner) result() (result, bool) {
	method := strings.ToLower(s.word("=;"))
	if !s.next('=') {
		s.bad = s.bad || method != "" && method != "none"
		return result{}, false
	}
	method, _, _ = strings.Cut(method, "/") // the version of the method
	r := result{method: method, value: strings.ToLower(s.word(";")), properties: make(map[string]string)}
	for !s.bad {
		key := strings.ToLower(s.word("=;"))
		if key == "" {
			break
		}
		_, twice := r.properties[key]
		s.bad = s.bad || twice || !s.next('=')
		r.properties[key] = s.word(";")
	}
	return r, !s.bad
}

// word reads up to a blank, a comment or one of the ends; quoted parts are taken
// without their quotes.
func (s *scanner) word(ends string) string {
	s.blanks()
	var word strings.Builder
	for s.rest != "" && !strings.ContainsRune(" \t("+ends, rune(s.rest[0])) {
		if s.rest[0] == '"' {
			word.WriteString(s.quoted())
			continue
		}
		word.WriteByte(s.rest[0])
		s.rest = s.rest[1:]
	}
	s.blanks()
	return word.String()
}

func (s *scanner) quoted() string {
	var text strings.Builder
	for i := 1; i < len(s.rest); i++ {
		switch s.rest[i] {
		case '"':
			s.rest = s.rest[i+1:]
			return text.String()
		case '\\':
			i++
		}
		if i < len(s.rest) {
			text.WriteByte(s.rest[i])
		}
	}
	s.bad, s.rest = true, ""
	return ""
}

// next steps over c, if it stands next.
func (s *scanner) next(c byte) bool {
	s.blanks()
	if s.rest == "" || s.rest[0] != c {
		return false
	}
	s.rest = s.rest[1:]
	return true
}

// blanks steps over blanks and comments, which nest.
func (s *scanner) blanks() {
	depth := 0
	for i := 0; i < len(s.rest); i++ {
		switch c := s.rest[i]; {
		case c == '(':
			depth++
		case c == ')' && depth > 0:
			depth--
		case c == '\\' && depth > 0:
			i++
		case c != ' ' && c != '\t' && depth == 0:
			s.rest = s.rest[i:]
			return
		}
	}
	s.bad = s.bad || depth > 0
	s.rest = ""
}
