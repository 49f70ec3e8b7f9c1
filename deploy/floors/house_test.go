// Package floors keeps the house in order: it reads the source of the whole module and fails on any import, file or
// name that breaks the rules of who may know whom. It owns the table of floors; it must not know what any package does.
//
// The files are parsed here and never through the go tool: what a test reads itself is part of the key of the test
// cache, what a child process reads is not, and a stale "ok" is worse than no test.
package floors

import (
	"path"
	"strings"
)

// module is how the packages of this repository begin in an import.
const module = "factotum/"

// use says who may import a package, beside its floor.
type use int

const (
	program use = iota // part of the program: the floors decide
	support            // helps tests: no non-test file imports it
	stories            // holds test files and nothing else
	tool               // free to import what it likes, imported by nobody
)

// place is where a package stands.
type place struct {
	floor int
	use   use
}

// house returns the table of floors: every package of the module stands on one of them or is a tool below deploy.
func house() map[string]place {
	floors := [][]string{
		{"automations/fault", "automations/money", "automations/calendar", "automations/source", "automations/checkdigit", "connectors/slack/practice", "connectors/mail/practice"},
		{"automations/form", "automations/people", "automations/audit", "automations/mail", "automations/level", "handlers/payload"},
		{
			"automations/request", "automations/invoice", "automations/obligation", "automations/dataset",
			"automations/report", "automations/find",
		},
		{
			"automations/policy", "automations/outbox", "automations/evidence", "automations/invoice/einvoice",
			"automations/invoice/page", "automations/invoice/match",
		},
		{"automations/catalogue", "automations/state"},
		{"automations"},
		{
			"handlers/view", "connectors/slack", "connectors/store/redis", "connectors/store/sqlite",
			"connectors/mail", "connectors/document", "connectors/books", "connectors/files",
			"connectors/directory", "connectors/webhook", "connectors/sheet", "connectors/chart", "connectors/ical", "connectors/warehouse",
		},
		{"handlers", "jobs"},
		{"bot/app"},
		{"bot"},
	}
	places := map[string]place{
		"connectors/slack/practice/story": {floor: 0, use: support},
		"connectors/store/storetest":      {floor: 6, use: support},
		"bot/e2e":                         {floor: 9, use: stories},
	}
	for floor, packages := range floors {
		for _, pkg := range packages {
			places[pkg] = place{floor: floor}
		}
	}
	return places
}

// placeOf returns where a package stands, and whether it stands anywhere.
func placeOf(pkg string) (place, bool) {
	if within(pkg, "deploy") {
		return place{use: tool}, true
	}
	p, ok := house()[pkg]
	return p, ok
}

// libraries maps an outside library to the only packages that may import it.
func libraries() map[string][]string {
	sql := []string{"connectors/store/sqlite", "connectors/books", "connectors/warehouse"}
	tests := []string{"connectors/slack/practice/story", "connectors/store/storetest"}
	return map[string][]string{
		"github.com/slack-go/slack":   {"handlers", "handlers/view", "connectors/slack"},
		"github.com/go-co-op/gocron":  {"jobs"},
		"github.com/redis/go-redis":   {"connectors/store/redis"},
		"github.com/emersion/go-imap": {"connectors/mail", "connectors/mail/practice"},
		"database/sql":                sql,
		"modernc.org/sqlite":          sql,
		"github.com/jackc/pgx":        sql,
		"github.com/xuri/excelize":    {"connectors/sheet", "connectors/document"},
		"gonum.org/v1/plot":           {"connectors/chart"},
		"github.com/arran4":           {"connectors/ical"},
		"testing":                     tests,
		"github.com/stretchr/testify": tests,
		"pgregory.net/rapid":          tests,
		"go.uber.org/goleak":          tests,
		"github.com/chromedp":         tests,
	}
}

// impure tells whether an import reaches outside the process, the clock or chance. net alone is closed, but its
// parsers (net/url, net/mail, net/netip) are open: they only read text.
func impure(imp string) bool {
	for _, closed := range []string{
		"os", "net/http", "net/rpc", "net/smtp", "math/rand", "crypto/rand", "database/sql", "log", "syscall",
		"io/ioutil", "golang.org/x/sys", "github.com/google/uuid",
	} {
		if within(imp, closed) {
			return true
		}
	}
	return imp == "net"
}

// clock tells whether a name of package time reads the clock, waits, or depends on the zone of the machine.
func clock(name string) bool {
	switch name {
	case "Now", "Since", "Until", "After", "AfterFunc", "Sleep", "Tick", "NewTimer", "NewTicker", "Local":
		return true
	default:
		return false
	}
}

// vague tells whether a package name says nothing about what is inside.
func vague(name string) bool {
	switch name {
	case "util", "utils", "common", "helper", "helpers", "misc", "base":
		return true
	default:
		return false
	}
}

// topLevel tells whether a name may stand at the top of the repository.
func topLevel(name string) bool {
	switch name {
	case "bot", "handlers", "automations", "connectors", "jobs", "deploy", "go.mod", "go.sum", "README.md":
		return true
	default:
		return strings.HasPrefix(name, ".")
	}
}

// counted tells whether a file is source that people read, and so bound to the longest file allowed.
func counted(file string) bool {
	switch path.Ext(file) {
	case ".go", ".lua", ".js", ".css", ".html", ".sh":
		return true
	default:
		return false
	}
}

// within tells whether a slash-separated path is root or lies below it.
func within(p, root string) bool {
	return p == root || strings.HasPrefix(p, root+"/")
}
