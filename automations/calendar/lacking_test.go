package calendar

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestADayThatAMonthLacks(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"31.02.2026": "February 2026 has 28 days", "2024-02-30": "February 2024 has 29 days", "31/11/26": "November 2026 has 30 days", "31.4.": "April 2026 has 30 days",
		"30 feb": "February 2026 has 28 days", "Nov 31, 2025": "November 2025 has 30 days",
		"31.01.2026": "", "32.01.2026": "", "12 bananas": "", "soon": "", "2026-13-01": "", "yesterday": "", "0000-01-01": "",
	} {
		say, ok := Lacking(text, saturday())
		assert.Equal(t, want, say, text)
		assert.Equal(t, want != "", ok, text)
	}
}
