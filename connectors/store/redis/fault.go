package redis

import (
	"context"
	"errors"
	"fmt"
	"regexp"

	"github.com/redis/go-redis/v9"

	"factotum/automations/fault"
)

// passing tells whether the same call may succeed in a moment: nobody answered,
// or a server that cannot serve now. An answer is not passing, nor is the end
// of the caller's patience.
func passing(err error) bool {
	var answer redis.Error
	var short shortError
	var f *fault.Error
	switch {
	case errors.As(err, &answer):
		return moving(err)
	case errors.As(err, &short), errors.As(err, &f):
		return false
	case errors.Is(err, redis.ErrClosed), errors.Is(err, redis.ErrPoolTimeout), untrusted(err):
		return false
	}
	return !errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded)
}

// moved tells whether the server is one of a cluster and the keys are in another.
func moved(err error) bool {
	_, is := redis.IsMovedError(err)
	return is
}

// moving tells whether the server says that another one, or the same a little
// later, is to be asked.
func moving(err error) bool {
	_, asked := redis.IsAskError(err)
	return moved(err) || asked || redis.IsLoadingError(err) || redis.IsReadOnlyError(err) || redis.IsClusterDownError(err) ||
		redis.IsTryAgainError(err) || redis.IsMasterDownError(err) || redis.IsMaxClientsError(err) ||
		redis.HasErrorPrefix(err, "BUSY") || redis.HasErrorPrefix(err, "UNBLOCKED")
}

// failure turns an error of the library into a fault. The server's text stays
// in the cause, for the log; the sentence never holds it.
func failure(doing string, err error) error {
	if err == nil {
		return nil
	}
	err = fmt.Errorf("redis: %s: %w", doing, err)
	var short shortError
	var paused pausedError
	var answer redis.Error
	var f *fault.Error
	switch {
	case errors.As(err, &f):
		return err
	case errors.As(err, &paused):
		return unavailable(err, "A copy of all of Factotum's data is being made, so nothing can be saved for a moment. Please try again in a minute; nothing is done twice.")
	case errors.As(err, &short):
		return unavailable(err, "Factotum's data has no second copy right now, so this does not count as saved. Please try again in a minute; nothing is done twice.")
	case redis.IsOOMError(err):
		return unavailable(err, "Factotum's database (Redis) is out of memory, so this was not saved. Please tell your Factotum administrator.")
	case redis.IsNoReplicasError(err):
		return unavailable(err, "Factotum's database (Redis) has lost its second copy and takes nothing until it is back, so this was not saved. Please try again in a minute.")
	case redis.HasErrorPrefix(err, "MISCONF"):
		return unavailable(err, "Factotum's database (Redis) cannot write to its disk, so this was not saved. Please tell your Factotum administrator.")
	case forbidden(err):
		return unavailable(err, "Factotum's user in its database (Redis) may not do %s, so this was not saved. Please tell your Factotum administrator: ACL SETUSER NAME %s.", denied(err)...)
	case redis.IsReadOnlyError(err):
		return unavailable(err, "Factotum's database (Redis) is a replica just now and takes no changes, so this was not saved. Please try again in a minute. If this stays, write the address of the master below store.redis, or those of its Sentinels and the name of the master.")
	case errors.Is(err, redis.Nil):
		return fault.Wrap(err, fault.Invalid, "The Sentinels of Redis know no master of that name. Correct master below store.redis.")
	case redis.HasErrorPrefix(err, "unknown command 'sentinel'"):
		return fault.Wrap(err, fault.Invalid, "What the addresses below store.redis lead to is no Sentinel. Write those of the Sentinels, or leave out master.")
	case moved(err):
		return unavailable(err, "Factotum's data is on another server of the Redis cluster just now, so this was not saved. Please try again in a minute. If this stays, write \"cluster: true\" below store.redis.")
	case redis.HasErrorPrefix(err, "This instance has cluster support disabled"):
		return fault.Wrap(err, fault.Invalid, "This Redis server is no cluster. Leave out cluster below store.redis.")
	case untrusted(err):
		return unavailable(err, "Factotum's database (Redis) shows a certificate that is not trusted: another name, out of date, or signed by somebody unknown. Please tell your Factotum administrator: name the file of whoever signed it as ca_file below store.redis, or renew it.")
	case redis.IsAuthError(err):
		return unavailable(err, "Factotum's database (Redis) refuses the name and password that Factotum gives. Please tell your Factotum administrator.")
	case redis.HasErrorPrefix(err, "WRONGTYPE"):
		return damaged(err)
	case errors.As(err, &answer) && !moving(err):
		return err
	}
	return unavailable(err, "Factotum cannot reach its data right now. Please try again in a minute; nothing is done twice.")
}

// Refuses tells whether the server does not let Factotum in, or not do what it
// needs: that stays so until somebody changes it.
func Refuses(err error) bool { return forbidden(err) || redis.IsAuthError(err) || untrusted(err) }

func forbidden(err error) bool {
	return redis.IsPermissionError(err) || redis.HasErrorPrefix(err, "NOPERM")
}

// unavailable holds for reads, for writes that did not happen and for those of
// which nobody knows: a Once key makes the second try safe.
func unavailable(err error, say string, args ...any) error {
	return fault.Wrap(err, fault.Unavailable, say, args...)
}

// denied is the command that the server refused its user, for a sentence and as
// it is allowed; of the server's text only a word of small letters is taken.
func denied(err error) []any {
	named := regexp.MustCompile(`'([a-z|]+)' command`).FindStringSubmatch(err.Error())
	if named == nil {
		return []any{"all that Factotum needs", "~{WORKSPACE}* +@all"}
	}
	return []any{named[1], "+" + named[1]}
}

func damaged(err error) error {
	return fault.Wrap(err, fault.Internal, "Factotum's data in Redis is damaged: something else was written to its keys. Nothing was changed. Please tell your Factotum administrator.")
}
