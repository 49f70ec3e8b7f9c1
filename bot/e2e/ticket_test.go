package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"factotum/connectors/slack/practice/story"
	"factotum/jobs"
)

// Works uses a button on somebody's card that opens a form, and sends it filled in.
func (w *world) Works(who, number, button string, fill ...string) {
	w.t.Helper()
	w.Press(who, number, button)
	w.Fills(who, fill...).Submit()
}

// Press clicks a button on somebody's card.
func (w *world) Press(who, number, button string) {
	w.t.Helper()
	card := w.Card(who, number, button)
	w.As(who)
	card.Click(button)
}

func TestATicketFromAskingToRated(t *testing.T) {
	t.Parallel()
	w := start(t)
	n := w.Asks(ana, "/ticket printer on floor 2 is broken")
	w.Card(ana, n, "With *IT* since Wed 18 Nov, 10:00. Nobody has taken it yet.")
	w.Card(daan, n, "Claim")
	w.Press(priya, n, "Claim")
	assert.False(t, w.Card(daan, n, "takes care of it").Has("Claim"), "somebody has it")
	w.Card(ana, n, "🛠️ *Priya")

	w.Press(priya, n, "Reply…")
	form := w.As(priya).SeesModal("Ready-made reply")
	form.Choose("canned", "More details")
	w.Eventually("the reply stands in the form", func() bool {
		form = w.As(priya).Modal()
		return strings.HasPrefix(form.Holds("Text"), "Hello Ana Ruiz, thank you for telling us.")
	})
	form.Fill("As", "Ask, and wait for the answer").Submit()
	w.As(ana).SeesReply(w.Card(ana, n, "Waiting for your answer").TS, "What exactly did you see, and since when?")
	w.Works(ana, n, "Answer…", "Text", "It blinks red.")
	w.Card(priya, n, "It blinks red.")

	w.Works(priya, n, "Reply…", "Text", "Toner is empty again, order more", "As", "Internal note")
	w.Card(daan, n, "Toner is empty again")
	w.Works(priya, n, "Resolve", "text", "New toner.")
	card := w.Card(ana, n, "How was it?")
	assert.Contains(t, card.Words(), "New toner.")
	assert.NotContains(t, w.says(ana)+card.Words(), "order more", "a note stays with the team")
	w.Press(ana, n, "🙁 Not good")
	w.Works(ana, n, "Say why…", "text", "It took all day")
	w.Card(priya, n, "It took all day")
	w.Pass(3 * time.Minute)
	told := w.As(daan).Sees("🙁 Ana Ruiz is not content with Printer on floor 2 is broken")
	assert.Contains(t, told.Words(), "It took all day")
	assert.Equal(t, 1, strings.Count(w.says(daan), "is not content"))
	w.Card(ana, n, "Thank you for saying how it was. You said: “It took all day”")
	w.Works(ana, n, "Change what you said…", "text", "It took all day, and nobody called")
	w.As(daan).Sees("and nobody called") // in its place
	assert.Equal(t, 1, strings.Count(w.says(daan), "is not content"))

	w.Works(ana, n, "Open again…", "text", "It blinks again")
	w.Card(priya, n, "It blinks again")
	w.Works(ana, n, "Not needed any more…", "text", "It was the plug")
	w.Locked(ana, n, "🗑️ Cancelled")
	w.Locked(priya, n, "It was the plug")
}

func TestATicketGoesToWhoIsRightForIt(t *testing.T) {
	t.Parallel()
	w := start(t)
	n := w.Asks(ana, "/ticket the whole company cannot work, network is down")
	w.Card(priya, n, "🔴 urgent")
	w.Works(priya, n, "Change…", "Who has it", "Daan de Vries", "Priority", "🟠 high", "Who follows it", ben, "text", "You know the switch")
	w.As(daan).Sees("📥 Priya")
	w.Card(daan, n, "🟠 high")
	w.Card(ben, n, "takes care of it")
	w.As(ben).Sees("lets you follow")
	w.Works(daan, n, "Change…", "Team", "Procurement")
	w.Card(seun, n, "Claim")
	w.Press(chiara, n, "Claim")
	w.Card(ana, n, "of Procurement takes care of it")
	assert.False(t, w.Card(daan, n, "of Procurement takes care of it").Has("Reply…"), "it is not theirs any more")
}

func TestTheSameTicketTwiceAndOneWithTasks(t *testing.T) {
	t.Parallel()
	w := start(t)
	first := w.Asks(ana, "/ticket printer on floor 2 is broken")
	second := w.Asks(ben, "/ticket printer prints grey")
	w.Press(priya, second, "Merge or link…")
	form := w.As(priya).Modal()
	form.Fill("Number of the other ticket", "TKT-99")
	assert.Equal(t, map[string]string{"Number of the other ticket": "There is no ticket TKT-99 that you work on. Write its number, such as TKT-12."}, form.Errors())
	form.Fill("Number of the other ticket", strings.ToLower(strings.ReplaceAll(first, "-", " "))).Submit() // as people write it
	w.Locked(ben, second, "🔗 Goes on as *"+first+"*")
	w.Card(ben, first, "Printer on floor 2 is broken")
	w.Card(priya, first, "🔗 also asked as "+second)

	// What ben writes where he asked goes on, and he hears what is answered.
	old := w.Card(ben, second, "🔗 Goes on as")
	w.As(ben).Reply(old.TS, "It prints nothing at all now")
	w.Hears(ana, dm(ana), w.Card(ana, first, first).TS, "It prints nothing at all now")
	w.Works(priya, first, "Reply…", "Text", "A new one comes on Monday")
	w.Hears(ben, dm(ben), w.Card(ben, first, first).TS, "A new one comes on Monday")

	third := w.Asks(ana, "/ticket printer needs paper")
	w.Works(priya, third, "Merge or link…", "Number of the other ticket", strings.TrimPrefix(first, "TKT-"), "What are they to each other?", "They have to do with each other")
	w.Card(priya, first, "🔗 has to do with "+third)

	w.Works(priya, first, "Add tasks…", "text", "Order toner\n\nClean the rollers")
	w.Card(ana, first, "0 of 2 tasks done")
	task := w.Card(priya, "", "part of "+first)
	number := number.FindString(strings.ReplaceAll(task.Text, first, ""))
	w.Works(priya, number, "Resolve", "text", "")
	w.Card(ana, first, "1 of 2 tasks done")
	assert.NotContains(t, w.says(ana), number, "who asked sees tasks on the card of the whole")
}

func TestWhatIsPrivateStaysWithThoseNamed(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.As(ana).Command("/ticket")
	w.Fills(ana, "What is it about?", "Somebody reads my mails", "Private", "true").Submit()
	n := w.Sends(ana)
	w.Card(daan, n, "🔒 private")
	assert.NotContains(t, w.says(priya), n)
	for _, who := range []string{priya, noor, hanna} {
		w.As(who).Command("/desk " + n)
		w.As(who).Sees("There is no request " + n + " that you may see.")
	}
}

func TestWorkWaitsForAnApproval(t *testing.T) {
	t.Parallel()
	w := start(t)
	n := w.Asks(ana, "/ticket new laptop, the old one is slow")
	w.Works(priya, n, "Ask for approval…", "Who has to approve?", jules, "text", "It costs 1,800 EUR")
	w.Card(jules, n, "Approve")
	w.Card(ana, n, "Waiting for *Jules Moreau* (Approval)")
	w.Decides(jules, n, "Approve", "")
	w.Card(priya, n, "Resolve")
	w.Works(priya, n, "Resolve", "text", "It is on your desk")
	w.Card(ana, n, "It is on your desk")
}

func TestAccessForATimeIsTakenBack(t *testing.T) {
	t.Parallel()
	w := start(t)
	n := w.Asks(ana, "/access code until 2026-11-25", "Why?", "A project") // what is decided on is looked through first
	w.Decides(jules, n, "Approve", "")
	w.Works(priya, n, "Mark as granted", "text", "")
	w.Card(ana, n, "Granted")
	w.Until(at(t, "2026-11-24 18:30"))
	w.Card(ana, n, "It ends on *Wed 25 Nov, 18:00*")
	w.As(ana).Sees("ends on *Wed 25 Nov, 18:00*. Who still")
	w.Until(at(t, "2026-11-25 17:30"))
	w.As(ana).Sees("ends *today at 18:00*")
	w.Until(at(t, "2026-11-25 18:30"))
	w.Card(ana, n, "It has ended on *Wed 25 Nov*")
	taken := w.Card(priya, "TKT-", "Take back: Source code: Read for Ana Ruiz").Words()
	assert.Contains(t, taken, "Solution due *Thu 26 Nov, ", "its day is over, so it has the next one")
	assert.NotContains(t, taken, "due on")
	w.Card(ana, n, "0 of 1 task done")
}

// kind writes a kind of the company's own.
func kind(name, text string) func(string) {
	return func(folder string) {
		if err := os.WriteFile(filepath.Join(folder, "kinds", name+".yaml"), []byte(text), 0o600); err != nil {
			panic(err)
		}
	}
}

func TestAListOfTasksForSomebodyNew(t *testing.T) {
	t.Parallel()
	w := start(t, setup{company: kind("joiner", joiner)})
	w.As(sofie).Command("/joiner Ada Lindt")
	w.As(sofie).SeesModal("First day").Shut() // a day is asked for
	w.As(sofie).Command("/joiner Ada Lindt 2026-12-01")
	n := number.FindString(w.As(sofie).Sees("is open: Ada Lindt").Words())
	w.Card(sofie, n, "0 of 3 tasks done")
	w.Card(priya, "TKT-", "Laptop for Ada Lindt")
	w.Card(priya, "TKT-", "Solution due *Tue 24 Nov, ")
	w.Card(seun, "TKT-", "Desk for Ada Lindt")
}

func TestTheQueueOnHome(t *testing.T) {
	t.Parallel()
	w := start(t)
	low := w.Asks(ana, "/ticket a new mouse, no hurry")
	urgent := w.Asks(ben, "/ticket the whole company cannot work, network is down")
	w.Press(priya, low, "Claim")
	home := w.As(priya).SeesHome("Tickets (2)")
	words := home.Words()
	assert.Less(t, strings.Index(words, urgent), strings.Index(words, "⚪ low · from Ana Ruiz"), "the most urgent first")
	assert.Contains(t, words, "📬 nobody has it")
	home.Choose("queue", "Nobody has them")
	home = w.As(priya).LooksAtHome("Tickets (1)")
	assert.NotContains(t, home.Words(), "⚪ low · from Ana Ruiz")
	w.As(priya).SeesHome("Tickets (1)") // opened again, it shows what was chosen before
	w.As(priya).ChooseOnHome("Tickets (1)", "queue", "Mine")
	w.As(priya).LooksAtHome("⚪ low · from Ana Ruiz").Click("Open")
	w.As(priya).SeesModal("You take care of it.").Click("Resolve")
	w.Fills(priya, "text", "Take mine").Submit()
	w.As(priya).LooksAtHome("No open ticket is like that.") // brought up to date, it shows hers still
	assert.NotContains(t, w.As(carl).SeesHome("Your requests").Words(), "Nobody has them", "who works on no tickets has no queue")
}

func TestTheDeskOfATeam(t *testing.T) {
	t.Parallel()
	w := start(t, setup{desk: true})
	n := w.Asks(ana, "/ticket printer on floor 2 is broken")
	card := w.At(priya, itDesk, n, "Nobody has taken it yet.")
	w.At(priya, itDesk, n, "Claim").Click("Claim")
	w.At(daan, itDesk, n, "🛠️ *Priya")
	w.Card(priya, n, "You take care of it.")
	w.As(daan).Command("/desk queue urgent")
	w.As(daan).Sees("No open ticket of your teams is like that.")
	w.As(daan).Command("/desk queue foo")
	w.As(daan).Sees("There is no filter “foo”. You can use mine, free, late,")
	w.As(priya).In(itDesk).Command("/desk queue mine")
	list := w.As(priya).In(itDesk).Finds("the queue", func(m *story.Message) bool { return m.Ephemeral && strings.Contains(m.Words(), n) })
	list.Choose("queue", "Device or printer")
	w.As(priya).In(itDesk).Finds("printers", func(m *story.Message) bool {
		return m.Ephemeral && strings.Contains(m.Words(), n) && !strings.Contains(m.Words(), "No open ticket")
	})
	w.As(priya).In(itDesk).Command("/desk queue late")
	w.As(priya).In(itDesk).Finds("nothing late", func(m *story.Message) bool { return m.Ephemeral && strings.Contains(m.Words(), "No open ticket") })
	w.As(daan).Command("/desk find foo:bar")
	w.As(daan).Sees("There is no filter “foo:”.")
	w.As(daan).Command("/desk queue")
	w.As(daan).Sees("Open tickets, the most urgent first")
	w.As(carl).Command("/desk queue")
	w.As(carl).Sees("No open ticket waits for a team of yours.")

	w.Until(at(t, "2026-11-19 09:10"))
	w.demo.Ring(jobs.Digest)
	w.As(priya).In(itDesk).Sees("☀️ Good morning. *1 open ticket*.")
	w.At(priya, itDesk, n, "First answer late").Click("Resolve")
	w.Fills(priya, "text", "New toner").Submit()
	assert.Equal(t, card.TS, w.At(priya, itDesk, n, "New toner").TS, "the card changes in its place")
}

const joiner = `kind: joiner
title: Somebody new
about: Get everything ready for somebody who starts
prefix: JOI
command: /joiner
summary: "{who}"
fields:
  - {key: who, label: Who starts?, type: text, required: true}
  - {key: day, label: First day, type: date, required: true}
work:
  team: people
  do: Everything is ready
  done: Ready
  ticket:
    from: day
    tasks:
      - {title: "Laptop for {who}", team: it, days: -7}
      - {title: "Accounts for {who}", team: it, days: -1}
      - {title: "Desk for {who}", team: procurement, days: -3}
`
