package mail

import (
	"slices"
	"strings"
)

// Automatic says why a mail was not written by a person, so that nothing must
// answer it: a machine that answers a machine never ends. Empty: a person may
// have written it. Fields are those of RFC 3834 and RFC 3464, and Precedence,
// which mailing lists and older machines set.
func Automatic(raw []byte) string {
	h := split(raw)
	if word := leading(h, "auto-submitted"); word != "" && word != "no" {
		return "It was sent by a machine (Auto-Submitted)."
	}
	if slices.Contains([]string{"bulk", "junk", "list", "auto_reply", "auto-reply"}, leading(h, "precedence")) {
		return "It went to many people, or a machine answered (Precedence)."
	}
	for _, path := range h.all("return-path") {
		if strings.Trim(path, " <>") == "" {
			return "It wants no answer, as reports about undelivered mail do (Return-Path)."
		}
	}
	if kind := leading(h, "content-type"); kind == "multipart/report" {
		return "It is a report of a mail server."
	}
	if v := sender(h); slices.Contains([]string{"mailer-daemon", "postmaster"}, localOf(v.Address)) {
		return "It is from a mail server."
	}
	return ""
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
