package report

import (
	"regexp"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
	figures "golang.org/x/text/number"
)

// Marks are what stands between the digits of figures where somebody lives. The
// zero value writes 1,234,567.5.
type Marks struct {
	group, point string
	pairs        bool // above thousands digits stand in pairs: 12,34,567.5
}

// MarksOf are those of a locale, such as de-AT, by CLDR; those of the zero value
// where it is not known.
func MarksOf(locale string) Marks {
	tag, err := language.Parse(locale)
	if err != nil || locale == "" {
		return Marks{}
	}
	text := message.NewPrinter(tag).Sprint(figures.Decimal(1_234_567.5))
	lead, tail, _ := strings.Cut(text, "567")
	point, halved := strings.CutSuffix(tail, "5")
	_, group, whole := strings.Cut(lead, "34")
	for _, m := range []Marks{{group, point, false}, {group, point, true}} {
		if whole && halved && m.of("1,234,567.5") == text {
			return m
		}
	}
	return Marks{} // it has digits, or groups, of its own
}

// Unmarked writes figures whose marks are put in when somebody reads them, by
// Write. What it puts there stands in no other text (Unicode 16, 23.5 Private-Use
// Characters).
func Unmarked() Marks { return Marks{group: "\uE000", point: "\uE001"} }

// Write puts the marks into the figures of a text that Unmarked left them out of.
func (m Marks) Write(text string) string { return m.over(text, Unmarked()) }

// of writes a figure that is written as 1,234,567.5.
func (m Marks) of(figure string) string { return m.over(figure, Marks{group: ",", point: "."}) }

// over writes figures that have other marks.
func (m Marks) over(text string, other Marks) string {
	if m == (Marks{}) {
		m = Marks{group: ",", point: "."}
	}
	if m.pairs {
		text = paired(text, other.group)
	}
	return strings.NewReplacer(other.group, m.group, other.point, m.point).Replace(text)
}

// paired puts digits above thousands into pairs.
func paired(text, group string) string {
	return regexp.MustCompile(`\d+(?:`+group+`\d{3})+`).ReplaceAllStringFunc(text, func(figure string) string {
		digits := strings.ReplaceAll(figure, group, "")
		for at := len(digits) - 3; at > 0; at -= 2 {
			digits = digits[:at] + group + digits[at:]
		}
		return digits
	})
}
