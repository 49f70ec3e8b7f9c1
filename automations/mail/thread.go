package mail

import (
	"regexp"
	"slices"
	"strings"
)

// maxReferences is how many mails of a thread are looked at, the newest first.
const maxReferences = 50

// identifier is one Message-ID (RFC 5322, section 3.6.4), as far as it can be
// written into a header again. RFC 5322 bounds lines at 998 characters.
var identifier = regexp.MustCompile(`<[!-;=?-~]{1,250}>`)

// numbered is the number of a ticket in the subject of an answer.
var numbered = regexp.MustCompile(`\[([A-Za-z]{2,6}-[0-9]{1,9})\]`)

// Thread is where a mail stands among others.
type Thread struct {
	ID      string   // its own Message-ID; empty where it has none that can be written again
	Answers []string // Message-IDs of the mails that it answers, the nearest first
	Numbers []string // of tickets, in its subject
}

// ThreadOf reads where a mail stands. All of it is what the sender claims.
func ThreadOf(raw []byte, subject string) Thread {
	h := split(raw)
	var t Thread
	if own := identifiers(h.all("message-id")); len(own) == 1 {
		t.ID = own[0]
	}
	t.Answers = identifiers(h.all("in-reply-to"))
	references := identifiers(h.all("references"))
	slices.Reverse(references)
	for _, id := range references {
		if !slices.Contains(t.Answers, id) {
			t.Answers = append(t.Answers, id)
		}
	}
	t.Answers = t.Answers[:min(len(t.Answers), maxReferences)]
	for _, found := range numbered.FindAllStringSubmatch(subject, 3) {
		t.Numbers = append(t.Numbers, strings.ToUpper(found[1]))
	}
	return t
}

func identifiers(fields []string) []string {
	var all []string
	for _, field := range fields {
		all = append(all, identifier.FindAllString(field, 500)...)
	}
	return all
}

// bare is a subject without what answers, forwards and we ourselves put before it.
var bare = regexp.MustCompile(`^(?i)\s*((re|aw|antw|sv|vs|odp|rif|res|fw|fwd|wg|tr|rv)(\[[0-9]+\])?\s*:|\[[a-z]{2,6}-[0-9]{1,9}\])\s*`)

// Subject is a subject as it was before it was answered or forwarded.
func Subject(text string) string {
	for range 20 {
		shorter := bare.ReplaceAllString(text, "")
		if shorter == text {
			break
		}
		text = shorter
	}
	return strings.TrimSpace(text)
}
