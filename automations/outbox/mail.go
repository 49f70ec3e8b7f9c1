package outbox

import "time"

// Mail is a notice to somebody outside, as it goes out.
type Mail struct {
	Box     string   // key of the mailbox that it goes out of
	ID      string   // what tells it from others, before the @ of its Message-ID: the same when it is sent again
	To      string   // address
	Name    string   // of whom it goes to, as they give it; may be empty
	Subject string   //
	Text    string   //
	Answers string   // Message-ID of the mail that it answers, with its brackets; may be empty
	Thread  []string // Message-IDs of those before that one, the oldest first
	Machine bool     // nobody wrote it, so that no machine answers it
	File    *Attachment
	At      time.Time
}

// MailChannel stands for the place in deliveries of what went out by mail; TS is
// Mail.ID.
const MailChannel = "mail"
