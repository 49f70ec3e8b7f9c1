package books

import (
	"context"
	"database/sql/driver"
	"strings"
	"time"

	"modernc.org/sqlite"

	"factotum/automations/request"
)

// functions are what reports call beside those of SQLite. Moments are kept in
// UTC, and the day that one belongs to is that of the company:
//
//	day_of(moment)  the day, NULL for NULL
//	begins(day)     the moment at which it begins
//	state_name(state)  what people call the state of a request
func functions(zone *time.Location) (*sqlite.Driver, error) {
	d := &sqlite.Driver{}
	text := func(read, write string, from, to *time.Location) func(*sqlite.FunctionContext, []driver.Value) (driver.Value, error) {
		return func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
			given, _ := args[0].(string)
			at, err := time.ParseInLocation(read, given, from)
			if err != nil {
				return nil, nil //nolint:nilerr,nilnil // what is no moment has no day
			}
			return at.In(to).Format(write), nil
		}
	}
	if err := d.RegisterDeterministicScalarFunction("day_of", 1, text(moment, time.DateOnly, time.UTC, zone)); err != nil {
		return nil, err
	}
	if err := d.RegisterDeterministicScalarFunction("state_name", 1, stateName); err != nil {
		return nil, err
	}
	return d, d.RegisterDeterministicScalarFunction("begins", 1, text(time.DateOnly, moment, zone, time.UTC))
}

// stateName is how a report calls a state: as people do, with a capital.
func stateName(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
	state, _ := args[0].(string)
	switch said := request.State(state); said {
	case request.Pending:
		return "Waits for approval", nil
	case request.Open:
		return "In progress", nil
	case request.Waiting:
		return "Waits for an answer", nil
	default:
		first := min(1, len(state))
		return strings.ToUpper(state[:first]) + state[first:], nil
	}
}

// opening opens connections that know functions.
type opening struct {
	driver *sqlite.Driver
	name   string
}

// Connect opens one.
func (o opening) Connect(ctx context.Context) (driver.Conn, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return o.driver.Open(o.name)
}

// Driver is what opens them.
func (o opening) Driver() driver.Driver { return o.driver }

// zone is that of the company.
func (r Rules) zone() *time.Location {
	if r.Zone == nil {
		return time.UTC
	}
	return r.Zone
}
