package ui

import (
	"errors"
	"net/url"
	"time"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/internal/passkey"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// Before money moves, whoever acts confirms with a passkey that it is still them:
// a step-up. It counts for their session only, and for a while.

// StepUpFor is how long a confirmation counts.
const StepUpFor = 5 * time.Minute

// requireStepUp stands at the beginning of a handler that moves money. It tells
// whether the visitor was sent to confirm first; then the handler returns err. They
// come back to the page of ours that back names, which should hold what was typed;
// empty: this page or, after a POST, the one with the form.
func (s *Server) requireStepUp(c fiber.Ctx, back string) (away bool, err error) {
	if !s.StepUp || !stepUpAt(c).IsZero() {
		return false, nil
	}
	return true, confirmFirst(c, back)
}

// guardOwn is requireStepUp before a visitor's own money leaves, is to go elsewhere, or is
// given up: a buyer or brand owner who has no passkey goes on without.
func (s *Server) guardOwn(c fiber.Ctx, f *form, page string) (away bool, err error) {
	guarded, err := s.guarded(c)
	if err != nil || !guarded || !s.StepUp || !stepUpAt(c).IsZero() {
		return err != nil, err
	}
	back, err := s.againSealed(c, f, page)
	if err != nil {
		return true, err
	}
	return s.requireStepUp(c, back)
}

// guarded tells whether the visitor's own money asks for their passkey: that of staff, and
// of whoever has one.
func (s *Server) guarded(c fiber.Ctx) (bool, error) {
	if s.Passkeys == nil || who(c).Staff() {
		return s.Passkeys != nil, nil
	}
	known, err := s.Passkeys.List(c.Context(), who(c))
	return len(known) > 0, err
}

// ownStepUp is what the form for a visitor's own money says about the confirmation.
func (s *Server) ownStepUp(c fiber.Ctx, page string) (view.StepUp, error) {
	guarded, err := s.guarded(c)
	if err != nil || guarded {
		return s.stepUp(c, page), err
	}
	return view.StepUp{Offer: s.StepUp && s.Passkeys != nil}, nil
}

// stepUpAt is when the session was confirmed, if that still counts; for the event
// of what was done.
func stepUpAt(c fiber.Ctx) time.Time {
	if who(c).Confirmed(StepUpFor) {
		return who(c).SteppedUp.UTC()
	}
	return time.Time{}
}

// stepUp is what the form on a page says about the confirmation that it will ask for.
func (s *Server) stepUp(c fiber.Ctx, page string) view.StepUp {
	shown := view.StepUp{Off: !s.StepUp}
	if s.StepUp && stepUpAt(c).IsZero() {
		shown.URL = view.StepUpForURL(page)
	}
	return shown
}

func confirmFirst(c fiber.Ctx, back string) error {
	if back == "" {
		back = formPage(c)
	}
	target := view.StepUpForURL(back)
	if isFragment(c) {
		c.Set("HX-Redirect", target)
		return c.SendStatus(fiber.StatusOK)
	}
	return c.Redirect().Status(fiber.StatusSeeOther).To(target)
}

// formPage is this page or, after a POST, the one with the form.
func formPage(c fiber.Ctx) string {
	if c.Method() == fiber.MethodGet {
		return ownPath(c.OriginalURL())
	}
	return cameFrom(c)
}

// confirmations are the pages of passkeys.
func (s *Server) confirmations() {
	if s.Passkeys == nil {
		return
	}
	own := s.only(signedIn...)
	s.app.Get(view.StepUpURL, own, s.stepUpShow)
	s.app.Post(view.StepUpURL, own, s.perVisitor(stepUpsPerVisitor), s.stepUpPost)
	s.app.Get(view.PasskeysURL, own, s.passkeyForm)
	s.app.Post(view.PasskeysURL, own, s.perVisitor(stepUpsPerVisitor), s.passkeyAdd)
	s.app.Post(view.PasskeysURL+"/:key/hapus", own, s.passkeyRemove)
}

func (s *Server) stepUpShow(c fiber.Ctx) error {
	return s.showStepUp(c, fiber.StatusOK, &form{Form: s.blank(c)}, ownPath(c.Query(view.FieldBack)))
}

func (s *Server) showStepUp(c fiber.Ctx, status int, f *form, back string) error {
	shown := view.PasskeyPage{
		Form: f.Form, Back: back, Off: !s.StepUp, Demo: s.Demo, Elsewhere: s.passkeysElsewhere(c, view.StepUpForURL(back)),
	}
	question, err := s.Passkeys.AskToConfirm(c.Context(), who(c))
	switch {
	case errors.Is(err, passkey.ErrNone):
		shown.None = true
	case err != nil:
		return err
	}
	shown.Question = string(question)
	return render(c, status, view.StepUpPage(s.shell(c, view.SectionProfile), shown))
}

// stepUpPost takes the browser's answer.
func (s *Server) stepUpPost(c fiber.Ctx) error {
	f, err := s.posted(c)
	if err != nil {
		return err
	}
	back := ownPath(c.FormValue(view.FieldBack))
	err = s.Passkeys.Confirm(c.Context(), who(c), []byte(c.FormValue(view.FieldAssertion)))
	if words := passkeyRefusal(err); words != "" {
		f.wrong("", "", words)
		return s.showStepUp(c, fiber.StatusUnprocessableEntity, f, back)
	}
	if err != nil {
		return err
	}
	if err := s.Sessions.StepUp(c.Context(), who(c).ID); err != nil {
		return err
	}
	if back == "" {
		back = view.ProfileURL
	}
	return done(c, back, "konfirmasi", 0)
}

// passkeysElsewhere is where a page must be opened for its passkeys to work; empty
// when it is there. A browser offers them under the very name they are bound to, and
// to the origin that is expected in its answer.
func (s *Server) passkeysElsewhere(c fiber.Ctx, path string) string {
	origin := s.Passkeys.Origin()
	if c.Host() == origin.Host {
		return ""
	}
	there, err := url.Parse(path)
	if err != nil {
		return origin.String()
	}
	return origin.ResolveReference(there).String()
}

// passkeyRefusal says why an answer was not taken; empty for any other error.
func passkeyRefusal(err error) string {
	switch {
	case errors.Is(err, passkey.ErrStale):
		return "Pertanyaannya sudah terjawab atau sudah lewat 5 menit. Coba sekali lagi."
	case errors.Is(err, passkey.ErrRefused):
		return "Jawaban peramban tidak membuktikan kunci sandi Anda. Coba sekali lagi, atau pakai kunci lain."
	case errors.Is(err, passkey.ErrCloned):
		return "Kunci ini mungkin ada salinannya, jadi tidak kami terima. Pakai kunci lain, hapus yang ini, dan kabari tim keamanan."
	case errors.Is(err, passkey.ErrKnown):
		return "Kunci ini sudah terdaftar."
	}
	return ""
}
