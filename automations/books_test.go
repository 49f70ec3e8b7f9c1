package automations_test

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/fault"
	"factotum/automations/policy"
	"factotum/automations/request"
	"factotum/connectors/books"
)

// shelve gives the office books.
func (o *office) shelve() {
	o.t.Helper()
	b, err := books.Open(o.ctx, filepath.Join(filepath.Dir(o.path), "books.db"), o.Catalogue, books.Rules{})
	require.NoError(o.t, err)
	o.t.Cleanup(func() { require.NoError(o.t, b.Close()) })
	o.Books = b
	require.NoError(o.t, b.Project(o.ctx, o.store))
}

// search gives the numbers, or titles of records, of all pages.
func (o *office) search(who, line string, size int) []string {
	o.t.Helper()
	all, after := []string{}, int64(0)
	for range 100 {
		hits, err := o.Search(o.ctx, o.who(who), line, after, size)
		require.NoError(o.t, err, line)
		require.LessOrEqual(o.t, len(hits.All), size)
		for _, h := range hits.All {
			name := h.Row.File.Number
			if h.Record.Version > 0 {
				name = h.Record.Title
			}
			all = append(all, name)
		}
		if after = hits.Next; after == 0 {
			return all
		}
	}
	require.Fail(o.t, "there is no end", line)
	return nil
}

func TestEverybodyFindsWhatTheyMaySeeAndNothingElse(t *testing.T) {
	t.Parallel()
	o := setup(t)
	dice := rand.New(rand.NewPCG(5, 5))
	var sent []automations.File
	for n := range 60 {
		by := []string{"ines", "mara", "omar", "fay", "paul"}[dice.IntN(5)]
		f, err := o.Submit(o.ctx, o.who(by), o.id(), o.claim(by, fmt.Sprintf("%d EUR taxi number %d yesterday", 5+dice.IntN(600), n)))
		require.NoError(t, err)
		sent = append(sent, f)
		asked := policy.Asked(f.Request, f.Dir)
		if dice.IntN(2) == 0 && len(asked) > 0 {
			say := automations.Decision{ID: f.Request.ID, Say: []request.Action{request.Approve, request.Reject}[dice.IntN(2)], Text: "so be it"}
			_, err := o.Decide(o.ctx, asked[0].Person, o.id(), say)
			require.NoError(t, err)
		}
	}
	o.shelve()
	kind, err := o.Catalogue.Kind("expense")
	require.NoError(t, err)
	total := 0
	for _, who := range []string{"ines", "mara", "omar", "fay", "finn", "paul", "dora", "dan", "adam", "gus"} {
		want, over := []string{}, []string{} // what is not over comes first
		for _, f := range slices.Backward(sent) {
			now := o.request(f.Request.ID)
			if !policy.See(now, o.who(who), f.Dir, kind.Visible) {
				continue
			}
			if now.State == request.Done || now.State.Final() {
				over = append(over, f.Number)
			} else {
				want = append(want, f.Number)
			}
		}
		want = append(want, over...)
		for _, size := range []int{1, 7, 100} {
			assert.Equal(t, want, o.search(who, "taxi", size), "%s, %d at a time", who, size)
		}
		total += len(want)
	}
	assert.Greater(t, total, 150)
	assert.Less(t, total, 400, "not everybody sees everything")
}

func TestWhatIsBeingWorkedOnIsFoundByTheTeam(t *testing.T) {
	t.Parallel()
	o := setup(t)
	f := o.submit("20 EUR taxi yesterday")
	o.approve(f.Request.ID, "mara")
	r := o.request(f.Request.ID)
	require.NotNil(t, r.Work)
	o.shelve()
	assert.Equal(t, []string{f.Number}, o.search("paul", "taxi team:payables", 10), "paul pays it")
	assert.Equal(t, []string{f.Number}, o.search("ines", "from:me", 10))
	assert.Empty(t, o.search("paul", "from:me", 10))
	assert.Equal(t, []string{f.Number}, o.search("fay", "from:ines kind:claim state:active", 10))
}

func TestRecordsAreFoundByThoseWhoMayLookAtThem(t *testing.T) {
	t.Parallel()
	o := setup(t)
	_, err := o.keep("fay", automations.RecordDraft{Values: lumen()})
	require.NoError(t, err)
	o.shelve()
	assert.Equal(t, []string{"Lumen Office GmbH"}, o.search("fay", "lumen in:vendors", 10))
	assert.Empty(t, o.search("ines", "lumen", 10))
}

func TestASearchSaysWhatItNeeds(t *testing.T) {
	t.Parallel()
	o := setup(t)
	_, err := o.Search(o.ctx, o.who("ines"), "taxi", 0, 10)
	assert.Equal(t, fault.Unavailable, fault.CodeOf(err), "there are no books")
	o.shelve()
	for line, want := range map[string]string{
		"  ":           "Say what to look for: /desk find taxi lisbon.",
		"team:kitchen": "There is no “kitchen” to look for with team:. Write one of it, payables, procurement.",
		"state:lost":   "Write one of active, closed, pending,",
		"kind:lost":    "Write one of access,",
		"from:nobody":  "Nobody is called “nobody” here.",
	} {
		_, err := o.Search(o.ctx, o.who("ines"), line, 0, 10)
		assert.Equal(t, fault.Invalid, fault.CodeOf(err), line)
		assert.Contains(t, fault.Say(err), want, line)
	}
	hits, err := o.Search(o.ctx, o.who("ines"), strings.Repeat("x", 300), 0, 10)
	require.NoError(t, err)
	assert.True(t, hits.Whole)
}
