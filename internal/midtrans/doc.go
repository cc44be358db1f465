// Package midtrans talks to a payment gateway in Midtrans's wire format: charges,
// refunds, payouts, and the notifications that come back.
//
// Every request that moves something carries a name that the caller keeps (order
// id, refund key, idempotency key). An error tells one of two things: a
// [*RefusedError] is a definite no, nothing happened; [ErrUnknown] is everything
// else, and then the same request with the same name may be sent again at any
// time: it takes effect once.
//
// Source of the format: docs.midtrans.com, Core API v2 and Payouts (Iris), as
// read in November 2026.
package midtrans
