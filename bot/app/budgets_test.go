package app_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestABudgetHasItsDays(t *testing.T) {
	t.Parallel()
	s := sample(t, nil)
	require.NotEmpty(t, s.Budgets)
	whole := s.Budgets[0]
	assert.Equal(t, "2025-01-01 2025-12-31", whole.From.String()+" "+whole.To.String())
	assert.Equal(t, "90,000.00 EUR", whole.Amount.String())
	assert.Empty(t, whole.CostCentre+whole.Category)
}

func TestABudgetOfAQuarterOrAMonth(t *testing.T) {
	t.Parallel()
	s := sample(t, map[string]string{"../budgets.yaml": "budgets: [{period: 2026-Q4, amount: 5, category: travel}, {period: 2024-02, amount: 5, cost_centre: \"200\"}]"})
	require.Len(t, s.Budgets, 2)
	assert.Equal(t, "2026-10-01 2026-12-31", s.Budgets[0].From.String()+" "+s.Budgets[0].To.String())
	assert.Equal(t, "2024-02-01 2024-02-29", s.Budgets[1].From.String()+" "+s.Budgets[1].To.String())
}
