package automations_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/request"
)

func TestATicketIsOpenedFromAMessageOnce(t *testing.T) {
	t.Parallel()
	o := setup(t)
	o.triage()
	var links []string
	render := o.courier.Render
	o.courier.Render = func(s automations.Sight) (outbox.Message, error) {
		links = append(links, s.Origin.Link)
		return render(s)
	}
	m := automations.Message{
		Channel: "C9", TS: "1.1", Link: "https://example.com/1", Text: "the beamer flickers\n" + strings.Repeat("very much ", 500),
		Files: []form.File{{Source: "F1", Name: "a.png"}},
	}
	f, err := o.OpenFrom(o.ctx, o.who("ines"), "ticket", m)
	require.NoError(t, err)
	assert.False(t, f.Again)
	again, err := o.OpenFrom(o.ctx, o.who("ines"), "ticket", m)
	require.NoError(t, err)
	assert.True(t, again.Again)
	assert.Equal(t, f.Request.ID, again.Request.ID)

	r := o.request(f.Request.ID)
	assert.Equal(t, request.Open, r.State)
	assert.Equal(t, "ines@example.com", r.Requester)
	assert.Equal(t, "The beamer flickers", r.Title)
	assert.Len(t, []rune(r.Values["details"].Text), 2900)
	assert.Equal(t, "a.png", r.Values["files"].Files[0].Name)
	at, err := o.At(o.ctx, "C9", "1.1")
	require.NoError(t, err)
	assert.True(t, at.Origin())
	assert.Equal(t, f.Request.ID, at.Request)
	o.deliver()
	assert.Equal(t, []string{m.Link, m.Link}, links, "the cards lead there")
}

func TestNoTicketOfWhoDoesNotWorkHere(t *testing.T) {
	t.Parallel()
	o := setup(t)
	_, err := o.OpenFrom(o.ctx, people.Person{ID: "slack:U9", External: true}, "ticket", automations.Message{Channel: "C9", TS: "1.1", Text: "Hi"})
	assert.Equal(t, fault.Denied, fault.CodeOf(err))
	_, err = o.OpenFrom(o.ctx, o.who("ines"), "nothing", automations.Message{Channel: "C9", TS: "1.1", Text: "Hi"})
	require.Error(t, err)
	f, err := o.OpenFrom(o.ctx, o.who("ines"), "ticket", automations.Message{Channel: "C9", TS: "1.2"})
	require.NoError(t, err)
	assert.Equal(t, "A message without words", f.Request.Title)
	kind, err := o.Catalogue.Kind("ticket")
	require.NoError(t, err)
	assert.Equal(t, "Printer broken", o.Told(kind, o.who("ines"), f.Dir, "printer broken", nil)["what"].Text)
}

func TestWhatIsToldInConfidenceIsPrivate(t *testing.T) {
	t.Parallel()
	o := desks(t, "")
	kind, err := o.Catalogue.Kind("ticket")
	require.NoError(t, err)
	dir, err := o.Directory(o.ctx)
	require.NoError(t, err)
	for words, want := range map[string]bool{
		"private: my manager harasses me": true, "Confidential - a question": true, "PRIVATE, please: the screen": true, "private:\nthe screen": true,
		"My manager is bullying me": true, "I tell you in confidence": true,
		"my private laptop is broken": false, "The private network: down": false, "printer: private pages": false,
	} {
		assert.Equal(t, want, o.Told(kind, o.who("ines"), dir, words, nil)["private"].Checked, words)
	}
	f, err := o.Submit(o.ctx, o.who("ines"), o.id(), automations.Draft{ID: o.id(), Kind: "ticket", Values: o.Told(kind, o.who("ines"), dir, "private: my manager harasses me", nil)})
	require.NoError(t, err)
	assert.True(t, f.Request.Work.Private)
}

func TestWordsOfSeveralCategories(t *testing.T) {
	t.Parallel()
	o := desks(t, "")
	kind, err := o.Catalogue.Kind("ticket")
	require.NoError(t, err)
	dir, err := o.Directory(o.ctx)
	require.NoError(t, err)
	for words, want := range map[string]string{
		"Phishing on my laptop": "security", "I clicked a link in a mail about my password": "security", "lost laptop": "security",
		"The laptop has no wifi, no internet": "network", "Excel on my laptop": "hardware", "A chair": "other",
	} {
		assert.Equal(t, want, o.Told(kind, o.who("ines"), dir, words, nil)["category"].Text, words)
	}
}
