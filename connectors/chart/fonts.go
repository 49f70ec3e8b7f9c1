package chart

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"codeberg.org/go-fonts/liberation/liberationsansbold"
	"codeberg.org/go-fonts/liberation/liberationsansregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/unicode/norm"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
)

// weight is how thick letters are.
type weight int

const (
	regular weight = iota
	bold
)

// fonts are our own, and those of the machine for letters that it lacks.
type fonts struct {
	own    [2]*opentype.Font
	files  []string // not looked into yet
	others []*opentype.Font
	lacks  map[rune]bool
	buffer sfnt.Buffer
}

func openFonts(folders []string) (*fonts, error) {
	f := &fonts{lacks: map[rune]bool{}}
	for i, body := range [][]byte{liberationsansregular.TTF, liberationsansbold.TTF} {
		own, err := opentype.Parse(body)
		if err != nil {
			return nil, fmt.Errorf("chart: our own font: %w", err)
		}
		f.own[i] = own
	}
	for _, folder := range folders {
		_ = filepath.WalkDir(folder, func(path string, _ fs.DirEntry, err error) error { // what cannot be looked into has no fonts
			switch strings.ToLower(filepath.Ext(path)) {
			case ".ttf", ".ttc", ".otf":
				if err == nil {
					f.files = append(f.files, path)
				}
			}
			return nil
		})
	}
	return f, nil
}

// has tells whether a font can draw a letter.
func (f *fonts) has(in *opentype.Font, r rune) bool {
	i, err := in.GlyphIndex(&f.buffer, r)
	if err != nil || i == 0 {
		return false
	}
	_, err = in.LoadGlyph(&f.buffer, i, fixed.I(12), nil) // one of colours has no outline
	return err == nil
}

// of is the font for a letter; nil where none has it.
func (f *fonts) of(r rune, w weight) *opentype.Font {
	if f.has(f.own[w], r) {
		return f.own[w]
	}
	if f.lacks[r] {
		return nil
	}
	for _, other := range f.others {
		if f.has(other, r) {
			return other
		}
	}
	for len(f.files) > 0 {
		opened := open(f.files[0])
		f.files = f.files[1:]
		f.others = append(f.others, opened...)
		for _, other := range opened {
			if f.has(other, r) {
				return other
			}
		}
	}
	f.lacks[r] = true
	return nil
}

// maxFont is the largest file of a font that is taken into memory.
const maxFont = 64 << 20

// open gives the first font of a file, nothing where it cannot be read.
func open(path string) []*opentype.Font {
	info, err := os.Stat(path)
	if err != nil || info.Size() > maxFont {
		return nil
	}
	body, err := os.ReadFile(path)
	if err != nil {
		return nil
	}
	all, err := opentype.ParseCollection(body)
	if err != nil {
		return nil
	}
	first, err := all.Font(0)
	if err != nil {
		return nil
	}
	return []*opentype.Font{first}
}

// legible is a text as it can be drawn: signs without an outline are left out.
// Where letters are lacking, or belong to a script whose letters join or run
// from right to left, it is the other text: drawn apart they would be wrong.
func (f *fonts) legible(text, otherwise string) string {
	var b strings.Builder
	for _, r := range norm.NFC.String(text) {
		switch {
		case !plain(r):
			return otherwise
		case unicode.IsSpace(r):
			b.WriteByte(' ')
		case f.of(r, regular) != nil:
			b.WriteRune(r)
		case unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) && !unicode.Is(unicode.Variation_Selector, r):
			return otherwise
		}
	}
	if kept := strings.Join(strings.Fields(b.String()), " "); kept != "" {
		return kept
	}
	return otherwise
}

// plain tells whether a letter stands by itself, from left to right.
func plain(r rune) bool {
	return !unicode.IsLetter(r) || unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Armenian, unicode.Georgian,
		unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Bopomofo, unicode.Common)
}

// run is a part of a text in one font.
type run struct {
	text string
	face font.Face
}

func (f *fonts) runs(text string, w weight, size vg.Length) []run {
	var all []run
	for _, r := range text {
		of := f.of(r, w)
		if of == nil {
			continue
		}
		if n := len(all); n > 0 && all[n-1].face.Face == of {
			all[n-1].text += string(r)
			continue
		}
		all = append(all, run{string(r), font.Face{Font: font.Font{Size: size}, Face: of}})
	}
	return all
}

func (f *fonts) width(text string, w weight, size vg.Length) vg.Length {
	wide := vg.Length(0)
	for _, run := range f.runs(text, w, size) {
		wide += run.face.Width(run.text)
	}
	return wide
}

// fit cuts a text where the room ends.
func (f *fonts) fit(text string, w weight, size, room vg.Length) string {
	if f.width(text, w, size) <= room+0.5 {
		return text
	}
	runes := []rune(text)
	for len(runes) > 0 && f.width(string(runes)+"…", w, size) > room {
		runes = runes[:len(runes)-1]
	}
	return strings.TrimRight(string(runes), " ,.") + "…"
}

// wrap breaks a text into lines, the last of which is cut.
func (f *fonts) wrap(text string, w weight, size, room vg.Length, lines int) []string {
	var all []string
	words := strings.Fields(text)
	for len(words) > 0 && len(all) < lines-1 {
		n := 1
		for n < len(words) && f.width(strings.Join(words[:n+1], " "), w, size) <= room {
			n++
		}
		all, words = append(all, f.fit(strings.Join(words[:n], " "), w, size, room)), words[n:]
	}
	if len(words) > 0 {
		all = append(all, f.fit(strings.Join(words, " "), w, size, room))
	}
	return all
}

// lower is a title inside a sentence, unless it is an abbreviation.
func lower(title string) string {
	if title == strings.ToUpper(title) {
		return title
	}
	return strings.ToLower(title)
}
