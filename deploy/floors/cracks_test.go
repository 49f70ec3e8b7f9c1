package floors

import "strings"

// crack is one broken rule: the file that breaks it and what the message must say.
type crack struct {
	name, file, source string
	says               []string
}

// cracks returns one example for every rule of the house, and more where a rule has several doors.
func cracks() []crack {
	return append(wrongArrows(), wrongFiles()...)
}

func wrongArrows() []crack {
	return []crack{
		imports("up", "automations/money", "factotum/automations/policy", "floor 0 to floor 3", "strictly downward"),
		imports("up to the verbs", "automations/policy", "factotum/automations", "strictly downward"),
		imports("up to wiring", "jobs", "factotum/bot/app", "strictly downward"),
		imports("same floor", "automations/request", "factotum/automations/invoice", "floor 2", "on one floor"),
		imports("handlers and jobs", "handlers", "factotum/jobs", "floor 7", "on one floor"),
		imports("itself", "automations/form", "factotum/automations/form", "on one floor"),
		imports("no place", "automations", "factotum/automations/loyalty", "no place", "house_test.go"),
		imports("connectors to verbs", "connectors/mail", "factotum/automations", "never import automations itself"),
		imports("connector to connector", "connectors/mail", "factotum/connectors/document", "each other"),
		imports("connector to practice", "connectors/slack", "factotum/connectors/slack/practice", "each other"),
		imports("connector to handlers", "connectors/slack", "factotum/handlers", "never import handlers or jobs"),
		imports("connector to views", "connectors/slack", "factotum/handlers/view", "never import handlers or jobs"),
		imports("connector to jobs", "connectors/mail", "factotum/jobs", "never import handlers or jobs"),
		imports("handlers to connector", "handlers", "factotum/connectors/slack", "handlers and jobs never"),
		imports("jobs to connector", "jobs", "factotum/connectors/mail", "handlers and jobs never"),
		imports("noun to practice", "automations/form", "factotum/connectors/slack/practice", "only bot/app"),
		imports("main to connector", "bot", "factotum/connectors/mail", "only bot/app"),
		imports("practice to ours", "connectors/slack/practice", "factotum/automations/fault", "nothing of ours"),
		imports("practice to slack-go", "connectors/slack/practice", "github.com/slack-go/slack", "belongs to handlers"),
		imports("practice mail to ours", "connectors/mail/practice", "factotum/connectors/mail", "nothing of ours"),
		imports("IMAP outside", "connectors/document", "github.com/emersion/go-imap/v2/imapclient", "belongs to connectors/mail"),
		imports("story to ours", "connectors/slack/practice/story", "factotum/connectors/slack/practice", "nothing of ours"),
		imports("story in the program", "bot/app", "factotum/connectors/slack/practice/story", "tests only"),
		imports("storetest in the program", "bot/app", "factotum/connectors/store/storetest", "tests only"),
		imports("e2e imported", "bot", "factotum/bot/e2e", "imported by nobody"),
		imports("tool imported", "bot/app", "factotum/deploy/prove/load", "imported by nobody"),
		imports("slack-go in the verbs", "automations", "github.com/slack-go/slack/socketmode", "belongs to handlers"),
		imports("gocron outside jobs", "bot/app", "github.com/go-co-op/gocron/v2", "belongs to jobs"),
		imports("SQL outside", "connectors/mail", "database/sql", "belongs to connectors/store/sqlite"),
		imports("SQLite outside", "bot/app", "modernc.org/sqlite", "belongs to connectors/store/sqlite"),
		imports("Redis outside", "connectors/store/sqlite", "github.com/redis/go-redis/v9", "belongs to connectors/store/redis"),
		imports("testing in the program", "handlers", "testing", "belongs to"),
		imports("os in a noun", "automations/calendar", "os", "are pure"),
		imports("exec in a noun", "automations/invoice", "os/exec", "are pure"),
		imports("net in a noun", "automations/form", "net", "are pure"),
		imports("http in a noun", "automations/report", "net/http", "are pure"),
		imports("chance in a noun", "automations/state", "math/rand/v2", "are pure"),
		imports("SQL in a noun", "automations/dataset", "database/sql/driver", "are pure"),
		imports("logs in a noun", "automations/outbox", "log/slog", "are pure"),
		imports("ids in a noun", "automations/request", "github.com/google/uuid", "are pure"),
	}
}

func wrongFiles() []crack {
	return []crack{
		{
			"now", "automations/request/decide.go", `package request; import "time"; var _ = time.Now()`,
			[]string{"time.Now", "now is an argument"},
		},
		{
			"now by another name", "automations/policy/may.go", `package policy; import t "time"; var _ = t.Since`,
			[]string{"time.Since", "now is an argument"},
		},
		{
			"sleep", "automations/audit/seal.go", `package audit; import "time"; func wait() { time.Sleep(1) }`,
			[]string{"time.Sleep", "now is an argument"},
		},
		{
			"now without a name", "automations/people/who.go", `package people; import . "time"; var _ = Now()`,
			[]string{"import time by its name"},
		},
		{"unknown package", "connectors/fax/fax.go", `package fax`, []string{"connectors/fax", "no place", "house_test.go"}},
		{"recipe at the top", "Makefile", "", []string{"names on the top level are fixed"}},
		{"licence at the top", "LICENSE", "", []string{"names on the top level are fixed"}},
		{"vague package clause", "deploy/prove/x.go", `package helpers`, []string{"package helpers", "what it holds"}},
		{"vague folder", "deploy/util/x.go", `package main`, []string{"package util", "what it holds"}},
		{"init", "jobs/wake.go", `package jobs; func init() {}`, []string{"func init", "by being imported"}},
		{"init in a test", "jobs/wake_test.go", `package jobs; func init() {}`, []string{"func init"}},
		{"program in e2e", "bot/e2e/drive.go", `package e2e`, []string{"test files only"}},
		{
			"too long", "handlers/router.go", "package handlers\n" + strings.Repeat("\n", longest),
			[]string{"401 lines", "no file is longer than 400"},
		},
		{"long page", "connectors/slack/practice/page.js", strings.Repeat("\n", longest+1), []string{"401 lines"}},
	}
}

// imports returns a crack of one file whose package imports something it may not.
func imports(name, from, imp string, says ...string) crack {
	_, to, ours := strings.Cut(imp, module)
	if !ours {
		to = imp
	}
	return crack{name, from + "/x.go", `package x; import _ "` + imp + `"`, append(says, from+" → "+to)}
}
