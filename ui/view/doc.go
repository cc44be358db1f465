// Package view turns plain structs into HTML in Bahasa Indonesia.
//
// It knows nothing of services, projections, Fiber or sessions: a handler fills
// a model (files named after the page) and renders one of two sizes from the
// same components: XxxPage(shell, model) is the whole document, XxxFragment or
// XxxDialog(model) is what htmx swaps in. Live parts (CampaignLive, OpsLive)
// are what an SSE message carries.
//
// Conventions a handler relies on:
//
//   - Money is int64 whole rupiah. Times are time.Time in any zone and are shown
//     in WIB; the zero time means "not known" and its line is left out.
//   - Every form posts the hidden fields FieldCSRF and FieldCommandID, both taken
//     from the Form that the model carries, beside the fields named on the model.
//   - A refused form is the same model with Form.Values as typed and Form.Errors
//     in the order of the fields, sent with status 422.
//   - Shell.Now is the one clock of a rendering; no component reads another.
//   - Links come from the functions in urls.go; the router must serve them.
package view
