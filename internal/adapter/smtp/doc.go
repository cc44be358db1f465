// Package smtp delivers letters to a mail server: it implements
// notification.Postman with go-mail.
//
// A letter may arrive twice, when the connection breaks after the server has
// taken it and before it could say so. SMTP knows no way around that; both copies
// carry the same Message-ID, by which mail programs and people recognise the
// second.
package smtp
