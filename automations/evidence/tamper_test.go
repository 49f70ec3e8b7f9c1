package evidence_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/audit"
	"factotum/automations/evidence"
)

// summed makes the sums of a pack again, as somebody would who hides something.
func summed(parts []part) []part {
	var sums strings.Builder
	for _, p := range parts[:len(parts)-1] {
		fmt.Fprintf(&sums, "%s  %s\n", audit.Hash(p.body), p.name)
	}
	return append(parts[:len(parts)-1:len(parts)-1], part{"SHA256SUMS", []byte(sums.String())})
}

// flip changes a byte.
func flip(r *rand.Rand, body []byte) []byte {
	body = slices.Clone(body)
	body[r.IntN(len(body))] ^= byte(1 + r.IntN(127))
	return body
}

// lines changes the lines of the proof, which stands second.
func lines(parts []part, change func(l [][]byte) [][]byte) {
	all := bytes.SplitAfter(parts[1].body, []byte("\n"))
	parts[1].body = bytes.Join(change(all[:len(all)-1]), nil)
}

// contented changes what the pack says of itself.
func contented(t *testing.T, parts []part, change func(c *evidence.Contents)) {
	var c evidence.Contents
	require.NoError(t, json.Unmarshal(parts[0].body, &c))
	change(&c)
	body, err := json.MarshalIndent(c, "", " ")
	require.NoError(t, err)
	parts[0].body = []byte(string(body) + "\n")
}

// tamper is one way to change a pack; it gives what has to be named then.
type tamper struct {
	name string
	do   func(r *rand.Rand, parts []part) ([]part, string)
}

const proof = "proof.jsonl: entry %d:"

// open are those that anybody does who knows nothing of sums.
func open() []tamper {
	return []tamper{
		{"a byte of any part", func(r *rand.Rand, p []part) ([]part, string) {
			at := r.IntN(len(p) - 1)
			p[at].body = flip(r, p[at].body)
			return p, p[at].name + ":"
		}},
		{"a part is left out", func(r *rand.Rand, p []part) ([]part, string) {
			at := r.IntN(len(p))
			named := p[at].name + ":"
			return slices.Delete(p, at, at+1), named
		}},
		{"a part is added", func(r *rand.Rand, p []part) ([]part, string) {
			at := r.IntN(len(p))
			named := p[at].name + ":"
			if at == len(p)-1 {
				named = "more.txt:"
			}
			return slices.Insert(p, at, part{"more.txt", []byte("more")}), named
		}},
		{"two parts change places", func(r *rand.Rand, p []part) ([]part, string) {
			at := r.IntN(len(p) - 2)
			other := at + 1 + r.IntN(len(p)-2-at)
			named := p[at].name + ":"
			p[at], p[other] = p[other], p[at]
			return p, named
		}},
		{"two parts change what they hold", func(r *rand.Rand, p []part) ([]part, string) {
			at := r.IntN(len(p) - 2)
			other := at + 1 + r.IntN(len(p)-2-at)
			p[at].body, p[other].body = p[other].body, p[at].body
			return p, p[at].name + ":"
		}},
	}
}

// hidden are those of somebody who makes the sums again.
func hidden(t *testing.T) []tamper {
	entry := func(name string, change func(r *rand.Rand, l [][]byte) ([][]byte, int)) tamper {
		return tamper{name, func(r *rand.Rand, p []part) ([]part, string) {
			bad := 0
			lines(p, func(l [][]byte) [][]byte {
				l, bad = change(r, l)
				return l
			})
			return summed(p), fmt.Sprintf(proof, bad+3) // the first line says that it follows entry 3
		}}
	}
	saying := func(name string, change func(r *rand.Rand, c *evidence.Contents)) tamper {
		return tamper{name, func(r *rand.Rand, p []part) ([]part, string) {
			contented(t, p, func(c *evidence.Contents) { change(r, c) })
			return summed(p), "pack.json:"
		}}
	}
	return []tamper{
		{"a byte of a page", func(r *rand.Rand, p []part) ([]part, string) {
			at := 2 + r.IntN(5)
			p[at].body = flip(r, p[at].body)
			return summed(p), p[at].name + ":"
		}},
		{"a byte of a file", func(r *rand.Rand, p []part) ([]part, string) {
			at := 7 + r.IntN(len(p)-8)
			p[at].body = flip(r, p[at].body)
			return summed(p), p[at].name + ":"
		}},
		{"a file is left out", func(r *rand.Rand, p []part) ([]part, string) {
			at := 7 + r.IntN(len(p)-8)
			named := p[at].name + ":"
			return summed(slices.Delete(p, at, at+1)), named
		}},
		{"a file is added", func(_ *rand.Rand, p []part) ([]part, string) {
			return summed(slices.Insert(p, len(p)-1, part{"files/DUT-9/1 more.txt", []byte("more")})), "files/DUT-9/1 more.txt:"
		}},
		entry("a byte of an entry", func(r *rand.Rand, l [][]byte) ([][]byte, int) {
			at := 1 + r.IntN(len(l)-2)
			l[at] = flip(r, l[at])
			return l, at
		}),
		entry("an entry is left out", func(r *rand.Rand, l [][]byte) ([][]byte, int) {
			at := 1 + r.IntN(len(l)-2)
			return slices.Delete(l, at, at+1), at
		}),
		entry("an entry stands twice", func(r *rand.Rand, l [][]byte) ([][]byte, int) {
			at := 1 + r.IntN(len(l)-2)
			return slices.Insert(l, at+1, l[at]), at + 1
		}),
		entry("two entries change places", func(r *rand.Rand, l [][]byte) ([][]byte, int) {
			at := 1 + r.IntN(len(l)-3)
			other := at + 1 + r.IntN(len(l)-2-at)
			l[at], l[other] = l[other], l[at]
			return l, at
		}),
		entry("the end is cut off", func(r *rand.Rand, l [][]byte) ([][]byte, int) {
			at := 1 + r.IntN(len(l)-2)
			return l[:at], at
		}),
		saying("a duty is left out", func(r *rand.Rand, c *evidence.Contents) {
			at := r.IntN(len(c.Duties))
			c.Duties = slices.Delete(c.Duties, at, at+1)
		}),
		saying("duties change places", func(r *rand.Rand, c *evidence.Contents) {
			at := r.IntN(len(c.Duties) - 1)
			c.Duties[at], c.Duties[at+1] = c.Duties[at+1], c.Duties[at]
		}),
		saying("a duty has another reason", func(r *rand.Rand, c *evidence.Contents) { c.Duties[r.IntN(len(c.Duties))].Why += "!" }),
		saying("somebody is called otherwise", func(_ *rand.Rand, c *evidence.Contents) {
			c.People["ben@example.com"] = evidence.Person{Name: "Zoe", Zone: "UTC"}
		}),
		saying("another period", func(_ *rand.Rand, c *evidence.Contents) { c.From = "2026-10-02" }),
		saying("a file is said to be lost", func(_ *rand.Rand, c *evidence.Contents) { c.Absent = []string{audit.Hash([]byte("receipt"))} }),
	}
}

// TestAThousandTampersAreFoundAndTheFirstBadPartNamed changes a pack in all ways:
// a file, an entry, an order, an omission, openly or with new sums.
func TestAThousandTampersAreFoundAndTheFirstBadPartNamed(t *testing.T) {
	t.Parallel()
	c := setup(t)
	c.enter(t)
	pack, head := c.pack(t)
	original := unpack(t, pack)
	all := append(open(), hidden(t)...)
	const wanted = 1000
	for n := range wanted {
		how, r := all[n%len(all)], rand.New(rand.NewPCG(uint64(n), 6))
		parts, named := how.do(r, slices.Clone(original))
		_, err := verify(t, parts, head)
		var bad *evidence.BadPartError
		require.ErrorAs(t, err, &bad, "%s, %d", how.name, n)
		require.True(t, strings.HasPrefix(bad.Error(), named), "%s, %d: %q instead of %q", how.name, n, bad, named)
	}
}

// TestWhatStandsAroundThePartsIsLookedAtToo changes bytes of the archive as it is.
func TestWhatStandsAroundThePartsIsLookedAtToo(t *testing.T) {
	t.Parallel()
	c := setup(t)
	c.enter(t)
	pack, head := c.pack(t)
	check := func(body []byte) error {
		_, err := evidence.Verify(bytes.NewReader(body), int64(len(body)), head)
		return err
	}
	require.NoError(t, check(pack))
	for n := range 50 {
		changed := flip(rand.New(rand.NewPCG(uint64(n), 8)), pack)
		if check(changed) == nil { // a bit that stands for nothing, behind the last of a part that is compressed
			require.Equal(t, unpack(t, pack), unpack(t, changed), n)
		}
	}
	assert.ErrorContains(t, check(append([]byte("MZ"), pack...)), "the archive: is not")
	assert.ErrorContains(t, check(append(slices.Clone(pack), "more"...)), "the archive: is not")
	assert.ErrorContains(t, check(pack[:len(pack)-9]), "the archive: is not whole")
	assert.ErrorContains(t, check(nil), "the archive: is not whole")
}

// TestWhoMakesAPackAnewIsFoundByItsHead makes another one altogether, with seals,
// pages and sums of its own.
func TestWhoMakesAPackAnewIsFoundByItsHead(t *testing.T) {
	t.Parallel()
	c := setup(t)
	c.enter(t)
	_, head := c.pack(t)
	for i, r := range c.records {
		if r.Subject == "duty-vat-2" && r.Move == "refer" {
			c.records[i].Payload = bytes.ReplaceAll(r.Payload, []byte("2026-10-09"), []byte("2026-10-07"))
			c.records[i].PayloadHash = audit.Hash(c.records[i].Payload)
		}
	}
	forged, _ := c.pack(t)
	_, err := verify(t, unpack(t, forged))
	require.NoError(t, err, "it is in itself as a pack should be")
	_, err = verify(t, unpack(t, forged), head)
	assert.ErrorContains(t, err, "was changed and sealed anew: the head published there is "+head.String())
}
