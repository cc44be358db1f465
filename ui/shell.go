package ui

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"time"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/users"
	"github.com/sensasiwangi/sambatan/services/identity"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// erased stands for a name whose person was erased, or can't be read.
const erased = "Pengguna"

// shell is what goes around a page's content.
func (s *Server) shell(c fiber.Ctx, section view.Section) view.Shell {
	catchingUp, _ := c.Locals(catchingUpKey{}).(bool)
	return view.Shell{
		Section: section, Environment: s.Environment, Contact: s.Contact, Demo: s.Demo,
		Solid:  c.Cookies(s.cookieName(solidCookie)) != "",
		Viewer: s.viewer(c), CSRF: s.formToken(c), Path: c.OriginalURL(),
		Now: s.Now(), CatchingUp: catchingUp, Flash: flash(c),
	}
}

func (s *Server) viewer(c fiber.Ctx) view.Viewer {
	subject := who(c).Subject
	if subject.User.IsZero() {
		return view.Viewer{}
	}
	return view.Viewer{Name: s.nameOf(c.Context(), subject), Role: shownRole(subject), Unread: s.unread(c)}
}

// shownRole picks the role whose links the header offers.
func shownRole(subject session.Subject) view.Role {
	for _, pair := range []struct {
		role  identity.Role
		shown view.Role
	}{
		{identity.Admin, view.Admin},
		{identity.Lead, view.Lead},
		{identity.Operator, view.Operator},
		{identity.Auditor, view.Auditor},
		{identity.Curator, view.Curator},
		{identity.Brand, view.Maker},
	} {
		if subject.Has(pair.role) {
			return pair.shown
		}
	}
	return view.Buyer
}

// nameCache spares opening the same name for every page.
type nameCache struct {
	mu    sync.Mutex
	names map[id.ID]cachedName
}

type cachedName struct {
	name  string
	until time.Time
}

// nameLife is short: an erased name must vanish from every process soon.
const nameLife = time.Minute

func (s *Server) nameOf(ctx context.Context, subject session.Subject) string {
	s.names.mu.Lock()
	cached, ok := s.names.names[subject.User]
	s.names.mu.Unlock()
	if ok && time.Now().Before(cached.until) {
		return cached.name
	}
	name, known := s.readName(ctx, subject)
	if known {
		s.keepName(subject.User, name)
	}
	return name
}

// keepName notes how somebody is called, for a while.
func (s *Server) keepName(user id.ID, name string) {
	s.names.mu.Lock()
	defer s.names.mu.Unlock()
	if s.names.names == nil || len(s.names.names) > 10_000 {
		s.names.names = map[id.ID]cachedName{}
	}
	s.names.names[user] = cachedName{name, time.Now().Add(nameLife)}
}

// readName reads how somebody is called; known: the read models have heard of them.
func (s *Server) readName(ctx context.Context, subject session.Subject) (name string, known bool) {
	var user users.User
	err := s.Read(ctx, subject, func(ctx context.Context, q projections.Querier) (err error) {
		user, err = users.ByID(ctx, q, subject.User)
		return err
	})
	if errors.Is(err, projections.ErrNotFound) {
		return "Anda", false // they have just registered
	}
	if err != nil || s.open(ctx, "name", user.Name, &name) != nil || name == "" {
		return erased, true
	}
	return name, true
}

// open reads personal data into value. Data that was erased, or never given,
// leaves value as it is and is no error.
func (s *Server) open(ctx context.Context, field string, sealed eventstore.Sealed, value any) error {
	if sealed.Empty() {
		return nil
	}
	key, err := s.Vault.Key(ctx, sealed.Person)
	if errors.Is(err, eventstore.ErrErased) {
		return nil
	}
	if err != nil {
		return err
	}
	return eventstore.Open(key, field, sealed, value)
}

type catchingUpKey struct{}

// catchUp waits, for an address with ?after=<position>, until the read models
// show what the visitor has just done; after two seconds the page says that it
// is still catching up.
func (s *Server) catchUp(names ...string) fiber.Handler {
	return func(c fiber.Ctx) error {
		after, err := strconv.ParseInt(c.Query("after"), 10, 64)
		if err != nil || after <= 0 {
			return c.Next()
		}
		if s.wait(c.Context(), eventstore.Position(after), names...) != nil {
			c.Locals(catchingUpKey{}, true)
		}
		return c.Next()
	}
}

// wait waits at most two seconds for read models to reach a position.
func (s *Server) wait(ctx context.Context, position eventstore.Position, names ...string) error {
	ctx, stop := context.WithTimeout(ctx, 2*time.Second)
	defer stop()
	return s.Progress.WaitFor(ctx, position, names...)
}
