// Package storetest is the conformance suite of eventstore.Log: whatever passes
// it may stand in for any other log.
package storetest
