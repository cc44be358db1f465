// Package order is what becomes of a secured participation once the batch is made: its
// parcels, the buyer's confirmation, and disputes. Stream "order-<participation>".
//
// An order ends once: confirmed, so that the campaign counts it as fulfilled and the
// brand is paid, or closed, when its money goes back. Time confirms an order only after
// every parcel was delivered and the time to complain is over; never because it was
// sent. A dispute stops that for its own order and no other.
package order
