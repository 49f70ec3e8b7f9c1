package report

import (
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
	figures "golang.org/x/text/number"
)

// Marks are what stands between the digits of figures where somebody lives. The
// zero value writes 1,234.5.
type Marks struct{ group, point string }

// MarksOf are those of a locale, such as de-AT, by CLDR; those of the zero value
// where it is not known.
func MarksOf(locale string) Marks {
	tag, err := language.Parse(locale)
	if err != nil || locale == "" {
		return Marks{}
	}
	text := message.NewPrinter(tag).Sprint(figures.Decimal(1_234_567.5))
	_, rest, long := strings.Cut(text, "234")
	group, fraction, parted := strings.Cut(rest, "567")
	point, short := strings.CutSuffix(fraction, "5")
	if !long || !parted || !short {
		return Marks{} // it has digits, or groups, of its own
	}
	return Marks{group: group, point: point}
}

// of writes a figure that is written as 1,234.5.
func (m Marks) of(figure string) string {
	if m == (Marks{}) {
		return figure
	}
	return strings.NewReplacer(",", m.group, ".", m.point).Replace(figure)
}
