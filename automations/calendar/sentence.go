package calendar

import "fmt"

// sentence is an error written for the person who typed the value: a full
// sentence with what to type instead.
type sentence string

func (s sentence) Error() string { return string(s) }

func sayf(format string, args ...any) error {
	return sentence(fmt.Sprintf(format, args...))
}

// shorten keeps what a person typed readable inside a sentence.
func shorten(text string) string {
	runes := []rune(text)
	if len(runes) <= 40 {
		return text
	}
	return string(runes[:40]) + "…"
}
