// Package postgres runs a real PostgreSQL server as a child of this process,
// on a folder of the caller's choice.
//
// [Find] looks for the binaries, [Start] makes the folder when it is new and
// runs the server, [Attach] reaches a server that another process of the
// program already runs on the folder.
//
// The server listens on a Unix socket only, in a folder that no other user can
// enter; inside it everyone is trusted. It dies with its parent: a killed
// parent makes the kernel send the server the signal of a fast shutdown.
package postgres
