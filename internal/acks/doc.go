// Package acks keeps what a server acknowledged, outside of its reach, and
// compares it with the log afterwards: an acknowledged join must be there
// exactly once, whatever happened to the server in between.
package acks
