package policy_test

import (
	"flag"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/catalogue"
	"factotum/automations/form"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
)

var organisations = flag.Int("organisations", 10_000, "random organisations in which people try to decide on their own requests")

// judge is how a decision is made. The sound one is the program's; the others
// lack one of its guards each, so that the test shows that it can fail.
type judge struct {
	blind   bool // does not know whose the request is
	hurried bool // does not look whether the directory moved meanwhile
}

// world is one request in one organisation.
type world struct {
	judge
	*organisation
	dir     people.Directory
	version int
	r       request.Request
	own     []int  // humans who must not decide it
	flight  func() // what happens between looking and committing, once
	way     string
	tally   *tally
}

// tally counts what was tried, by way.
type tally struct {
	sync.Mutex
	cases, attempts, successes map[string]int
	decided, missed            int
}

func newTally() *tally {
	return &tally{cases: map[string]int{}, attempts: map[string]int{}, successes: map[string]int{}}
}

func (w *world) sync() { w.dir, w.version = w.join(), w.version+1 }

// submit sends a request of the human in whose name it is.
func (w *world) submit(t require.TestingT, kind catalogue.Kind, human int, values form.Values) bool {
	by, ok := w.dir.ByAccount(account1(human))
	require.True(t, ok)
	sent, problems, err := kind.Prepare(values, catalogue.Moment{By: by, Dir: w.dir, Today: today, Now: monday})
	require.NoError(t, err)
	if len(problems) > 0 {
		return false // for somebody who left
	}
	w.r, err = request.Request{ID: "r1", State: request.Draft}.Apply(request.Move{Action: request.Submit, By: by.ID, At: monday, Sent: &sent})
	require.NoError(t, err)
	w.own = append(w.own, human)
	return true
}

// click is what the program does about a click: look, decide, commit if the
// directory is still the one that was looked at.
func (w *world) click(account string, action request.Action) bool {
	for {
		dir, version, r := w.dir, w.version, w.r
		if w.blind {
			r.Requester, r.Excluded, r.Accounts = "", nil, nil
		}
		by, ok := dir.ByAccount(account)
		if !ok || by.Inactive {
			return false
		}
		reason, refused := policy.May(r, by, dir)
		if refused != "" {
			return false
		}
		move := request.Move{Action: action, By: by.ID, At: monday, Text: "because", Why: reason.String(), Asked: asked(r, dir)}
		after, err := r.Apply(move)
		if err != nil {
			return false
		}
		if w.flight != nil {
			flight := w.flight
			w.flight = nil
			flight()
		}
		if version != w.version && !w.hurried {
			continue
		}
		after.Requester, after.Excluded, after.Accounts = w.r.Requester, w.r.Excluded, w.r.Accounts
		w.r = after
		return true
	}
}

// attempt is a click of somebody who must not decide.
func (w *world) attempt(account string) {
	w.tally.attempts[w.way]++
	action := []request.Action{request.Approve, request.Approve, request.Return, request.Reject}[w.dice.IntN(4)]
	before := w.r
	if w.click(account, action) {
		w.tally.successes[w.way]++
		w.r = before
	}
}

// everybody clicks, in any order, round by round until nothing moves: those
// whose own it is attempt, the others approve.
func (w *world) everybody() {
	accounts := slices.Clone(w.accounts)
	for moved := true; moved && w.r.State == request.Pending; {
		moved = false
		w.visible()
		w.dice.Shuffle(len(accounts), func(i, j int) { accounts[i], accounts[j] = accounts[j], accounts[i] })
		for _, a := range accounts {
			if slices.Contains(w.own, w.human[a.ID]) {
				w.attempt(a.ID)
			} else if w.click(a.ID, request.Approve) {
				moved = true
				w.tally.decided++
			}
		}
	}
}

// visible counts those who are asked and would not find it on their Home.
func (w *world) visible() {
	w.r.Spare = policy.Spare(w.r, w.dir)
	keys := policy.Waiting(w.r)
	for _, c := range policy.Asked(w.r, w.dir) {
		if !slices.ContainsFunc(policy.Matching(c.Person, w.dir), func(k string) bool { return slices.Contains(keys, k) }) {
			w.tally.missed++
		}
	}
}

// ways are the ways to decide on one's own. Human 0 asks, or human 1 for them.
func ways() map[string]func(t require.TestingT, w *world, kinds []catalogue.Kind) {
	return map[string]func(t require.TestingT, w *world, kinds []catalogue.Kind){
		"directly": func(t require.TestingT, w *world, kinds []catalogue.Kind) {
			w.grant(0, "finance", "director", "security")
			w.begin(t, w.any(kinds))
			w.everybody()
		},
		"through a second account": func(t require.TestingT, w *world, kinds []catalogue.Kind) {
			w.grant(0, "finance", "director")
			other := w.second(0)
			w.begin(t, w.any(kinds))
			w.attempt(other)
			w.everybody()
		},
		"as the only approver": func(t require.TestingT, w *world, kinds []catalogue.Kind) {
			w.grant(0, "solo")
			w.begin(t, kinds[0])
			w.everybody()
		},
		"as the fallback": func(t require.TestingT, w *world, kinds []catalogue.Kind) {
			for i := range w.rows {
				w.rows[i].Roles = nil
			}
			w.grant(0, "director")
			w.begin(t, kinds[1])
			w.everybody()
		},
		"as whom it is for": func(t require.TestingT, w *world, kinds []catalogue.Kind) {
			kind := kinds[2]
			if w.chance(50) {
				kind = w.any(kinds)
			}
			w.grant(1, "finance", "director", "security")
			w.sync()
			who, _ := w.dir.ByAccount(account1(1))
			values := w.values(who.ID)
			if w.chance(30) {
				values = w.values("", who.ID)
			}
			w.own = []int{1}
			if w.submit(t, kind, 0, values) {
				w.everybody()
			}
		},
		"joined in flight": func(t require.TestingT, w *world, kinds []catalogue.Kind) {
			w.rows = append(w.rows, people.Entry{Email: "late@x", Roles: []string{"solo", "finance"}})
			w.add(0, people.Account{ID: "L0", Email: "late@x"})
			w.begin(t, kinds[0])
			w.flight = func() {
				w.row(0).Also = append(w.row(0).Also, []string{"L0", "late@x"}[w.dice.IntN(2)])
				w.sync()
			}
			w.attempt("L0")
			w.everybody()
		},
		"under a new address": func(t require.TestingT, w *world, kinds []catalogue.Kind) {
			w.begin(t, kinds[0])
			row := w.row(0)
			row.Email, row.Roles = "renamed@x", []string{"solo"}
			at := slices.IndexFunc(w.accounts, func(a people.Account) bool { return a.ID == account1(0) })
			w.accounts[at].Email = row.Email
			w.sync()
			w.attempt(account1(0))
			w.everybody()
		},
		"after having left": func(t require.TestingT, w *world, kinds []catalogue.Kind) {
			w.grant(1, "solo")
			w.begin(t, kinds[0])
			w.flight = func() {
				switch row := w.row(1); w.dice.IntN(3) {
				case 0:
					row.Inactive = true
				case 1:
					row.Roles = nil
				case 2:
					at := slices.IndexFunc(w.accounts, func(a people.Account) bool { return a.ID == account1(1) })
					w.accounts[at].Guest = true
				}
				w.sync()
			}
			w.attempt(account1(1))
			w.everybody()
		},
	}
}

func (w *world) any(kinds []catalogue.Kind) catalogue.Kind { return kinds[w.dice.IntN(len(kinds))] }

func (w *world) grant(human int, roles ...string) {
	row := w.row(human)
	row.Roles = append(slices.Clone(row.Roles), roles...)
	row.Teams = []string{"it"}
}

// begin submits a request of human 0 for nobody in particular, or, now and
// then, for somebody else.
func (w *world) begin(t require.TestingT, kind catalogue.Kind) {
	w.sync()
	other := 1 + w.dice.IntN(3)
	if w.chance(40) && w.submit(t, kind, 0, w.values(address(other))) {
		w.own = append(w.own, other)
		return
	}
	require.True(t, w.submit(t, kind, 0, w.values("")))
}

// prove lets two of the ways be tried in each of n organisations.
func prove(t *testing.T, n int, j judge) *tally {
	t.Helper()
	all, ways := kinds(t, 40), ways()
	var names []string
	for name := range ways {
		names = append(names, name)
	}
	slices.Sort(names)
	var workers sync.WaitGroup
	total := newTally()
	for first := range 2 {
		workers.Go(func() {
			mine := newTally()
			for seed := first; seed < n; seed += 2 {
				for i := range 2 {
					dice := rand.New(rand.NewPCG(uint64(seed), 5))
					way := names[(seed+i*len(names)/2)%len(names)]
					w := &world{judge: j, organisation: found(dice), way: way, tally: mine}
					mine.cases[way]++
					ways[way](t, w, all)
				}
			}
			total.Lock()
			defer total.Unlock()
			for _, name := range names {
				total.cases[name] += mine.cases[name]
				total.attempts[name] += mine.attempts[name]
				total.successes[name] += mine.successes[name]
			}
			total.decided, total.missed = total.decided+mine.decided, total.missed+mine.missed
		})
	}
	workers.Wait()
	return total
}

func TestNobodyDecidesOnTheirOwn(t *testing.T) {
	t.Parallel()
	n := *organisations
	got := prove(t, n, judge{})
	for way, cases := range got.cases {
		t.Logf("%-26s %6d of %d organisations, %7d attempts, %d succeeded", way, cases, n, got.attempts[way], got.successes[way])
		assert.GreaterOrEqual(t, cases*100/n, 20, way)
		assert.GreaterOrEqual(t, got.attempts[way], cases*3/4, "%s: every case tries", way)
		assert.Zero(t, got.successes[way], way)
	}
	t.Logf("%d decisions of others went through", got.decided)
	assert.Greater(t, got.decided, n/2, "others can decide")
	assert.Zero(t, got.missed, "people who are asked and would not find it on their Home")
}

// Without its guards the same decisions let people through: the test above can fail.
func TestWithoutTheGuardsPeopleDecideOnTheirOwn(t *testing.T) {
	t.Parallel()
	blind, hurried := prove(t, 400, judge{blind: true}), prove(t, 400, judge{hurried: true})
	for way := range ways() {
		switch way {
		case "joined in flight", "after having left":
			assert.Positive(t, hurried.successes[way], way)
		default:
			assert.Positive(t, blind.successes[way], way)
			assert.Zero(t, hurried.successes[way], way)
		}
	}
	t.Logf("without the exclusion: %v; without the guard version: %v", blind.successes, hurried.successes)
}
