package view_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"factotum/automations"
	"factotum/automations/form"
	"factotum/automations/outbox"
	"factotum/automations/request"
)

// copied gives a sentence of a ticket to somebody on the other side.
func (p *paper) copied(to, sentence string) automations.Sight {
	p.t.Helper()
	s := p.before(to)
	s.Notice.Shape, s.Notice.Says = outbox.Copy, outbox.Says{Name: automations.CopyLine, Text: sentence, Threaded: true}
	return s
}

func ticketPaper(t *testing.T) *paper {
	t.Helper()
	o := setup(t)
	return o.sent("ticket", o.values("ticket", form.Raw{"what": {Text: "Printer is broken"}}))
}

func TestWhatIsSaidElsewhereStaysText(t *testing.T) {
	t.Parallel()
	p := ticketPaper(t)
	for _, text := range append(hostile(), all(), strings.Repeat("long words ", 2000)) {
		p.file.Request.Thread = nil
		p.apply(request.Move{Action: request.Say, By: "ines@example.com", Text: text + " x", Remark: "D1-1", Files: []form.File{{Name: text, Source: "F1"}}})
		body := encoded(t, rendered(t, p.copied("paula", "D1-1")))
		fits(t, "copy", body)
		harmless(t, "copy", string(body))
	}
}

func TestACopySaysWhoAndWhatBecameOfIt(t *testing.T) {
	t.Parallel()
	p := ticketPaper(t)
	p.apply(request.Move{Action: request.Say, By: "ines@example.com", Text: "It burns, says <@U2>", Remark: "D1-1"})
	assert.Contains(t, string(rendered(t, p.copied("paula", "D1-1")).Blocks), "It burns, says @Ben Okafor")
	assert.Contains(t, string(rendered(t, p.before("paula")).Blocks), "It burns, says @Ben Okafor", "so does the card")
	p.apply(request.Move{Action: request.Amend, By: "ines@example.com", Text: "It smokes", Remark: "D1-1"})
	edited := rendered(t, p.copied("paula", "D1-1"))
	assert.Contains(t, string(edited.Blocks), "(edited)")
	assert.Contains(t, edited.Text, "Ines Moreau: It smokes")
	p.apply(request.Move{Action: request.Amend, By: "ines@example.com", Remark: "D1-1", Removed: true})
	gone := rendered(t, p.copied("paula", "D1-1"))
	assert.Equal(t, "🗑️ Ines Moreau took back what stood here.", gone.Text)
	assert.NotContains(t, string(gone.Blocks), "smokes")

	p.apply(request.Move{Action: request.Say, By: "paula@example.com", Text: "She always says that", Remark: "C1-1", Internal: true, Staff: true})
	assert.NotContains(t, string(rendered(t, p.copied("ines", "C1-1")).Blocks), "always", "a note is for those only who work on it")
	p.apply(request.Move{Action: request.Say, By: "paula@example.com", Text: "I come", Remark: "C1-2", Staff: true})
	assert.Contains(t, rendered(t, p.copied("ines", "C1-2")).Text, "Paula Reyes: I come")
}

func TestATeamKeepsItsMarksAndLinks(t *testing.T) {
	t.Parallel()
	p := ticketPaper(t)
	const text = "*Switch* it off (2*3*4), see https://help.example/off?a=1. <!channel> <https://evil.example|bank>"
	p.apply(request.Move{Action: request.Say, By: "paula@example.com", Text: text, Remark: "C1-3", Staff: true})
	copied := rendered(t, p.copied("ines", "C1-3"))
	harmless(t, "copy", string(copied.Blocks)+copied.Text)
	assert.Contains(t, string(copied.Blocks), `"text":"Switch","style":{"bold":true}`)
	assert.Contains(t, string(copied.Blocks), `{"type":"link","url":"https://help.example/off?a=1"`)
	assert.Contains(t, copied.Text, "Paula Reyes: Switch it off (2∗3∗4)")
	p.apply(request.Move{Action: request.Say, By: "ines@example.com", Text: text, Remark: "D1-3"})
	assert.NotContains(t, string(rendered(t, p.copied("paula", "D1-3")).Blocks), `"type":"link"`, "who asks may be anybody")
	for _, bad := range append(hostile(), all()) {
		p.file.Request.Thread = nil
		p.apply(request.Move{Action: request.Say, By: "paula@example.com", Text: bad + " *x* https://a.example/" + bad, Remark: "C1-4", Staff: true})
		body := encoded(t, rendered(t, p.copied("ines", "C1-4")))
		fits(t, "copy", body)
		harmless(t, "copy", string(body))
	}
}

func TestEmojiAndMarksShowWhereTheyAreCited(t *testing.T) {
	t.Parallel()
	p := ticketPaper(t)
	p.apply(request.Move{Action: request.Say, By: "ines@example.com", Text: "It blinks:red_circle: at 10:30:15 in std::vector::x *so*", Remark: "D1-5"})
	copied := string(rendered(t, p.copied("paula", "D1-5")).Blocks)
	assert.Contains(t, copied, `{"type":"text","text":"It blinks"},{"type":"emoji","name":"red_circle"},{"type":"text","text":" at 10:30:15 in std::vector::x *so*"}`)
	p.apply(request.Move{Action: request.Resolve, By: "paula@example.com", At: p.now, Text: "A *new* one :wave::skin-tone-3: for you", Staff: true})
	card := rendered(t, p.before("ines"))
	assert.Contains(t, string(card.Blocks), `{"type":"text","text":"A "},{"type":"text","text":"new","style":{"bold":true}},{"type":"text","text":" one "},{"type":"emoji","name":"wave","skin_tone":3},`)
	assert.Contains(t, string(rendered(t, p.before("paula")).Blocks), "“A new one")
	assert.Contains(t, card.Text, "“A new one")
}
