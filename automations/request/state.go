package request

// State is where a request stands.
type State string

// The states; STATES.md draws the moves between them.
const (
	Draft     State = "draft"
	Pending   State = "pending"
	Returned  State = "returned"
	Open      State = "open"
	Waiting   State = "waiting"
	Done      State = "done"
	Rejected  State = "rejected"
	Withdrawn State = "withdrawn"
	Expired   State = "expired"
	Cancelled State = "cancelled"
	Merged    State = "merged"
)

// Final tells whether no move leads out of the state.
func (s State) Final() bool {
	switch s {
	case Rejected, Withdrawn, Expired, Cancelled, Merged:
		return true
	case Draft, Pending, Returned, Open, Waiting, Done:
		return false
	}
	return false
}

// Action is what somebody, or time, does to a request.
type Action string

// The actions that move a request from state to state.
const (
	Submit   Action = "submit"
	Resubmit Action = "resubmit"
	Approve  Action = "approve"
	Return   Action = "return"
	Reject   Action = "reject"
	Withdraw Action = "withdraw"
	Expire   Action = "expire"
	Resolve  Action = "resolve"
	Await    Action = "await"  // ask the requester while working on it
	Resume   Action = "resume" // the requester answered
	Lapse    Action = "lapse"  // the requester stayed silent for the configured time
	Refer    Action = "refer"  // the work needs an approval
	Cancel   Action = "cancel"
	Merge    Action = "merge"
	Reopen   Action = "reopen"
)

// The actions that change a request but not its state; only what ends the last
// hold may end the approval, where nobody is asked.
const (
	Ask     Action = "ask"     // an approver asks the requester
	Answer  Action = "answer"  // and is answered
	Price   Action = "price"   // a missing exchange rate is given
	Correct Action = "correct" // fields that were read are looked at
	Confirm Action = "confirm" // a bank account is confirmed by one person
	Release Action = "release" // a hold is ended with a reason
	Note    Action = "note"    // something happened beside it
	Keep    Action = "keep"    // our own copies of its files exist
	Show    Action = "show"    // more people get a card
	Remind  Action = "remind"  // those it waits for were reminded

	Escalate Action = "escalate" // nobody has decided for so long: the next rung of the ladder
)

// The actions on work that is done in conversation.
const (
	Assign  Action = "assign"  // to a person, to nobody, or to another team
	Rank    Action = "rank"    // how urgent it is
	Say     Action = "say"     // a sentence of the conversation
	Amend   Action = "amend"   // a sentence is changed or taken back by who said it
	Follow  Action = "follow"  // more, or fewer, people are kept informed
	Link    Action = "link"    // to another request
	Rate    Action = "rate"    // how content the requester is
	Alert   Action = "alert"   // a promised time comes near, or is over
	Conceal Action = "conceal" // only those named see it from now on
	Settle  Action = "settle"  // silence for the configured time: what is done stays done
)

// allows tells whether an action may be done in the state at all.
func (s State) allows(a Action) bool {
	switch s {
	case Draft:
		return a == Submit || a == Withdraw
	case Pending:
		switch a { //nolint:exhaustive // what is not listed is refused
		case Approve, Return, Reject, Withdraw, Expire, Escalate, Ask, Answer, Price, Correct, Confirm, Release, Note, Keep, Show, Remind,
			Assign, Rank, Say, Amend, Follow, Link, Conceal:
			return true
		}
	case Returned:
		switch a { //nolint:exhaustive // what is not listed is refused
		case Resubmit, Withdraw, Expire, Keep, Note, Show, Say, Amend, Follow, Link:
			return true
		}
	case Open:
		switch a { //nolint:exhaustive // what is not listed is refused
		case Resolve, Await, Refer, Cancel, Merge, Keep, Note, Show, Remind, Assign, Rank, Say, Amend, Follow, Link, Alert, Conceal:
			return true
		}
	case Waiting:
		switch a { //nolint:exhaustive // what is not listed is refused
		case Resolve, Resume, Lapse, Cancel, Merge, Keep, Note, Show, Remind, Assign, Rank, Say, Amend, Follow, Link, Conceal:
			return true
		}
	case Done:
		switch a { //nolint:exhaustive // what is not listed is refused
		case Reopen, Keep, Note, Show, Say, Amend, Follow, Link, Rate, Settle, Conceal:
			return true
		}
	case Rejected, Withdrawn, Expired, Cancelled, Merged:
		return a == Keep || a == Note || a == Say || a == Amend || a == Link
	}
	return false
}
