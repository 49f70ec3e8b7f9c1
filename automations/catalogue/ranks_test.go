package catalogue_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/catalogue"
)

// TestWhatPeopleSayOfATicketRanksIt reads sentences of a working day: whom it
// keeps from work and how much, and how urgent that makes it.
func TestWhatPeopleSayOfATicketRanksIt(t *testing.T) {
	t.Parallel()
	k := kind(t, "ticket")
	for said, want := range map[string]string{
		"printer on floor 2 is broken":                                          "me slows normal",
		"Thanks everybody for yesterday!":                                       "me slows normal",
		"Everybody, thank you so much, my mouse works again":                    "me slows normal",
		"Hi team, my keyboard is stuck. Thank you all!":                         "me slows normal",
		"Good morning everyone, could somebody look at my headset?":             "me slows normal",
		"My monitor flickers.\nBest regards to everybody":                       "me slows normal",
		"Thanks to the update nobody can work":                                  "all stops urgent",
		"the wifi is slow for everybody, thanks for looking into it":            "all slows high",
		"the printer prints all pages twice":                                    "me slows normal",
		"nothing works at all":                                                  "me slows normal",
		"let me know when the new laptop is there":                              "me slows normal",
		"Excel crashes several times a day":                                     "me slows normal",
		"it crashes whenever I open Outlook":                                    "me slows normal",
		"a new mouse please, whenever you have time":                            "me can_wait low",
		"not urgent: the clock of the meeting room is wrong":                    "me can_wait low",
		"This is not an emergency, but my dock is loose":                        "me can_wait low",
		"No rush, our team would like a second screen in the Oak room":          "several can_wait normal",
		"my laptop shuts down by itself":                                        "me slows normal",
		"I cannot scroll down in the app":                                       "me slows normal",
		"my laptop stops charging":                                              "me slows normal",
		"the app closes immediately after it starts":                            "me slows normal",
		"I need a keyboard with the US layout":                                  "me slows normal",
		"Teams shows my calendar of last week":                                  "me slows normal",
		"@everyone @channel my headset hums":                                    "me slows normal",
		"it works for everyone else, but my VPN does not connect":               "me slows normal",
		"nobody can hear me in calls":                                           "me slows normal",
		"the security training does not load":                                   "me slows normal",
		"we can't print the payslips":                                           "several slows normal",
		"the network is down, none of us can reach the customers":               "several stops urgent",
		"I cannot work, my screen is black":                                     "me stops high",
		"URGENT my laptop won't start":                                          "me stops high",
		"Everybody gets an error in the calendar":                               "all slows high",
		"the whole company cannot work, network is down":                        "all stops urgent",
		"I clicked on a link in a suspicious mail":                              "me slows high",
		"help immediately please, the server room is hot and our floor is down": "several stops urgent",
	} {
		values := k.Tell(said, nil, k.Context(now(t)))
		sent, problems, err := k.Prepare(values, now(t))
		require.NoError(t, err, said)
		assert.Empty(t, problems, said)
		assert.Equal(t, want, values["impact"].Text+" "+values["urgency"].Text+" "+catalogue.PriorityName(sent.Work.Priority), said)
	}
}
