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
)

// allows tells whether an action may be done in the state at all.
func (s State) allows(a Action) bool {
	switch s {
	case Draft:
		return a == Submit || a == Withdraw
	case Pending:
		switch a { //nolint:exhaustive // what is not listed is refused
		case Approve, Return, Reject, Withdraw, Expire, Ask, Answer, Price, Correct, Confirm, Release, Note, Keep, Show, Remind:
			return true
		}
	case Returned:
		return a == Resubmit || a == Withdraw || a == Expire || a == Keep || a == Note || a == Show
	case Open:
		switch a { //nolint:exhaustive // what is not listed is refused
		case Resolve, Await, Refer, Cancel, Merge, Keep, Note, Show, Remind:
			return true
		}
	case Waiting:
		switch a { //nolint:exhaustive // what is not listed is refused
		case Resume, Lapse, Cancel, Merge, Keep, Note, Show:
			return true
		}
	case Done:
		return a == Reopen || a == Keep || a == Note
	case Rejected, Withdrawn, Expired, Cancelled, Merged:
		return a == Keep || a == Note
	}
	return false
}
