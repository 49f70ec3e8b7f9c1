package sqlite

import (
	"context"
	"errors"
	"fmt"

	"modernc.org/sqlite"
	code "modernc.org/sqlite/lib"

	"factotum/automations/fault"
)

// errClosed is the cause of what is refused after Close.
var errClosed = errors.New("the store is closed")

// failure turns an error of the driver into a fault. The driver's text stays
// in the cause, for the log; the sentence never holds it.
func failure(doing string, err error) error {
	if err == nil {
		return nil
	}
	err = fmt.Errorf("sqlite: %s: %w", doing, err)
	var native *sqlite.Error
	if errors.As(err, &native) {
		switch native.Code() & 0xff { // the low byte is the class, https://www.sqlite.org/rescode.html
		case code.SQLITE_FULL:
			return fault.Wrap(err, fault.Unavailable, "There is no space left where Factotum keeps its data, so this was not saved. Please tell your Factotum administrator.")
		case code.SQLITE_BUSY, code.SQLITE_LOCKED, code.SQLITE_IOERR, code.SQLITE_CANTOPEN, code.SQLITE_READONLY, code.SQLITE_NOMEM, code.SQLITE_INTERRUPT, code.SQLITE_PROTOCOL:
			return unavailable(err)
		case code.SQLITE_CORRUPT, code.SQLITE_NOTADB:
			return fault.Wrap(err, fault.Internal, "Factotum's data cannot be read: the file is damaged or is no Factotum store. Please tell your Factotum administrator.")
		}
	}
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) || errors.Is(err, errClosed) {
		return unavailable(err)
	}
	return err
}

// unavailable holds for reads, for writes that did not happen and for those of
// which nobody knows: a Once key makes the second try safe.
func unavailable(err error) error {
	return fault.Wrap(err, fault.Unavailable, "Factotum cannot reach its data right now. Please try again in a minute; nothing is done twice.")
}
