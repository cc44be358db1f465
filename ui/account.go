package ui

import (
	"errors"
	"slices"
	"time"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// signInShow says how to sign in.
func (s *Server) signInShow(c fiber.Ctx) error {
	if !who(c).User.IsZero() {
		return c.Redirect().Status(fiber.StatusSeeOther).To(home(who(c).Subject))
	}
	s.remember(c, c.Query("kembali"))
	return render(c, fiber.StatusOK, view.SignInPage(s.shell(c, view.SectionNone), view.SignIn{Back: ownPath(c.Query("kembali")), Demo: s.Demo}))
}

// signInLink shows whom a link signs in; only its button uses the link up.
func (s *Server) signInLink(c fiber.Ctx) error {
	shown := view.SignInLink{Form: s.blank(c), Token: c.Params("token"), Demo: s.Demo}
	subject, err := s.Sessions.PeekLink(c.Context(), shown.Token)
	status := fiber.StatusOK
	switch {
	case errors.Is(err, session.ErrInvalid):
		shown.Dead, status = true, fiber.StatusNotFound
	case err != nil:
		return err
	default:
		shown.Name, shown.Role = s.nameOf(c.Context(), subject), shownRole(subject)
	}
	return render(c, status, view.SignInLinkPage(s.shell(c, view.SectionNone), shown))
}

func (s *Server) signInPost(c fiber.Ctx) error {
	subject, err := s.Sessions.RedeemLink(c.Context(), c.Params("token"))
	if errors.Is(err, session.ErrInvalid) {
		shown := view.SignInLink{Form: s.blank(c), Token: c.Params("token"), Dead: true}
		return render(c, fiber.StatusNotFound, view.SignInLinkPage(s.shell(c, view.SectionNone), shown))
	}
	if err != nil {
		return err
	}
	// A session that was open in this browser ends: ids never survive a sign-in.
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
	target := s.wanted(c, subject)
	if target == "" {
		target = home(subject)
	}
	return done(c, target, "masuk", 0)
}

func (s *Server) signOutPost(c fiber.Ctx) error {
	if token := c.Cookies(s.cookieName(sessionCookie)); token != "" {
		if err := s.Sessions.End(c.Context(), token); err != nil {
			return err
		}
	}
	s.dropCookie(c, sessionCookie)
	return done(c, view.MarketQuery{}.URL(), "keluar", 0)
}

// displayPost switches glass panels off or on.
func (s *Server) displayPost(c fiber.Ctx) error {
	if c.FormValue("solid") == "1" {
		s.setCookie(c, solidCookie, "1", 365*24*time.Hour)
	} else {
		s.dropCookie(c, solidCookie)
	}
	back := ownPath(c.FormValue("kembali"))
	if back == "" {
		back = view.ProfileURL
	}
	return c.Redirect().Status(fiber.StatusSeeOther).To(back)
}

func (s *Server) profileShow(c fiber.Ctx) error { return s.showProfile(c, nil) }

func (s *Server) showProfile(c fiber.Ctx, made *view.Token) error {
	current, shell := who(c), s.shell(c, view.SectionProfile)
	wishes, err := s.mailWishes(c)
	if err != nil {
		return err
	}
	keys, err := s.passkeys(c)
	if err != nil {
		return err
	}
	return render(c, fiber.StatusOK, view.ProfilePage(shell, view.Profile{
		Now: shell.Now, Name: shell.Viewer.Name, Role: shell.Viewer.Role,
		Since: current.Created, Expires: current.Expires, Solid: shell.Solid, CSRF: shell.CSRF,
		Token: made, Form: s.blank(c), Mail: wishes, MayConfirm: s.Passkeys != nil, Passkeys: keys,
	}))
}

// tokenLife is how long an API token is good for.
const tokenLife = 90 * 24 * time.Hour

// tokenPost makes an API token. Only this answer ever holds it.
func (s *Server) tokenPost(c fiber.Ctx) error {
	token, err := s.Sessions.IssueToken(c.Context(), who(c).Subject, "profil", tokenLife)
	if err != nil {
		return err
	}
	return s.showProfile(c, &view.Token{Text: token, Expires: s.Now().Add(tokenLife)})
}

// signOutAllPost ends every session and token of the user.
func (s *Server) signOutAllPost(c fiber.Ctx) error {
	if err := s.Sessions.EndAll(c.Context(), who(c).User); err != nil {
		return err
	}
	s.dropCookie(c, sessionCookie)
	return done(c, view.MarketQuery{}.URL(), "keluar-semua", 0)
}

// home is where a subject's work begins.
func home(subject session.Subject) string {
	switch shownRole(subject) {
	case view.Maker:
		return view.MakerURL
	case view.Operator, view.Lead, view.Admin:
		return view.OpsURL
	case view.Auditor:
		return view.AuditURL
	case view.Curator:
		return view.CuratorURL
	case view.Buyer, view.Guest:
	}
	return view.MarketQuery{}.URL()
}

// articles are the static texts and where they stand.
var articles = map[view.Article]string{
	view.ArticleHow: view.HowURL, view.ArticleRefund: view.RefundRulesURL, view.ArticleTerms: view.TermsURL,
	view.ArticlePrivacy: view.PrivacyURL, view.ArticleHelp: view.HelpURL,
}

func (s *Server) articleShow(article view.Article) fiber.Handler {
	return func(c fiber.Ctx) error {
		return render(c, fiber.StatusOK, view.ArticlePage(s.shell(c, view.SectionNone), article))
	}
}

// termsShow is a version of the terms, for good.
func (s *Server) termsShow(c fiber.Ctx) error {
	version := c.Params("version")
	if !slices.Contains(view.TermsVersions, version) {
		return fiber.ErrNotFound
	}
	return render(c, fiber.StatusOK, view.TermsPage(s.shell(c, view.SectionNone), version))
}
