// Package schema describes every event of the log as JSON Schema, for those who
// read the log without reading Go: docs/events holds one file per event type and
// an index. Types come from the services' codecs, words from the comments beside
// the events, allowed values from the constants of their types.
package schema

//go:generate go run ./generate ../..
