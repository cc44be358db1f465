// Package mailbox is a mail server that delivers nothing: it keeps what it is
// sent, to be looked at. `sambatan up` runs one when no other is set, so that the
// real SMTP adapter is used in development too; tests tell it to misbehave.
package mailbox
