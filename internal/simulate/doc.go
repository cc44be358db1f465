// Package simulate acts as many buyers over HTTP: they join what is open, send
// again what got no answer under the same Idempotency-Key, and write down what
// was acknowledged.
package simulate
