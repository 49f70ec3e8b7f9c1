package state

// Figures are how much a store holds.
type Figures struct {
	Entries int64 // of the audit log: the position of its last one
	Waiting int64 // notices that are not delivered yet
	Failed  int64 // notices that were given up
}
