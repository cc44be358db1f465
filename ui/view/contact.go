package view

import (
	"fmt"
	"net/mail"
	"net/url"
	"strings"
)

// Contact is how people reach somebody who works here. The zero value: there is no such
// way, and no page speaks of one.
type Contact struct {
	Text string // as people read it
	URL  string // where it leads
}

// NewContact reads an e-mail address, or the address of a page: https://wa.me/62… . Empty is
// the zero Contact.
func NewContact(said string) (Contact, error) {
	if said == "" {
		return Contact{}, nil
	}
	if to, err := mail.ParseAddress(said); err == nil && to.Address == said {
		return Contact{Text: said, URL: "mailto:" + said}, nil
	}
	if page, err := url.Parse(said); err == nil && page.Scheme == "https" && page.Host != "" {
		return Contact{Text: strings.TrimPrefix(said, "https://"), URL: said}, nil
	}
	return Contact{}, fmt.Errorf("%q is neither an e-mail address nor the address of a page that begins with https://", said)
}

// Given tells whether there is a way.
func (c Contact) Given() bool { return c.URL != "" }
