package e2e

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/connectors/slack/practice/story"
)

var compliance = regexp.MustCompile(`(?m)^compliance:.*\n( .*\n)*`)

// undutied takes the duties out of the company's files.
func undutied(t testing.TB, folder string) {
	t.Helper()
	rewrite(t, filepath.Join(folder, "factotum.yaml"), func(text string) string { return compliance.ReplaceAllString(text, "") })
}

func rewrite(t testing.TB, file string, change func(string) string) {
	t.Helper()
	body, err := os.ReadFile(file)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(file, []byte(change(string(body))), 0o600))
}

const carbon = `obligation: carbon
title: Emissions report
subject: Environment
what: Report what the vans emitted.
why: Our agreement with Nordlys Hotels, section 9.
source: https://harbourpine.example/nordlys
owner: {person: ana@harbourpine.example}
reviewer: {person: ben@harbourpine.example}
country: DE
region: BE
covers: month
every: {working_day: 10}
open: 14
remind: [7, 1, 0]
late: {daily: 3, manager: 1, lead: 2}
snooze: 1
evidence: [{kind: figure, label: Tonnes}, {kind: statement, label: How was it measured?}, {kind: requests, of: expense, label: Claims of the month}]
`

// carbonBoard comes after it.
const carbonBoard = `obligation: carbon_told
title: Emissions told to the owners
subject: Environment
what: Tell the owners what the vans emitted.
why: They asked to know.
owner: {person: jules@harbourpine.example}
country: DE
region: BE
covers: month
every: {working_day: 12}
needs: [carbon]
open: 1
`

// emissions is a world in which ana reports emissions on the tenth working day of
// each month: on Monday 14 December 2026.
func emissions(t *testing.T, more ...string) *world {
	return start(t, setup{duties: true, at: at(t, "2026-11-25 10:00"), company: func(folder string) {
		rewrite(t, filepath.Join(folder, "factotum.yaml"), func(text string) string {
			return strings.Replace(regexp.MustCompile(`packs: .*`).ReplaceAllString(text, "packs: []"), "obligations: duties", "obligations: own", 1)
		})
		own := filepath.Join(folder, "own")
		require.NoError(t, os.MkdirAll(own, 0o700))
		for i, text := range append(more, carbon) {
			require.NoError(t, os.WriteFile(filepath.Join(own, fmt.Sprintf("%d.yaml", i)), []byte(text), 0o600))
		}
	}})
}

func TestADutyFromReminderToSignedOffEvidence(t *testing.T) {
	t.Parallel()
	w := emissions(t)
	w.Until(at(t, "2026-11-30 08:55"))
	assert.NotContains(t, w.says(ana), "DUT-1")
	w.Until(at(t, "2026-11-30 09:05"))
	w.Card(ana, "DUT-1", "🗓️ Due *Mon 14 Dec*, with you.")
	w.Card(ana, "DUT-1", "Our agreement with Nordlys Hotels, section 9.")
	w.Card(ana, "DUT-1", "“Tonnes”, “How was it measured?”, “Claims of the month”")
	w.As(ana).Home()
	w.As(ana).SeesHome("Your duties (1)")
	w.As(ana).SeesHome("🗓️ due *Mon 14 Dec*")
	w.As(ana).Command("/duty")
	w.As(ana).Sees("`/duty all` lists all that you may see, `/duty year` shows the year.")
	w.As(jules).Command("/duty all")
	w.As(jules).Sees("All duties that you may see (1)")
	w.Until(at(t, "2026-12-07 09:05"))
	w.Card(ana, "DUT-1", "“Claims of the month” (📎 filed by itself)")
	w.As(ana).Sees("⏰ Emissions report, November 2026 (DUT-1) is due *Mon 14 Dec*, in 7 days.").Click("Done: add evidence…")
	m := w.As(ana).SeesModal("Report what the vans emitted.").Fill("figure", "41250.2").Fill("done_on", "2027-01-01").Fill("statement", "By the fuel cards")
	assert.Contains(t, m.Errors(), "Done on", "not before it was done")
	m.Fill("done_on", "2026-12-07").Submit()
	w.Card(ana, "DUT-1", "it waits for *Ben Okafor* to sign it off")
	assert.Contains(t, w.Card(ben, "DUT-1", "By the fuel cards").Words(), "41,250.2")
	w.Until(at(t, "2026-12-09 12:05"))
	w.As(ben).Sees("🔍 The evidence of Emissions report, November 2026 (DUT-1) has been waiting for you since")
	w.Decides(ben, "DUT-1", "Send back…", "Which vans?")
	card := w.Card(ana, "DUT-1", "sent the evidence back")
	w.As(ana).SeesReply(card.TS, "sent the evidence of Emissions report, November 2026 (DUT-1) back")
	w.Card(ana, "DUT-1", "Done: add evidence…").Click("Done: add evidence…")
	w.As(ana).SeesModal("Report what the vans emitted.").Fill("statement", "By the fuel cards of all four").Submit()
	w.As(ben).Sees("Look at it, and sign it off or send it back")
	w.Decides(ben, "DUT-1", "Sign off", "")
	w.Card(ana, "DUT-1", "✅ Signed off by *Ben Okafor*")
	w.Card(ana, "DUT-1", "By the fuel cards of all four")
	w.As(ana).SeesReply(card.TS, "✅ *Ben Okafor* signed off Emissions report, November 2026 (DUT-1).")
	w.As(aisha).ClickHome("Year of duties…")
	year := w.As(aisha).SeesModal("*The only duty of 2026 is done.*")
	assert.Contains(t, year.Words(), "*December, this month*  ✅ 1 done\n▰▰▰▰▰▰▰▰▰▰  1 of 1 done")
	year.Click("2027 ›")
	year = w.As(aisha).SeesModal("*12 duties are due in 2027.*")
	assert.Contains(t, year.Words(), "*March*  ⚪ 1 to come")
	year.Click("‹ 2026")
	w.As(aisha).SeesModal("of 2026").Click("Open")
	year = w.As(aisha).SeesModal("December 2026")
	assert.Contains(t, year.Words(), "✅ *Emissions report, November 2026* · DUT-1\ndone, due *Mon 14 Dec* · Ana Ruiz · Environment")
	year.Click("‹ The whole year")
	w.As(aisha).SeesModal("1 done").Click("Picture of the year")
	w.As(aisha).SeesModal("The picture of the year comes to your messages with me.").Click("As calendar file")
	w.As(aisha).Sees("📊 The only duty of 2026 is done.").Click("As table")
	for _, name := range []string{"Duties 2026.ics", "Duties 2026.csv"} {
		w.As(aisha).Finds(name, func(m *story.Message) bool { return len(m.Files) == 1 && m.Files[0].Name == name })
	}
	w.As(aisha).SeesModal("comes to your messages").Click("Calendar link…")
	w.As(aisha).SeesModal("You have no link yet.").Click("New link: all I may see")
	link := regexp.MustCompile(`http://[^\s` + "`" + `]+\.ics`).FindString(w.As(aisha).SeesModal("It is shown this once").Words())
	status, file := w.fetch(link)
	assert.Equal(t, 200, status)
	assert.Contains(t, file, "SUMMARY:✓ Emissions report\\, November 2026\r\n")
	assert.Contains(t, file, "SUMMARY:Emissions report\\, December 2026\r\n")
	w.As(aisha).SeesModal("It is shown this once").Click("New link: my duties")
	status, gone := w.fetch(link)
	_, wrong := w.fetch(link[:len(link)-8] + "aaaa.ics")
	assert.Equal(t, 404, status)
	assert.Equal(t, wrong, gone, "who guesses learns nothing")
	w.As(aisha).SeesModal("to what you have").Click("Remove")
	w.As(aisha).SeesModal("You have no link yet.")
	w.As(carl).ClickHome("Year of duties…")
	w.As(carl).SeesModal("*Nothing is due in 2026.*")
	w.Until(at(t, "2026-12-11 12:00"))
	assert.Equal(t, 1, strings.Count(w.says(ana), "in 7 days"))
	assert.NotContains(t, w.says(ana), "tomorrow", "what is done reminds nobody")
	w.packed(t)
}

func TestALateDutyGoesUpTheLadder(t *testing.T) {
	t.Parallel()
	w := emissions(t)
	for _, moment := range []string{"2026-11-30 09:05", "2026-12-07 09:05", "2026-12-11 09:05", "2026-12-14 09:05"} {
		w.Until(at(t, moment))
	}
	w.As(ana).Sees("⏰ Emissions report, November 2026 (DUT-1) is due *today*.")
	w.Until(at(t, "2026-12-15 09:05"))
	w.As(ana).Sees("🔴 Emissions report, November 2026 (DUT-1) was due *Mon 14 Dec* and is not done.")
	w.As(jules).Sees("🔴 Emissions report, November 2026 (DUT-1) was due *Mon 14 Dec* and is not done. *Ana Ruiz* has it.")
	w.As(jules).Home()
	assert.Contains(t, w.As(jules).SeesHome("Late duties of others (1)").Words(), "🔴 late, due *Mon 14 Dec* · *Ana Ruiz* · Environment")
	assert.NotContains(t, w.says(aisha), "DUT-1")
	w.Until(at(t, "2026-12-16 10:05")) // nine in London
	w.As(aisha).Sees("and is not done. *Ana Ruiz* has it.")
	w.Card(aisha, "DUT-1", "Waive…").Click("Waive…")
	w.As(aisha).SeesModal("Why need it not be done?").Fill("text", "The vans are sold").Submit()
	w.As(aisha).Command("/duty year")
	w.As(aisha).SeesModal("Duties of 2026").Click("Obligations…")
	w.As(aisha).SeesModal("New obligation…").Click("New obligation…")
	form := w.As(aisha).SeesModal("What is to be done?").Fill("title", "Fire drill").Fill("what", "Everybody leaves the house.").Fill("why", "Section 10 of the house rules").
		Fill("owner", carl).Fill("from", "2026-12-18").Fill("every", "by a rule (RFC 5545)").Fill("rule", "FREQ=HOURLY")
	assert.Contains(t, form.Errors(), "How often?", "a duty is due on days and never by the hour")
	form.Fill("every", "every quarter").Fill("waive_of", "role director").Fill("daily", "3").Fill("until", "2027-12-31").Submit()
	w.As(aisha).SeesModal("then on 3 working days; the manager after 3 working days")
	w.As(aisha).SeesModal("• Fri 18 Dec 2026, opens today\n• Thu 18 Mar 2027, opens Thu 4 Mar 2027\n• Fri 18 Jun 2027").Submit()
	w.As(aisha).SeesModal("✅ OBL-1 Fire drill is saved and holds from now on.").Shut()
	w.Pass(time.Minute)
	w.Card(carl, "DUT-2", "🗓️ Due *Fri 18 Dec*, with you.")
	w.Restart()
	w.As(aisha).Command("/duty year")
	w.As(aisha).SeesModal("Duties of 2026").Click("Obligations…")
	w.As(aisha).SeesModal("OBL-1 Fire drill").Click("Retire")
	w.As(aisha).SeesModal("OBL-1 is retired").Shut()
	w.Card(ana, "DUT-1", "🗑️ Waived on")
	w.Card(ana, "DUT-1", "The vans are sold")
}

func TestADutyIsPutOffOnceAndThenIsNotMine(t *testing.T) {
	t.Parallel()
	w := emissions(t, carbonBoard)
	w.Until(at(t, "2026-11-30 09:05"))
	w.As(jules).Home()
	w.As(jules).SeesHome("📋 *Environment, November 2026*\n▱▱▱▱▱▱▱▱▱▱  0 of 2 done · next: Emissions report, Mon 14 Dec")
	w.As(jules).ClickHome("Board")
	board := w.As(jules).SeesModal("*Environment, November 2026*")
	assert.Contains(t, board.Words(), "🗓️ *Emissions report* · DUT-1\nworking day 10, Mon 14 Dec · Ana Ruiz · to be signed off by Ben Okafor")
	assert.Contains(t, board.Words(), "⚪ *Emissions told to the owners*\nworking day 12, Wed 16 Dec · you · to be signed off by Aisha Rahman\n⛓️ waits for Emissions report")
	board.Click("After ›")
	w.As(jules).SeesModal("*Environment, December 2026*").Shut()
	w.Until(at(t, "2026-12-07 09:05"))
	w.As(ana).Sees("in 7 days").Click("Snooze a day")
	card := w.Card(ana, "DUT-1", "💤 Put off until *Wed 9 Dec* (1 of 1 times)")
	assert.False(t, card.Has("Snooze a day"), "once is the limit; Tuesday is a holiday in Spain")
	card.Click("Details")
	w.As(ana).SeesModal("💤 Put off until *Wed 9 Dec* (1 of 1 times)").Shut()
	w.As(ana).Sees("in 7 days").Click("Snooze a day")
	w.As(ana).Sees("was put off once already, and more often it cannot be.")
	w.Card(ana, "DUT-1", "Not mine…").Click("Not mine…")
	w.As(ana).SeesModal("Who should have it?").Fill("person", carl).Fill("text", "Sales drives the vans").Submit()
	w.As(aisha).Sees("says that Emissions report, November 2026 (DUT-1) is not theirs and proposes *Carl Jensen*").Click("Hand over…")
	w.As(aisha).SeesModal("Who gets it?").Submit()
	w.As(carl).Sees("📥 *Aisha Rahman* gave you Emissions report, November 2026 (DUT-1). It is due *Mon 14 Dec*.")
	w.Card(carl, "DUT-1", "🗓️ Due *Mon 14 Dec*, with you.")
	w.Card(ana, "DUT-1", "with *Carl Jensen*")
	w.leaves(carl, "2026-12-09", "2026-12-11", rosa, "")
	w.Until(at(t, "2026-12-09 08:00"))
	w.Card(rosa, "DUT-1", "🗓️ Due *Mon 14 Dec*, with you for *Carl Jensen* until 11 Dec.")
	w.As(rosa).Home()
	w.As(rosa).SeesHome("Your duties (1)")
	w.Until(at(t, "2026-12-11 09:05"))
	w.As(rosa).Sees("is due *Mon 14 Dec*, in 3 days. It is with you for *Carl Jensen* until 11 Dec.")
	w.Until(at(t, "2026-12-15 09:05"))
	assert.False(t, w.Card(jules, "DUT-2", "⛓️ *Waits for DUT-1 (Emissions report, November 2026).*").Has("Done: add evidence…"))
	w.Card(aisha, "DUT-1", "Waive…").Click("Waive…")
	w.As(aisha).SeesModal("Why need it not be done?").Fill("text", "The vans are sold").Submit()
	w.Card(jules, "DUT-2", "⛓️ What comes before is done: Emissions report")
	w.As(jules).Sees("⛓️ Emissions report, November 2026 is signed off or waived: nothing stands in the way of").Click("Done: add evidence…")
	w.As(jules).SeesModal("Tell the owners what the vans emitted.").Shut()
}

// fetch is what a calendar program gets.
func (w *world) fetch(link string) (status int, body string) {
	w.t.Helper()
	res, err := http.Get(link)
	require.NoError(w.t, err)
	text, err := io.ReadAll(res.Body)
	require.NoError(w.t, err)
	require.NoError(w.t, res.Body.Close())
	http.DefaultClient.CloseIdleConnections()
	return res.StatusCode, string(text)
}
