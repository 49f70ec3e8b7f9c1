package app

import (
	"fmt"
	"os"
	"strings"
)

// The names under which the environment gives Slack's tokens.
const (
	botTokenEnv = "FACTOTUM_SLACK_BOT_TOKEN"
	appTokenEnv = "FACTOTUM_SLACK_APP_TOKEN"
)

// apiEnv is another address of Slack's Web API, such as that of a practice
// workspace or a proxy; empty: Slack's own.
const apiEnv = "FACTOTUM_SLACK_API_URL"

// tokens takes Slack's tokens from the environment or from the files that the
// configuration names.
func (r *reader) tokens() Tokens {
	return Tokens{
		Bot: r.token(botTokenEnv, "bot_token_file", r.in.Slack.BotTokenFile, "xoxb-"),
		App: r.token(appTokenEnv, "app_token_file", r.in.Slack.AppTokenFile, "xapp-"),
	}
}

// token never says what it read: only where from.
func (r *reader) token(env, key, file, prefix string) string {
	at := "slack." + key
	if t := strings.TrimSpace(r.env(env)); t != "" {
		if !strings.HasPrefix(t, prefix) {
			r.wrong(at, "the environment's %s is not the right token: this one begins with %s", env, prefix)
		}
		return t
	}
	if file == "" {
		return ""
	}
	path := r.path(file, "")
	info, err := os.Stat(path)
	if err != nil {
		r.wrong(at, "the token file %s cannot be read (%s): correct the path", path, reason(err))
		return ""
	}
	if info.Mode().Perm()&0o077 != 0 {
		r.wrong(at, "others may read the token file %s (its mode is %04o): run chmod 600 %s", path, info.Mode().Perm(), path)
		return ""
	}
	body, err := os.ReadFile(path)
	if err != nil {
		r.wrong(at, "the token file %s cannot be read (%s): let the user who runs Factotum own it", path, reason(err))
		return ""
	}
	t := strings.TrimSpace(string(body))
	if !strings.HasPrefix(t, prefix) {
		r.wrong(at, "the file %s does not hold the right token: this one begins with %s", path, prefix)
	}
	return t
}

// Missing says which tokens were not given, and how to give them.
func (t Tokens) Missing() []string {
	var missing []string
	say := func(what, env, key, where string) string {
		return fmt.Sprintf("There is no %s. Set %s, or name a file of mode 0600 by slack.%s. Slack shows it under %s.", what, env, key, where)
	}
	if t.Bot == "" {
		missing = append(missing, say("bot token (xoxb-)", botTokenEnv, "bot_token_file", "OAuth & Permissions"))
	}
	if t.App == "" {
		missing = append(missing, say("app-level token (xapp-)", appTokenEnv, "app_token_file", "Basic Information, App-Level Tokens, with the scope connections:write"))
	}
	return missing
}
