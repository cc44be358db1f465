// Package reactor runs what acts on events: process managers (events in,
// commands out), and later webhooks and mail.
//
// Reactors run on Watermill's message.Router with its recoverer, retry,
// correlation and Prometheus middlewares. The [Subscriber] below it is ours: it
// follows the log, hands out the events of one lane one at a time and in order
// and those of several lanes at once, keeps its cursor in Postgres, and moves it
// only over events that were dealt with without a gap.
//
// A lane is a stream, unless the reactor says what its reactions are about
// ([Reactor].Key). Events of one lane never overtake each other; those of
// different lanes do.
//
// An event may be handed out more than once (after a crash, or when a lease
// moves). Whatever a reactor does must therefore be idempotent: commands carry
// ids that are derived from the event's. There is deliberately no Deduplicator:
// it notes a message before it was handled and so loses those that failed.
//
// An event that can't be handled parks its lane: later events of it wait behind,
// other lanes go on, until [Release]. A reactor of money stops instead and says
// so. Outages of Postgres and a busy log do neither; they are waited out.
package reactor
