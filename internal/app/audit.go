package app

import (
	"context"
	"errors"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/internal/zerosum"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/transactions"
	"github.com/sensasiwangi/sambatan/services/identity"
	"github.com/sensasiwangi/sambatan/services/wallet"
)

// Audit proves things from the log.
type Audit struct {
	ZeroSum AuditZeroSum `cmd:"" help:"Prove for every campaign that no rupiah appeared or vanished."`
	Verify  AuditVerify  `cmd:"" help:"Check a campaign's trail, as a page exports it, from the file alone."`
}

// AuditZeroSum adds up every posting of the log, campaign by campaign.
type AuditZeroSum struct {
	Database `embed:""`
	Secrets  `embed:""`

	JSON bool `name:"json" help:"Print one JSON object instead of a table; amounts in rupiah."`
}

var (
	errNotZeroSum = errors.New("money appeared or vanished")
	errOtherBooks = errors.New("the read model of transactions does not say what the log says: projections rebuild transactions")
)

// Run implements kong's command.
func (c *AuditZeroSum) Run(ctx context.Context, to streams) error {
	return c.offline(ctx, to, c.Secrets, func(p *platform) error {
		books, err := p.readBooks(ctx)
		if err != nil {
			return err
		}
		report, err := zerosum.Read(ctx, p.store, books.compare)
		if err != nil {
			return err
		}
		if err := c.print(to.out, report, books); err != nil {
			return err
		}
		switch {
		case !report.Proven():
			return errNotZeroSum
		case len(books.differ) > 0:
			return errOtherBooks
		case books.at > report.Head:
			return projections.ErrLogBehind
		}
		return nil
	})
}

// books are the accounts of the read model, to be compared with the log's when
// the audit comes by the position that they stand at.
type books struct {
	balances wallet.Balances
	at       eventstore.Position
	compared bool
	differ   []money.Account
}

func (p *platform) readBooks(ctx context.Context) (*books, error) {
	b := &books{}
	auditor := session.Subject{Roles: []identity.Role{identity.Auditor}}
	return b, p.read(ctx, auditor, func(ctx context.Context, q projections.Querier) (err error) {
		b.balances, b.at, err = transactions.BooksAt(ctx, q)
		return err
	})
}

func (b *books) compare(position eventstore.Position, audit *zerosum.Audit) {
	if position != b.at {
		return
	}
	b.compared = true
	all, ours := wallet.Balances{}, audit.Platform()
	all.Add(b.balances)
	all.Add(ours)
	for _, account := range all.Accounts() {
		if b.balances[account] != ours[account] {
			b.differ = append(b.differ, account)
		}
	}
}
