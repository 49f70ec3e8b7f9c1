package obligation_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"factotum/automations/calendar"
	"factotum/automations/obligation"
)

// agenda is a year with a duty a mark, all of one month and subject.
func agenda(subject string, marks ...obligation.Mark) obligation.Agenda {
	a := obligation.Agenda{Year: 2026}
	for i, m := range marks {
		p := obligation.Place{Owner: "fay", Title: subject, Mark: m, Obligation: obligation.Obligation{Subject: subject, Title: subject}}
		p.Day = calendar.NewDate(2026, 5, 28-i)
		a.Places = append(a.Places, p)
	}
	return a
}

func both(a, b obligation.Agenda) obligation.Agenda {
	a.Places = append(a.Places, b.Places...)
	return a
}

func TestAYearIsToldInASentence(t *testing.T) {
	t.Parallel()
	const late, open, come, behind, done, waived = obligation.Late, obligation.Open, obligation.Coming, obligation.Behind, obligation.Done, obligation.Waived
	for want, a := range map[string]obligation.Agenda{
		"Nothing is due in 2026":                         agenda("Tax"),
		"2 duties are due in 2026":                       agenda("Tax", come, come),
		"1 duty is due in 2026":                          agenda("Tax", come),
		"The only duty of 2026 is done":                  agenda("Tax", done),
		"All 3 duties of 2026 are done":                  agenda("Tax", done, waived, behind),
		"Nothing is late: 1 of 3 duties of 2026 is done": agenda("Tax", done, open, come),
		"Nothing is late now: 2 of 3 duties of 2026 are done, 1 of them after their day": agenda("Tax", done, behind, come),
		"1 of 2 duties of 2026 is late":                        agenda("Tax", late, done),
		"2 of 3 duties of 2026 are late, under Tax":            both(agenda("Tax", late, late), agenda("People", done)),
		"3 of 3 duties of 2026 are late, most under Tax (2)":   both(agenda("Tax", late, late), agenda("People", late)),
		"2 of 3 duties of 2026 are late, under People and Tax": both(agenda("Tax", late, done), agenda("People", late)),
		"4 of 4 duties of 2026 are late, under 4 subjects":     both(both(agenda("Tax", late), agenda("People", late)), both(agenda("Risks", late), agenda("Renewals", late))),
	} {
		assert.Equal(t, want, a.Finding())
	}
}

func TestAYearIsLookedAtInParts(t *testing.T) {
	t.Parallel()
	a := both(agenda("Tax", obligation.Done, obligation.Open), agenda("People", obligation.Late, obligation.Shown))
	a.Places[3].Owner, a.Places[3].Day = "", calendar.NewDate(2026, 6, 1)
	assert.Equal(t, []string{"People", "Tax"}, a.Subjects())
	assert.Equal(t, []string{"fay"}, a.Owners())
	assert.Len(t, a.Only("fay", "").Places, 3)
	assert.Len(t, a.Only("fay", "People").Places, 1)
	assert.Len(t, a.In(time.June).Places, 1)
	assert.Equal(t, map[obligation.Mark]int{obligation.Done: 1, obligation.Open: 1, obligation.Late: 1, obligation.Shown: 1}, a.Tally())
	assert.Equal(t, "People", a.ByRow()[0].Title, "what is late comes first")
	sorted := a.Sorted()
	assert.Equal(t, calendar.NewDate(2026, 5, 27), sorted.Places[0].Day)
	assert.Equal(t, calendar.NewDate(2026, 6, 1), sorted.Places[3].Day)
	for _, m := range obligation.Marks() {
		assert.NotEmpty(t, m.String())
	}
}
