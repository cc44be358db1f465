// Package payout pays brands what is theirs (streams "seller-<brand>"). What was released
// to a brand from escrow is due to it, less what it owes back. One payout at a time goes to
// an account that somebody else than its giver has approved; above a limit two people have
// to agree on exactly the same payout. An attempt is on record before it is made, silence
// is asked about under the same key, and the next key exists only after a definite no.
package payout
