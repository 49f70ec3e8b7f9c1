package mail

import (
	"slices"
	"strings"
)

// Automatic tells whether a mail was not written by a person, so that nothing must
// answer it: a machine that answers a machine never ends. Fields are those of RFC 3834 and RFC 3464, and Precedence,
// which mailing lists and older machines set.
func Automatic(raw []byte) bool {
	h := split(raw)
	if word := leading(h, "auto-submitted"); word != "" && word != "no" {
		return true
	}
	if slices.Contains([]string{"bulk", "junk", "list", "auto_reply", "auto-reply"}, leading(h, "precedence")) {
		return true
	}
	for _, path := range h.all("return-path") {
		if strings.Trim(path, " <>") == "" {
			return true
		}
	}
	return Undelivered(raw)
}

// leading is the first word of the first field of a name, in lower case.
func leading(h header, name string) string {
	values := h.all(name)
	if len(values) == 0 {
		return ""
	}
	word, _, _ := strings.Cut(values[0], ";")
	word, _, _ = strings.Cut(word, " ")
	return strings.ToLower(strings.TrimSpace(word))
}

func localOf(address string) string {
	local, _, _ := strings.Cut(address, "@")
	return strings.ToLower(local)
}

// Answerable tells whether a mail names one sender whose address reads as what
// it is, so that somebody can be answered there.
func (v Verdict) Answerable() bool {
	return v.Domain != "" && !slices.Contains(v.Doubts, Lookalike) && !slices.Contains(v.Doubts, Several)
}

// Undelivered tells whether a mail is the report of a mail server that another
// one did not arrive (RFC 3464), or looks like one.
func Undelivered(raw []byte) bool {
	h := split(raw)
	v := sender(h)
	return leading(h, "content-type") == "multipart/report" || slices.Contains([]string{"mailer-daemon", "postmaster"}, localOf(v.Address))
}
