package ui

import (
	"errors"
	"net/mail"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/internal/signup"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// Whoever wants in says an e-mail address and opens the link that comes there: one to sign
// in, or one to register if nobody has the address. The answer says nothing about the
// address, and neither does the time that it takes: who has it is looked up later, by
// whoever writes the letter.

// signInShow asks where the link should go.
func (s *Server) signInShow(c fiber.Ctx) error {
	if !who(c).User.IsZero() {
		return c.Redirect().Status(fiber.StatusSeeOther).To(home(who(c).Subject))
	}
	back := ownPath(c.Query(view.FieldBack))
	s.remember(c, back)
	return s.showSignIn(c, fiber.StatusOK, s.blank(c), back)
}

func (s *Server) showSignIn(c fiber.Ctx, status int, f view.Form, back string) error {
	return render(c, status, view.SignInPage(s.shell(c, view.SectionNone), view.SignIn{Form: f, Back: back, Demo: s.Demo}))
}

// linkPost has a link sent.
func (s *Server) linkPost(c fiber.Ctx) error {
	return s.askLink(c, false, s.showSignIn, view.SignInSentBackURL)
}

// askLink reads the form with an address and has a link sent there. What is wrong is shown
// on the form's page.
func (s *Server) askLink(c fiber.Ctx, signUp bool, show func(fiber.Ctx, int, view.Form, string) error, sent func(back string) string) error {
	f, err := s.posted(c, view.FieldEmail)
	if err != nil {
		return err
	}
	back := ownPath(c.FormValue(view.FieldBack))
	if f.need(view.FieldEmail, "Alamat email") && !isAddress(f.Value(view.FieldEmail)) {
		f.wrong(view.FieldEmail, "Alamat email perlu diperbaiki", "Alamat email ditulis lengkap, misalnya nama@contoh.id.")
	}
	if len(f.Errors) > 0 {
		return show(c, fiber.StatusUnprocessableEntity, f.Form, back)
	}
	if len(back) > longestBack {
		back = ""
	}
	err = s.AskLink(c.Context(), AskedLink{Address: f.Value(view.FieldEmail), Back: back, SignUp: signUp})
	if errors.Is(err, ErrEnoughLinks) {
		f.wrong(view.FieldEmail, "Tautan untuk alamat ini baru saja diminta", "Tautan untuk alamat ini sudah beberapa kali diminta. Periksa juga folder spam, atau coba lagi 10 menit lagi.")
		return show(c, fiber.StatusTooManyRequests, f.Form, back)
	}
	if err != nil {
		return err
	}
	return done(c, sent(back), "", 0)
}

// linksUsedUp gives back what was typed to who asked too often.
func (s *Server) linksUsedUp(c fiber.Ctx) error {
	f, err := s.posted(c, view.FieldEmail)
	if err != nil {
		return err
	}
	f.wrong("", "Terlalu banyak permintaan", "Tautan sudah terlalu sering diminta dari sini. Tunggu satu menit, lalu kirim lagi.")
	show := s.showSignIn
	if c.Path() == view.SignUpURL {
		show = s.showSignUp
	}
	return show(c, fiber.StatusTooManyRequests, f.Form, ownPath(c.FormValue(view.FieldBack)))
}

// longestBack bounds the address in a letter's link.
const longestBack = 500

// isAddress tells whether something is one address and nothing else.
func isAddress(typed string) bool {
	parsed, err := mail.ParseAddress(typed)
	return err == nil && parsed.Address == typed && len(typed) <= view.LongestEmail
}

// linkSent is the same for every address.
func (s *Server) linkSent(c fiber.Ctx) error { return s.showSent(c, view.SignInURL) }

// showSent is the page that follows when a link was asked for on a page.
func (s *Server) showSent(c fiber.Ctx, asked string) error {
	return render(c, fiber.StatusOK, view.SignInSentPage(s.shell(c, view.SectionNone), view.SignInSent{
		Page: asked, Back: ownPath(c.Query(view.FieldBack)), Minutes: inUnits(session.LinkLife, time.Minute), Hours: inUnits(signup.LinkLife, time.Hour),
		Mailbox: s.Mailbox != nil,
	}))
}

func inUnits(life, unit time.Duration) string { return strconv.Itoa(int(life / unit)) }

// signInLink shows whom a link signs in; only its button uses the link up.
func (s *Server) signInLink(c fiber.Ctx) error {
	s.remember(c, c.Query(view.FieldBack)) // it may be opened on another device than it was asked for on
	shown := view.SignInLink{Form: s.blank(c), Token: c.Params("token"), Demo: s.Demo}
	subject, err := s.Sessions.PeekLink(c.Context(), shown.Token)
	switch {
	case errors.Is(err, session.ErrInvalid):
		return s.showDeadLink(c)
	case err != nil:
		return err
	}
	shown.Name, shown.Role = s.nameOf(c.Context(), subject), shownRole(subject)
	return render(c, fiber.StatusOK, view.SignInLinkPage(s.shell(c, view.SectionNone), shown))
}

// showDeadLink offers another one, to the same place.
func (s *Server) showDeadLink(c fiber.Ctx) error {
	back := ownPath(c.Query(view.FieldBack))
	if back == "" {
		back = s.remembered(c)
	}
	return render(c, fiber.StatusNotFound, view.SignInLinkPage(s.shell(c, view.SectionNone), view.SignInLink{Form: s.blank(c), Dead: true, Back: back}))
}

func (s *Server) signInPost(c fiber.Ctx) error {
	subject, err := s.Sessions.RedeemLink(c.Context(), c.Params("token"))
	if errors.Is(err, session.ErrInvalid) {
		return s.showDeadLink(c)
	}
	if err != nil {
		return err
	}
	if err := s.startSession(c, subject); err != nil {
		return err
	}
	return done(c, s.destination(c, subject), "masuk", 0)
}

// startSession signs somebody in. A session that was open in this browser ends: ids never
// survive a sign-in.
func (s *Server) startSession(c fiber.Ctx, subject session.Subject) error {
	if old := c.Cookies(s.cookieName(sessionCookie)); old != "" {
		if err := s.Sessions.End(c.Context(), old); err != nil {
			return err
		}
	}
	token, started, err := s.Sessions.Start(c.Context(), subject)
	if err != nil {
		return err
	}
	s.setCookie(c, sessionCookie, token, time.Until(started.Expires))
	return nil
}

// destination is where somebody wanted to go who has just signed in, or their home.
func (s *Server) destination(c fiber.Ctx, subject session.Subject) string {
	if wanted := s.wanted(c, subject); wanted != "" {
		return wanted
	}
	return home(subject)
}
