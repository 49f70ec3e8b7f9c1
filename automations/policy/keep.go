package policy

import (
	"slices"
	"strings"

	"factotum/automations/people"
	"factotum/automations/request"
)

// HasRole tells whether the person may decide anything and has one of the roles:
// who keeps a dataset, and who looks at it, is a matter of roles alone.
func HasRole(p people.Person, roles []string) bool {
	return decides(p) && slices.ContainsFunc(roles, func(role string) bool {
		return slices.Contains(p.Roles, strings.ToLower(role))
	})
}

// MadeVendor is that somebody took the vendor on, or changed where its money
// goes, so that others confirm its account, decide and pay.
const MadeVendor Refused = "made the vendor"

// Made tells whether the person is one of those who made the vendor of the
// request, through whichever account.
func Made(r request.Request, p people.Person, dir people.Directory) bool {
	return r.Reading != nil && slices.ContainsFunc(r.Reading.Makers, func(id string) bool { return dir.Same(p.ID, id) })
}
