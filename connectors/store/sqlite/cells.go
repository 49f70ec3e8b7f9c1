package sqlite

import (
	"database/sql"
	"database/sql/driver"
	"fmt"
)

// bind makes of arguments what the driver takes.
func bind(args []any) ([]driver.NamedValue, error) {
	bound := make([]driver.NamedValue, len(args))
	for i, arg := range args {
		value, err := driver.DefaultParameterConverter.ConvertValue(arg)
		if err != nil {
			return nil, err
		}
		bound[i] = driver.NamedValue{Ordinal: i + 1, Value: value}
	}
	return bound, nil
}

// cells are a row as the driver gives it.
type cells []driver.Value

// Scan copies the cells, as sql.Rows does, into what is read here.
func (c cells) Scan(dest ...any) error {
	for i, to := range dest {
		ok := false
		switch to := to.(type) {
		case *int64:
			*to, ok = c[i].(int64)
		case *int:
			var n int64
			n, ok = c[i].(int64)
			*to = int(n)
		case *bool:
			var n int64
			n, ok = c[i].(int64)
			*to = n != 0
		case *string:
			*to, ok = c[i].(string)
		case *[]byte:
			*to, ok = c[i].([]byte)
			ok = ok || c[i] == nil
		case sql.Scanner:
			if err := to.Scan(c[i]); err != nil {
				return err
			}
			ok = true
		}
		if !ok {
			return fmt.Errorf("sqlite: column %d holds %T, which does not go into %T", i, c[i], to)
		}
	}
	return nil
}
