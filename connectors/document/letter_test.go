package document

import (
	"bytes"
	"image"
	"image/png"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWhatIsWrittenInAMailIsTaken(t *testing.T) {
	t.Parallel()
	r := setup(t, func(o *Options) { o.Tools = Tools{} })
	ask := Ask{Letter: true, Bodies: true}
	var logo bytes.Buffer
	require.NoError(t, png.Encode(&logo, image.NewGray(image.Rect(0, 0, 200, 60))))
	inText := "Content-Type: image/png\r\nContent-ID: <l>\r\nContent-Disposition: inline; filename=logo.png\r\n\r\n" + logo.String()
	raw := mailOf("Content-Type: text/plain; charset=iso-8859-1\r\n\r\nDr\xfccker kaputt\r\n> old", attach(`attachment; filename="../a.pdf"`, bill("A-1")), inText,
		"Content-Type: message/rfc822\r\n\r\n"+"Subject: inner\r\n\r\nolder words")
	result := read(t, r, "mail.eml", raw, ask)
	require.NotNil(t, result.Mail)
	assert.Equal(t, "Rechnung März", result.Mail.Subject)
	assert.Equal(t, "Drücker kaputt\r\n> old", result.Mail.Words)
	require.Len(t, result.Parts, 2)
	assert.Equal(t, "a.pdf", result.Parts[0].Label)
	assert.Equal(t, bill("A-1"), result.Parts[0].Body)
	assert.Equal(t, "mail.eml", result.Parts[1].Label)
	assert.Empty(t, result.Found, "no invoice is looked for")
	assert.Empty(t, result.Refused)

	page := read(t, r, "mail.eml", []byte("Subject: x\r\nContent-Type: text/html\r\n\r\n<head><title>t</title><style>p{}</style></head><p>The <b>printer</b> is\r\n broken</p><p>Help<br>me</p><script>x</script><blockquote><p>old</p><p>words</p></blockquote>"), ask)
	assert.Equal(t, "The printer is broken\nHelp\nme\n> old\n> words", page.Mail.Words)

	bomb := append([]byte("Content-Type: multipart/mixed; boundary=b\r\n\r\n"), bytes.Repeat([]byte("--b\r\n\r\nx\r\n"), 200)...)
	require.Len(t, read(t, r, "mail.eml", bomb, ask).Refused, 1)
}
