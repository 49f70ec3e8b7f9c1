package evidence_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/audit"
	"factotum/automations/evidence"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/request"
)

func TestEveryMistakeOfAPackIsNamed(t *testing.T) {
	t.Parallel()
	c := setup(t)
	c.enter(t)
	pack, head := c.pack(t)
	original := unpack(t, pack)
	replaced := func(at int, old, new string) func(p []part) []part {
		return func(p []part) []part {
			p[at].body = []byte(strings.Replace(string(p[at].body), old, new, 1))
			return summed(p)
		}
	}
	last := func(p []part) string { return string(p[len(p)-1].body) }
	for want, change := range map[string]func(p []part) []part{
		"pack.json: is of format 9": replaced(0, `"format": 1`, `"format": 9`),
		"proof.jsonl: entry 4: submit of duty-vat-1 is not what was sealed": func(p []part) []part {
			lines(p, func(l [][]byte) [][]byte {
				return append([][]byte{[]byte(`{"after":"3:` + strings.Repeat("0", 64) + "\"}\n")}, l[1:]...)
			})
			return summed(p)
		},
		"pack.json: cannot be read":                       replaced(0, `{`, `[`),
		"pack.json: is not written as Factotum writes it": replaced(0, `"company"`, `"more": 1, "company"`),
		"proof.jsonl: its first line does not say":        replaced(1, `{"after":"3:`, `{"after":"x:`),
		"was added after the head":                        replaced(1, audit.Proof(head), audit.Proof(head)+audit.Proof(head)),
		"is missing: the proof ends without its head":     func(p []part) []part { lines(p, func(l [][]byte) [][]byte { return l[:len(l)-1] }); return summed(p) },
		"proof.jsonl: cannot be read":                     func(p []part) []part { p[1].body = nil; return summed(p) },
		"SHA256SUMS: line 2 is no sum": func(p []part) []part {
			p[len(p)-1].body = []byte(strings.Replace(last(p), "  proof", " proof", 1))
			return p
		},
		"more.txt: is missing":                                   func(p []part) []part { p[len(p)-1].body = []byte(last(p) + "00  more.txt\n"); return p },
		"SHA256SUMS: is not there":                               func(p []part) []part { return p[:3] },
		"README.txt: is not what it was":                         func(p []part) []part { p[3].body = nil; return p },
		"pack.json: is not the first part":                       func(p []part) []part { p[0], p[1] = p[1], p[0]; return summed(p) },
		"files/DUT-2/1 receipt.txt: is missing":                  func(p []part) []part { return summed(slices.Delete(p, 9, 10)) },
		"deeds.csv: says something else than the log":            replaced(5, "Ana", "Eva"),
		"SHA256SUMS: is not there, as the last part of the pack": func([]part) []part { return nil },
	} {
		_, err := verify(t, change(slices.Clone(original)), head)
		assert.ErrorContains(t, err, want)
	}
}

func TestAHeadThatThePackDoesNotHoldComparesNothing(t *testing.T) {
	t.Parallel()
	c := setup(t)
	c.enter(t)
	pack, head := c.pack(t)
	for _, h := range []audit.Head{{Position: head.Position + 1, Seal: head.Seal}, {Position: 1, Seal: head.Seal}} {
		_, err := verify(t, unpack(t, pack), h)
		assert.Equal(t, fault.Invalid, fault.CodeOf(err))
		assert.ErrorContains(t, err, "it holds the entries 4 to 22 of the log")
	}
	_, err := verify(t, unpack(t, pack), audit.Head{Position: 3})
	assert.ErrorContains(t, err, "entry 3: it or one before it was changed and sealed anew")
}

func TestEveryDeedIsPutIntoWords(t *testing.T) {
	t.Parallel()
	c := setup(t)
	c.opens(t, "duty-vat-5", "VAT return, January 2027", "2026-12-31")
	c.act(t, "duty-vat-5", request.Move{Action: request.Say, By: "ana@example.com", Text: "On my way", Files: []form.File{{Name: "..", Source: "F1"}, {Name: strings.Repeat("long ", 30) + ".pdf", Source: "F2"}}})
	kept := c.file("x", "long file")
	c.act(t, "duty-vat-5", request.Move{Action: request.Keep, By: audit.System, Copies: map[string]string{"F2": kept.Hash}})
	c.act(t, "duty-vat-5", request.Move{Action: request.Show, By: audit.System, Shows: []string{"zoe@example.com"}})
	c.act(t, "duty-vat-5", request.Move{Action: request.Follow, By: "zoe@example.com", Follows: []string{"zoe@example.com"}})
	c.proves(t, "duty-vat-5", "2026-10-20", "Done")
	c.act(t, "duty-vat-5", request.Move{Action: request.Ask, By: "ben@example.com", Text: "Why?", Asked: []string{"ben@example.com"}})
	c.act(t, "duty-vat-5", request.Move{Action: request.Answer, By: "ana@example.com", Text: "Because", Speakers: []string{"ana@example.com"}})
	c.act(t, "duty-vat-5", request.Move{Action: request.Remind, By: audit.System})
	c.act(t, "duty-vat-5", request.Move{Action: request.Note, By: audit.System, Text: "It arrived again."})
	c.enter(t)
	pack, _ := c.pack(t)
	parts := unpack(t, pack)
	_, err := verify(t, parts)
	require.NoError(t, err)
	page := text(parts, "index.html")
	for _, want := range []string{
		"said<", "made copies of the files", "showed it to more people", "follow", "asked<", "answered<", "reminded those it waits for", "noted<", "waits to be signed off",
		"the file “..” is not in this pack: no copy of it was made yet",
	} {
		assert.Contains(t, page, want)
	}
	assert.Equal(t, "long file", text(parts, "files/DUT-5/2 "+strings.Repeat("long ", 12)+" long long long .pdf"))
}

// full takes so many bytes and no more.
type full int

func (f *full) Write(p []byte) (int, error) {
	if *f -= full(len(p)); *f < 0 {
		return 0, errors.New("full")
	}
	return len(p), nil
}

func TestAPackThatCannotBeWrittenIsNone(t *testing.T) {
	t.Parallel()
	c := setup(t)
	c.enter(t)
	pack, _ := c.pack(t)
	for room := 5000; room < len(pack); room += 1500 {
		to := full(room)
		w := c.write(t, &to)
		require.Error(t, w.Close(c.open), room)
	}
	_, err := evidence.Write(new(full), c.contents, audit.Head{})
	assert.NoError(t, err, "what is small waits in the buffer")
}
