package catalogue_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"factotum/automations/catalogue"
)

// TestEverydaySentences is what people write without having read anything: the
// right kind is suggested, or a choice that holds it; never another alone.
func TestEverydaySentences(t *testing.T) {
	t.Parallel()
	c := builtin(t)
	for said, want := range map[string]string{
		"my laptop wont start":                        "ticket",
		"My laptop won't start":                       "ticket",
		"my laptop won’t turn on since this morning":  "ticket",
		"The printer on floor 2 is broken":            "ticket",
		"I can't log in to my email":                  "ticket",
		"I forgot my password":                        "ticket",
		"can you reset my password please":            "ticket",
		"wifi is down in the meeting room":            "ticket",
		"the internet is so slow today":               "ticket",
		"Excel keeps crashing":                        "ticket",
		"my screen flickers":                          "ticket",
		"my keyboard is stuck":                        "ticket",
		"VPN does not work from home":                 "ticket",
		"I get an error when I open Outlook":          "ticket",
		"I am locked out of my account":               "ticket",
		"I think I clicked on a phishing mail":        "ticket",
		"my phone was stolen":                         "ticket",
		"I lost my laptop on the train":               "ticket",
		"the monitor is broken, can you fix it":       "ticket",
		"my headset has no sound":                     "ticket",
		"cant print anything":                         "ticket",
		"my mouse doesn't work":                       "ticket",
		"I need a new password":                       "ticket",
		"my computer is frozen":                       "ticket",
		"I need a day off on Friday":                  "leave",
		"I am sick today":                             "leave",
		"two weeks off in August":                     "leave",
		"I want to take a vacation in July":           "leave",
		"I have the flu":                              "leave",
		"dentist tomorrow morning, back at noon":      "leave",
		"I would like to take parental leave":         "leave",
		"I'm not feeling well":                        "leave",
		"I am away from Monday to Wednesday":          "leave",
		"holiday from 3 to 14 August":                 "leave",
		"taxi to the airport 42.50":                   "expense",
		"I paid 30 EUR for lunch with a client":       "expense",
		"hotel in Lisbon 240 EUR":                     "expense",
		"can you reimburse my train to Berlin":        "expense",
		"parking 12 EUR yesterday":                    "expense",
		"dinner with the team 180 EUR":                "expense",
		"here is my receipt for the coffee":           "expense",
		"18 EUR for stationery":                       "expense",
		"fuel 55 EUR":                                 "expense",
		"I need a new laptop":                         "purchase",
		"can we order two chairs? I need a chair":     "purchase",
		"please buy a second monitor for me":          "purchase",
		"can I get a new headset":                     "purchase",
		"could we get a quote for ten desks":          "purchase",
		"I need a new desk":                           "purchase",
		"I'd like to order office equipment":          "purchase",
		"I need access to the CRM":                    "access",
		"please give Ben access to the source code":   "access",
		"I need admin rights for the cloud console":   "access",
		"can I get permission to see the accounting":  "access",
		"I need an account for the customer database": "access",
		"we have a new supplier, Paper & Co":          "vendor",
		"please add a vendor":                         "vendor",
		"onboard a new vendor":                        "vendor",
		"my laptop":                                   "ticket or purchase",
		"something about the phone and the monitor":   "ticket or purchase",
		"I bought a ticket":                           "ticket or expense",
		"the supplier sent a bill":                    "vendor",
		"what is the weather like":                    "",
		"where is the canteen?":                       "",
		"hello":                                       "",
		"thank you very much":                         "",
	} {
		var keys []string
		for _, k := range c.Guess(said) {
			keys = append(keys, k.Key)
		}
		switch wants := strings.Split(want, " or "); {
		case want == "":
			assert.Empty(t, keys, said)
		case len(keys) == 1:
			assert.Equal(t, wants, keys, said)
		default:
			assert.Subset(t, keys, wants, said)
		}
	}
}

func TestCourtesiesWantNothing(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]catalogue.Courtesy{
		"hi": catalogue.Greeting, "Good morning!": catalogue.Greeting, "hello there": catalogue.Greeting,
		"Thanks a lot": catalogue.Thanks, "hi, thank you so much": catalogue.Thanks, "ok": "", "hello, my printer is broken": "", "": "",
		"thanks but it is still broken": "", "good": "",
	} {
		assert.Equal(t, want, catalogue.Courteous(said), said)
	}
}
