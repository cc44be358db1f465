package mailbox

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"time"
)

// Mail is one that was taken.
type Mail struct {
	Number    int // 1 is the first ever taken
	At        time.Time
	From      string   // of the envelope
	To        []string // of the envelope
	Sender    string   // as the mail says
	Recipient string   // as the mail says
	Subject   string
	MessageID string
	Header    mail.Header
	Text      string
	HTML      string
	Raw       []byte
}

// read parses a mail of ours: text, or text and HTML.
func read(raw []byte) (Mail, error) {
	parsed, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return Mail{}, fmt.Errorf("read a mail: %w", err)
	}
	m := Mail{Header: parsed.Header, MessageID: parsed.Header.Get("Message-ID")}
	for name, field := range map[string]*string{"Subject": &m.Subject, "From": &m.Sender, "To": &m.Recipient} {
		if *field, err = new(mime.WordDecoder).DecodeHeader(parsed.Header.Get(name)); err != nil {
			return Mail{}, fmt.Errorf("read a mail's %s: %w", name, err)
		}
	}
	err = m.readPart(parsed.Header.Get("Content-Type"), parsed.Header.Get("Content-Transfer-Encoding"), parsed.Body)
	return m, err
}

func (m *Mail) readPart(contentType, encoding string, body io.Reader) error {
	kind, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		return fmt.Errorf("read a mail's type: %w", err)
	}
	if strings.HasPrefix(kind, "multipart/") {
		return m.readParts(multipart.NewReader(body, params["boundary"]))
	}
	switch strings.ToLower(encoding) {
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	}
	content, err := io.ReadAll(body)
	if err != nil {
		return fmt.Errorf("read a mail's %s: %w", kind, err)
	}
	text := strings.ReplaceAll(string(content), "\r\n", "\n")
	if kind == "text/html" {
		m.HTML = text
	} else {
		m.Text = text
	}
	return nil
}

func (m *Mail) readParts(parts *multipart.Reader) error {
	for {
		part, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read a mail's parts: %w", err)
		}
		if err := m.readPart(part.Header.Get("Content-Type"), part.Header.Get("Content-Transfer-Encoding"), part); err != nil {
			return err
		}
	}
}
