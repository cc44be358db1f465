// Package gatewayemu is a payment gateway that moves no money: a real HTTP server
// in the wire format of Midtrans, for tests and for the demo. It takes charges
// (virtual account, QRIS, e-wallet), refunds and payouts (Iris), sends signed
// notifications, and misbehaves on demand.
//
// Source of the format: docs.midtrans.com, Core API v2 and Payouts (Iris), as
// read in November 2026. Where those are silent, the stricter reading was taken.
// It shares no code with the client, so that each tests the other.
package gatewayemu
