// Package nats runs a NATS server with JetStream inside this process.
//
// PostgreSQL is the truth and JetStream a copy of it: the store may be deleted
// at any time and is written without waiting for the disk. A store that can't
// be read is put aside and begun afresh.
package nats
