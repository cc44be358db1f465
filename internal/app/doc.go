// Package app is the composition root: it reads the command line and wires the
// parts into one program.
package app
