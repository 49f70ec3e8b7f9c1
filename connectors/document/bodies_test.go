package document

import (
	"crypto/sha256"
	"encoding/hex"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestPartsAreAnsweredWhereTheyAreWanted(t *testing.T) {
	t.Parallel()
	r := setup(t, nil)
	mail := mailOf(
		note, attach("attachment; filename=1.xml", eInvoice()), attach("attachment; filename=1.pdf", bill("A-1")),
		attach("attachment; filename=2.pdf", bill("A-2")), attach("attachment; filename=terms.pdf", onePage("", printed("Our terms"))),
	)
	result := read(t, r, "mail.eml", mail, Ask{Picture: true, Bodies: true})
	require.True(t, len(result.Found) == 2, "one invoice for each number")
	first, second := result.Found[0], result.Found[1]
	assert.Equal(t, "1.pdf", first.Label, "what people can look at stands first")
	assert.Equal(t, bill("A-1"), first.Body)
	require.Len(t, first.Others, 1)
	assert.Equal(t, Copy{Label: "1.xml", Hash: hashOf(eInvoice()), Body: eInvoice()}, first.Others[0])
	assert.Equal(t, hashOf(first.Body), first.Hash)
	assert.Equal(t, bill("A-2"), second.Body)
	if r.options.Tools.PDFToPPM != "" {
		assert.NotEmpty(t, first.Picture)
		assert.NotEmpty(t, second.Picture)
	}
	require.Len(t, result.Refused, 1)
	assert.NotEmpty(t, result.Refused[0].Body, "what came with an invoice belongs to it")

	result = read(t, r, "mail.eml", mail, Ask{})
	require.True(t, len(result.Found) == 2, "one invoice for each number")
	assert.Empty(t, result.Found[0].Body)
	assert.Empty(t, result.Found[0].Picture)
}

func hashOf(raw []byte) string {
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}
