package slack

import "sync"

// remembered is how many answers are kept. Slack repeats what it got no answer
// to at once, so this needs minutes only; what is older meets the store's Once.
const remembered = 1024

// seen remembers what was answered, so that a repetition gets the same answer.
type seen struct {
	mu      sync.Mutex
	answers map[string][]byte
	order   [remembered]string // ring of keys
	at      int
}

func newSeen() *seen { return &seen{answers: map[string][]byte{}} }

func (s *seen) get(key string) (answer []byte, found bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	answer, found = s.answers[key]
	return answer, found
}

func (s *seen) put(key string, answer []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, known := s.answers[key]; known {
		return
	}
	delete(s.answers, s.order[s.at])
	s.answers[key], s.order[s.at] = answer, key
	s.at = (s.at + 1) % remembered
}
