// Package relay carries the log over NATS JetStream, which may be lost at any
// time.
//
// A [Relay] publishes the event at position N with the expectation that N-1 is
// the stream's last sequence. Sequence therefore equals position: a duplicate
// is impossible, the relay keeps no cursor of its own, and after any failure it
// goes on behind the stream's last message. When JetStream and Postgres do not
// tell the same history, it halts with a [HaltError].
//
// A [Feed] follows the log for any number of followers in one process: the
// present from NATS, or from memory when the process itself recorded it, the past
// and every hole from Postgres. It trusts a message
// only as far as it can check it, so nothing that NATS does makes a gap, a
// repetition or a disorder.
//
// [Recover] is the way back after Postgres was restored from an older backup:
// it re-appends the missing tail from JetStream, every leaf verified.
//
// docs/adr/0005-relay-sequence-equals-position.md says why.
package relay
