// Package bench measures paths side by side in one run. Machines differ and are
// noisy; the ratio between two paths of one run is what holds.
package bench
