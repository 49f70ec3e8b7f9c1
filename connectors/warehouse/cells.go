package warehouse

import (
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/shopspring/decimal"

	"factotum/automations/report"
)

// columnsOf are the columns of a statement, typed as the database types them.
func columnsOf(fields []pgconn.FieldDescription) []report.Column {
	all := make([]report.Column, len(fields))
	for i, f := range fields {
		all[i] = report.Column{Name: f.Name, Type: report.Text}
		switch f.DataTypeOID {
		case pgtype.Int2OID, pgtype.Int4OID, pgtype.Int8OID, pgtype.NumericOID, pgtype.Float4OID, pgtype.Float8OID:
			all[i].Type = report.Number
		case pgtype.DateOID:
			all[i].Type = report.Date
		case pgtype.TimestampOID, pgtype.TimestamptzOID:
			all[i].Type = report.Moment
		}
	}
	return all
}

// canonical is a cell of PostgreSQL in our form. A time without a zone counts as
// UTC.
func canonical(oid uint32, text string) string {
	switch oid {
	case pgtype.BoolOID:
		return map[string]string{"t": "yes", "f": "no"}[text]
	case pgtype.NumericOID, pgtype.Float4OID, pgtype.Float8OID:
		n, err := decimal.NewFromString(text)
		if err != nil { // NaN, Infinity
			return ""
		}
		return n.String()
	case pgtype.TimestampOID:
		return moment("2006-01-02 15:04:05", text)
	case pgtype.TimestamptzOID:
		return moment("2006-01-02 15:04:05Z07", text)
	}
	return clean(text)
}

// moment is a time as written by PostgreSQL; the fraction of a second may follow
// the seconds.
func moment(layout, text string) string {
	at, err := time.Parse(layout, text)
	if err != nil { // infinity, or a year of five digits
		return text
	}
	return at.UTC().Format(time.RFC3339)
}

// clean is a text without what no message or file can hold.
func clean(text string) string {
	return strings.ToValidUTF8(strings.ReplaceAll(text, "\x00", ""), "�")
}
