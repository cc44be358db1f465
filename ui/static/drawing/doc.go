// Package drawing draws the products: a glass bottle whose juice stands at the
// share of filled slots, a paper label, and the plant it smells of.
//
// Every drawing is plain SVG made from a recipe by its key. No style attribute,
// no script, nothing fetched, so it can be an <img> under the strictest policy.
package drawing
