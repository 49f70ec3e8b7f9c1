package automations

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// marked are emoji and mentions as Slack writes them.
var marked = regexp.MustCompile(`:[a-z0-9_+-]+:|<@[^>]*>`)

// onlyThanks tells whether a sentence says no more than that all is well: it is
// short, asks nothing, and beside thanks holds only words that want nothing, or
// names of those who worked on it. One other word, and somebody has to read it.
func onlyThanks(f File, s Saying) bool {
	text := marked.ReplaceAllString(strings.ToLower(s.Text), " ")
	if len(s.Files) > 0 || len(text) > 120 || strings.ContainsAny(text, "?？") {
		return false
	}
	words := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	thanks := strings.Fields("thanks thank thankyou thx ty works great perfect awesome excellent brilliant wonderful cheers " +
		"danke dankeschön dank funktioniert perfekt merci parfait gracias grazie bedankt")
	harmless := append(solvers(f), strings.Fields("you u so very much many a lot million again it s that this is all now fine good well ok okay yes cool nice "+
		"for the your quick fast help and everything team everyone working fixed solved hi hello hey "+
		"vielen für die hilfe es geht jetzt wieder alles gut super beaucoup ça marche maintenant")...)
	grateful := false
	for _, w := range words {
		switch {
		case slices.Contains(thanks, w):
			grateful = true
		case !slices.Contains(harmless, w):
			return false
		}
	}
	return grateful
}

// solvers are the words of the names of those who worked on a ticket.
func solvers(f File) []string {
	var words []string
	for _, id := range append([]string{f.Request.Work.By}, spoke(f)...) {
		if p, ok := f.Dir.Person(id); ok {
			words = append(words, strings.Fields(strings.ToLower(p.Name))...)
		}
	}
	return words
}

func spoke(f File) []string {
	var ids []string
	for _, remark := range f.Request.Thread {
		ids = append(ids, remark.By)
	}
	return ids
}
