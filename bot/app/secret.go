package app

import (
	"fmt"
	"os"
	"strings"

	"factotum/automations/fault"
	"factotum/connectors/mail"
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

// token reads a token by which its beginning tells whether it is the right one.
func (r *reader) token(env, key, file, prefix string) string {
	t, from := r.secret(env, "slack."+key, file)
	switch {
	case t == "" || strings.HasPrefix(t, prefix):
	case from == env:
		r.wrong("slack."+key, "the environment's %s is not the right token: this one begins with %s", env, prefix)
	default:
		r.wrong("slack."+key, "the file %s does not hold the right token: this one begins with %s", from, prefix)
	}
	return t
}

// secret takes a secret from the environment or from a file that nobody else
// can read, and gives the name of where it is from. A file that cannot be used is
// a mistake; nothing given is none.
func (r *reader) secret(env, at, file string) (value, from string) {
	if value = strings.TrimSpace(r.env(env)); value != "" {
		return value, env
	}
	if file == "" {
		return "", ""
	}
	path := r.path(file, "")
	value, err := secretOf(path)
	if err != nil {
		r.wrong(at, "%s", err.Error())
	}
	return value, path
}

// secretOf reads a secret from a file. Its error says what to correct, and nothing
// of what it read.
func secretOf(path string) (string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", fmt.Errorf("the file %s cannot be read (%s): correct the path", path, reason(err))
	}
	if info.Mode().Perm()&0o077 != 0 {
		return "", fmt.Errorf("others may read the file %s, which holds a secret (its mode is %04o): run chmod 600 %s", path, info.Mode().Perm(), path)
	}
	body, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("the file %s cannot be read (%s): let the user who runs Factotum own it", path, reason(err))
	}
	value := strings.TrimSpace(string(body))
	if value == "" {
		return "", fmt.Errorf("the file %s is empty: write the secret into it", path)
	}
	return value, nil
}

// secretIn is the secret in a file, as it is whenever it is needed.
func secretIn(path string) mail.Secret {
	return mail.Secret{Where: "the file " + path, Read: func() (string, error) {
		value, err := secretOf(path)
		if err != nil {
			err = fault.Wrap(err, fault.Invalid, "The secret cannot be had: %s.", err)
		}
		return value, err
	}}
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

// Missing says which tokens were not given: with HTTP the bot's is enough.
func (s *Settings) Missing() []string {
	t := s.Tokens
	if s.Web != nil {
		t.App = "not needed"
	}
	return t.Missing()
}
