package document

import (
	"path"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// maxLabel is as much of a name as is shown, in characters.
const maxLabel = 100

// Label makes the name that a stranger gave to a file fit to be shown: its last
// part alone, on one line, with nothing that is not seen or that turns the
// order of letters. It is never a path that is opened.
func Label(name string) string {
	name = strings.ToValidUTF8(name, "\ufffd")
	name = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r):
			return -1
		case r == '\\':
			return '/'
		case unicode.IsSpace(r):
			return ' '
		}
		return r
	}, name)
	name = strings.TrimSpace(norm.NFC.String(name))
	if name = path.Base(name); name == "." || name == ".." || name == "/" {
		return ""
	}
	if letters := []rune(name); len(letters) > maxLabel {
		end := []rune(path.Ext(name))
		if len(end) > 8 {
			end = nil
		}
		name = string(letters[:maxLabel-1-len(end)]) + "…" + string(end)
	}
	return name
}
