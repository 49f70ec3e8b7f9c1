package report

import (
	"slices"
	"strings"
)

// named takes a name of the report that is one of its choices too: overdue.
func (a *asking) named(name string) {
	for _, p := range a.report.Parameters {
		if choice, ok := p.choice(name); ok && p.Type == Choice && p.Name != "by" && p.Of == "" {
			a.words[p.Name] = choice
		}
	}
}

// politely leaves out “show me”, which is about nobody.
func (a *asking) politely() {
	for at := 0; at+1 < len(a.tokens); at++ {
		asks := slices.Contains([]string{"show", "give", "send", "tell", "get"}, strings.ToLower(a.tokens[at].value))
		if asks && slices.Contains([]string{"me", "us"}, strings.ToLower(a.tokens[at+1].value)) {
			a.take(at, 2)
			return
		}
	}
}

// ordered gives what is left to what is left, in order.
func (a *asking) ordered() error {
	for len(a.tokens) > 0 {
		t := a.tokens[0]
		if !t.whole && a.filler(strings.ToLower(t.value)) {
			a.take(0, 1)
			continue
		}
		p, ok := a.free(func(p Parameter) bool { return p.Type != Period && p.Type != Choice && p.Type != Person })
		if !ok {
			return a.lost(t.value)
		}
		n := 1
		if p.Type == Text && !t.whole {
			n = len(a.tokens)
		}
		word, err := p.canonical(join(a.tokens[:n]), a.Terms)
		if err != nil {
			return err
		}
		a.words[p.Name] = word
		a.take(0, n)
	}
	return nil
}

// filler tells whether a word asks for nothing: “what did we”, another name of the
// report, and “what did I” of whoever sees nothing else.
func (a *asking) filler(word string) bool {
	empty := strings.Fields("in for of on at the a an all from by per with and report reports figures please show list give get see tell want what which who whose how much many was is were are did do does have has we our to as file files csv xlsx excel")
	mine := strings.Fields("i my me mine")
	return slices.Contains(empty, word) || slices.Contains(a.report.names(), plain(word)) || a.Alone != nil && a.Alone(a.report) && slices.Contains(mine, word)
}
