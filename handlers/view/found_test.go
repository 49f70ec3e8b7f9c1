package view_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/dataset"
	"factotum/automations/form"
	"factotum/handlers/view"
)

// search is a page of what somebody found.
func (o *office) search(reader, line string) view.FoundInput {
	in := view.FoundInput{Line: line, Dir: o.dir, Reader: o.who(reader), Now: o.now, Hits: automations.Hits{Whole: true, Next: 7}}
	for _, row := range o.rows()[1:] {
		in.Hits.All = append(in.Hits.All, automations.Hit{Row: row})
	}
	vendor := dataset.Record{ID: "record/vendors/1", Dataset: "vendors", Version: 1, Title: "Acme Paper", Changed: dataset.Stamp{By: "ben@example.com", At: o.now}}
	in.Hits.All = append(in.Hits.All, automations.Hit{Record: vendor, Dataset: dataset.Dataset{Key: "vendors", Title: "Vendors"}})
	return in
}

func TestWhatWasFound(t *testing.T) {
	t.Parallel()
	o := setup(t)
	answer := func(name string, in view.FoundInput) {
		text, blocks := view.Found(in)
		golden(t, name, map[string]any{"text": text, "blocks": blocks})
	}
	answer("found_own", o.search("ines", "taxi lisbon"))
	answer("found_others", o.search("fay", "taxi kind:expense"))
	none := o.search("ines", "zeppelin")
	none.Hits = automations.Hits{}
	answer("found_nothing", none)
	none.After = 9
	answer("found_no_more", none)
	golden(t, "find", view.Find(view.FoundInput{}, ""))
	golden(t, "find_wrong", view.Find(view.FoundInput{Line: "since:someday"}, "“someday” is no day for since:."))
	golden(t, "find_found", view.Find(o.search("ines", "taxi"), ""))
}

func TestPagesOfASearchFitAButton(t *testing.T) {
	t.Parallel()
	line, after := view.ParseFindPage(view.FindPage("taxi lisbon  kind:expense", 4711))
	assert.Equal(t, "taxi lisbon  kind:expense", line)
	assert.Equal(t, int64(4711), after)
	line, after = view.ParseFindPage("else")
	assert.Empty(t, line)
	assert.Zero(t, after)
	o := setup(t)
	for _, line := range []string{strings.Repeat("x", 500), strings.Repeat("x", 2100)} {
		in := o.search("ines", line)
		text, blocks := view.Found(in)
		body := encoded(t, map[string]any{"text": text, "blocks": blocks})
		fits(t, "long", body)
		assert.Equal(t, len(line) == 500, strings.Contains(string(body), view.ActionFindMore), "a page that does not fit is not offered")
	}
}

func TestNothingHostileIsFound(t *testing.T) {
	t.Parallel()
	o := setup(t)
	for _, text := range hostile() {
		in := o.search("fay", text)
		in.Hits.Next = 0
		for i := range in.Hits.All {
			in.Hits.All[i].Row.File.Request.Title, in.Hits.All[i].Record.Title, in.Hits.All[i].Dataset.Title = text, text, text
		}
		said, blocks := view.Found(in)
		for name, v := range map[string]any{"found": map[string]any{"text": said, "blocks": blocks}, "form": view.Find(in, ""), "wrong": view.Find(in, text)} {
			body := encoded(t, v)
			fits(t, name, body)
			harmless(t, name, string(body))
		}
	}
}

func TestASearchBeginsWithWhatTheQueueShows(t *testing.T) {
	t.Parallel()
	o := setup(t)
	for filter, line := range map[string]string{
		"": "state:open,waiting kind:ticket", view.QueueMine: "state:open,waiting with:me kind:ticket", view.QueueFree: "state:open,waiting with:nobody kind:ticket",
		view.QueueLate: "state:late kind:ticket", view.QueueWaiting: "state:waiting kind:ticket", "2": "state:open,waiting priority:high kind:ticket",
		"category:device": `state:open,waiting "Device or printer" kind:ticket`,
	} {
		in := view.HomeInput{
			Reader: o.who("ines"), Now: o.now, Queues: true, At: view.Pages{Filter: filter},
			Categories: []form.Option{{Value: "device", Label: "Device or printer"}},
		}
		value, err := json.Marshal(line)
		require.NoError(t, err)
		assert.Contains(t, string(encoded(t, view.Home(in))), string(value), filter)
	}
}
