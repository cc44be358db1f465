package ui

import (
	"time"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/internal/passkey"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// freshFor is how long after signing in the first passkey may be added, or the last
// one removed: whoever finds an open screen later must not be able to.
const freshFor = 10 * time.Minute

// passkeys lists the visitor's own, as their profile shows them.
func (s *Server) passkeys(c fiber.Ctx) ([]view.Passkey, error) {
	if s.Passkeys == nil {
		return nil, nil
	}
	list, err := s.Passkeys.List(c.Context(), who(c))
	shown := make([]view.Passkey, len(list))
	for i, key := range list {
		shown[i] = view.Passkey{ID: key.ID.String(), Name: key.Name, Created: key.Created, LastUsed: key.LastUsed}
	}
	return shown, err
}

// mayChange tells whether the visitor's passkeys may be changed now. What guards
// money is guarded itself, also where confirmations are switched off: another key has
// to confirm it or, where there is none, a sign-in.
type mayChange struct{ confirm, signIn bool } // what is needed first

func passkeyChange(c fiber.Ctx, others int) mayChange {
	switch {
	case !stepUpAt(c).IsZero():
		return mayChange{}
	case others > 0:
		return mayChange{confirm: true}
	}
	return mayChange{signIn: !who(c).Fresh(freshFor)}
}

// passkeyForm shows the form that adds a passkey.
func (s *Server) passkeyForm(c fiber.Ctx) error {
	return s.showPasskeyForm(c, fiber.StatusOK, &form{Form: s.blank(c)})
}

func (s *Server) showPasskeyForm(c fiber.Ctx, status int, f *form) error {
	shown := view.PasskeyPage{Form: f.Form, Demo: s.Demo, Elsewhere: s.passkeysElsewhere(c, view.PasskeysURL)}
	known, err := s.Passkeys.List(c.Context(), who(c))
	if err != nil {
		return err
	}
	needed := passkeyChange(c, len(known))
	if needed.confirm {
		return confirmFirst(c, view.PasskeysURL)
	}
	if shown.SignIn = needed.signIn; !shown.SignIn {
		question, err := s.Passkeys.AskToAdd(c.Context(), who(c), s.nameOf(c.Context(), who(c).Subject))
		if err != nil {
			return err
		}
		shown.Question = string(question)
	}
	return render(c, status, view.PasskeyAddPage(s.shell(c, view.SectionProfile), shown))
}

// passkeyAdd keeps the passkey that the browser made.
func (s *Server) passkeyAdd(c fiber.Ctx) error {
	f, err := s.posted(c, view.FieldPasskey)
	if err != nil {
		return err
	}
	known, err := s.Passkeys.List(c.Context(), who(c))
	if err != nil {
		return err
	}
	if needed := passkeyChange(c, len(known)); needed != (mayChange{}) {
		return s.showPasskeyForm(c, fiber.StatusForbidden, f)
	}
	f.limit(view.FieldPasskey, "Nama kunci", view.LongestKeyName)
	f.need(view.FieldPasskey, "Nama kunci")
	if len(f.Errors) == 0 {
		err = s.Passkeys.Add(c.Context(), who(c), f.Value(view.FieldPasskey), []byte(c.FormValue(view.FieldAssertion)))
		if words := passkeyRefusal(err); words != "" {
			f.wrong("", "", words)
		} else if err != nil {
			return err
		}
	}
	if len(f.Errors) > 0 {
		return s.showPasskeyForm(c, fiber.StatusUnprocessableEntity, f)
	}
	return done(c, view.ProfileURL, "kunci-tambah", 0)
}

// passkeyRemove forgets a passkey, and what was confirmed in the owner's other
// sessions: it may have been lost.
func (s *Server) passkeyRemove(c fiber.Ctx) error {
	key, err := pathID(c, "key")
	if err != nil {
		return err
	}
	known, err := s.Passkeys.List(c.Context(), who(c))
	if err != nil {
		return err
	}
	switch needed := passkeyChange(c, othersThan(key.String(), known)); {
	case needed.confirm:
		return confirmFirst(c, view.ProfileURL)
	case needed.signIn:
		return done(c, view.ProfileURL, "kunci-masuk", 0)
	}
	if err := s.Passkeys.Remove(c.Context(), who(c), key); err != nil {
		return err
	}
	if err := s.Sessions.EndStepUps(c.Context(), who(c).User, who(c).ID); err != nil {
		return err
	}
	return done(c, view.ProfileURL, "kunci-hapus", 0)
}

func othersThan(key string, known []passkey.Passkey) (others int) {
	for _, one := range known {
		if one.ID.String() != key {
			others++
		}
	}
	return others
}
