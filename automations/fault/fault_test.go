package fault_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"factotum/automations/fault"
)

func TestFaultKeepsCodeSentenceAndCause(t *testing.T) {
	t.Parallel()
	cause := errors.New("disk full")
	err := fmt.Errorf("store: commit: %w", fault.Wrap(cause, fault.Unavailable, "Nothing was saved: %s.", "try again"))
	assert.Equal(t, fault.Unavailable, fault.CodeOf(err))
	assert.Equal(t, "Nothing was saved: try again.", fault.Say(err))
	assert.ErrorIs(t, err, cause)
	assert.Contains(t, err.Error(), "unavailable: Nothing was saved: try again.: disk full")
}

func TestOrdinaryErrorsAreInternalAndSayNothingOfThemselves(t *testing.T) {
	t.Parallel()
	err := errors.New("secret detail")
	assert.Equal(t, fault.Internal, fault.CodeOf(err))
	assert.NotContains(t, fault.Say(err), "secret")
	assert.Equal(t, fault.Code(""), fault.CodeOf(nil))
	assert.Equal(t, "denied: No.", fault.New(fault.Denied, "No.").Error())
}

func TestWhatGoesOnByItselfAsksForNothing(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "Slack takes no files.", fault.What(fault.New(fault.Unavailable, "Slack takes no files. Please try again in a minute; nothing is done twice.")))
	assert.Equal(t, "Slack takes no files.", fault.What(fault.New(fault.Unavailable, "Slack takes no files.")))
}
