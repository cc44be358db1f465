package view

// Names of the hidden fields that every form posts.
const (
	FieldCSRF      = "_csrf"
	FieldCommandID = "perintah_id"
)

// Form carries what a form needs besides its page: its tokens, what was typed
// and what was wrong with it. The zero Form renders empty fields.
type Form struct {
	CSRF      string
	CommandID string            // makes a repeated submission harmless
	Values    map[string]string // as typed, by field name
	Errors    []FieldError      // in the order of the fields on the page
}

// FieldError says what is wrong with one field. An empty Field is about the
// form as a whole (a conflict, say) and is shown in the summary only.
type FieldError struct {
	Field   string // name of the input
	Summary string // short, for the list at the top: "Nomor rekening kurang 2 digit"
	Message string // rule and what was typed: "Bank Lintas Nusa memakai 10 digit. Anda menulis 8."
}

// Value returns what was typed into the field.
func (f Form) Value(field string) string { return f.Values[field] }

// ValueOr returns what was typed, or fallback when the form was not posted yet.
func (f Form) ValueOr(field, fallback string) string {
	if v, ok := f.Values[field]; ok {
		return v
	}
	return fallback
}

// Checked reports whether a tick box was ticked.
func (f Form) Checked(field string) bool { return f.Values[field] != "" }

// Err returns the message for the field, empty when it is fine.
func (f Form) Err(field string) string {
	for _, e := range f.Errors {
		if e.Field == field {
			return e.Message
		}
	}
	return ""
}

// fine reports whether all of the fields were filled in, and nothing is wrong with them.
func (f Form) fine(fields ...string) bool {
	for _, field := range fields {
		if f.Value(field) == "" || f.Err(field) != "" {
			return false
		}
	}
	return true
}

// invalid is the value of aria-invalid.
func (f Form) invalid(field string) string {
	if f.Err(field) != "" {
		return "true"
	}
	return "false"
}

// Option is one entry of a select.
type Option struct {
	Value string
	Text  string
}
