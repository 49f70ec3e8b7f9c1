package practice

import (
	"encoding/json"
	"hash/fnv"
	"math"
	"slices"
	"strconv"
	"time"
)

// Misbehaviour is what can be ordered of the workspace: everything that Slack does on a bad
// day. Chances are between 0 and 1. The nth call of a method, and the nth event, meets the
// same fate for the same Seed, whatever else goes on beside it.
type Misbehaviour struct {
	Seed uint64 `json:"seed"`
	// Redeliver is the chance of an event to be delivered up to 3 times more, acknowledged
	// or not, within Spread and so in any order. Late is the chance of the first delivery
	// to be late by up to Spread (200 ms when zero), so that events overtake each other.
	Redeliver float64 `json:"redeliver"`
	Late      float64 `json:"late"`
	Spread    Millis  `json:"spread_ms"`
	// Cut is the chance of a delivery to be followed by its socket ending without a word,
	// Warn with a warning first and the end after WarnFor (10 s when zero).
	Cut     float64 `json:"cut"`
	Warn    float64 `json:"warn"`
	WarnFor Millis  `json:"warn_for_ms"`
	// Lose is the chance of a call to have its effect and no answer: the connection drops.
	// Fail is the chance of status 500 and no effect, Limit that of 429 with RetryAfter
	// seconds (1 when zero) and no effect.
	Lose       float64 `json:"lose"`
	Fail       float64 `json:"fail"`
	Limit      float64 `json:"limit"`
	RetryAfter int     `json:"retry_after"`
	// Slow is the chance of a call to take SlowFor longer (2 s when zero).
	Slow    float64 `json:"slow"`
	SlowFor Millis  `json:"slow_for_ms"`
	// Linger is the chance of a call to have its effect at once, and its answer SlowFor later.
	Linger float64 `json:"linger"`
	// Skew is how far Slack's clock is ahead, or behind when negative.
	Skew Millis `json:"skew_ms"`
	// Only names the methods that Lose, Fail, Limit, Slow and Linger are about; all when empty.
	Only []string `json:"only"`
}

// Millis is a duration, in JSON as milliseconds.
type Millis time.Duration

// MarshalJSON writes milliseconds.
func (m Millis) MarshalJSON() ([]byte, error) {
	return json.Marshal(time.Duration(m).Milliseconds())
}

// UnmarshalJSON reads milliseconds.
func (m *Millis) UnmarshalJSON(raw []byte) error {
	var n int64
	if err := json.Unmarshal(raw, &n); err != nil {
		return err
	}
	*m = Millis(time.Duration(n) * time.Millisecond)
	return nil
}

func (m Millis) or(def time.Duration) time.Duration {
	if m == 0 {
		return def
	}
	return time.Duration(m)
}

// Misbehave orders misbehaviour from now on; the zero one ends it. Counting begins anew.
func (w *Workspace) Misbehave(m Misbehaviour) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.mis, w.counts = m, map[string]int{}
}

// fate draws for the nth of its name: a number from 0 up to 1 for each question.
type fate struct {
	seed uint64
	name string
	n    int
}

// fateOf counts one more of a name. Called under the lock.
func (w *Workspace) fateOf(name string) fate {
	w.counts[name]++
	return fate{w.mis.Seed, name, w.counts[name]}
}

func (f fate) draw(question string) float64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(strconv.FormatUint(f.seed, 16) + " " + f.name + " " + strconv.Itoa(f.n) + " " + question))
	// FNV leaves neighbours alike in the high bits; one round of mixing parts them.
	x := h.Sum64()
	x ^= x >> 33
	x *= 0xff51afd7ed558ccd
	x ^= x >> 33
	return float64(x>>11) / (1 << 53)
}

func (f fate) meets(chance float64, question string) bool { return f.draw(question) < chance }

// scatter delivers an event as it is meant to be, and by chance late and again.
// Called under the lock.
func (w *Workspace) scatter(e *envelope) {
	f := w.fateOf("event")
	spread := w.mis.Spread.or(200 * time.Millisecond)
	within := func(question string) time.Duration {
		return time.Duration(math.Ceil(f.draw(question) * float64(spread)))
	}
	again := 0
	if f.meets(w.mis.Redeliver, "again") {
		again = 1 + int(f.draw("how often")*3)
	}
	for n := 1; n <= again; n++ {
		copied := *e
		copied.attempt, copied.reason, copied.copy = n, "timeout", true
		w.later(&copied, within("copy "+strconv.Itoa(n)))
	}
	if f.meets(w.mis.Late, "late") {
		w.later(e, within("delay"))
		return
	}
	w.launch(e)
}

// upset ends the socket of a delivery by chance, with a warning or without.
func (w *Workspace) upset(s *socket) {
	f := w.fateOf("delivery")
	switch {
	case f.meets(w.mis.Cut, "cut"):
		w.retire(s)
		s.cut()
	case f.meets(w.mis.Warn, "warn"):
		w.warn(s)
	}
}

// warn says that a socket will end, and ends it: docs.slack.dev/apis/events-api/using-socket-mode.
func (w *Workspace) warn(s *socket) {
	s.send(goodbye("warning"))
	after := time.AfterFunc(w.mis.WarnFor.or(10*time.Second), func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.retire(s)
		s.bye("refresh_requested")
	})
	w.running.Go(func() {
		select {
		case <-s.stop:
		case <-w.done:
		}
		after.Stop()
	})
}

// EndSockets ends every socket of the app now: with a warning, without a word (cut), or
// with any reason that Slack gives in a disconnect frame, such as link_disabled. It
// returns how many there were.
func (w *Workspace) EndSockets(how string) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		return 0
	}
	all := slices.Clone(w.sockets)
	for _, s := range all {
		switch how {
		case "cut":
			w.retire(s)
			s.cut()
		case "warning":
			w.warn(s)
		default:
			w.retire(s)
			s.bye(how)
		}
	}
	return len(all)
}

// retire takes a socket that is about to end out of turn: nothing more is sent over it.
// What was is delivered again once it has ended.
func (w *Workspace) retire(s *socket) {
	w.sockets = slices.DeleteFunc(w.sockets, func(o *socket) bool { return o == s })
}
