// Package fault owns the coded errors of Factotum: what went wrong for the
// program (Code), what is said to the person it concerns (Say), and the cause
// (Err). It knows nothing of Slack, HTTP or logs; one place in handlers turns
// a fault into a reply and one place in jobs turns it into a log line.
package fault

import (
	"errors"
	"fmt"
	"strings"
)

// Code is the class of a fault; callers decide by it, people never see it.
type Code string

// The codes of DESIGN section 9.
const (
	Invalid     Code = "invalid"     // what was typed cannot be used as it is
	Denied      Code = "denied"      // this person may not do this
	NotFound    Code = "notfound"    // there is no such thing, or not for this person
	Conflict    Code = "conflict"    // somebody or something was faster
	Unavailable Code = "unavailable" // a part we need does not answer now
	Internal    Code = "internal"    // our own mistake
)

// Error is a fault. Say is whole sentences: what is wrong and what to do next. One
// that asks for another try, or to tell somebody, begins with "Please".
type Error struct {
	Code Code
	Say  string
	Err  error
}

// New makes a fault whose sentence is formatted from say.
func New(code Code, say string, args ...any) *Error {
	return &Error{Code: code, Say: fmt.Sprintf(say, args...)}
}

// Wrap makes a fault that keeps its cause.
func Wrap(err error, code Code, say string, args ...any) *Error {
	return &Error{Code: code, Say: fmt.Sprintf(say, args...), Err: err}
}

// Error is the text for logs; the person sees Say alone.
func (e *Error) Error() string {
	if e.Err == nil {
		return string(e.Code) + ": " + e.Say
	}
	return string(e.Code) + ": " + e.Say + ": " + e.Err.Error()
}

// Unwrap gives the cause to errors.Is and errors.As.
func (e *Error) Unwrap() error { return e.Err }

// CodeOf is the code of the first fault in err's chain; Internal when there is
// none, and "" for nil.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	var f *Error
	if errors.As(err, &f) {
		return f.Code
	}
	return Internal
}

// Say is the sentence for the person. An error that is no fault gets a general
// one, since its own text may hold what a person must not see.
func Say(err error) string {
	var f *Error
	if errors.As(err, &f) {
		return f.Say
	}
	return "Something went wrong on our side and nothing was changed. Please try again; if it happens again, tell your Factotum administrator."
}

// What is Say without what to do next: for what goes on by itself.
func What(err error) string {
	what, _, _ := strings.Cut(Say(err), " Please ")
	return what
}
