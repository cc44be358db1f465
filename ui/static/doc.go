// Package static holds what browsers may keep for ever: style sheet, scripts,
// fonts and drawings, under names that change with their content.
//
// It knows no web framework. A handler asks Open for the requested path and
// picks the body that the browser's Accept-Encoding allows.
//
// Vendored, unchanged, with their licences beside them: htmx.org 4.0.1
// (dist/htmx.min.js and dist/ext/hx-sse.min.js) and the latin subset of Poppins
// from @fontsource/poppins 5.3.0, weights 400, 500 and 600.
package static
