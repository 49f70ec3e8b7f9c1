package mail_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"factotum/automations/mail"
)

const (
	passed   = "Authentication-Results: mx.ours.example; dmarc=pass header.from=acme.example\n"
	evil     = "Authentication-Results: mx.ours.example; dmarc=pass header.from=evil.example\n"
	none     = "Authentication-Results: mx.ours.example; none\n"
	failed   = "Authentication-Results: mx.ours.example; dmarc=fail header.from=acme.example\n"
	received = "Received: from x.example by mx.ours.example with ESMTPS; Sat, 21 Nov 2026 10:00:00 +0000\n"
	from     = "From: Acme Billing <billing@acme.example>\n"
)

// at is what our server is configured as when its results stand above its
// Received, and below is when they stand below it.
func at() mail.Trust    { return mail.Trust{Server: "mx.ours.example"} }
func below() mail.Trust { return mail.Trust{Server: "mx.ours.example", Hops: 1} }

func TestGenuineSendersAreVerified(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, raw, domain string
		trust             mail.Trust
	}{
		{"results above the Received", passed + received + from, "acme.example", at()},
		{"results below the Received", received + passed + from, "acme.example", below()},
		{"another inner hop", received + passed + received + from, "acme.example", below()},
		{"results in several fields", none + "Authentication-Results: mx.ours.example; spf=pass smtp.mailfrom=acme.example\n" + passed + received + from, "acme.example", at()},
		{"comments, versions and folding", "Authentication-Results: mx.ours.example 1 (ours);\r\n dkim=pass (2048-bit; \\) key) header.d=acme.example header.b=\"a=b/c\";\r\n\tdmarc/1 = pass (p=REJECT; sp=NONE) reason=\"it passed\" header.from=\"acme.example\"\r\n" + received + from, "acme.example", at()},
		{"an address with equals signs", "Authentication-Results: mx.ours.example; spf=pass smtp.mailfrom=SRS0=x=y=acme.example=b@fwd.example; dmarc=pass header.from=acme.example\n" + received + from, "acme.example", at()},
		{"in other letters", strings.ToUpper(passed) + received + "FROM: BILLING@ACME.EXAMPLE\n", "acme.example", at()},
		{"lines end with CR LF", strings.ReplaceAll(passed+received+from, "\n", "\r\n"), "acme.example", at()},
		{"its own address as name", passed + received + "From: \"billing@acme.example\" <billing@acme.example>\n", "acme.example", at()},
		{"its own site as name", passed + received + "From: www.acme.example <billing@acme.example>\n", "acme.example", at()},
		{"a company's name with dots", passed + received + "From: \"St.Gallen Druck GmbH & Co.KG\" <billing@acme.example>\n", "acme.example", at()},
		{"umlauts in the name", passed + received + "From: =?iso-8859-1?q?B=FCro_M=FCller?= <billing@acme.example>\n", "acme.example", at()},
		{"the euro of Windows in the name", passed + received + "From: =?windows-1252?q?=80-B=FCro?= <billing@acme.example>\n", "acme.example", at()},
		{"Cyrillic alone in the name", passed + received + "From: =?utf-8?q?=D0=97=D0=B0=D0=B2=D0=BE=D0=B4?= <billing@acme.example>\n", "acme.example", at()},
		{"answers to a subdomain", passed + received + from + "Reply-To: a@tickets.acme.example\n", "acme.example", at()},
		{"a forged copy of another server beside ours", passed + received + "Authentication-Results: mx.acme.example; dmarc=fail\n" + from, "acme.example", at()},
		{"a lying copy of ours below", passed + received + failed + from, "acme.example", at()},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			v := mail.Judge([]byte(c.raw+"\nDear customer\n"), c.trust)
			assert.Empty(t, v.Doubts)
			assert.True(t, v.Verified())
			assert.Equal(t, c.domain, v.Domain)
		})
	}
}

// forged is one mail that pretends to be from somebody, and the doubt that must
// be among those found.
type forged struct {
	name, raw string
	trust     mail.Trust
	doubt     mail.Doubt
}

// statements are forged in what our server seems to say.
func statements() []forged {
	ours := "Authentication-Results: mx.ours.example; "
	return []forged{
		{"nobody is trusted", passed + received + from, mail.Trust{}, mail.Unset},
		{"nothing is stated", received + from, at(), mail.Unstated},
		{"none is stated", none + received + from, at(), mail.Unstated},
		{"another server", "Authentication-Results: mx.evil.example; dmarc=pass header.from=acme.example\n" + received + from, at(), mail.Unstated},
		{"a server below ours by name", "Authentication-Results: a.mx.ours.example; dmarc=pass header.from=acme.example\n" + received + from, at(), mail.Unstated},
		{"a server that begins like ours", "Authentication-Results: mx.ours.example.evil.example; dmarc=pass header.from=acme.example\n" + received + from, at(), mail.Unstated},
		{"a copy of ours below the first Received", received + passed + from, at(), mail.Unstated},
		{"a copy of ours below a second Received", received + received + passed + from, below(), mail.Unstated},
		{"a copy of ours at the end", failed + received + from + passed, at(), mail.Failed},
		{"a copy of ours beside ours", received + failed + passed + from, below(), mail.Failed},
		{"two passes of ours", received + passed + evil + from, below(), mail.Failed},
		{"a copy of ours in the body", received + from + "\n" + passed, at(), mail.Unstated},
		{"fail", failed + received + from, at(), mail.Failed},
		{"DMARC is none", ours + "dmarc=none header.from=acme.example\n" + received + from, at(), mail.Failed},
		{"DMARC is a guess", ours + "dmarc=bestguesspass header.from=acme.example\n" + received + from, at(), mail.Failed},
		{"DMARC had an error", ours + "dmarc=temperror header.from=acme.example\n" + received + from, at(), mail.Failed},
		{"SPF alone", ours + "spf=pass smtp.mailfrom=acme.example\n" + received + from, at(), mail.Unstated},
		{"DKIM alone", ours + "dkim=pass header.d=acme.example\n" + received + from, at(), mail.Unstated},
		{"ARC alone", ours + "arc=pass\nARC-Authentication-Results: i=1; mx.ours.example; dmarc=pass header.from=acme.example\n" + received + from, at(), mail.Unstated},
		{"an old field of results", "X-Authentication-Results: mx.ours.example; dmarc=pass header.from=acme.example\n" + received + from, at(), mail.Unstated},
		{"no authserv-id", "Authentication-Results: dmarc=pass header.from=acme.example; mx.ours.example\n" + received + from, at(), mail.Unstated},
		{"a version to come", "Authentication-Results: mx.ours.example 2; dmarc=pass header.from=acme.example\n" + received + from, at(), mail.Unstated},
		{"DMARC passed for another domain", evil + received + from, at(), mail.Differs},
		{"DMARC passed for nobody", ours + "dmarc=pass\n" + received + from, at(), mail.Differs},
		{"DMARC passed for the domain above", passed + received + "From: a@sub.acme.example\n", at(), mail.Differs},
		{"a pass in a quoted address", ours + "spf=pass smtp.mailfrom=\"x; dmarc=pass header.from=acme.example \"@evil.example\n" + received + from, at(), mail.Unstated},
		{"a pass in a comment", ours + "spf=fail (x; dmarc=pass header.from=acme.example )\n" + received + from, at(), mail.Unstated},
		{"a pass in a nested comment", ours + "dmarc=fail (x (y) ; dmarc=pass header.from=acme.example) header.from=acme.example\n" + received + from, at(), mail.Failed},
		{"a pass in a reason", ours + "dmarc=fail reason=\"a\\\"; dmarc=pass header.from=acme.example\" header.from=acme.example\n" + received + from, at(), mail.Failed},
		{"a pass beside a fail", ours + "dmarc=fail header.from=acme.example; dmarc=pass header.from=acme.example\n" + received + from, at(), mail.Failed},
		{"two domains for one pass", ours + "dmarc=pass header.from=acme.example header.from=evil.example\n" + received + from, at(), mail.Unstated},
		{"words that are no result", ours + "hello; dmarc=pass header.from=acme.example\n" + received + from, at(), mail.Unstated},
		{"a result without a name", ours + "=pass; hello; dmarc=pass header.from=acme.example\n" + received + from, at(), mail.Unstated},
		{"a property without a value", ours + "dmarc=pass header.from\n" + received + from, at(), mail.Unstated},
		{"a quote without end", ours + "dmarc=pass header.from=acme.example; spf=\"pass\n" + received + from, at(), mail.Unstated},
		{"a comment without end", ours + "dmarc=pass header.from=acme.example (x\n" + received + from, at(), mail.Unstated},
	}
}

// names are forged in what people see of the sender, with a true statement of
// our server about the domain behind it.
func names() []forged {
	return []forged{
		{"no From", passed + received, at(), mail.Several},
		{"two From", passed + received + from + "From: x@evil.example\n", at(), mail.Several},
		{"two From, the other first", evil + received + "From: x@evil.example\n" + from, at(), mail.Several},
		{"a second From with a blank", passed + received + from + "From : x@evil.example\n", at(), mail.Several},
		{"two addresses", passed + received + "From: billing@acme.example, x@evil.example\n", at(), mail.Several},
		{"a group", passed + received + "From: Acme: billing@acme.example;\n", at(), mail.Several},
		{"no address", passed + received + "From: Acme Billing\n", at(), mail.Several},
		{"an old route", evil + received + "From: <@acme.example:x@evil.example>\n", at(), mail.Several},
		{"a name that is an address", evil + received + "From: \"billing@acme.example\" <x@evil.example>\n", at(), mail.Disguised},
		{"an encoded name", evil + received + "From: =?utf-8?b?ImJpbGxpbmdAYWNtZS5leGFtcGxlIg==?= <x@evil.example>\n", at(), mail.Disguised},
		{"a name that cannot be decoded", evil + received + "From: \"=?x?q?billing?=\" <x@evil.example>\n", at(), mail.Disguised},
		{"a full-width at", evil + received + "From: \"billing＠acme.example\" <x@evil.example>\n", at(), mail.Disguised},
		{"a name with a blank at", evil + received + "From: \"billing @ acme.example\" <x@evil.example>\n", at(), mail.Disguised},
		{"a comment as name", evil + received + "From: x@evil.example (billing@acme.example)\n", at(), mail.Disguised},
		{"a site as name", evil + received + "From: \"www.acme.com\" <x@evil.example>\n", at(), mail.Disguised},
		{"a name turned round", evil + received + "From: \"\u202emoc.emca\" <x@evil.example>\n", at(), mail.Disguised},
		{"a name with letters not seen", evil + received + "From: \"Ac\u200bme\" <x@evil.example>\n", at(), mail.Disguised},
		{"a name of two scripts", evil + received + "From: =?utf-8?q?=D0=90cme?= <x@evil.example>\n", at(), mail.Disguised},
		{"a name in Latin and Greek", evil + received + "From: =?utf-8?q?=CE=91cme?= <x@evil.example>\n", at(), mail.Disguised},
		{"an alphabet that nobody knows", evil + received + "From: =?x-none?q?Acme?= <x@evil.example>\n", at(), mail.Several},
		{"a Cyrillic letter in the domain", "Authentication-Results: mx.ours.example; dmarc=pass header.from=\u0430cme.example\n" + received + "From: billing@\u0430cme.example\n", at(), mail.Lookalike},
		{"the same as punycode", "Authentication-Results: mx.ours.example; dmarc=pass header.from=xn--cme-7cd.example\n" + received + "From: billing@xn--cme-7cd.example\n", at(), mail.Lookalike},
		{"punycode below", "Authentication-Results: mx.ours.example; dmarc=pass header.from=a.xn--cme-7cd.example\n" + received + "From: billing@a.xn--cme-7cd.example\n", at(), mail.Lookalike},
		{"an address in the local part", evil + received + "From: \"billing@acme.example\"@evil.example\n", at(), mail.Lookalike},
		{"a route in the local part", evil + received + "From: billing%acme.example@evil.example\n", at(), mail.Lookalike},
		{"a number as domain", "Authentication-Results: mx.ours.example; dmarc=pass header.from=[192.0.2.1]\n" + received + "From: billing@[192.0.2.1]\n", at(), mail.Lookalike},
		{"answers elsewhere", passed + received + from + "Reply-To: billing@evil.example\n", at(), mail.Diverted},
		{"answers here and elsewhere", passed + received + from + "Reply-To: billing@acme.example, x@evil.example\n", at(), mail.Diverted},
		{"a second place for answers", passed + received + from + "Reply-To: billing@acme.example\nReply-To: x@evil.example\n", at(), mail.Diverted},
		{"answers to something unreadable", passed + received + from + "Reply-To: <<>>\n", at(), mail.Diverted},
		{"answers to a domain that ends alike", passed + received + from + "Reply-To: x@notacme.example\n", at(), mail.Diverted},
		{"a lone CR", passed + received + from + "Subject: a\rFrom: x@evil.example\n", at(), mail.Broken},
		{"a NUL", passed + received + from + "Subject: a\x00\n", at(), mail.Broken},
		{"a header that begins in the middle", " x\n" + passed + received + from, at(), mail.Broken},
		{"a field whose name looks like another", passed + received + from + "Fr\u043em: x@evil.example\n", at(), mail.Broken},
		{"a field whose name has a blank", passed + received + from + "From x: x@evil.example\n", at(), mail.Broken},
		{"a field whose name has a DEL", passed + received + from + "From\x7f: x@evil.example\n", at(), mail.Broken},
		{"a field without a name", passed + received + from + ": x@evil.example\n", at(), mail.Broken},
		{"a line of blanks", passed + received + " \n" + from, at(), mail.Broken},
		{"a line without a name", passed + received + from + "hello\nFrom: x@evil.example\n", at(), mail.Broken},
		{"too many fields", passed + received + from + strings.Repeat("A: b\n", 1000), at(), mail.Broken},
		{"too long a field", passed + received + from + "A: " + strings.Repeat("b", 512<<10) + "\n", at(), mail.Broken},
	}
}

func TestForgedSendersAreNeverVerified(t *testing.T) {
	t.Parallel()
	all := append(statements(), names()...)
	assert.GreaterOrEqual(t, len(all), 40, "as many as were promised")
	for _, c := range all {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			v := mail.Judge([]byte(c.raw+"\nPlease pay\n"), c.trust)
			assert.False(t, v.Verified())
			assert.Contains(t, v.Doubts, c.doubt)
			assert.Equal(t, len(v.Doubts) > 1 || c.doubt != mail.Unset && c.doubt != mail.Unstated, v.Refuted())
			for _, d := range v.Doubts {
				assert.NotEqual(t, mail.Doubt("").Says(), d.Says(), "%s has no sentence of its own", d)
			}
		})
	}
}

func TestNoVerdictIsNoVerification(t *testing.T) {
	t.Parallel()
	assert.False(t, mail.Verdict{}.Verified())
	assert.False(t, mail.Judge(nil, at()).Verified())
}

// FuzzJudge: whatever comes, nothing is verified for a domain that the trusted
// server did not name.
func FuzzJudge(f *testing.F) {
	for _, c := range append(statements(), names()...) {
		f.Add([]byte(c.raw))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		v := mail.Judge(append([]byte(evil+received), raw...), at())
		if v.Verified() {
			assert.Equal(t, "evil.example", v.Domain)
		}
	})
}
