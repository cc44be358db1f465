// Package reactor runs what acts on events: process managers (events in,
// commands out), and later webhooks and mail.
//
// Reactors run on Watermill's message.Router with its recoverer, retry,
// correlation and Prometheus middlewares. The [Subscriber] below it is ours: it
// follows the log, hands out one event per stream at a time and several streams
// at once, keeps its cursor in Postgres, and moves it only over events that were
// dealt with without a gap.
//
// An event may be handed out more than once (after a crash, or when a lease
// moves). Whatever a reactor does must therefore be idempotent: commands carry
// ids that are derived from the event's. There is deliberately no Deduplicator:
// it notes a message before it was handled and so loses those that failed.
//
// An event that can't be handled parks its stream: later events of it wait
// behind, other streams go on, until [Release]. A reactor of money stops instead
// and says so. Outages of Postgres and a busy log do neither; they are waited out.
package reactor
