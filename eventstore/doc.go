// Package eventstore is the log that everything else is derived from: one
// ordered, append-only sequence of events, grouped in streams.
//
// A stream is the history of one thing (a campaign, a receipt, a user). A
// [Decider] holds its rules as two pure functions: Decide turns a command and
// the present state into events or a refusal, Evolve folds an event into the
// state. [Aggregate] binds a decider to its codec; a [Log] executes commands:
//
//	campaigns := eventstore.NewAggregate("campaign", sambatan.Decider, sambatan.Codec)
//	result, err := log.Execute(ctx, campaigns.Command(stream, sambatan.Join{…}, meta))
//
// Every command is decided under the log's lock, against the latest state, so
// acceptances and refusals are exact across processes. Positions are gapless
// and in commit order: a reader that remembers the last position it saw can
// never miss an event.
//
// The package itself uses only the standard library. eventstore/postgres and
// eventstore/memory implement [Log]; eventstore/storetest is the conformance
// suite that both must pass.
package eventstore
