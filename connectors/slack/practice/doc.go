// Package practice is a Slack that fits in a process: a workspace for a bot to live in
// when there is no Slack, for demonstrations, for trying out a policy and for
// end-to-end tests.
//
// It owns everything on the far side of the wire: people, channels, messages, views,
// files, sockets and the rules that Slack enforces. It must not know the bot: it
// imports nothing of this module and no Slack library, so that a misunderstanding
// cannot be shared between the two sides.
//
// Any bot can use it, in any language. Serve [Workspace.Handler] on a loopback port and
// point the bot's Slack client at it:
//
//	w, err := practice.New(practice.Options{
//		AppToken: "xapp-1", BotToken: "xoxb-1",
//		Users:    []practice.User{{ID: "U1", Name: "ana", RealName: "Ana Lopez"}},
//		Channels: []practice.Channel{{ID: "C1", Name: "general", Members: []string{"U1"}}},
//	})
//	go http.ListenAndServe("127.0.0.1:8080", w.Handler())
//
// The Web API lives under http://127.0.0.1:8080/api/ (slack-go: OptionAPIURL with the
// trailing slash; Bolt for JavaScript: clientOptions.slackApiUrl). Socket Mode follows
// by itself, since apps.connections.open answers with a ws:// address on the same port,
// and so do file uploads and downloads. The host must be spelled the same everywhere:
// slack-go sends its token to exactly the host of its API address, and 127.0.0.1 is
// not localhost.
//
// An app that takes signed HTTP instead gets Options.HTTP, a signing secret, and its
// addresses by [Workspace.SetRequestURLs] or POST /control/urls once it listens.
//
// Tokens and the signing secret are made up where Options name none; [Workspace.Tokens]
// and [Workspace.SigningSecret] tell them. Without Go, the command "factotum practice"
// opens a workspace, with --events one of signed HTTP, and prints them.
//
// People act through the page at / or through the JSON control API under /control/,
// which package story wraps for Go tests. Both answer loopback hosts only. The page also
// shows the traffic, and /docs explains all of this to whoever writes a bot.
//
// What is refused is refused as Slack does, with its error names and shapes: blocks and
// views by one table of everything Slack takes ([ValidateMessage] and [ValidateView] judge
// without a workspace), scopes, subscriptions, membership, trigger ids, view hashes, the
// pace of calls ([Limits]). Everything that Slack does on a bad day can be ordered, the
// same for the same seed ([Misbehaviour]). Sources are docs.slack.dev and, where it is
// silent, answers observed from Slack. Slack's own Bolt for JavaScript runs against it in
// foreign_test.go.
package practice
