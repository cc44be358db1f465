package app

import (
	"context"
	"errors"
	"fmt"
	"net/mail"
	"strings"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/services/identity"
)

// User looks after who may sign in.
type User struct {
	Add   UserAdd   `cmd:"" help:"Register somebody, and print a link that signs them in once."`
	Roles UserRoles `cmd:"" help:"Replace what somebody may do; they have to sign in again."`
}

// firstLinkLife is how long a new user has for their first sign-in. Later ones come by mail.
const firstLinkLife = 72 * time.Hour

// byCommandLine is the context of a command that whoever runs the program gave.
func byCommandLine() eventstore.Meta {
	return eventstore.Meta{CommandID: id.New(), Actor: "system:command-line"}
}

// UserAdd registers somebody.
type UserAdd struct {
	Database  `embed:""`
	Secrets   `embed:""`
	Name      string   `required:"" help:"As it is shown, and sealed with a key of theirs."`
	Email     string   `required:"" help:"Where their sign-in links go. Sealed, too."`
	Role      []string `required:"" help:"What they may do: buyer, operator, lead, curator, auditor or admin; several with commas. A brand's owner comes with the brand."`
	PublicURL string   `name:"public-url" env:"SAMBATAN_PUBLIC_URL" placeholder:"URL" help:"What the printed link begins with."`
}

// Run implements kong's command. The person is printed with a link, which is stored nowhere.
func (c *UserAdd) Run(ctx context.Context, to streams) error {
	address, err := mail.ParseAddress(c.Email)
	if err != nil || address.Address != c.Email {
		return fmt.Errorf("%q is no e-mail address", c.Email)
	}
	name := strings.TrimSpace(c.Name)
	if name == "" {
		return errors.New("--name is empty: say how they are called")
	}
	roles, err := staffRoles(c.Role)
	if err != nil {
		return err
	}
	return c.offline(ctx, to, c.Secrets, func(p *platform) error {
		user := id.New()
		if err := p.register(ctx, user, name, c.Email, roles); err != nil {
			return err
		}
		link, err := p.sessions.IssueLink(ctx, session.Subject{User: user, Roles: roles}, session.LinkOptions{Life: firstLinkLife})
		if err != nil {
			return fmt.Errorf("%s is registered, but has no link: %w", user, err)
		}
		_, err = fmt.Fprintf(to.out, "%s\n%s/masuk/%s\n", user, strings.TrimRight(c.PublicURL, "/"), link)
		return err
	})
}

// staffRoles reads roles that a command line may give.
func staffRoles(names []string) (roles []identity.Role, err error) {
	for _, name := range names {
		role := identity.Role(name)
		switch {
		case role == identity.Brand:
			return nil, errors.New("a brand's owner comes with the brand")
		case !role.Known():
			return nil, fmt.Errorf("there is no role %q", name)
		}
		roles = append(roles, role)
	}
	return roles, nil
}

func (p *platform) register(ctx context.Context, user id.ID, name, email string, roles []identity.Role) error {
	person := user.String()
	key, err := p.vault.Create(ctx, person)
	if err != nil {
		return err
	}
	sealer, err := eventstore.NewSealer(key, person)
	if err != nil {
		return err
	}
	body := identity.Register{User: user, Roles: roles}
	if body.Name, err = sealer.Seal("name", name); err != nil {
		return err
	}
	if body.Email, err = sealer.Seal("email", email); err != nil {
		return err
	}
	_, err = p.store.Execute(ctx, identity.Users.Command(person, body, byCommandLine()))
	return err
}

// UserRoles replaces what somebody may do.
type UserRoles struct {
	Database `embed:""`
	Secrets  `embed:""`
	User     string   `arg:"" help:"The user's id."`
	Role     []string `arg:"" help:"What they may do from now on."`
}

// Run implements kong's command. Sessions and tokens know what their owner could do when they
// began, so they end.
func (c *UserRoles) Run(ctx context.Context, to streams) error {
	user, err := id.Parse(c.User)
	if err != nil {
		return err
	}
	roles, err := staffRoles(c.Role)
	if err != nil {
		return err
	}
	return c.offline(ctx, to, c.Secrets, func(p *platform) error {
		subject, err := p.subject(ctx, user)
		if err != nil {
			return err
		}
		if !subject.Brand.IsZero() {
			return errors.New("who owns a brand does nothing else here")
		}
		if _, err := p.store.Execute(ctx, identity.Users.Command(user.String(), identity.ChangeRoles{Roles: roles}, byCommandLine())); err != nil {
			return err
		}
		if err := p.sessions.EndAll(ctx, user); err != nil {
			return fmt.Errorf("the roles are changed, but somebody may still be signed in as before; give the command again: %w", err)
		}
		_, err = fmt.Fprintf(to.out, "%s is %s from now on, and has to sign in again\n", user, strings.Join(c.Role, ", "))
		return err
	})
}
