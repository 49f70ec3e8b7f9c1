package catalogue_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestWhatKindOfThingATicketIsAboutIsReadFromItsWords(t *testing.T) {
	t.Parallel()
	k := kind(t, "ticket")
	for said, category := range map[string]string{
		"Headset has no sound":                          "hardware",
		"The printer on floor 2 has a paper jam":        "hardware",
		"My laptop does not start":                      "hardware",
		"The battery is empty after an hour":            "hardware",
		"No picture on the projector in room 4":         "hardware",
		"Webcam is black in every call":                 "hardware",
		"The docking station does not charge any more":  "hardware",
		"Keyboard is missing the letter e":              "hardware",
		"Cannot print since this morning":               "hardware",
		"I need a new mouse":                            "hardware",
		"Excel crashes when I open the forecast":        "software",
		"Outlook freezes all the time":                  "software",
		"Please install Visio for me":                   "software",
		"The browser is very slow":                      "software",
		"Teams keeps crashing":                          "software",
		"The app asks for a licence":                    "software",
		"My calendar shows the wrong week":              "software",
		"Wifi in the kitchen is bad":                    "network",
		"VPN drops every ten minutes":                   "network",
		"No internet on floor 3":                        "network",
		"Cannot connect to the shared drive":            "network",
		"The server is offline":                         "network",
		"cannot log in":                                 "account",
		"I forgot my password":                          "account",
		"Locked out after three tries":                  "account",
		"Sign in asks for a code that never comes":      "account",
		"Please give me access to the sales folder":     "account",
		"I clicked a link in a strange mail":            "security",
		"My phone was stolen on the train":              "security",
		"The chair in room 3 squeaks":                   "other",
		"There is no coffee":                            "other",
		"The new colleague starts on Monday, help her?": "other",
	} {
		raw, _ := k.Form.Fill(said, k.Context(now(t)))
		got := raw["category"].Text
		if got == "" {
			got = "other" // its default
		}
		assert.Equal(t, category, got, said)
	}
}
