// Package demo fills an empty log with invented perfume houses, their products
// and a few sambatan in different states. Everything goes through the same
// commands as real life: nothing is written by SQL.
package demo
