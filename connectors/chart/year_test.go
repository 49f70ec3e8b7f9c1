package chart_test

import (
	"bytes"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/calendar"
	"factotum/automations/obligation"
	"factotum/connectors/chart"
)

// due is a year of duties of some subjects, done until November.
func due(subjects int, change func(*obligation.Place)) obligation.Agenda {
	a := obligation.Agenda{Year: 2026}
	for i := range subjects {
		for month := 1; month <= 12; month += 1 + i%3 {
			p := obligation.Place{Mark: obligation.Done, Obligation: obligation.Obligation{Subject: fmt.Sprintf("Taxes and filings, subject %02d", i), Title: "Return"}, Title: "Return"}
			p.Day = calendar.NewDate(2026, 1, 10).AddMonths(month - 1)
			if month >= 11 {
				p.Mark = obligation.Coming
			}
			if change != nil {
				change(&p)
			}
			a.Places = append(a.Places, p)
		}
	}
	return a
}

func TestTheYearIsDrawnByMonthAndSubject(t *testing.T) {
	t.Parallel()
	d, err := chart.New()
	require.NoError(t, err)
	draw := func(name string, a obligation.Agenda) []byte {
		body, err := d.Year(a, calendar.NewDate(2026, 11, 22))
		require.NoError(t, err)
		if folder := os.Getenv("FACTOTUM_CHARTS"); folder != "" {
			require.NoError(t, os.WriteFile(filepath.Join(folder, name+".png"), body, 0o600))
		}
		size, err := png.DecodeConfig(bytes.NewReader(body))
		require.NoError(t, err)
		assert.Equal(t, 3*520, size.Width)
		assert.Less(t, size.Height, 2000, "however many subjects there are")
		return body
	}
	n := 0
	picture, err := png.Decode(bytes.NewReader(draw("year", due(4, func(p *obligation.Place) {
		n++
		p.Mark = []obligation.Mark{p.Mark, p.Mark, p.Mark, obligation.Behind, p.Mark, obligation.Open, obligation.Late, p.Mark, obligation.Waived}[n%9]
	}))))
	require.NoError(t, err)
	assert.Positive(t, dots(picture, orange), "what is late")
	assert.Positive(t, dots(picture, blue), "what is done")
	busy := due(16, nil)
	for range 3 {
		busy.Places = append(busy.Places, busy.Places...)
	}
	draw("year-busy", busy)
	draw("year-one", due(1, nil))
	draw("year-empty", obligation.Agenda{Year: 2026})
}
