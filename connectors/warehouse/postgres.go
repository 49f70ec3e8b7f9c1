package warehouse

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgconn/ctxwatch"
	"github.com/jackc/pgx/v5/pgproto3"
	"github.com/jackc/pgx/v5/pgtype"

	"factotum/automations/report"
)

// postgres is a database of PostgreSQL, logged in to for each statement.
type postgres struct {
	key string
	dsn func() (string, error)
}

// connect logs in. Nothing of the DSN stands in an error: it holds a password.
func (p postgres) connect(ctx context.Context) (*pgconn.PgConn, error) {
	text, err := p.dsn()
	if err != nil {
		return nil, &downError{err.Error(), err}
	}
	cfg, err := pgconn.ParseConfig(text)
	if err != nil {
		return nil, &downError{"what says where the database is cannot be read: write it like postgres://reader:password@db.example.com:5432/ledger?sslmode=verify-full", errors.New("unreadable DSN")}
	}
	cfg.RuntimeParams["application_name"] = "factotum"
	cfg.MaxProtocolMessageBodyLen = mostCell
	cfg.ConnectTimeout = 10 * time.Second
	cfg.BuildContextWatcherHandler = func(c *pgconn.PgConn) ctxwatch.Handler {
		return &pgconn.CancelRequestContextWatcherHandler{Conn: c, DeadlineDelay: grace}
	}
	conn, err := pgconn.ConnectConfig(ctx, cfg)
	if err != nil {
		return nil, &downError{unreached(err), err}
	}
	return conn, nil
}

// unreached is why a database could not be logged in to.
func unreached(err error) string {
	var said *pgconn.PgError
	var dial net.Error
	switch {
	case errors.As(err, &said):
		return "it refuses the login: " + said.Message
	case errors.As(err, &dial) && dial.Timeout():
		return "it does not answer in time"
	case errors.As(err, &dial):
		return "it cannot be reached: " + dial.Error()
	}
	return "it cannot be logged in to"
}

// begin opens a transaction that cannot write, in which days, moments and
// numbers are written in one way only.
func begin(ctx context.Context, conn *pgconn.PgConn, within time.Duration) error {
	_, err := conn.Exec(ctx, fmt.Sprintf("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY; SET LOCAL statement_timeout = %d; SET LOCAL lock_timeout = %d; "+
		"SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL bytea_output = 'hex'; SET LOCAL standard_conforming_strings = on; SAVEPOINT prepared",
		max(within.Milliseconds(), 1), max(within.Milliseconds()/2, 1))).ReadAll()
	if err != nil {
		return &downError{"no transaction that only reads can be begun", err}
	}
	return nil
}

// end ends whatever is left of a login: an open transaction changes nothing.
func end(conn *pgconn.PgConn) {
	ctx, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	_ = conn.Close(ctx) // there is nothing to keep
}

func (p postgres) run(ctx context.Context, s statement, within time.Duration, to result) error {
	conn, err := p.connect(ctx)
	if err != nil {
		return err
	}
	defer end(conn) //nolint:contextcheck // also when nobody waits any more
	if err := begin(ctx, conn, within); err != nil {
		return err
	}
	described, err := describe(ctx, conn, s)
	if err != nil {
		return err
	}
	to.columns(columnsOf(described.Fields))
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	rows := conn.ExecPrepared(ctx, "", s.texts(), nil, nil)
	enough := false
	for !enough && rows.NextRow() {
		cells := make([]string, len(described.Fields))
		for i, raw := range rows.Values() {
			cells[i] = canonical(described.Fields[i].DataTypeOID, string(raw))
		}
		if enough = !to.row(cells); enough {
			stop() // tells the server too
		}
	}
	if _, err = rows.Close(); enough {
		return nil
	}
	return said(s, err)
}

func (p postgres) prepare(ctx context.Context, s statement) ([]report.Column, error) {
	conn, err := p.connect(ctx)
	if err != nil {
		return nil, err
	}
	defer end(conn) //nolint:contextcheck // also when nobody waits any more
	if err := begin(ctx, conn, 10*time.Second); err != nil {
		return nil, err
	}
	described, err := describe(ctx, conn, s)
	if err != nil {
		return nil, err
	}
	return columnsOf(described.Fields), nil
}

// describe prepares a statement. The database finds out what its values are;
// where that cannot take what the report binds, it is told.
func describe(ctx context.Context, conn *pgconn.PgConn, s statement) (*pgconn.StatementDescription, error) {
	described, err := conn.Prepare(ctx, "", s.text, nil)
	types, told := make([]uint32, len(s.values)), false
	for i, v := range s.values {
		switch {
		case err != nil:
			types[i] = typed(v.as)
		case !v.fits(described.ParamOIDs[i]):
			types[i], told = typed(v.as), true
		}
	}
	var found *pgconn.PgError
	undetermined := errors.As(err, &found) && (found.Code == "42P18" || found.Code == "42P08" || found.Code == "42725" || found.Code == "42883" || found.Code == "22P02")
	if err != nil && !undetermined || err == nil && !told {
		return described, said(s, err)
	}
	if err != nil { // the transaction goes on as it was before
		if _, lost := conn.Exec(ctx, "ROLLBACK TO prepared").ReadAll(); lost != nil {
			return nil, said(s, err)
		}
	}
	again, second := conn.Prepare(ctx, "", s.text, types)
	if second != nil {
		return nil, said(s, errors.Join(err, second))
	}
	return again, nil
}

// typed is the type in the database of what a report binds.
func typed(t report.Type) uint32 {
	switch t {
	case report.Number, report.Money:
		return pgtype.NumericOID
	case report.Date:
		return pgtype.DateOID
	case report.Moment:
		return pgtype.TimestamptzOID
	case report.Text, report.Percent, report.Hours, report.Person, report.Request, report.Period, report.Choice:
	}
	return pgtype.TextOID
}

// fits tells whether a type of the database takes the value.
func (v value) fits(oid uint32) bool {
	switch v.as {
	case report.Number, report.Money:
		switch oid {
		case pgtype.Int2OID, pgtype.Int4OID, pgtype.Int8OID:
			return v.as == report.Number && !strings.Contains(v.text, ".")
		case pgtype.NumericOID, pgtype.Float4OID, pgtype.Float8OID:
			return true
		}
		return false
	case report.Date, report.Moment:
		return oid == pgtype.DateOID || oid == pgtype.TimestampOID || oid == pgtype.TimestamptzOID
	case report.Text, report.Percent, report.Hours, report.Person, report.Request, report.Period, report.Choice:
	}
	return true
}

// texts are the values as the database takes them.
func (s statement) texts() [][]byte {
	all := make([][]byte, len(s.values))
	for i, v := range s.values {
		if !v.null {
			all[i] = []byte(v.text)
		}
	}
	return all
}

// said is what an error of the database means.
func said(s statement, err error) error {
	var found *pgconn.PgError
	var large *pgproto3.ExceededMaxBodyLenErr
	switch {
	case err == nil:
		return nil
	case errors.As(err, &large):
		return &MistakeError{fmt.Sprintf("a row has more than %d MB", mostCell>>20), -1}
	case !errors.As(err, &found):
		return &downError{"it went away", err}
	}
	switch {
	case strings.HasPrefix(found.Code, "25"):
		return fmt.Errorf("%w: %s", errWrites, found.Message)
	case found.Code == "57014" || found.Code == "55P03":
		return fmt.Errorf("%w: %s", errSlow, found.Message)
	case strings.HasPrefix(found.Code, "22"):
		return fmt.Errorf("%w: %s", errValue, found.Message)
	case strings.HasPrefix(found.Code, "42"):
		say := strings.TrimSuffix(found.Message, ".")
		if found.Hint != "" && found.Code == "42703" {
			say += ". " + strings.TrimSuffix(found.Hint, ".")
		}
		at := -1
		if n := int(found.Position); n > 0 { // in characters, from 1
			at = s.written(len(string([]rune(s.text)[:min(n-1, len([]rune(s.text)))])))
		}
		return &MistakeError{say, at}
	}
	return &downError{found.Message, err}
}
