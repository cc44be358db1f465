package app

import (
	"fmt"

	"github.com/sensasiwangi/sambatan/ui/view"
)

// Contact is how people reach somebody who works here.
type Contact struct {
	Contact string `env:"SAMBATAN_CONTACT" placeholder:"ADDRESS" help:"How people reach somebody, shown on the help page, where they get stuck, and in mails: an e-mail address, or https://wa.me/62… . Without one, nothing is said."`
}

func (c Contact) read() (view.Contact, error) {
	found, err := view.NewContact(c.Contact)
	if err != nil {
		return found, fmt.Errorf("SAMBATAN_CONTACT: %w", err)
	}
	return found, nil
}
