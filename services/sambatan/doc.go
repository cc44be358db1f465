// Package sambatan decides what happens to a group buy: one production batch
// with N slots, a price and a deadline (stream "campaign-<id>").
//
// campaign.go holds what happened (the events of events.go, the state, Evolve),
// decide.go what may happen (the commands of commands.go, Decide). Both are
// pure. The rules in one paragraph:
//
// Buyers hold slots before they pay; Held + Secured never exceeds N. A payment
// secures them. Whether it was in time is judged by the transfer's own time
// against the deadline, never by when we were told. The campaign succeeds as
// soon as all N slots are secured, or, after the deadline and once nothing is
// awaited any more, when at least MinFill are. Otherwise it fails and every
// secured slot is released, so that its money goes back. Money that can't be
// taken is an event ([PaymentDeclined]), not an error: each receipt is secured
// or declined exactly once, and what was secured may be released once.
//
// A draft comes to buyers by two people's word (review.go, decide_review.go): its
// brand submits it, and somebody who had no hand in it approves what they saw.
//
// Around that, in files of their own: a waitlist whose offers never skip anyone
// whom they would have fitted (waitlist.go, decide_waitlist.go); a later deadline
// with the consent of those who joined (extension.go, decide_extension.go); an
// early close, calling off, giving back and freezing (decide_change.go). Every
// decision, whatever it is about, ends with what it means for those who wait.
package sambatan
