package page

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
)

//go:embed vocabulary.txt
var vocabularyText string

//go:embed months.txt
var monthsText string

//go:embed forms.txt
var formsText string

// entry is one meaning of a label.
type entry struct {
	role     role
	strength int  // the higher, the surer
	starts   bool // only where a run of words begins
	colon    bool // only with a colon after it
}

// vocabulary finds labels by their folded letters.
type vocabulary struct {
	exact    map[string][]entry
	once     sync.Once // blurred and near are made for the first picture
	blurred  map[string][]entry
	near     map[string]string // a blurred label less one letter, to the label
	suffixes map[string][]entry
	months   map[string]int
	forms    map[string]bool // legal forms of companies
	longest  int
}

// blurFrom is the length from which one wrong letter still leaves a label that
// means nothing else.
const blurFrom = 6

func newVocabulary() *vocabulary {
	v := &vocabulary{
		exact: make(map[string][]entry, 4096), blurred: map[string][]entry{}, near: map[string]string{}, suffixes: map[string][]entry{},
		months: map[string]int{}, forms: map[string]bool{},
	}
	for row := range strings.Lines(vocabularyText) {
		head, labels, found := strings.Cut(strings.TrimSpace(row), ":")
		if !found || strings.HasPrefix(head, "#") {
			continue
		}
		name, strength, _ := strings.Cut(head, " ")
		n, _ := strconv.Atoi(strength)
		for label := range strings.SplitSeq(labels, " | ") {
			v.add(strings.TrimSpace(label), entry{role: role(name), strength: n})
		}
	}
	for row := range strings.Lines(monthsText) {
		names := strings.Fields(row)
		for _, name := range names[1:] {
			v.months[fold(name)], _ = strconv.Atoi(names[0])
		}
	}
	for form := range strings.FieldsSeq(formsText) {
		v.forms[form] = true
	}
	return v
}

func (v *vocabulary) add(label string, e entry) {
	e.starts, e.colon = strings.HasPrefix(label, "^"), strings.HasSuffix(label, ":")
	key := fold(label)
	if strings.HasPrefix(label, "*") {
		v.suffixes[key] = append(v.suffixes[key], e)
		return
	}
	v.longest = max(v.longest, len(key))
	for i, had := range v.exact[key] {
		if had.role == e.role {
			if had.colon && !e.colon {
				v.exact[key][i] = e
			}
			return
		}
	}
	v.exact[key] = append(v.exact[key], e)
}

func (v *vocabulary) blurAll() {
	for _, key := range sortedKeys(v.exact) {
		b := blur(key)
		v.blurred[b] = append(v.blurred[b], v.exact[key]...)
	}
	for b := range v.blurred {
		if len(b) < blurFrom {
			continue
		}
		for i := range len(b) {
			less := b[:i] + b[i+1:]
			if had, ok := v.near[less]; !ok || b < had {
				v.near[less] = b
			}
		}
	}
}

// find returns what the folded letters mean. In a picture letters that look
// alike count as one, and one letter may be wrong.
func (v *vocabulary) find(folded string, scanned bool) []entry {
	if found := v.exact[folded]; found != nil || !scanned {
		return found
	}
	v.once.Do(v.blurAll)
	b := blur(folded)
	if found := v.blurred[b]; found != nil {
		return found
	}
	if len(b) < blurFrom || !lettered(folded) {
		return nil
	}
	if key, ok := v.near[b]; ok {
		return v.blurred[key]
	}
	for i := range len(b) {
		less := b[:i] + b[i+1:]
		if found := v.blurred[less]; found != nil && len(less) >= blurFrom {
			return found
		}
		if key, ok := v.near[less]; ok && len(key) == len(b) && wrongLetters(key, b) == 1 {
			return v.blurred[key]
		}
	}
	return nil
}

// monthFrom is the length from which the name of a month survives a wrong letter.
const monthFrom = 5

// month returns the month that a word names, 0 if none. In a picture one letter
// may be wrong.
func (v *vocabulary) month(folded string, scanned bool) int {
	if m := v.months[folded]; m > 0 || !scanned || len(folded) < monthFrom {
		return m
	}
	found := 0
	for name, m := range v.months {
		if len(name) != len(folded) || wrongLetters(name, folded) != 1 || found == m {
			continue
		}
		if found > 0 {
			return 0 // June or July
		}
		found = m
	}
	return found
}

func wrongLetters(a, b string) int {
	n := 0
	for i := range len(a) {
		if a[i] != b[i] {
			n++
		}
	}
	return n
}

// ending returns what a compound such as "Handwerkerrechnung" means.
func (v *vocabulary) ending(folded string) []entry {
	for i := 3; i+4 <= len(folded); i++ {
		if found := v.suffixes[folded[i:]]; found != nil {
			return found
		}
	}
	return nil
}

// lettered tells whether a run of letters and digits is mostly letters, as a
// label is.
func lettered(folded string) bool {
	digits := 0
	for i := range len(folded) {
		if folded[i] >= '0' && folded[i] <= '9' {
			digits++
		}
	}
	return digits*4 <= len(folded)
}
