package automations_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/catalogue"
	"factotum/automations/outbox"
)

const sites = `dataset: sites
title: Sites
one: Site
label: name
fields: [{key: name, label: Name, type: text, required: true}, {key: town, label: Town, type: text}, {key: gate, label: Gate, type: text, show_when: town != ""}]
unique: [name]
wanted: [town, gate]
add: [everybody]
keepers: [finance]
`

// chores tells what somebody is asked for in plain words.
func chores(c automations.Chores) (outbox.Message, error) {
	var text strings.Builder
	fmt.Fprintf(&text, "chores of %s:", c.By.Name)
	for _, l := range c.Mine {
		fmt.Fprintf(&text, " mine %d", l.Total)
		for _, r := range l.First {
			fmt.Fprintf(&text, " %s lacks %s", r.Title, automations.List(l.Dataset.Gaps(r.Values)))
		}
	}
	for _, l := range c.Kept {
		fmt.Fprintf(&text, " kept %d of %d %v", l.Total, l.All, l.Labels)
	}
	return outbox.Message{Text: text.String()}, nil
}

func TestWhatIsMissingInRecordsIsAskedForOnceAWeek(t *testing.T) {
	t.Parallel()
	o := reading(t, sites)
	_, err := o.enter("ines", "sites", "", texts("name", "North"))
	require.NoError(t, err)
	_, err = o.enter("ines", "sites", "", texts("name", "South", "town", "Rome"))
	require.NoError(t, err)
	_, err = o.enter("fay", "sites", "", texts("name", "East", "town", "Rome", "gate", "2"))
	require.NoError(t, err)
	tidy := &automations.Tidy{Desk: o.Desk, Messenger: o.box, Show: chores}
	told := func(says string) int {
		require.NoError(t, tidy.Run(o.ctx))
		return o.told(says)
	}
	o.until(time.Date(2026, 11, 21, 10, 0, 0, 0, time.UTC))
	assert.Zero(t, told("chores"), "Saturday")
	o.until(time.Date(2026, 11, 23, 6, 0, 0, 0, time.UTC))
	assert.Zero(t, told("chores"), "too early")
	o.until(time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC))
	assert.Equal(t, 1, told("mine 2 North lacks Town South lacks Gate"), "a gate is asked for where there is a town")
	assert.Equal(t, 1, told("mine"))
	assert.Equal(t, 2, told("kept 2 of 3 map[Gate:1 Town:1]"), "fay and finn")
	o.until(time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC))
	assert.Equal(t, 2, told("mine"), "until it is done")
}

func TestWhatIsRequiredByNowIsMissingInOldRecords(t *testing.T) {
	t.Parallel()
	o := reading(t, sites)
	_, err := o.enter("ines", "sites", "", texts("name", "North", "town", "Rome", "gate", "1"))
	require.NoError(t, err)
	tidy := &automations.Tidy{Desk: o.Desk, Messenger: o.box, Show: chores}
	o.until(time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC))
	require.NoError(t, tidy.Run(o.ctx))
	assert.Zero(t, o.told("chores"))
	files, err := catalogue.Builtin()
	require.NoError(t, err)
	rules := strings.Replace(sites, "{key: town,", "{key: street, label: Street, type: text, required: true}, {key: town,", 1)
	c, problems := catalogue.Load(o.Catalogue.Company(), files, []catalogue.File{{Name: "own.yaml", Body: []byte(rules)}})
	require.Empty(t, problems)
	o.Catalogue = c
	require.NoError(t, tidy.Run(o.ctx))
	assert.Equal(t, 1, o.told("North lacks Street"))
	page, err := o.Gaps(o.ctx, o.who("fay"), "sites")
	require.NoError(t, err)
	assert.Equal(t, 1, page.Total)
	c, problems = catalogue.Load(o.Catalogue.Company(), files, []catalogue.File{{Name: "own.yaml", Body: []byte(sites)}})
	require.Empty(t, problems)
	o.Catalogue = c
	require.NoError(t, tidy.Run(o.ctx))
	page, err = o.Gaps(o.ctx, o.who("fay"), "sites")
	require.NoError(t, err)
	assert.Zero(t, page.Total, "and no more where it is not")
}
