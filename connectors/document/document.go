// Package document owns taking apart what comes from strangers: PDF, XML,
// pictures and mail. All of it happens in child processes of the same program
// with limits, since the parsers can hang or die of memory in ways that nothing
// inside a process can catch. It must not know vendors, requests or Slack, and
// the parent never parses a byte of a document.
package document
