package chart_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"factotum/automations/report"
	"factotum/connectors/chart"
)

var (
	blue   = color.RGBA{0x00, 0x72, 0xb2, 0xff}
	pale   = color.RGBA{0x74, 0xac, 0xd0, 0xff}
	rest   = color.RGBA{0xb4, 0xb8, 0xbd, 0xff}
	faint  = color.RGBA{0x61, 0x60, 0x61, 0xff}
	orange = color.RGBA{0xd5, 0x5e, 0x00, 0xff}
)

// drawn is a picture, kept for people where FACTOTUM_CHARTS names a folder.
func drawn(t *testing.T, r report.Report, table report.Table, finding string) image.Image {
	t.Helper()
	d, err := chart.New("/usr/share/fonts")
	require.NoError(t, err)
	body, err := d.PNG(r, table, finding)
	require.NoError(t, err)
	if folder := os.Getenv("FACTOTUM_CHARTS"); folder != "" {
		require.NoError(t, os.WriteFile(filepath.Join(folder, filepath.Base(t.Name())+".png"), body, 0o600))
	}
	picture, err := png.Decode(bytes.NewReader(body))
	require.NoError(t, err)
	assert.Equal(t, 3*520, picture.Bounds().Dx(), "three pixels a point")
	assert.Less(t, picture.Bounds().Dy(), 1500)
	assert.Equal(t, color.RGBA{0xff, 0xff, 0xff, 0xff}, color.RGBAModel.Convert(picture.At(0, 0)), "a light background")
	return picture
}

// dots counts those of a colour.
func dots(picture image.Image, of color.RGBA) int {
	n := 0
	drawn := picture.(*image.RGBA)
	for i := 0; i < len(drawn.Pix); i += 4 {
		if drawn.Pix[i] == of.R && drawn.Pix[i+1] == of.G && drawn.Pix[i+2] == of.B {
			n++
		}
	}
	return n
}

func table(kind report.Type, rows ...[]string) report.Table {
	t := report.Table{Columns: []report.Column{{Name: "what", Title: "Category"}, {Name: "spent", Title: "Spent", Type: kind, Currency: "EUR"}}, Rows: rows}
	if len(rows) > 0 && len(rows[0]) > 2 {
		t.Columns = append(t.Columns, report.Column{Name: "budget", Title: "Budget", Type: kind, Currency: "EUR"})
	}
	return t
}

func charted(form string, up ...string) report.Report {
	return report.Report{Name: "spend", Title: "Spend", Chart: report.Chart{Form: form, Across: "what", Up: append([]string{"spent"}, up...)}}
}

func TestBarsAreAsLongAsTheirFigures(t *testing.T) {
	t.Parallel()
	rows := [][]string{{"Travel", "12345.60"}, {"Equipment for the new office in Lisbon, second floor", "8410"}, {"Meals", "3000"}, {"", "20"}}
	picture := drawn(t, charted(report.Bars), table(report.Money, rows...), "Travel is 52 % of spend, up 12 % on September")
	first, others := dots(picture, blue), dots(picture, pale)
	assert.InDelta(t, (8410.0+3000+20)/12345.60, float64(others)/float64(first), 0.02)
}

func TestBarsWithATargetShowWhatEachIsMeasuredBy(t *testing.T) {
	t.Parallel()
	rows := [][]string{{"Travel", "12345.60", "10000"}, {"Equipment", "8410", "12000"}, {"Meals", "3000", "3100"}}
	picture := drawn(t, charted(report.Bars, "budget"), table(report.Money, rows...), "Travel is 23 % above its budget")
	assert.Positive(t, dots(picture, orange))
	assert.Zero(t, dots(picture, pale))
}

func TestWhatIsLeftOutOfBarsIsOneMore(t *testing.T) {
	t.Parallel()
	var rows [][]string
	for i := range 40 {
		rows = append(rows, []string{fmt.Sprintf("Vendor %d", i), fmt.Sprint(1000 - 10*i)})
	}
	assert.Positive(t, dots(drawn(t, charted(report.Bars), table(report.Number, rows...), "Vendor 0 is 3 % of spend"), rest))
	assert.Zero(t, dots(drawn(t, charted(report.Bars), table(report.Percent, rows...), "Vendor 0 is highest"), rest), "percents are not added up")
}

func TestBarsBelowZero(t *testing.T) {
	t.Parallel()
	rows := [][]string{{"Left", "4200"}, {"Travel", "-1800"}, {"Meals", "-650"}, {"Training", "900"}}
	picture := drawn(t, charted(report.Bars), table(report.Money, rows...), "Travel is over its budget")
	assert.InDelta(t, (1800.0+650+900)/4200, float64(dots(picture, pale))/float64(dots(picture, blue)), 0.02)
}

func year(figure func(int) string, more ...func(int) string) [][]string {
	var rows [][]string
	for i := range 13 {
		row := []string{fmt.Sprintf("%d-%02d", 2025+(i+10)/12, (i+10)%12+1), figure(i)}
		for _, m := range more {
			row = append(row, m(i))
		}
		rows = append(rows, row)
	}
	return rows
}

func TestColumnsOfAYear(t *testing.T) {
	t.Parallel()
	picture := drawn(t, charted(report.Posts), table(report.Money, year(func(i int) string { return fmt.Sprint(3000 + i*i*120 - i*800) })...), "Nov 2026: 10.7k EUR, up 20 % on Oct 2026")
	assert.Positive(t, dots(picture, blue), "the highest stands out")
	assert.Positive(t, dots(picture, pale))
}

func TestALineWithItsTarget(t *testing.T) {
	t.Parallel()
	picture := drawn(t, charted(report.Lines, "budget"), table(report.Money,
		year(func(i int) string { return fmt.Sprint(900000 + i*i*12000 - i*80000) }, func(int) string { return "1500000" })...), "Spent was 12 % above the budget in Nov 2026, which is the first time since the year began, and more than anybody has planned for")
	assert.Positive(t, dots(picture, blue))
	assert.Positive(t, dots(picture, orange))
}

func TestLabelsOfPeoplesScripts(t *testing.T) {
	t.Parallel()
	rows := [][]string{{"Ålesund & Żółć", "9"}, {"Θεσσαλονίκη", "8"}, {"Київ", "7"}, {"株式会社みどり", "6"}, {"🎉 Party 🎉", "5"}, {"القاهرة", "4"}, {"תל אביב", "3"}}
	picture := drawn(t, charted(report.Bars), table(report.Hours, rows...), "Ålesund & Żółć is highest with 9 h")
	assert.Positive(t, dots(picture, pale))
}

func TestNothingIsDrawnWhereThereIsNothing(t *testing.T) {
	t.Parallel()
	d, err := chart.New(t.TempDir(), "/nowhere")
	require.NoError(t, err)
	body, err := d.PNG(charted(report.Bars), table(report.Money), "")
	require.NoError(t, err)
	assert.Empty(t, body)
	body, err = d.PNG(report.Report{}, table(report.Money, []string{"a", "1"}), "")
	require.NoError(t, err)
	assert.Empty(t, body)
}

func TestAPartOfAnAnswerIsCalledSo(t *testing.T) {
	t.Parallel()
	all := table(report.Hours, []string{"Travel", "9"}, []string{"Meals", "5"})
	own := all
	own.Of = "Ana Ruiz"
	whole, part := drawn(t, charted(report.Bars), all, "Travel is highest"), drawn(t, charted(report.Bars), own, "Travel is highest")
	assert.Greater(t, dots(part, faint), dots(whole, faint), "words below the title")
}

func TestAnyAnswerIsDrawn(t *testing.T) {
	t.Parallel()
	d, err := chart.New()
	require.NoError(t, err)
	answers := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) []string {
		return []string{rapid.String().Draw(t, "label"), fmt.Sprint(rapid.Int64().Draw(t, "figure"))}
	}), 1, 6)
	for i, form := range []string{report.Bars, report.Posts, report.Lines} {
		for n := range 8 {
			r, all := charted(form), table([]report.Type{report.Money, report.Percent}[n%2], answers.Example(8*i+n)...)
			body, err := d.PNG(r, all, report.Finding(r, all, report.Table{}, ""))
			require.NoError(t, err)
			_, err = png.DecodeConfig(bytes.NewReader(body))
			require.NoError(t, err, "%q", all.Rows)
		}
	}
}
