package payment

import (
	"encoding/hex"
	"fmt"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
)

// StatementEvent is something that happened to one file of a bank statement
// (stream "statement-<id>"), which is known by its account and its hash.
//
//sumtype:decl
type StatementEvent interface{ isStatementEvent() }

// StatementImported means that an operator had the lines of a bank statement recorded as
// receipts. It comes after them; a file that is imported again is recorded again only when
// it brought receipts that it had not brought before.
type StatementImported struct {
	Statement id.ID     `json:"statement"`
	Account   string    `json:"account"`        // our account number
	Hash      string    `json:"hash"`           // SHA-256 of the file, in hex
	Format    string    `json:"format"`         // bca, mandiri, bri, bni, generic
	From      time.Time `json:"from,omitzero"`  // midnight in WIB of its first day
	Until     time.Time `json:"until,omitzero"` // midnight in WIB of its last day
	StatementCounts
}

// StatementCounts are how many lines an import found, and what became of them.
type StatementCounts struct {
	Matched    LineCount `json:"matched"`    // recorded for an instruction
	Unknown    LineCount `json:"unknown"`    // recorded without an owner
	Known      LineCount `json:"known"`      // recorded before
	Undecided  LineCount `json:"undecided"`  // left to an operator
	Pending    LineCount `json:"pending"`    // not booked by the bank yet
	Outgoing   LineCount `json:"outgoing"`   // no business of ours
	Unreadable int       `json:"unreadable"` // rows
}

// LineCount is a number of lines and what they sum up to.
type LineCount struct {
	Lines  int          `json:"lines"`
	Amount money.Rupiah `json:"amount"`
}

func (StatementImported) isStatementEvent() {}

// ImportedStatement is one file, as far as rules ask about it. The zero value
// was never imported.
type ImportedStatement struct{ Times int }

func evolveStatement(s ImportedStatement, event StatementEvent) ImportedStatement {
	switch event.(type) { //nolint:gocritic // a second one must not be forgotten here
	case StatementImported:
		s.Times++
	}
	return s
}

// StatementCommand asks a file of a bank statement to change.
//
//sumtype:decl
type StatementCommand interface{ isStatementCommand() }

// ImportStatement notes that the lines of a file were recorded.
type ImportStatement struct {
	Account     string
	Hash        string
	Format      string
	From, Until time.Time // zero when no line has a day
	Counts      StatementCounts
}

func (ImportStatement) isStatementCommand() {}

// StatementDecider holds the rules of bank statements.
var StatementDecider = eventstore.Decider[ImportedStatement, StatementCommand, StatementEvent]{
	Initial: func() ImportedStatement { return ImportedStatement{} },
	Decide:  decideStatement,
	Evolve:  evolveStatement,
}

// StatementCodec encodes the events of bank statements.
var StatementCodec = statementCodec()

// Statements is the aggregate of bank statements.
var Statements = eventstore.NewAggregate("statement", StatementDecider, StatementCodec)

func statementCodec() *eventstore.Codec[StatementEvent] {
	c := eventstore.NewCodec[StatementEvent]()
	eventstore.Register[StatementImported](c, "payment.statement_imported.v1")
	return c
}

// statementNamespace is what the ids of files are derived in.
var statementNamespace = id.MustParse("7f1d6a3e-52c8-5b7a-8a44-0f6d2c9b71e5")

// StatementID names a file by our account and its SHA-256 in hex.
func StatementID(account, hash string) id.ID {
	return id.Derive(statementNamespace, tidy(account)+"\n"+hash)
}

func decideStatement(s ImportedStatement, command StatementCommand, _ time.Time) ([]StatementEvent, error) {
	switch c := command.(type) { //nolint:gocritic // a second one must not be forgotten here
	case ImportStatement:
		return s.imported(c)
	}
	return nil, fmt.Errorf("%T: %w", command, ErrUnknownCommand)
}

// imported does nothing for a file that was imported before and brings nothing.
func (s ImportedStatement) imported(c ImportStatement) ([]StatementEvent, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	if s.Times > 0 && c.Counts.Matched.Lines+c.Counts.Unknown.Lines == 0 {
		return nil, nil
	}
	return []StatementEvent{StatementImported{
		Statement: StatementID(c.Account, c.Hash), Account: tidy(c.Account), Hash: c.Hash, Format: c.Format,
		From: instant(c.From), Until: instant(c.Until), StatementCounts: c.Counts,
	}}, nil
}

func (c ImportStatement) check() error {
	hash, err := hex.DecodeString(c.Hash)
	if err != nil || len(hash) != 32 || tidy(c.Account) == "" || c.Format == "" {
		return ErrIncomplete
	}
	n := c.Counts
	for _, count := range []LineCount{n.Matched, n.Unknown, n.Known, n.Undecided, n.Pending, n.Outgoing} {
		if count.Lines < 0 || count.Amount < 0 || count.Lines == 0 && count.Amount > 0 {
			return ErrBadAmount
		}
	}
	if n.Unreadable < 0 {
		return ErrBadAmount
	}
	return nil
}
