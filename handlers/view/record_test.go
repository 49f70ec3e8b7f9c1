package view_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/catalogue"
	"factotum/automations/dataset"
	"factotum/automations/form"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/request"
	"factotum/handlers/view"
)

// live is whatever Slack would make a mention, a date or a link of.
func live() *regexp.Regexp { return regexp.MustCompile(`<[!@#]|<[a-zA-Z]+:`) }

func people3() (people.Directory, people.Person) {
	dir, _ := people.Join([]people.Account{{ID: "U1", Name: "ana", RealName: "Ana", Email: "ana@example.com", Zone: "Europe/Berlin"}},
		[]people.Entry{{Email: "ana@example.com", Name: "Ana", Roles: []string{"finance"}}}, people.Company{})
	p, _ := dir.ByAccount("U1")
	return dir, p
}

func TestHostileRecordsAndTablesHaveNoMentionsAndNoLinks(t *testing.T) {
	t.Parallel()
	c, ds, kind := vendors(t)
	dir, ana := people3()
	now := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	texts := append(hostile(), all())
	shown := 0
	for n := 0; shown < 10_000; n++ {
		text := texts[n%len(texts)] + strings.Repeat("!", n%5)
		values := form.Values{"name": {Text: text}, "note": {Text: text}, "aliases": {Lines: []form.Values{{"name": {Text: text}}, {"name": {Text: text}}}}}
		r := dataset.Record{ID: "record/vendors/1", Dataset: "vendors", Title: text, Values: values, Version: 2, Past: []dataset.Past{{Version: 2, Changed: []string{"note"}, Before: form.Values{"note": {Text: text + "x"}}}}}
		in := view.RecordInput{Dataset: ds, Kind: kind, Record: r, Reader: ana, Dir: dir, Now: now, Whole: n%2 == 0, Change: true}
		im := &automations.Import{
			By: ana.ID, Phase: automations.TableReady, Name: text, Dataset: "vendors", Headings: []string{text, text}, Paths: []string{"", "name"}, Say: text,
			First: []dataset.Mistake{{Line: 2, Say: text}}, Counts: automations.Counts{New: 1, Wrong: 1}, Remarks: "x", Choices: []string{"vendors"},
		}
		screens := []any{view.Record(in), view.RecordHistory(in), view.ReadTable(*im, []dataset.Dataset{ds}, view.Meta{})}
		_, found := view.Records(view.RecordsInput{Dataset: ds, Records: []dataset.Record{r}, Total: 5, Dir: dir, Adds: true, Words: text})
		screens = append(screens, found)
		for _, phase := range []automations.Phase{automations.TableReady, automations.TableRefused, automations.TableTaken, automations.TakingTable, automations.ChoosingTable, automations.TableStopped} {
			im.Phase = phase
			m, err := view.Message(tableSight(t, c, dir, ana, im, now))
			require.NoError(t, err)
			screens = append(screens, m.Text, json.RawMessage(m.Blocks))
		}
		for _, screen := range screens {
			body := plainJSON(t, screen)
			require.False(t, live().MatchString(body), "%q gives %s", text, live().FindString(body))
			shown++
		}
	}
}

func plainJSON(t *testing.T, v any) string {
	t.Helper()
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	require.NoError(t, e.Encode(v))
	return b.String()
}

func vendors(t *testing.T) (*catalogue.Catalogue, dataset.Dataset, catalogue.Kind) {
	t.Helper()
	files, err := catalogue.Builtin()
	require.NoError(t, err)
	files = append([]catalogue.File{}, files...)
	var lists []catalogue.File
	for _, f := range files {
		if f.IsDataset() {
			lists = append(lists, f)
		}
	}
	c, problems := catalogue.Load(catalogue.Company{Name: "Sample", Currency: "EUR", Options: map[string][]form.Option{"cost_centres": {{Value: "1", Label: "One"}}}}, lists, nil)
	require.Empty(t, problems)
	ds, err := c.Dataset("vendors")
	require.NoError(t, err)
	ds.Masked = []string{"note"}
	kind, err := c.Kind(catalogue.EntryKind("vendors"))
	require.NoError(t, err)
	return c, ds, kind
}

func tableSight(t *testing.T, c *catalogue.Catalogue, dir people.Directory, reader people.Person, im *automations.Import, now time.Time) automations.Sight {
	t.Helper()
	kind, err := c.Kind(catalogue.ImportKind)
	require.NoError(t, err)
	r := request.Request{ID: "draft-1", Kind: kind.Key, State: request.Draft, Requester: reader.ID, Title: im.Name, Created: now}
	return automations.Sight{
		Notice: outbox.Notice{Shape: outbox.Card}, File: automations.File{Request: r, Dir: dir}, Kind: kind, Reader: reader, Now: now, Import: im,
	}
}

func TestWhatIsMaskedIsSeenByKeepersOnly(t *testing.T) {
	t.Parallel()
	_, ds, kind := vendors(t)
	dir, ana := people3()
	r := dataset.Record{
		ID: "record/vendors/1", Dataset: "vendors", Title: "Lumen", Version: 2, Values: form.Values{"name": {Text: "Lumen"}, "note": {Text: "secret two"}},
		Past: []dataset.Past{{Version: 2, Changed: []string{"note"}, Before: form.Values{"note": {Text: "secret one"}}}},
	}
	for whole, secret := range map[bool]bool{true: true, false: false} {
		in := view.RecordInput{Dataset: ds, Kind: kind, Record: r, Reader: ana, Dir: dir, Now: time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC), Whole: whole}
		for _, screen := range []any{view.Record(in), view.RecordHistory(in)} {
			body := plainJSON(t, screen)
			assert.Equal(t, secret, strings.Contains(body, "secret"), body)
			assert.Equal(t, !secret, strings.Contains(body, "••••"), body)
		}
	}
}

func TestTheReferencesOfButtonsAreReadBack(t *testing.T) {
	t.Parallel()
	id, version := view.ParseRecordRef(view.RecordRef("record/vendors/x@1", 7))
	assert.Equal(t, "record/vendors/x@1 7", fmt.Sprint(id, " ", version))
	id, version = view.ParseRecordRef("record/vendors/x")
	assert.Equal(t, "record/vendors/x 0", fmt.Sprint(id, " ", version))
}

func TestHowManyMoreThereAreIsSaid(t *testing.T) {
	t.Parallel()
	_, ds, _ := vendors(t)
	one := []dataset.Record{{ID: "record/vendors/1", Title: "Mass"}}
	for _, one := range []struct {
		in  view.RecordsInput
		say string
	}{
		{view.RecordsInput{Records: one, Total: 1}, ""},
		{view.RecordsInput{Records: one, Total: 7_425}, "and 7,424 more: add words"},
		{view.RecordsInput{Records: one, Total: 2_000, More: true}, "and more than 1,999 more: add words"},
		{view.RecordsInput{More: true}, "none of the first has all: add words"},
		{view.RecordsInput{}, "has these words. Try fewer, or see all with `/entry vendors`."},
	} {
		one.in.Dataset, one.in.Words = ds, "mass"
		_, blocks := view.Records(one.in)
		body := plainJSON(t, blocks)
		assert.Contains(t, body, one.say)
		assert.Equal(t, strings.Contains(one.say, "add words"), strings.Contains(body, "add words"))
	}
}

func TestAListWithoutRecordsSaysWhoAddsTheFirst(t *testing.T) {
	t.Parallel()
	_, ds, _ := vendors(t)
	say := func(ds dataset.Dataset, adds bool) string {
		_, blocks := view.Records(view.RecordsInput{Dataset: ds, Adds: adds})
		return plainJSON(t, blocks)
	}
	ds.Keepers = []string{"finance", "payables"}
	assert.Contains(t, say(ds, true), "There is none yet. Add the first with the button below")
	assert.Contains(t, say(ds, false), "There is none yet. Ask somebody with the role finance or payables to add the first.")
	ds.Roster = true
	assert.NotContains(t, say(ds, false), "Ask somebody")
}
