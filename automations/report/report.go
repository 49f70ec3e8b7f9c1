// Package report is the noun of asking for figures: a Report is a question with
// typed parameters, who may read its answer, and how the answer is drawn. It knows
// neither SQL's databases nor Slack, and reads no clock.
package report

import "time"

// Type says what a parameter takes or a column holds. Cells are texts in one
// canonical form each, empty where there is nothing.
type Type string

// The types. A period is a parameter only and binds two dates, NAME_from and
// NAME_to, both inclusive.
const (
	Text    Type = "text"
	Number  Type = "number"  // decimal, a point before its fraction
	Money   Type = "money"   // decimal in the column's currency, or that of the column In
	Percent Type = "percent" // 12.5 is 12.5 %
	Date    Type = "date"    // 2006-01-02
	Moment  Type = "moment"  // RFC 3339, UTC
	Hours   Type = "hours"   // decimal hours
	Person  Type = "person"  // id of a person
	Request Type = "request" // number of a request, such as EXP-12
	Period  Type = "period"
	Choice  Type = "choice"
)

// Report is one question. Its SQL is text to it.
type Report struct {
	Name       string // as typed after /report, such as "spend"
	Title      string
	Subject    string   // what it is listed under
	About      string   // one sentence
	Also       []string // other words that lead to it
	Parameters []Parameter
	Columns    []Column // those that need a title or type; others are text
	Readers    []string // roles, teams, "everyone"; nobody else is told more than that it exists
	Own        bool     // everyone may read the rows about themselves: binds :viewer
	Source     string   // name of a source; empty for the books
	SQL        string
	Chart      Chart
	Headline   string   // column whose total heads the answer, against the period before
	Counts     string   // what its rows are, where RowsFigure is a figure of it: Duties
	Notes      []string // sentences below an answer: {column} is the figure of a column, where there is one row
	Masked     []string
	MostRows   int
	MostTime   time.Duration
}

// Parameter is one that the SQL names :NAME.
type Parameter struct {
	Name     string
	Label    string
	Type     Type
	Required bool
	Default  string            // in words, as a person would write it: "last month"
	Choices  []string          // of a choice, or columns to group by
	Of       string            // fields of forms, by their key: what they are chosen from is what this is chosen from
	Headed   map[string]string // what stands above the column of a choice, where that is not its name
	Ahead    bool              // of a period: December is the nearest one, and not the newest that has begun
	Least    int               // of a number, which is whole then, or of an amount; 0: any
	Says     string            // what an answer says that it was asked with, {} for what was typed: ending within {} days
}

// Column is one of an answer.
type Column struct {
	Name     string
	Title    string
	Type     Type
	Currency string // of money, where all rows have the same
	Unit     string // of numbers: of 3
	Rare     bool   // it is left out of answers in which no row has it
}

// RowsFigure is a column that every answer has without naming it: one in each row.
const RowsFigure = "rows"

// Unrated is the column of amounts that lack an exchange rate, which are in what
// the column In says, as all amounts are where there is no such column.
const (
	Unrated = "unrated"
	In      = "currency"
)

// Chart says how an answer is drawn; its zero value is not drawn.
type Chart struct {
	Form   string   // "bars", "line" or "columns"
	Across string   // column of the categories or days
	Up     []string // columns of figures
	Says   string   // its sentence, where another is wanted: {column} is the total of a column
	Limit  bool     // the second figure is a limit of the first
	Kept   bool     // bars stand in the order of the answer
	Adds   bool     // rows that are about the same are added up
}

// Table is an answer.
type Table struct {
	Columns []Column
	Rows    [][]string
	Cut     bool   // there were more rows than the report may give
	Of      string // name of whom all rows concern; empty: the answer is the whole
	Marks   Marks
}

// Arguments are what a run binds, by the SQL's names: canonical texts, for a
// period NAME_from and NAME_to, and "viewer", the id of who asks.
type Arguments map[string]string
