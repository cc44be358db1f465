package ui

import (
	"strconv"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/ui/view"
)

// Mailbox keeps the mails of a development installation, which reach nobody.
type Mailbox interface {
	Mails() []view.DevMail // newest first, without their bodies
	Find(number int) (view.DevMail, bool)
}

// devMails are its pages. They are there in development only: they show mails
// that are somebody else's.
func (s *Server) devMails() {
	if s.Mailbox == nil {
		return
	}
	s.app.Get(view.DevMailURL, s.devMailList)
	s.app.Get(view.DevMailURL+"/:number", s.devMailShow)
	s.app.Get(view.DevMailURL+"/:number/isi", s.devMailBody)
}

func (s *Server) devMailList(c fiber.Ctx) error {
	return render(c, fiber.StatusOK, view.DevMailsPage(s.shell(c, view.SectionNone), view.DevMails{Mails: s.Mailbox.Mails()}))
}

func (s *Server) devMail(c fiber.Ctx) (view.DevMail, error) {
	number, err := strconv.Atoi(c.Params("number"))
	if err != nil {
		return view.DevMail{}, fiber.ErrNotFound
	}
	mail, ok := s.Mailbox.Find(number)
	if !ok {
		return view.DevMail{}, fiber.ErrNotFound
	}
	return mail, nil
}

func (s *Server) devMailShow(c fiber.Ctx) error {
	mail, err := s.devMail(c)
	if err != nil {
		return err
	}
	return render(c, fiber.StatusOK, view.DevMailPage(s.shell(c, view.SectionNone), mail))
}

// devMailBody is a mail as a mail program shows it: with inline styles, and
// nothing else.
func (s *Server) devMailBody(c fiber.Ctx) error {
	mail, err := s.devMail(c)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentSecurityPolicy, "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox allow-top-navigation-by-user-activation")
	c.Set(fiber.HeaderContentType, fiber.MIMETextHTMLCharsetUTF8)
	return c.SendString(mail.HTML)
}
