package ui

import (
	"context"
	"errors"
	"net/url"
	"sync"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// statementPage is how many rows of a file a page shows.
const statementPage = 100

// statementShow is the dry run of a file and, once it was imported, what became
// of each row: the same page, since both say how the rows stand now.
func (s *Server) statementShow(c fiber.Ctx) error {
	plan, err := s.planFromPath(c)
	if err != nil {
		return err
	}
	return s.showStatement(c, fiber.StatusOK, plan, nil)
}

func (s *Server) planFromPath(c fiber.Ctx) (*importPlan, error) {
	wanted, err := pathID(c, "statement")
	if err != nil {
		return nil, err
	}
	return s.plan(c.Context(), who(c).Subject, wanted)
}

func (s *Server) showStatement(c fiber.Ctx, status int, plan *importPlan, f *form) error {
	digest, err := plan.digest()
	if err != nil {
		return err
	}
	from, until := plan.read.Span()
	counts := plan.counts()
	shown := view.Statement{
		Kept: plan.kept(), Account: plan.file.Account, Format: bankNames[plan.read.Format], Hash: plan.file.Hash,
		From: from, Until: until, Records: counts.Matched.Lines + counts.Unknown.Lines, RecordsAmount: int64(counts.Matched.Amount + counts.Unknown.Amount),
		Digest: digest, Form: s.blank(c), Filter: view.StatusOf(c.Query(view.QueryStatus)), Sums: lineSums(plan),
	}
	if plan.file.Account == "" || plan.file.Account == s.Account.Number { // the file may be gone
		shown.Account, shown.Bank = s.Account.Number, s.Account.Bank
	}
	shown.ID, shown.Hand = c.Params("statement"), handCount(plan)
	if f != nil {
		shown.Form = f.Form
	}
	if err := s.fillImports(c, plan, &shown); err != nil {
		return err
	}
	fillRows(plan, &shown, max(queryInt(c, "hal", 1, 10_000), 1))
	return render(c, status, view.StatementPage(s.shell(c, view.SectionTransfer), shown))
}

func (s *Server) fillImports(c fiber.Ctx, plan *importPlan, shown *view.Statement) error {
	return s.Read(c.Context(), who(c).Subject, func(ctx context.Context, q projections.Querier) (err error) {
		shown.Imports, err = s.importRows(ctx, q, plan.imports)
		return err
	})
}

// fillRows shows one page of the rows with the wanted status.
func fillRows(plan *importPlan, shown *view.Statement, page int) {
	for _, line := range plan.lines {
		if status := line.status(); shown.Filter != "" && status != shown.Filter {
			continue
		}
		if shown.Total++; shown.Total > (page-1)*statementPage && shown.Total <= page*statementPage {
			shown.Rows = append(shown.Rows, plan.shown(line))
		}
	}
	shown.First = (page-1)*statementPage + 1
	query := url.Values{}
	if shown.Filter != "" {
		query.Set(view.QueryStatus, string(shown.Filter))
	}
	shown.Prev, shown.Next = neighbours(view.OpsStatementURL(shown.ID), query, page, statementPage, shown.Total)
}

// statementRecord does what the dry run showed.
func (s *Server) statementRecord(c fiber.Ctx) error {
	f, err := s.posted(c, view.FieldPlan)
	if err != nil {
		return err
	}
	var plan *importPlan
	var position eventstore.Position
	err = s.recordAlone(c.Context(), func(ctx context.Context) (err error) {
		if plan, err = s.planFromPath(c); err != nil {
			return err
		}
		if records, err := f.mayRecord(plan); err != nil || !records {
			return err
		}
		position, err = s.record(ctx, plan, meta(f.command, who(c).Subject))
		return err
	})
	if errors.Is(err, errBooksBehind) {
		f.wrong("", "", booksBehind)
		plan, err = s.planFromPath(c)
	}
	switch {
	case err != nil:
		return err
	case len(f.Errors) > 0:
		return s.showStatement(c, fiber.StatusConflict, plan, f)
	case position == 0:
		return done(c, view.OpsStatementURL(c.Params("statement")), "", 0)
	}
	return done(c, view.OpsStatementURL(c.Params("statement")), "mutasi", position)
}

// mayRecord tells whether there is something to record, and it is what the dry run showed;
// what keeps it from being recorded is noted in the form.
func (f *form) mayRecord(plan *importPlan) (bool, error) {
	digest, err := plan.digest()
	switch {
	case err != nil:
		return false, err
	case !plan.kept():
		f.wrong("", "", "File ini sudah tidak disimpan. Unggah lagi file yang sama; baris yang sudah tercatat tidak akan tercatat dua kali.")
	case len(plan.records()) == 0 && len(plan.imports) > 0:
		return false, nil
	case f.Value(view.FieldPlan) != digest:
		f.wrong("", "", "Keadaan berubah sejak file ini diperiksa, jadi belum ada yang dicatat. Periksa lagi tabel di bawah, lalu catat.")
	}
	return len(f.Errors) == 0, nil
}

// record gives the commands of a plan, and notes the import when all were given:
// whoever is interrupted simply begins again.
func (s *Server) record(ctx context.Context, plan *importPlan, by eventstore.Meta) (eventstore.Position, error) {
	statement := payment.StatementID(plan.file.Account, plan.file.Hash)
	outcomes, err := s.recordReceipts(ctx, plan.records(), by, statement)
	if err != nil {
		return 0, err
	}
	counts := plan.counts()
	var last eventstore.Position
	for _, one := range outcomes {
		last = max(last, one.position)
		if one.before {
			one.recount(&counts)
		}
	}
	from, until := plan.read.Span()
	note := payment.ImportStatement{
		Account: plan.file.Account, Hash: plan.file.Hash, Format: string(plan.read.Format), From: from, Until: until, Counts: counts,
	}
	by.CorrelationID = statement
	result, err := s.Log.Execute(ctx, payment.Statements.Command(statement.String(), note, by))
	return max(last, result.Position), err
}

// outcome is what became of one command of an import.
type outcome struct {
	command  payment.RecordReceipt
	position eventstore.Position
	before   bool // somebody else was faster
	err      error
}

// recount moves a line from those that the import recorded to those that it found.
func (o outcome) recount(n *payment.StatementCounts) {
	from := &n.Matched
	if o.command.Match == (payment.Match{}) {
		from = &n.Unknown
	}
	from.Lines, from.Amount = from.Lines-1, from.Amount-o.command.Amount
	n.Known.Lines, n.Known.Amount = n.Known.Lines+1, n.Known.Amount+o.command.Amount
}

// recordsAtOnce is how many commands of an import wait for the log side by side.
const recordsAtOnce = 64

func (s *Server) recordReceipts(ctx context.Context, commands []payment.RecordReceipt, by eventstore.Meta, statement id.ID) ([]outcome, error) {
	outcomes := make([]outcome, len(commands))
	var all sync.WaitGroup
	free := make(chan struct{}, recordsAtOnce)
	for i, command := range commands {
		free <- struct{}{}
		all.Go(func() {
			outcomes[i] = s.recordReceipt(ctx, command, by, statement)
			<-free
		})
	}
	all.Wait()
	for _, one := range outcomes {
		if one.err != nil {
			return nil, one.err
		}
	}
	return outcomes, nil
}

// recordReceipt records one line. The command's id is the receipt's alone, so
// that no second file, operator or click records it again.
func (s *Server) recordReceipt(ctx context.Context, command payment.RecordReceipt, by eventstore.Meta, statement id.ID) outcome {
	by.CommandID, by.CorrelationID = payment.StatementCommandID(command.Receipt), statement
	result, err := s.Log.Execute(ctx, payment.Receipts.Command(command.Receipt.String(), command, by))
	if errors.Is(err, payment.ErrReceiptKnown) || errors.Is(err, eventstore.ErrCommandReused) {
		return outcome{command: command, before: true}
	}
	return outcome{command: command, position: result.Position, before: err == nil && (result.Repeated || len(result.Events) == 0), err: err}
}
