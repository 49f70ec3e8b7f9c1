package people

import "strings"

// unverified ends the id of somebody whose address our mail server did not
// confirm. No address has a slash behind its @.
const unverified = "/unverified"

// ContactID is the id of somebody outside who writes by mail. Whoever writes an
// address that our mail server did not confirm is not who has the confirmed one.
func ContactID(address string, verified bool) ID {
	id := "mail:" + identity(address)
	if !verified {
		id += unverified
	}
	return id
}

// IsContact tells whether an id is that of somebody outside who writes by mail.
// The keys of mailboxes have no @.
func IsContact(id ID) bool {
	return strings.HasPrefix(id, "mail:") && strings.Contains(id, "@")
}

// ContactAddress is the address of a contact; empty for everybody else.
func ContactAddress(id ID) string {
	if !IsContact(id) {
		return ""
	}
	return strings.TrimSuffix(strings.TrimPrefix(id, "mail:"), unverified)
}

// SameContact tells whether two contacts have one address, confirmed or not.
func SameContact(a, b ID) bool {
	return IsContact(a) && ContactAddress(a) == ContactAddress(b)
}

// Contact tells whether the person is outside and reached by mail alone.
func (p Person) Contact() bool { return p.Service && IsContact(p.ID) }

// Calling gives a directory in which somebody outside has the name that they give
// themselves, always with their address: anybody can take any name.
func (d Directory) Calling(id ID, name string) Directory {
	d.caller, d.name = id, name
	return d
}

// contact is somebody of whom nothing is known but the address: never asked,
// never deciding.
func (d Directory) contact(id ID) Person {
	address := ContactAddress(id)
	p := Person{ID: id, Name: address, Email: address, Service: true}
	if d.name != "" && id == d.caller {
		p.Name = d.name + " (" + address + ")"
	}
	if strings.HasSuffix(id, unverified) {
		p.Name += " (unverified)"
	}
	return p
}
