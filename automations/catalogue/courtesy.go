package catalogue

import (
	"regexp"
	"slices"
	"strings"
)

// Courtesy is what words are that want nothing of anybody in particular.
type Courtesy string

// The courtesies; words that want something else are none.
const (
	Greeting Courtesy = "greeting"
	Thanks   Courtesy = "thanks"
	Help     Courtesy = "help"
)

// Courteous tells whether words only greet, thank, or ask for help.
func Courteous(words string) Courtesy {
	greetings := strings.Fields("hi hello hey hallo hola bonjour servus moin morning afternoon evening")
	thanks := strings.Fields("thanks thank thx ty cheers danke merci gracias grazie perfect great")
	helping := strings.Fields("help menu commands options can")
	filler := strings.Fields("what do i need me please ask use good there everybody everyone all you so very much a lot many bot factotum again that was helpful for your the")
	found := Courtesy("")
	for _, w := range strings.Fields(spaced(words)) {
		switch {
		case slices.Contains(thanks, w):
			found = Thanks
		case slices.Contains(greetings, w):
			if found == "" {
				found = Greeting
			}
		case slices.Contains(helping, w):
			if found == "" {
				found = Help
			}
		case !slices.Contains(filler, w):
			return ""
		}
	}
	return found
}

// addressed finds words that greet, thank, take leave of or call people, with whom
// they name: whom somebody thanks is not whom a fault keeps from work.
var addressed = regexp.MustCompile(`(?i)(?:(?:^|[.!?\n])\s*(?:everybody|everyone|all|team)\b[\s,:]+)?` +
	`\b(?:thanks|thank|thx|cheers|hi|hello|hey|dear|morning|afternoon|evening|regards|wishes|bye|goodbye|nice day|good day|nice weekend|good weekend|nice week|nice evening)\b` +
	`(?:[\s,]+(?:to|you|so|very|much|many|a|lot|again|everybody|everyone|all|team|folks|colleagues|there|guys)\b)*` +
	`|@(?:everyone|everybody|channel|here|all)\b`)

// matter is what words say beside that.
func matter(words string) string { return addressed.ReplaceAllString(words, " ") }
