// Package ui serves the pages and the JSON API. A handler reads the request
// into an owned value, calls one command or a few queries, and renders; rules
// live in services, rows in projections, looks in ui/view.
//
// Every interaction is first a link or a form with a real address; htmx only
// spares the full page. One handler renders both sizes: see [server.page].
package ui
