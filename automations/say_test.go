package automations_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/request"
)

// triage gives the IT team its channel.
func (o *office) triage() {
	o.t.Helper()
	accounts, entries, company := staff()
	for i, t := range company.Teams {
		if t.Key == "it" {
			company.Teams[i].Triage = "C1"
		}
	}
	o.employ(accounts, entries, company)
}

// ticket is what ines has sent, with a place where it is worked on.
func (o *office) ticket() automations.File {
	o.t.Helper()
	o.triage()
	f, err := o.Submit(o.ctx, o.who("ines"), o.id(), automations.Draft{ID: o.id(), Kind: "ticket", Values: form.Values{"what": {Text: "Printer is broken"}}})
	require.NoError(o.t, err)
	o.deliver()
	return f
}

// say is a sentence that stands at a place in Slack.
func (o *office) say(name, id, ticket, text string, more ...form.File) error {
	o.t.Helper()
	_, err := o.Say(o.ctx, o.who(name), automations.Saying{Ticket: ticket, ID: id, Text: text, Files: more})
	return err
}

// spoken renders copies with their words.
func (o *office) spoken() {
	o.courier.Render = func(s automations.Sight) (outbox.Message, error) {
		m, ok := s.File.Request.Said(s.Notice.Says.Text)
		if s.Notice.Shape != outbox.Copy {
			return plain(s)
		}
		if !ok || !s.Hears() {
			return outbox.Message{Text: "taken back"}, nil
		}
		return outbox.Message{Text: m.By + ": " + m.Text}, nil
	}
}

func (o *office) copiesTo(account string) []string {
	var all []string
	for _, p := range o.box.sent(account) {
		if p.Thread != "" {
			all = append(all, p.Text)
		}
	}
	return all
}

func TestWhatIsSaidIsBroughtToTheOtherSideOnce(t *testing.T) {
	t.Parallel()
	o := setup(t)
	o.spoken()
	id := o.ticket().Request.ID
	assert.Len(t, o.box.sent("C1"), 1, "the card at the place")
	assert.Empty(t, o.box.sent("U05"), "who works there reads it there")

	for range 2 { // Slack repeats
		require.NoError(t, o.say("ines", "DU00-1", id, "It is on fire"))
		require.NoError(t, o.say("paul", "C1-2", id, "Which one?"))
		o.deliver()
	}
	assert.Equal(t, []string{"ines@example.com: It is on fire"}, o.copiesTo("C1"))
	assert.Equal(t, []string{"paul@example.com: Which one?"}, o.copiesTo("U00"))
	assert.Equal(t, o.box.sent("C1")[0].ts, o.box.sent("C1")[1].Thread, "in the thread of the card")
	assert.False(t, o.request(id).Work.First.IsZero(), "the first answer of the team")
}

func TestANoteNeverLeavesThePlace(t *testing.T) {
	t.Parallel()
	o := setup(t)
	o.spoken()
	id := o.ticket().Request.ID
	for i, text := range []string{"note: she always says that", "🔒 again", ":lock: and again", "NOTE: loud"} {
		require.NoError(t, o.say("paul", "C1-"+string(rune('1'+i)), id, text))
	}
	require.NoError(t, o.say("ines", "DU00-1", id, "Note: it is only in the morning"), "who asked may begin a sentence so")
	require.NoError(t, o.say("paul", "C1-8", id, "Thank you"))
	o.deliver()
	assert.Equal(t, []string{"paul@example.com: Thank you"}, o.copiesTo("U00"))
	assert.Equal(t, []string{"ines@example.com: Note: it is only in the morning"}, o.copiesTo("C1"))

	_, err := o.Amend(o.ctx, o.who("paul"), "e1", automations.Saying{Ticket: id, ID: "C1-8", Text: "note: Thank you", At: o.clock().Add(-time.Second)})
	require.NoError(t, err)
	o.deliver()
	assert.Equal(t, []string{"taken back"}, o.copiesTo("U00"), "what becomes a note is taken back from there")
	_, err = o.Amend(o.ctx, o.who("paul"), "e2", automations.Saying{Ticket: id, ID: "C1-1", Text: "she always says that"})
	require.NoError(t, err)
	o.deliver()
	assert.Len(t, o.copiesTo("U00"), 1, "and a note stays one")

	_, err = o.Say(o.ctx, o.who("ines"), automations.Saying{Ticket: id, ID: "x", Text: "hush", Internal: true})
	assert.Equal(t, fault.Denied, fault.CodeOf(err))
}

func TestANoteIsKnownHoweverItIsWritten(t *testing.T) {
	t.Parallel()
	o := setup(t)
	o.spoken()
	id := o.ticket().Request.ID
	for i, text := range []string{
		"*note:* x", "*note*: x", "_Note: x_", "Internal note: x", "internal: x", "note：x", "notes: x", "note - x", "note – x", "Note—x", "*Note* - x",
		"> note: x", "&gt; note: x", "~>* note: x", "*🔒* x", "> :lock: x", "note : x", "note- x", "note -x", "note\u00a0: x",
	} {
		require.NoError(t, o.say("paul", "C1-n"+strconv.Itoa(i), id, text))
		said, ok := o.request(id).Said("C1-n" + strconv.Itoa(i))
		require.True(t, ok, text)
		assert.True(t, said.Internal, text)
		assert.Equal(t, "x", strings.TrimRight(said.Text, "_"), text)
	}
	o.deliver()
	assert.Empty(t, o.copiesTo("U00"))
	for i, text := range []string{"Note-taking is back", "Noted: it is fixed", "Please note: it is fixed", "Internal systems - all of them - work"} {
		require.NoError(t, o.say("paul", "C1-s"+strconv.Itoa(i), id, text))
	}
	o.deliver()
	assert.Len(t, o.copiesTo("U00"), 4, "these are answers")
}

func TestEditsAndDeletionsFollow(t *testing.T) {
	t.Parallel()
	o := setup(t)
	o.spoken()
	id := o.ticket().Request.ID
	amend := func(once, sentence, text string, at time.Duration, removed bool) {
		t.Helper()
		_, err := o.Amend(o.ctx, o.who("ines"), once, automations.Saying{Ticket: id, ID: sentence, Text: text, At: start().Add(at), Removed: removed})
		require.NoError(t, err)
		o.deliver()
	}
	o.wait(time.Minute)
	require.NoError(t, o.say("ines", "DU00-1", id, "On fier"))
	o.deliver()
	amend("e2", "DU00-1", "On fire!", 20*time.Second, false)
	amend("e1", "DU00-1", "On fire", 10*time.Second, false) // came later, was earlier
	assert.Equal(t, []string{"ines@example.com: On fire!"}, o.copiesTo("C1"))
	amend("d1", "DU00-1", "", 30*time.Second, true)
	assert.Equal(t, []string{"taken back"}, o.copiesTo("C1"))

	amend("e3", "DU00-2", "As it is now", 40*time.Second, false) // its first words come late
	require.NoError(t, o.say("ines", "DU00-2", id, "As it was"))
	amend("d2", "DU00-3", "", 50*time.Second, true)
	require.NoError(t, o.say("ines", "DU00-3", id, "Never mind"))
	o.deliver()
	assert.Equal(t, []string{"taken back", "ines@example.com: As it is now"}, o.copiesTo("C1"))
	_, err := o.Amend(o.ctx, o.who("paul"), "x", automations.Saying{Ticket: id, ID: "DU00-2", Text: "Not mine"})
	require.Error(t, err, "nobody changes what others said")
}

func TestFilesComeAlongOnce(t *testing.T) {
	t.Parallel()
	o := setup(t)
	id := o.ticket().Request.ID
	photo := form.File{Source: "F1", Name: "fire.jpg"}
	require.NoError(t, o.say("ines", "DU00-1", id, "Look", photo))
	o.deliver()
	for range 2 {
		o.wake()
	}
	_, err := o.Amend(o.ctx, o.who("ines"), "e1", automations.Saying{Ticket: id, ID: "DU00-1", Text: "Look!", Files: []form.File{photo}})
	require.NoError(t, err)
	o.wake()
	assert.Equal(t, []string{"TKT-1 open Printer is broken", "TKT-1: file " + o.request(id).Attached()[0].Hash}, o.copiesTo("C1"))
	assert.Empty(t, o.copiesTo("U00"))

	o.courier.Render = func(s automations.Sight) (outbox.Message, error) {
		return outbox.Message{Text: s.Notice.Says.Name, Gone: s.Notice.Says.Name == automations.GoneLine}, nil
	}
	o.wait(time.Second)
	require.NoError(t, o.say("paul", "C1-2", id, "This one?", form.File{Source: "F2", Name: "fire.jpg"}))
	o.wake()
	require.Equal(t, []string{"copy", "file"}, o.copiesTo("U00"))
	_, err = o.Amend(o.ctx, o.who("paul"), "e2", automations.Saying{Ticket: id, ID: "C1-2", Text: "note: not this one", Files: []form.File{{Source: "F2", Name: "fire.jpg"}}})
	require.NoError(t, err)
	_, err = o.Amend(o.ctx, o.who("ines"), "e3", automations.Saying{Ticket: id, ID: "DU00-1", Removed: true})
	require.NoError(t, err)
	o.deliver()
	assert.Equal(t, []string{"copy", automations.GoneLine}, o.copiesTo("U00"), "the file goes with the sentence")
	assert.Equal(t, []string{"copy", automations.GoneLine}, o.copiesTo("C1"))
}

func TestAnAnswerOpensATicketAgain(t *testing.T) {
	t.Parallel()
	o := setup(t)
	id := o.ticket().Request.ID
	_, err := o.Resolve(o.ctx, o.who("paul"), "done", id, automations.Finish{})
	require.NoError(t, err)
	require.NoError(t, o.say("ines", "DU00-1", id, "It still burns"))
	assert.Equal(t, request.Open, o.request(id).State)
}

func TestThanksDoNotOpenATicketAgain(t *testing.T) {
	t.Parallel()
	o := setup(t)
	o.spoken()
	id := o.ticket().Request.ID
	_, err := o.Resolve(o.ctx, o.who("paul"), "done", id, automations.Finish{})
	require.NoError(t, err)
	thanks := []string{"thanks, works now", "Thank you so much, Paul!", "Great :tada:", "Perfect", "Danke, es funktioniert wieder", "merci beaucoup", "It's all good now, thanks <@U05>"}
	for i, text := range thanks {
		require.NoError(t, o.say("ines", "DU00-"+strconv.Itoa(i), id, text))
		assert.Equal(t, request.Done, o.request(id).State, text)
	}
	o.deliver()
	assert.Len(t, o.copiesTo("C1"), len(thanks), "the desk reads them")
	for i, text := range []string{
		"Thanks, but it burns again", "Thanks! Which one did you use?", "works not", "Thank you. Now the other printer, please", "ok", "👍", "It is back", "thanks, error 5",
	} {
		require.NoError(t, o.say("ines", "DU00-x"+strconv.Itoa(i), id, text))
		assert.Equal(t, request.Open, o.request(id).State, text)
		_, err := o.Resolve(o.ctx, o.who("paul"), "done"+strconv.Itoa(i), id, automations.Finish{})
		require.NoError(t, err)
	}
}

func TestWhoTakesNoPartIsNotPassedOn(t *testing.T) {
	t.Parallel()
	o := setup(t)
	id := o.ticket().Request.ID
	for _, name := range []string{"omar", "gus"} {
		err := o.say(name, "C1-1", id, "Me too")
		assert.Equal(t, fault.Denied, fault.CodeOf(err), name)
	}
	claim := o.submit(taxi).Request.ID
	assert.Equal(t, fault.Conflict, fault.CodeOf(o.say("ines", "DU00-1", claim, "Hello")))
}

func TestAButtonAtThePlaceIsForWhoReadsThere(t *testing.T) {
	t.Parallel()
	o := setup(t)
	id := o.ticket().Request.ID
	card := o.box.sent("C1")[0]
	_, _, err := o.Belongs(o.ctx, o.who("paul"), "a", id, "C1", card.ts)
	require.NoError(t, err)
	_, _, err = o.Belongs(o.ctx, o.who("paul"), "b", id, "C2", card.ts)
	assert.Equal(t, fault.Denied, fault.CodeOf(err), "copied elsewhere")
	place := people.PlaceID("it", false)
	assert.Equal(t, []string{"ines@example.com", place}, o.request(id).Shown)
}
