// Package inbox keeps what payment gateways report until it has been looked into:
// a report is acknowledged when it is stored, and handled afterwards, again and
// again until that succeeds. It is stored once for each state of each transaction,
// however often it is reported.
//
// Any number of processes may store and handle. A report may be handled twice (a
// process died, or was slow): handlers put up with it.
package inbox
