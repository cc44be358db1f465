package ui

import (
	"slices"
	"time"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/ui/view"
)

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
		Name: shell.Viewer.Name, Role: shell.Viewer.Role,
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
