package money

import "fmt"

// sentence is an error written for the person who typed the value: a full
// sentence with what to type instead.
type sentence string

func (s sentence) Error() string { return string(s) }

func sayf(format string, args ...any) error {
	return sentence(fmt.Sprintf(format, args...))
}
