// Package payment is the way of money into and out of Sambatan, by bank transfer
// and through a payment channel. It has four kinds of streams:
//
//   - the transfer instructions of one receiving account and one amount
//     ("transfer-<account>-<amount>"), which share the unique codes 1–999;
//   - the payments that a buyer began through a channel for one participation
//     ("intent-<participation>"), of which one at a time is live;
//   - an incoming payment, a receipt ("receipt-<id>"), whose every rupiah is at
//     any moment in suspense, in escrow, in the buyer's wallet, due as a refund
//     or sent back: in exactly one of them;
//   - the way of one refund out ("refund-<refund>"): through the channel, by a payout
//     to the buyer's account, or by an operator's hand, and what came of each attempt.
//
// They don't know each other's state. [Process] ties them
// and the campaign together: events in, commands out. What a channel is asked is
// no command: [IntentBook.Next] and [RefundCase.Next] say what it is, an adapter asks.
package payment
