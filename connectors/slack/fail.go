package slack

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"factotum/automations/fault"
	"factotum/automations/outbox"
)

// refusal is an answer of Slack that says no. Code and Messages are Slack's
// own, for logs and admins.
type refusal struct {
	Method   string
	Token    token // that the call carried
	Code     string
	Needed   string // the missing scope
	Messages []string
}

// Error holds Slack's code and the places in the JSON it complains about.
func (r refusal) Error() string {
	text := "slack: " + r.Method + ": " + r.Code
	if r.Needed != "" {
		text += " (needs " + r.Needed + ")"
	}
	if len(r.Messages) > 0 {
		text += ": " + strings.Join(r.Messages, "; ")
	}
	return text
}

// code is Slack's error code within err; empty when Slack said none.
func code(err error) string {
	var r refusal
	if errors.As(err, &r) {
		return r.Code
	}
	return ""
}

// problemOf is the sentence for the token problem within err, if it is one.
func problemOf(err error) string {
	var r refusal
	if errors.As(err, &r) {
		return r.tokenProblem()
	}
	return ""
}

// tokenProblem is the sentence for a token that Slack no longer takes; empty
// for any other refusal. The codes are those of every method's error table.
func (r refusal) tokenProblem() string {
	name := "bot token"
	if r.Token == appToken {
		name = "app token (Socket Mode)"
	}
	switch r.Code {
	case "not_authed", "invalid_auth", "not_allowed_token_type":
		return fmt.Sprintf("Slack does not accept the %s. Copy it again from the app's settings into the configuration.", name)
	case "token_revoked", "token_expired", "account_inactive", "org_login_required":
		return fmt.Sprintf("Slack has withdrawn the %s. Reinstall the app in the workspace and put the new token into the configuration.", name)
	default:
		return ""
	}
}

// fault gives a refusal its code and sentence. Unavailable means that trying
// again later may help, anything else that it will not.
func (r refusal) fault() error {
	if r.tokenProblem() != "" {
		return fault.Wrap(r, fault.Unavailable, "Slack refuses Factotum's token, so nothing can be sent. Please tell your Factotum administrator.")
	}
	switch r.Code {
	case "internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org":
		return fault.Wrap(r, fault.Unavailable, "Slack has a problem of its own just now. Please try again in a minute.")
	case "expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id":
		return fault.Wrap(r, fault.Unavailable, "That took too long for Slack to open the form. Please try again.")
	case "hash_conflict":
		return fault.Wrap(r, fault.Conflict, "This view has changed meanwhile. Please look again.")
	case "not_found", "view_not_found":
		return fault.Wrap(r, fault.NotFound, "This form was closed meanwhile. Please open it again.")
	case "user_not_found", "users_not_found", "user_disabled", "channel_not_found", "is_archived", "file_not_found", "file_deleted":
		return fault.Wrap(r, fault.NotFound, "Slack no longer knows the person, channel or file this is about.")
	case "missing_scope":
		return fault.Wrap(r, fault.Internal, "Factotum lacks a permission in Slack (%s). Please tell your Factotum administrator.", r.Needed)
	default:
		return fault.Wrap(r, fault.Internal, "Slack did not accept what Factotum sent (%s). Please tell your Factotum administrator.", r.Code)
	}
}

// unreachable is a call that may or may not have arrived.
func unreachable(what string, err error) error {
	return fault.Wrap(fmt.Errorf("slack: %s: %w", what, err), fault.Unavailable, "Slack does not answer just now. Please try again in a minute.")
}

// unreadable is an answer that said yes in a shape we do not know.
func unreadable(what string, err error) error {
	return fault.Wrap(fmt.Errorf("slack: %s: reading the answer: %w", what, err), fault.Internal, "Slack's answer could not be read. Please tell your Factotum administrator.")
}

// delayed says how long Slack wants us to wait; errors.As finds the
// outbox.DelayError in it.
func delayed(what string, wait time.Duration) error {
	err := fmt.Errorf("slack: %s: %w", what, outbox.DelayError{For: wait})
	return fault.Wrap(err, fault.Unavailable, "Slack asks Factotum to slow down. Please try again in %s.", max(wait.Round(time.Second), time.Second))
}
