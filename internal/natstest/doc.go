// Package natstest gives every test a NATS server with JetStream of its own.
//
//	server := natstest.New(t)
//	js := server.JetStream()
//
// Stop, Start and Wipe play an outage and a deleted folder. Connections made
// here survive them: they reconnect to the server that runs next.
package natstest
