package request_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"factotum/automations/form"
	"factotum/automations/request"
)

// randomMove is any move, often one that can be made.
func randomMove(pick func(n int) int, n int) request.Move {
	people := []string{ana, bea, cy, dan, eve}
	all := actions()
	m := request.Move{Action: all[pick(len(all))], By: people[pick(len(people))], At: monday.Add(time.Duration(n) * time.Minute)}
	if pick(6) > 0 {
		m.Text = " because "
	}
	for _, p := range people {
		if pick(2) == 0 {
			m.Asked = append(m.Asked, p)
		}
	}
	if pick(4) == 0 {
		m.Shows = []string{people[pick(len(people))], ana}
	}
	if pick(8) > 0 {
		s := shapes()[pick(len(shapes()))]
		s.files = pick(3)
		m.Sent = s.sent()
		if pick(6) == 0 {
			m.Sent.Requester = dan
		}
	}
	m.Hold = extra([]request.HoldKind{request.BankHold, request.DuplicateHold, request.MismatchHold}[pick(3)]).ID()
	m.Choice = []string{"xml", "page"}[pick(2)]
	m.Keys = [][]string{nil, {"invoice/2"}}[pick(2)]
	if pick(2) == 0 {
		m.Speakers = []string{people[pick(len(people))]}
	}
	m.To, m.From = []string{"", cy, ana}[pick(3)], []string{"", cy}[pick(2)]
	m.Priority, m.Score = pick(6), pick(5)
	m.Remark = []string{"", "s1", "s2", "s3"}[pick(4)]
	m.Internal, m.Removed, m.Staff = pick(4) == 0, pick(4) == 0, pick(2) == 0
	if pick(3) == 0 {
		m.Files = []form.File{{Name: "q.png", Source: "F7", Hash: "h7"}}
	}
	m.Follows, m.Leaves = [][]string{nil, {dan}, {eve, cy}}[pick(3)], [][]string{nil, {eve}}[pick(2)]
	m.Alerts, m.Heard = [][]string{nil, {"first-warn"}, {"first-warn", "solve-late"}}[pick(3)], [][]string{nil, {eve}}[pick(2)]
	m.Tie = []*request.Tie{nil, {Kind: request.Task, ID: "r3"}, {Kind: request.Related, ID: "r1"}, {ID: "r2", Apart: true}}[pick(4)]
	m.Copies = []map[string]string{nil, {"F1": "h1"}, {"F1": "h1", "F2": "h2"}, {"F9": "h9"}}[pick(4)]
	return m
}

func TestAMoveSharesNothingWithWhatItWasMadeFrom(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := draft()
		for n := range 120 {
			m := randomMove(func(n int) int { return rapid.IntRange(0, n-1).Draw(t, "pick") }, n)
			request1, move1 := text(t, r), text(t, m)
			spoilt, err := r.Apply(m)
			again, err2 := r.Apply(m)
			require.Equal(t, err, err2)
			require.Equal(t, spoilt, again, "the same move of the same request gives the same")
			if err != nil {
				require.Equal(t, r, spoilt)
			}
			scribble(&spoilt)
			require.Equal(t, request1, text(t, r), "%s", m.Action)
			require.Equal(t, move1, text(t, m), "%s", m.Action)
			if r = again; r.State.Final() {
				r = draft()
			}
		}
	})
}

func TestReplayGivesTheRequest(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		live := draft()
		var moves []request.Move
		for n := range 60 {
			m := randomMove(func(n int) int { return rapid.IntRange(0, n-1).Draw(t, "pick") }, n)
			if after, err := live.Apply(m); err == nil {
				live, moves = after, append(moves, m)
			}
		}
		replayed, err := request.Replay("r1", moves)
		require.NoError(t, err)
		require.Equal(t, text(t, live), text(t, replayed))
	})
}

func TestReplayNamesTheMoveThatDoesNotFit(t *testing.T) {
	t.Parallel()
	one := shape{needs: []int{1}}
	_, err := request.Replay("r7", []request.Move{one.move(request.Submit), one.move(request.Submit)})
	require.ErrorContains(t, err, "replay move 2 of r7: request: cannot submit while pending")
}

// scribble writes over all that can be reached from a pointer.
func scribble(at any) { overwrite(reflect.ValueOf(at).Elem()) }

func overwrite(v reflect.Value) {
	switch v.Kind() { //nolint:exhaustive // requests hold no others
	case reflect.Pointer:
		if !v.IsNil() {
			overwrite(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				overwrite(v.Field(i))
			}
		}
	case reflect.Slice:
		whole := v.Slice(0, v.Cap())
		for i := range whole.Len() {
			overwrite(whole.Index(i))
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			value := reflect.New(v.Type().Elem()).Elem()
			value.Set(v.MapIndex(key))
			overwrite(value)
			v.SetMapIndex(key, value)
		}
		if !v.IsNil() {
			v.SetMapIndex(reflect.ValueOf("scribbled").Convert(v.Type().Key()), reflect.New(v.Type().Elem()).Elem())
		}
	case reflect.String:
		v.SetString("scribbled")
	case reflect.Int, reflect.Int64:
		v.SetInt(v.Int() + 1000)
	case reflect.Bool:
		v.SetBool(!v.Bool())
	}
}
