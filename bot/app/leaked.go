package app

import (
	"regexp"
	"strings"

	"factotum/automations/source"
)

var token = regexp.MustCompile(`\b(xox[a-z]|xapp)-[A-Za-z0-9-]{10,}`)

// leaked finds Slack tokens in a text: a configuration is copied, mailed and
// checked in.
func leaked(file string, body []byte) []source.Problem {
	var problems []source.Problem
	for i, line := range strings.Split(string(body), "\n") {
		if token.MatchString(line) {
			problems = append(problems, source.Problem{File: file, Line: i + 1, Say: "this looks like a Slack token, and secrets never stand in configuration files: " +
				"revoke it if others can read this file, and give it as FACTOTUM_SLACK_BOT_TOKEN or FACTOTUM_SLACK_APP_TOKEN in the environment, or in a file of mode 0600 named by slack.bot_token_file or slack.app_token_file"})
		}
	}
	return problems
}
