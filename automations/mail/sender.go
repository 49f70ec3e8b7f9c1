package mail

import (
	"slices"
	"strings"
)

// Trust says whose word about senders counts.
type Trust struct {
	// Server is the authserv-id that our own mail server writes into the
	// Authentication-Results fields that it adds (RFC 8601, section 2.5). Empty:
	// nobody's word counts and every sender is unverified.
	Server string
	// Hops is how many Received fields stand above that field in our mailboxes.
	// With 0 nothing that came from outside can pass for ours: the server that
	// takes a mail in adds its Received above all that came (RFC 5321, section
	// 4.4). A server that writes its results below its own Received (Gmail: 2) is
	// relied on to remove what claims to be its own (RFC 8601, section 5).
	Hops int
}

// Verdict says who a mail is from, and every reason to doubt it.
type Verdict struct {
	Name    string // as the mail gives it; whatever a stranger likes to be called
	Address string
	Domain  string // of the address, in lower case; empty when there is no single sender
	Doubts  []Doubt
}

// Verified says that our mail server found the mail to be from the domain of
// its sender, and that nothing about the sender pretends to be anything else. It
// says nothing about whose domain that is.
func (v Verdict) Verified() bool { return v.Domain != "" && len(v.Doubts) == 0 }

// Refuted says that something speaks against the sender, and not only nothing
// for them.
func (v Verdict) Refuted() bool {
	return slices.ContainsFunc(v.Doubts, func(d Doubt) bool { return d != Unset && d != Unstated })
}

// Doubt is a reason for which a sender is not verified.
type Doubt string

// The doubts.
const (
	Unset     Doubt = "unset"     // no authserv-id is configured
	Broken    Doubt = "broken"    // the header can be read in two ways
	Several   Doubt = "several"   // not exactly one sender
	Lookalike Doubt = "lookalike" // letters that look like others
	Disguised Doubt = "disguised" // the name shows another address
	Diverted  Doubt = "diverted"  // answers go elsewhere
	Unstated  Doubt = "unstated"  // our server says nothing of DMARC
	Failed    Doubt = "failed"    // DMARC did not pass
	Differs   Doubt = "differs"   // DMARC passed for another domain
)

// Says is the doubt as a sentence for who decides.
func (d Doubt) Says() string {
	switch d {
	case Unset:
		return "No mail server is configured whose word about senders counts."
	case Broken:
		return "The header of the mail is damaged or made to be misread."
	case Several:
		return "The mail does not name exactly one sender."
	case Lookalike:
		return "The sender's address has letters that can be mistaken for others."
	case Disguised:
		return "The sender's name shows another address than the one the mail is from, or hides letters."
	case Diverted:
		return "Answers to the mail would go to another company's address than the sender's."
	case Unstated:
		return "Our mail server does not say whether the mail is from whom it claims to be."
	case Failed:
		return "Our mail server could not confirm that the mail is from whom it claims to be."
	case Differs:
		return "What our mail server confirmed is another domain than the sender's."
	default:
		return "The sender is not verified."
	}
}

// Judge says who a mail is from. ARC, SPF and DKIM alone verify nobody: only
// DMARC says something of the From that people see, and only our own server's
// word on it counts.
func Judge(raw []byte, trust Trust) Verdict {
	h := split(raw)
	v := sender(h)
	if h.broken {
		v.Doubts = append(v.Doubts, Broken)
	}
	if doubt := confirmed(h, trust, v.Domain); doubt != "" {
		v.Doubts = append(v.Doubts, doubt)
	}
	return v
}

// confirmed finds the one DMARC result of our own server and what speaks
// against it.
func confirmed(h header, trust Trust, domain string) Doubt {
	if trust.Server == "" {
		return Unset
	}
	var found []result
	for _, r := range ours(h, trust) {
		if r.method == "dmarc" {
			found = append(found, r)
		}
	}
	switch {
	case len(found) == 0:
		return Unstated
	case len(found) > 1 || found[0].value != "pass":
		return Failed
	case domain == "" || !strings.EqualFold(found[0].properties["header.from"], domain):
		return Differs
	default:
		return ""
	}
}

// ours is everything stated in the fields of our server that stand high enough
// to be its own. A mail takes part in this only below its first Received.
func ours(h header, trust Trust) []result {
	var stated []result
	hops := 0
	for _, f := range h.fields {
		switch f.name {
		case "received":
			hops++
		case "authentication-results":
			if r, ok := parseResults(f.value); ok && r.server == strings.ToLower(trust.Server) {
				stated = append(stated, r.stated...)
			}
		}
		if hops > trust.Hops {
			break
		}
	}
	return slices.Clip(stated)
}
