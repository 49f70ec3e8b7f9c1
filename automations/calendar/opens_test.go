package calendar

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestOpens(t *testing.T) {
	t.Parallel()
	c := in(t, "Europe/Berlin", "DE", map[string]string{"mon-fri": "09:00-12:00, 13:00-17:30"})
	for from, want := range map[string]string{
		"2026-11-20 10:00": "2026-11-20 10:00",
		"2026-11-20 12:00": "2026-11-20 13:00",
		"2026-11-20 07:00": "2026-11-20 09:00",
		"2026-11-20 17:30": "2026-11-23 09:00",
		"2026-12-24 18:00": "2026-12-28 09:00",
	} {
		assert.Equal(t, want, c.Opens(moment(t, c, from)).In(c.Location).Format("2006-01-02 15:04"), from)
	}
}
