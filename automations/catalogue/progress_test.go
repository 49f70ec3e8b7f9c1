package catalogue_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"factotum/automations/catalogue"
)

func TestWhoAsksHowSomethingStands(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]string{
		"EXP-3": "EXP-3", "exp-3?": "EXP-3", "Where is EXP-3?": "EXP-3", "what's the status of LVE-12": "LVE-12", "who approved EXP-3?": "EXP-3",
		"has exp-3 been paid yet?": "EXP-3", "show me PUR-7": "PUR-7",
		"EXP-3 approved?": "EXP-3", "EXP-3’s status": "EXP-3", "what is exp-3's status?": "EXP-3", "my claim?": "own",
		"mine": "own", "my requests": "own", "What are my open requests?": "own", "status of my expenses": "own", "where is my money?": "own",
		"status": "own", "what's up with my claim?": "own", "how is my ticket going": "own", "Status, please": "own",
		"EXP-3 was wrong": "", "approved EXP-3": "", "where are EXP-3 and EXP-4?": "", "my expense": "", "my laptop is broken": "", "where is my laptop": "",
		"my ticket to Berlin 80 EUR": "", "what is that": "", "who is my manager": "", "expenses": "", "": "", "all": "",
	} {
		number, mine := catalogue.Progress(words)
		if mine {
			number = "own"
		}
		assert.Equal(t, want, number, words)
	}
}
