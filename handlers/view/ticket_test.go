package view_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/form"
	"factotum/automations/people"
	"factotum/automations/request"
	"factotum/handlers/view"
)

// ticket is the printer that ines has asked IT about, where paula works.
func ticket(o *office) *paper {
	return o.sent("ticket", form.Values{"what": {Text: "Printer"}, "category": {Text: "hardware"}})
}

func TestHostileTicketsStayText(t *testing.T) {
	t.Parallel()
	for i, text := range append(hostile(), all()) {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			o := setup(t)
			o.dir = staff(text)
			for state, p := range map[string]*paper{
				"open":    poison(ticket(o), text),
				"waiting": poison(ticket(o).does("paula", request.Await, "x"), text),
				"done":    poison(ticket(o).does("paula", request.Resolve, "x"), text),
				"merged":  poison(ticket(o).apply(request.Move{Action: request.Merge, By: "paula@example.com", Tie: &request.Tie{Kind: request.Original, ID: "r2", Number: text}}), text),
			} {
				work := p.file.Request.Work
				work.Ties = append(work.Ties, request.Tie{Kind: request.Task, ID: "r3", Title: text}, request.Tie{Kind: request.Related, ID: "r4", Number: text, Title: text})
				work.Followers, work.Rating = []string{"ines@example.com"}, &request.Rating{Score: 1, Text: text}
				for screen, body := range ticketScreens(t, p, text) {
					fits(t, state+": "+screen, body)
					harmless(t, state+": "+screen, string(body))
				}
			}
		})
	}
}

// ticketScreens are everything that can be drawn of a ticket.
func ticketScreens(t *testing.T, p *paper, text string) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	for _, reader := range []string{"ines", "paula", "omar"} {
		s := p.before(reader)
		out["card "+reader] = encoded(t, rendered(t, s))
		out["details "+reader] = encoded(t, view.Details(s, view.Meta{}))
		for _, name := range []string{"assign", "follow", "reopen", "cancel", "merge", "rate", "until"} {
			out[name+" "+reader] = encoded(t, rendered(t, p.told(reader, name, "ines", text)))
		}
		out["reply "+reader] = encoded(t, view.Reply(s, view.Meta{}, 1, 0))
	}
	s := p.before("paula")
	out["change"] = encoded(t, view.Change(s, view.Meta{}))
	for _, action := range []string{view.ActionMerge, view.ActionTasks, view.ActionRefer, view.ActionCancel, view.ActionConceal, view.ActionReopen, view.ActionRateWhy} {
		out[action] = encoded(t, view.Work(action, s, view.Meta{}))
	}
	rows := automations.Rows{Total: 99, Next: "next"}
	for range 10 {
		rows.Rows = append(rows.Rows, automations.Row{File: p.file, Kind: s.Kind})
	}
	out["home"] = encoded(t, view.Home(view.HomeInput{
		Reader: s.Reader, Waiting: rows, Mine: rows, Queue: rows, Queues: true, Categories: p.kinds.Categories(), Kinds: p.kinds.Offered(), Now: p.now, At: view.Pages{Queue: "x", Filter: view.QueueFree},
	}))
	said, blocks := view.QueueList(view.QueueInput{Rows: rows, Works: true, Reader: s.Reader, Now: p.now, At: view.Pages{Filter: view.QueueLate}, Categories: p.kinds.Categories()})
	out["queue"] = encoded(t, map[string]any{"text": said, "blocks": blocks})
	return out
}

func TestANoteIsSeenByThoseWhoWorkOnIt(t *testing.T) {
	t.Parallel()
	o := setup(t)
	p := ticket(o).apply(request.Move{Action: request.Say, By: "paula@example.com", Text: "Old toner", Internal: true, Staff: true})
	for reader, sees := range map[string]bool{"paula": true, "ines": false, "omar": false} {
		for _, body := range [][]byte{encoded(t, rendered(t, p.before(reader))), encoded(t, view.Details(p.before(reader), view.Meta{}))} {
			assert.Equal(t, sees, strings.Contains(string(body), "Old toner"), reader)
		}
	}
}

func TestFiltersOfAQueue(t *testing.T) {
	t.Parallel()
	for filter, want := range map[string]automations.Queue{
		"": {}, "mine": {Mine: true}, "free": {Free: true}, "2": {Priority: request.High}, "9": {}, "x": {},
		"late": {Late: true}, "waiting": {Waiting: true}, "category:hardware": {Category: "hardware"},
	} {
		assert.Equal(t, want, view.QueueOf(filter), filter)
	}
	categories := []form.Option{{Value: "hardware", Label: "Device or printer"}}
	for word, want := range map[string]string{
		"Urgent": "1", "mine": "mine", "": "", "unassigned": "free", "overdue": "late", "Hardware": "category:hardware", "device or printer": "category:hardware",
	} {
		filter, ok := view.QueueWord(word, categories)
		assert.True(t, ok, word)
		assert.Equal(t, want, filter, word)
	}
	_, ok := view.QueueWord("foo", categories)
	assert.False(t, ok)
	in := view.QueueInput{Works: true, Reader: setup(t).who("paula"), Now: time.Now(), Categories: categories}
	said, _ := view.QueueList(in)
	require.Contains(t, said, "No open ticket of your teams is like that.")
	in.Unknown = "foo"
	said, _ = view.QueueList(in)
	require.Equal(t, "There is no filter “foo”. You can use mine, free, late, waiting, urgent, high, normal, low, hardware.", said)
}

func TestWhatOthersAskedIsForWhoWorksOnIt(t *testing.T) {
	t.Parallel()
	o := setup(t)
	p := ticket(o)
	p.file.Request.Work.Ties = []request.Tie{
		{Kind: request.Duplicate, ID: "r2", Number: "TKT-7", Title: "Of another"}, {Kind: request.Related, ID: "r3", Number: "TKT-8", Title: "Of another"},
	}
	assert.Contains(t, string(encoded(t, rendered(t, p.before("paula")))), "also asked as TKT-7 Of another")
	own := string(encoded(t, rendered(t, p.before("ines"))))
	for _, hidden := range []string{"TKT-7", "TKT-8", "Of another"} {
		assert.NotContains(t, own, hidden)
	}
}

func TestTheCardOfATeamThatGaveItAwayIsLocked(t *testing.T) {
	t.Parallel()
	o := setup(t)
	company := people.Company{Teams: []people.Team{
		{Key: "it", Name: "IT", Triage: "C1"}, {Key: "procurement", Name: "Procurement", Triage: "C2"}, {Key: "payables", Name: "Payables"},
	}}
	dir, _ := people.Join(nil, nil, company)
	p := ticket(o)
	at := func(place people.ID) string {
		s := p.before("paula")
		reader, ok := dir.Person(place)
		require.True(t, ok)
		s.Reader, s.File.Dir, s.Notice.To = reader, dir, place
		return string(encoded(t, rendered(t, s)))
	}
	it, procurement := people.PlaceID("it", false), people.PlaceID("procurement", false)
	assert.Contains(t, at(it), view.ActionClaim)
	p.file.Request.Work.Team = "procurement"
	old := at(it)
	assert.NotContains(t, old, view.ActionClaim)
	assert.NotContains(t, old, view.ActionResolve)
	assert.Contains(t, old, "With *Procurement* since")
	assert.Contains(t, at(procurement), view.ActionClaim)
}

func TestAReadyReplyGreetsSomebodyOutsideByName(t *testing.T) {
	t.Parallel()
	s := ticket(setup(t)).before("paula")
	s.File.Request.Requester, s.File.Request.Called = people.ContactID("petra@client.example", true), "Petra"
	assert.Contains(t, string(encoded(t, view.Reply(s, view.Meta{}, 1, 0))), "Hello Petra, ")
}
