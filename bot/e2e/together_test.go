package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestClaimsInSmallPartsAreRoutedByTheirSum(t *testing.T) {
	t.Parallel()
	w := start(t, setup{company: func(folder string) {
		builtin, err := os.ReadFile("../../automations/catalogue/kinds/expense.yaml")
		require.NoError(t, err)
		own := strings.NewReplacer("date: lines.date\n", "date: lines.date\nsum: {of: [lines.category], days: 30}\n", "when: amount.base", "when: together.base").Replace(string(builtin))
		require.NoError(t, os.WriteFile(filepath.Join(folder, "kinds", "expense.yaml"), []byte(own), 0o600))
	}})
	w.Card(jules, w.Asks(ana, "/expense 260 EUR taxi yesterday"), "Approve")
	n := w.Asks(ana, "/expense 270 EUR taxi yesterday")
	w.Card(jules, n, "2 requests with “Category: Travel” within 30 days, 530.00 EUR together: who decides follows from the sum.").Click("Approve")
	w.Card(jules, n, "Cost centre owner")
}
