package request

import "strings"

// Called are the states that a word names: a state itself, active for what
// somebody is still to act on, or closed for the rest. For the empty word it
// gives the words.
func Called(word string) []string {
	all := []State{Pending, Returned, Open, Waiting, Done, Rejected, Withdrawn, Expired, Cancelled, Merged}
	if word == "" {
		words := []string{"active", "closed"}
		for _, s := range all {
			words = append(words, string(s))
		}
		return words
	}
	var called []string
	for _, s := range all {
		closed := Request{State: s}.Finished()
		if strings.EqualFold(word, string(s)) || strings.EqualFold(word, "closed") && closed || strings.EqualFold(word, "active") && !closed {
			called = append(called, string(s))
		}
	}
	return called
}
