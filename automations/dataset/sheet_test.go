package dataset_test

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"factotum/automations/calendar"
	"factotum/automations/dataset"
	"factotum/automations/fault"
	"factotum/automations/form"
)

func TestTheStyleOfATableIsRecognised(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ body, encoding, delimiter string }{
		"plain":        {"a,b\n1,2\n", "UTF-8", "comma"},
		"bom":          {"\ufeffa;b;c\n\"1;2\";3;4\n", "UTF-8", "semicolon"},
		"tabs":         {"a\tb\n1,5\t2\n", "UTF-8", "tab"},
		"bars":         {"a|b|c\n1|2|3\n", "UTF-8", "bar"},
		"windows":      {"Name;Stra\xdfe\n1;2\n", "Windows-1252", "semicolon"},
		"utf16 little": {"\xff\xfea\x00;\x00b\x00\n\x00", "UTF-16", "semicolon"},
		"utf16 big":    {"\xfe\xff\x00a\x00\t\x00b", "UTF-16", "tab"},
		"one column":   {"a\n1\n", "UTF-8", "comma"},
		"quoted line":  {"Tag;Sort;Serial no;Note;Price\nLAP-81;Laptop;S-81;\"two\nlines\";5\n", "UTF-8", "semicolon"},
		"quoted lines": {"a;b\r\n\"x \"\"1\"\",\r\n,\r\n\";2\r\n", "UTF-8", "semicolon"},
		"inches":       {"a;b\n15\" screen;2\n17\";3\n", "UTF-8", "semicolon"},
		"title above":  {"Stock of the cellar\n\na;b;c\n1,5;2;3\n2;3;4\n", "UTF-8", "semicolon"},
	}
	for name, test := range tests {
		text, encoding, err := dataset.Text([]byte(test.body), "")
		require.NoError(t, err, name)
		assert.Equal(t, test.encoding, encoding, name)
		assert.Equal(t, test.delimiter, dataset.Delimiter(text), name)
	}
	_, _, err := dataset.Text([]byte("\x00\x01"), "")
	assert.Equal(t, fault.Invalid, fault.CodeOf(err))
}

func TestATableIsInTheEncodingThatSomebodySays(t *testing.T) {
	t.Parallel()
	for as, body := range map[string]string{"UTF-8": "Łódź", "UTF-16": "A\x01\xf3\x00d\x00z\x01", "Windows-1250": "\xa3\xf3d\x9f", "Windows-1252": "Stra\xdfe", "Macintosh": "Stra\xa7e"} {
		text, encoding, err := dataset.Text([]byte(body), as)
		require.NoError(t, err, as)
		assert.Equal(t, as, encoding)
		assert.Contains(t, []string{"Łódź", "Straße"}, string(text), as)
		assert.Contains(t, dataset.Encodings(), as)
	}
	_, _, err := dataset.Text([]byte("Stra\xdfe"), "UTF-8")
	assert.ErrorContains(t, err, "not in UTF-8")
}

func TestAQuotationMarkSwallowsNoRows(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		body          string
		doubted, held int // the line, and that where whatever they hold is a value
	}{
		"none":             {"a,b,c\n1,2,3\n", 0, 0},
		"in order":         {"a,b,c\r\n\"1\",\"x \"\"y\"\", z\",3\r\n", 0, 0},
		"a line in a cell": {"a,b,c\n1,\"two\nlines, so\",3\n4,5,6\n", 0, 0},
		"inches":           {"a,b,c\n1,15\" screen,3\n", 0, 0},
		"never closes":     {"a,b,c\n1,2,\"3\n4,5,6\n", 2, 2},
		"closes too late":  {"a,b,c\n1,2,\"3\n4,5,\"6\"\n", 2, 2},
		"goes on":          {"a,b,c\n1,2,3\n4,\"5\"x,6\n", 3, 3},
		"holds a row":      {"a,b,c\n1,2,\"3\n4,5,6\"\n", 2, 0},
		"after two lines":  {"a,b,c\n1,\"x\ny\",3\n4,5,\"6\n", 4, 4},
	}
	for name, test := range tests {
		assert.Equal(t, test.doubted, dataset.Swallowed([]byte(test.body), ',', ""), name)
		assert.Equal(t, test.held, dataset.Swallowed([]byte(test.body), ',', dataset.QuotesHold), name)
		assert.Zero(t, dataset.Swallowed([]byte(test.body), ',', dataset.QuotesLetters), name)
	}
	text, err := dataset.Unquoted([]byte("a,b\r\n1,\"2\n3,4\""), ',')
	require.NoError(t, err)
	assert.Equal(t, "a,b\n1,\"\"\"2\"\n3,\"4\"\"\"\n", string(text))
}

func TestWhatIsExplainedOfAFieldIsNoPartOfItsName(t *testing.T) {
	t.Parallel()
	f, problems := form.Compile([]form.Field{{Key: "begins", Label: "Week of (its Monday)", Type: form.Date}}, nil)
	require.Empty(t, problems)
	paths, _ := dataset.Dataset{Key: "weeks", Form: f, Label: "begins"}.Columns([]string{"week of"})
	assert.Equal(t, []string{"begins"}, paths)
}

// stock is a made-up dataset with numbers.
func stock(t *testing.T) dataset.Dataset {
	t.Helper()
	f, problems := form.Compile([]form.Field{
		{Key: "tag", Label: "Tag", Type: form.Text, Required: true},
		{Key: "pieces", Label: "Count", Type: form.Number, Required: true},
		{Key: "price", Label: "Price", Type: form.Money},
		{Key: "sort", Label: "Sort", Type: form.Select, Options: []form.Option{{Value: "a", Label: "Größe A", Words: []string{"small", "box"}}, {Value: "b", Words: []string{"crate", "box"}}}},
		{Key: "sold", Label: "Sold", Type: form.Checkbox},
		{Key: "note", Label: "Note", Type: form.Paragraph},
		{Key: "double", Label: "Double", Type: form.Number, Compute: "pieces * 2"},
		{Key: "who", Label: "Who", Type: form.Person},
		{Key: "week", Label: "Week", Type: form.Date},
		{Key: "tags", Label: "Tags", Type: form.MultiSelect, Options: []form.Option{{Value: "x"}, {Value: "y"}}},
		{Key: "links", Label: "Links", Type: form.Lines, Fields: []form.Field{{Key: "to", Label: "To", Type: form.Text}, {Key: "n", Label: "How many", Type: form.Number}}},
	}, nil)
	require.Empty(t, problems)
	return dataset.Dataset{
		Key: "stock", Title: "Stock", One: "Item", Form: f, Label: "tag", Unique: []string{"tag", "who+week"}, Masked: []string{"price"}, Wanted: []string{"price"},
		Also: map[string][]string{"pieces": {"Anzahl", "units"}},
	}
}

func TestNumbersAreReadInTheStyleOfTheTable(t *testing.T) {
	t.Parallel()
	ds := stock(t)
	paths, missing := ds.Columns([]string{"Tag", "Anzahl", "PRICE", "Colour", "Sort", "Sold", "Double", "What is wrong", "units"})
	assert.Empty(t, missing)
	assert.Equal(t, []string{"tag", "pieces", "price", "", "sort", "sold", "", "", ""}, paths, "one field has one column, and what is computed has none")
	_, missing = ds.Columns([]string{"Price"})
	assert.Equal(t, []string{"Tag"}, missing)

	tests := map[string]struct {
		rows  [][]string
		style string
		count string
	}{
		"comma":          {[][]string{{"x", "1.234,5"}, {"y", "2"}}, "comma", "1234.5"},
		"point":          {[][]string{{"x", "1,234.5"}}, "point", "1234.5"},
		"many thousands": {[][]string{{"x", "1.234.567"}}, "comma", "1234567"},
		"swiss":          {[][]string{{"x", "1'234.50"}}, "point", "1234.5"},
		"of the others":  {[][]string{{"x", "1.234"}, {"y", "0,5"}}, "comma", "1234"},
		"three places":   {[][]string{{"x", "1.234"}, {"y", "0.55"}}, "point", "1.234"},
		"whole":          {[][]string{{"x", "1234"}}, "", "1234"},
		"both":           {[][]string{{"x", "0,5"}, {"y", "0.5"}}, "comma", "0.5"},
	}
	for name, test := range tests {
		style := ds.Written(dataset.Style{}, paths, test.rows)
		assert.Equal(t, test.style, style.Decimals, name)
		row, mistakes, ok := ds.Sheet(paths, style, form.Context{}).Row(test.rows[0], 2)
		require.True(t, ok, name)
		require.Empty(t, mistakes, name)
		assert.Equal(t, test.count, row.Values["pieces"].Number.String(), name)
	}
}

func TestWhatIsWrittenOtherwiseThanTheTableIsWrong(t *testing.T) {
	t.Parallel()
	ds := stock(t)
	paths := []string{"tag", "price", "week"}
	tests := map[string]struct {
		rows  [][]string
		style dataset.Style
		wrong string // a letter for each row: w where it is wrong
	}{
		"both decimals": {[][]string{{"1.299,00 EUR", ""}, {"1,299.00 EUR", ""}, {"1.299 EUR", ""}, {"€ 7", ""}}, dataset.Style{Decimals: "comma", Mixed: true}, ".ww."},
		"most decide":   {[][]string{{"12,50", ""}, {"$12.50", ""}, {"3.20", ""}}, dataset.Style{Decimals: "point", Mixed: true}, "w.."},
		"none tells":    {[][]string{{"1.299", ""}, {"12", ""}}, dataset.Style{}, "w."},
		"others tell":   {[][]string{{"1.299", ""}, {"12,50", ""}}, dataset.Style{Decimals: "comma"}, ".."},
		"day first":     {[][]string{{"", "03/04/2026"}, {"", "20/11/2026"}}, dataset.Style{Days: "day"}, ".."},
		"month first":   {[][]string{{"", "11/20/2026"}, {"", "03/04/2026"}, {"", "2026-04-03"}}, dataset.Style{Days: "month"}, "..."},
		"either":        {[][]string{{"", "03/04/2026"}}, dataset.Style{Days: "day", OpenDays: true}, "."},
		"the same":      {[][]string{{"", "03/03/2026"}}, dataset.Style{}, "."},
		"both orders":   {[][]string{{"", "11/20/2026"}, {"", "20/11/2026"}, {"", "03/04/2026"}}, dataset.Style{Days: "month", MixedDays: true}, ".ww"},
	}
	for name, test := range tests {
		for i, row := range test.rows {
			test.rows[i] = append([]string{"T" + string(rune('0'+i))}, row...)
		}
		style := ds.Written(dataset.Style{}, paths, test.rows)
		assert.Equal(t, test.style, style, name)
		sheet := ds.Sheet(paths, style, form.Context{Currency: "EUR", Today: calendar.NewDate(2026, 11, 20)})
		for i, cells := range test.rows {
			row, mistakes, _ := sheet.Row(cells, i+2)
			assert.Equal(t, test.wrong[i] == 'w', len(mistakes) == 1, "%s: %v: %v", name, cells, mistakes)
			if name == "month first" && i == 1 {
				assert.Equal(t, calendar.NewDate(2026, 3, 4), row.Values["week"].Date)
			}
		}
	}
	_, mistakes, _ := ds.Sheet(paths, dataset.Style{Decimals: "comma"}, form.Context{}).Row([]string{"x", "12.50"}, 2)
	assert.Equal(t, []dataset.Mistake{{Line: 2, Say: `Price: "12.50" has a decimal point, and the table is read with a decimal comma. Write it like the others.`}}, mistakes)
}

func TestCellsAreReadAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	ds := stock(t)
	paths, _ := ds.Columns([]string{"tag", "pieces", "sort", "sold", "note"})
	sheet := ds.Sheet(paths, dataset.Style{Decimals: "point"}, form.Context{})
	row, mistakes, ok := sheet.Row([]string{"'=tag", "1", "grosse a", "x", "", "", " "}, 2)
	require.True(t, ok)
	require.Empty(t, mistakes)
	assert.Equal(t, "=tag", row.Values["tag"].Text)
	assert.Equal(t, "a", row.Values["sort"].Text)
	assert.True(t, row.Values["sold"].Checked)
	assert.Empty(t, sheet.Lacks())

	row, _, _ = sheet.Row([]string{"b", "", "B", "nein"}, 3)
	assert.Equal(t, "b", row.Values["sort"].Text)
	assert.False(t, row.Values["sold"].Checked)
	assert.Equal(t, []string{`Count: Fill in "Count".`}, sheet.Lacks())
	row, mistakes, _ = sheet.Row([]string{"c", "1", "Crate"}, 4)
	require.Empty(t, mistakes)
	assert.Equal(t, "b", row.Values["sort"].Text, "another word of its")
	_, mistakes, _ = sheet.Row([]string{"d", "1", "box"}, 5)
	assert.Len(t, mistakes, 1, "a word of two")
	_, mistakes, ok = sheet.Row([]string{"'=tag", "x", "c"}, 6)
	assert.True(t, ok)
	assert.Len(t, mistakes, 3, "a number, a choice, and the tag of line 2 again")
	_, _, ok = sheet.Row([]string{" ", ""}, 7)
	assert.False(t, ok)
}

func TestWhatIsUniqueTogetherIsOneClaim(t *testing.T) {
	t.Parallel()
	ds := stock(t)
	monday := form.Value{Date: calendar.NewDate(2026, 11, 16)}
	values := form.Values{"who": {Text: "ana"}, "week": monday}
	assert.Equal(t, []string{"stock/who+week/ana|2026-11-16"}, ds.Keys(values))
	assert.Empty(t, ds.Keys(form.Values{"week": monday}), "half of it claims nothing")
	assert.Equal(t, []string{"Who and Week"}, ds.Clashes(ds.Keys(values)...))
	assert.Equal(t, "who", ds.ClashAt(ds.Keys(values)[0]))
	assert.Empty(t, ds.ClashAt("stock/other/x"))
	ds.Label = "{who}, week of {week}"
	assert.Equal(t, "Ana, week of 16 Nov 2026", ds.Name(values, func(string, string) string { return "Ana" }))
	assert.Equal(t, []string{"who", "week"}, ds.Labels())
	assert.Equal(t, []string{"Price", "Tag", "Count"}, ds.Gaps(values), "asked for, and required since")
}

func TestAnExportedRecordIsReadAgainUnchanged(t *testing.T) {
	t.Parallel()
	ds := stock(t)
	rapid.Check(t, func(r *rapid.T) {
		text := rapid.StringMatching(`['"=+\-@|%＝]{0,2}[ a-zé,;:]{0,5}[A-Z0-9]{1,6}`)
		raw := form.Raw{"tag": {Text: strings.ReplaceAll(text.Draw(r, "tag"), ";", "")}, "pieces": {Text: rapid.StringMatching(`-?[1-9][0-9]{0,3}(\.[1-9])?`).Draw(r, "pieces")}, "note": {Text: text.Draw(r, "note")}}
		for i := range rapid.IntRange(0, 3).Draw(r, "links") {
			raw[strings.Replace("links.0.to", "0", string(rune('0'+i)), 1)] = form.Input{Text: rapid.StringMatching(`[=@]?[a-z]{1,4}`).Draw(r, "to")}
		}
		raw["tags"], raw["price"], raw["sort"], raw["sold"] = form.Input{List: []string{"y", "x"}}, form.Input{Text: "12.50 EUR"}, form.Input{Text: "a"}, form.Input{Text: "true"}
		raw["week"] = form.Input{Text: "2026-11-16"}
		values, problems := ds.Form.Parse(raw, form.Context{})
		if len(problems) > 0 {
			r.Skip()
		}
		paths := ds.Paths()
		var out bytes.Buffer
		require.NoError(r, dataset.WriteRow(&out, ';', ds.Cells(values, paths, true)))
		in := csv.NewReader(&out)
		in.Comma = ';'
		cells, err := in.Read()
		require.NoError(r, err)
		for i := range paths { // what is computed is not read
			if field, _ := ds.Form.Field(paths[i]); field.Compute != "" {
				paths[i] = ""
			}
		}
		row, mistakes, _ := ds.Sheet(paths, dataset.Style{Decimals: "point"}, form.Context{}).Row(cells, 2)
		require.Empty(r, mistakes)
		require.Empty(r, form.Changed(values, row.Values), "%s", cells)
	})
}

func TestWhatIsMaskedIsNotExported(t *testing.T) {
	t.Parallel()
	ds := stock(t)
	values, problems := ds.Form.Parse(form.Raw{"tag": {Text: "x"}, "pieces": {Text: "1"}, "price": {Text: "12 EUR"}}, form.Context{})
	require.Empty(t, problems)
	assert.Equal(t, []dataset.Cell{{Text: "12.00 EUR"}}, ds.Cells(values, []string{"price"}, true))
	assert.Equal(t, []dataset.Cell{{Text: "••••"}}, ds.Cells(values, []string{"price"}, false))
	row, mistakes, ok := ds.Sheet([]string{"tag", "price"}, dataset.Style{}, form.Context{}).Row([]string{"x", "••••"}, 2)
	assert.True(t, ok)
	assert.Empty(t, mistakes)
	assert.NotContains(t, row.Values, "price", "what was hidden stays as it is")
	assert.True(t, ds.Hides("price"))
	assert.False(t, ds.Hides("tag"))
}

// begins are the characters by which spreadsheets take a text for a formula.
const begins = "=+-@\t\r\n\x00＝＋－＠|%"

func TestTenThousandHostileCellsBecomeNoFormulas(t *testing.T) {
	t.Parallel()
	heads := []string{"=", "+", "-", "@", "\t", "\r", "\n", "\x00", "＝", "＋", " =", "\"=", "'=", ";=", "\u200b=", "\ufeff="}
	tails := []string{"1+1", "cmd|'/c calc'!A1", "HYPERLINK(\"https://evil.example\",\"pay\")", "SUM(A1:A9)", "\",=2+3,\"", "x\";=1+1;\"y", "IMPORTXML(\"https://evil.example\")"}
	n := 0
	for i := 0; n < 10_000; i++ {
		cell := strings.Repeat(heads[i%len(heads)], 1+i/3%3) + tails[i/len(heads)%len(tails)] + strings.Repeat("!", i%7)
		for _, delimiter := range []rune{',', ';', '\t'} {
			var out bytes.Buffer
			require.NoError(t, dataset.WriteRow(&out, delimiter, []dataset.Cell{{Text: cell}, {Text: "after"}}))
			in := csv.NewReader(&out)
			in.Comma = delimiter
			cells, err := in.Read()
			require.NoError(t, err)
			require.Len(t, cells, 2, "%q", cell)
			written := strings.TrimLeft(cells[0], " \"\u00a0\ufeff\u200b")
			require.NotEmpty(t, written)
			require.NotContains(t, begins, string([]rune(written)[0]), "%q", cells[0])
			require.Equal(t, "after", cells[1])
			n++
		}
	}
}

func TestFiguresStayNumbers(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	require.NoError(t, dataset.WriteRow(&out, ',', []dataset.Cell{{Text: "-5.25", Number: true}, {Text: "-5.25"}}))
	assert.Equal(t, "-5.25,\"'-5.25\"\r\n", out.String())
	for text, exact := range map[string]bool{"-5.25": true, "1234567890123456789": false, "NaN": false, "1e5": false, "": false} {
		_, ok := dataset.Cell{Text: text, Number: true}.Exact()
		assert.Equal(t, exact, ok, text)
	}
}
