// Package payment is the way of money into and out of Sambatan by manual bank
// transfer. It has two kinds of streams:
//
//   - the transfer instructions of one receiving account and one amount
//     ("transfer-<account>-<amount>"), which share the unique codes 1–999;
//   - an incoming transfer, a receipt ("receipt-<id>"), whose every rupiah is at
//     any moment in suspense, in escrow, in the buyer's wallet, due as a refund
//     or sent back: in exactly one of them.
//
// Instructions and receipts don't know each other's state. [Process] ties them
// and the campaign together: events in, commands out.
package payment
