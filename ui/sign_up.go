package ui

import (
	"errors"
	"unicode"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/internal/signup"
	"github.com/sensasiwangi/sambatan/services/identity"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// Whoever has no account says an e-mail address, and their name behind the link that comes
// there: until the address is known to be theirs, nothing else that they say is kept or sent.

// signUpShow asks where the link should go.
func (s *Server) signUpShow(c fiber.Ctx) error {
	if !who(c).User.IsZero() {
		return c.Redirect().Status(fiber.StatusSeeOther).To(home(who(c).Subject))
	}
	back := ownPath(c.Query(view.FieldBack))
	s.remember(c, back)
	return s.showSignUp(c, fiber.StatusOK, s.blank(c), back)
}

func (s *Server) showSignUp(c fiber.Ctx, status int, f view.Form, back string) error {
	return render(c, status, view.SignUpPage(s.shell(c, view.SectionNone), view.SignIn{Form: f, Back: back}))
}

// signUpPost has a link sent.
func (s *Server) signUpPost(c fiber.Ctx) error {
	return s.askLink(c, true, s.showSignUp, view.SignUpSentBackURL)
}

// signUpSent is the same for every address.
func (s *Server) signUpSent(c fiber.Ctx) error { return s.showSent(c, view.SignUpURL) }

// signUpLink asks for what is missing; only its button uses the link up.
func (s *Server) signUpLink(c fiber.Ctx) error {
	s.remember(c, c.Query(view.FieldBack)) // it may be opened on another device than it was asked for on
	return s.showSignUpLink(c, fiber.StatusOK, s.blank(c))
}

// showSignUpLink shows the form, or why there is none.
func (s *Server) showSignUpLink(c fiber.Ctx, status int, f view.Form) error {
	address, err := s.SignUps.Peek(c.Context(), c.Params("token"))
	if err != nil {
		return s.showNoSignUp(c, address, err)
	}
	return render(c, status, view.SignUpLinkPage(s.shell(c, view.SectionNone), view.SignUpLink{
		Form: f, Token: c.Params("token"), Email: address, TermsVersion: view.TermsVersion, PrivacyVersion: view.PrivacyVersion,
	}))
}

// showNoSignUp offers what is left where a link registers nobody: another one, or to sign in.
func (s *Server) showNoSignUp(c fiber.Ctx, address string, reason error) error {
	shown, status := view.NoSignUp{Form: s.blank(c), Back: ownPath(c.Query(view.FieldBack))}, fiber.StatusNotFound
	if shown.Back == "" {
		shown.Back = s.remembered(c)
	}
	switch {
	case errors.Is(reason, signup.ErrInvalid):
	case errors.Is(reason, signup.ErrTaken):
		shown.Taken, status = true, fiber.StatusConflict
		shown.Form.Values = map[string]string{view.FieldEmail: address}
	default:
		return reason
	}
	return render(c, status, view.NoSignUpPage(s.shell(c, view.SectionNone), shown))
}

// signUpFinish registers whoever has the link, signs them in and leads on.
func (s *Server) signUpFinish(c fiber.Ctx) error {
	f, err := s.posted(c, view.FieldName, view.FieldTerms, view.FieldPrivacy, view.FieldTermsVer, view.FieldPrivacyVer)
	if err != nil {
		return err
	}
	readName(f)
	readConsent(f)
	if len(f.Errors) > 0 {
		return s.showSignUpLink(c, fiber.StatusUnprocessableEntity, f.Form)
	}
	made, err := s.SignUps.Register(c.Context(), c.Params("token"), f.command, signup.Newcomer{
		Name: f.Value(view.FieldName), Consent: identity.Consent{Terms: view.TermsVersion, Privacy: view.PrivacyVersion},
	})
	if err != nil {
		return s.showNoSignUp(c, made.Address, err)
	}
	if err := s.startSession(c, made.Subject); err != nil {
		return err
	}
	s.keepName(made.User, f.Value(view.FieldName)) // the read models may not know it yet
	return done(c, s.destination(c, made.Subject), "daftar", made.Position)
}

// longestName bounds how somebody is called.
const longestName = 80

// readName reads how somebody is called: letters, and nothing that can't be seen.
func readName(f *form) {
	if !f.need(view.FieldName, "Nama") {
		return
	}
	f.limit(view.FieldName, "Nama", longestName)
	hidden, letter := false, false
	for _, r := range f.Value(view.FieldName) {
		hidden = hidden || !unicode.IsGraphic(r)
		letter = letter || unicode.IsLetter(r)
	}
	if hidden || !letter {
		f.wrong(view.FieldName, "Nama perlu diperbaiki", "Tulis nama dengan huruf, tanpa karakter yang tidak kelihatan.")
	}
}
