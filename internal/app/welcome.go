package app

import (
	"context"
	"fmt"
	"time"

	"github.com/sensasiwangi/sambatan/internal/demo"
	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// demoLinkLife is how long the printed sign-in links work; the next start
// prints new ones.
const demoLinkLife = 24 * time.Hour

// stand is what stands in for the world in development.
type stand struct {
	gateway string // address of a payment gateway that moves no money; empty: a real one, or none
	mailbox bool   // mails are kept, not sent
}

// welcome prints where to go, and one sign-in link per demo role.
func (c *Up) welcome(ctx context.Context, p *platform, people []demo.Person, addr string, here stand, to streams) {
	url := "http://" + addr
	fmt.Fprintf(to.out, "\nSambatan is ready: %s\n", url)
	for i, person := range people {
		if i == 0 {
			fmt.Fprintf(to.out, "\nSign in as (the links work for %d hours):\n", int(demoLinkLife.Hours()))
		}
		subject := session.Subject{User: person.ID, Roles: person.Roles, Brand: person.Brand}
		token, err := p.sessions.IssueLink(ctx, subject, session.LinkOptions{Life: demoLinkLife, Reusable: true})
		if ctx.Err() != nil {
			return // stopped while starting
		}
		if err != nil {
			fmt.Fprintf(to.err, "no sign-in link for %s: %v\n", person.Name, err)
			continue
		}
		fmt.Fprintf(to.out, "  %-12s %-20s %s/masuk/%s\n", person.Roles[0], person.Name, url, token)
	}
	if here.gateway != "" {
		fmt.Fprintf(to.out, "\nPay as a buyer's bank or wallet would, without money: %s\n", here.gateway)
	}
	if here.mailbox {
		fmt.Fprintf(to.out, "\nMails reach nobody; read them at %s%s\n", url, view.DevMailURL)
	}
	keeps := "your data stays"
	if c.Ephemeral {
		keeps = "nothing is kept"
	}
	fmt.Fprintf(to.out, "\nPress Ctrl-C to stop; %s.\n", keeps)
	if c.Open {
		if err := openBrowser(ctx, url); err != nil {
			fmt.Fprintf(to.err, "could not open a browser: %v\n", err)
		}
	}
}
