package ui

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/url"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/statement"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/payments"
	"github.com/sensasiwangi/sambatan/projections/statements"
	"github.com/sensasiwangi/sambatan/projections/users"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// Bank statements are imported in two steps. The first takes the file, keeps it
// sealed under its hash and shows what an import would do; the second reads the
// kept file again and does what was shown. So the file travels once, no browser
// has to keep it, and reloading either page does nothing.

// fieldStatement is what the file is sealed for.
const fieldStatement = "statement"

// importsPage is how many imports the history shows at a time.
const importsPage = 20

// statementList is where a file is chosen, above the history of imports.
func (s *Server) statementList(c fiber.Ctx) error {
	return s.showStatements(c, fiber.StatusOK, nil)
}

func (s *Server) showStatements(c fiber.Ctx, status int, f *form) error {
	page := max(queryInt(c, "hal", 1, 10_000), 1)
	shown := view.Statements{
		Bank: s.Account.Bank, Account: s.Account.Number, Holder: s.Account.Holder, Form: s.blank(c), From: (page-1)*importsPage + 1,
	}
	if f != nil {
		shown.Form = f.Form
	}
	err := s.Read(c.Context(), who(c).Subject, func(ctx context.Context, q projections.Querier) error {
		imports, total, err := statements.Newest(ctx, q, importsPage, (page-1)*importsPage)
		if err != nil {
			return err
		}
		shown.Total = total
		shown.Imports, err = s.importRows(ctx, q, imports)
		return err
	})
	if err != nil {
		return err
	}
	shown.Prev, shown.Next = neighbours(view.OpsStatementsURL, url.Values{}, page, importsPage, shown.Total)
	return render(c, status, view.StatementsPage(s.shell(c, view.SectionTransfer), shown))
}

func (s *Server) importRows(ctx context.Context, q projections.Querier, imports []statements.Import) ([]view.StatementImport, error) {
	by := make([]id.ID, len(imports))
	for i, one := range imports {
		by[i] = one.ImportedBy
	}
	people, err := users.ByIDs(ctx, q, by)
	if err != nil {
		return nil, err
	}
	rows := make([]view.StatementImport, len(imports))
	for i, one := range imports {
		rows[i] = view.StatementImport{
			ID: one.Statement.String(), At: one.ImportedAt, By: erased, Hash: one.Hash, Format: bankNames[statement.Format(one.Format)],
			From: one.From, Until: one.Until, Matched: one.Matched, Unknown: one.Unknown, Known: one.Known,
			Left: one.Undecided + one.Pending + one.Unreadable, Amount: int64(one.MatchedAmount + one.UnknownAmount),
		}
		if err := s.open(ctx, "name", people[one.ImportedBy].Name, &rows[i].By); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// statementUpload takes a file, and leads to what an import of it would do.
func (s *Server) statementUpload(c fiber.Ctx) error {
	f, err := s.posted(c)
	if err != nil {
		return err
	}
	content, err := uploaded(c, f)
	if err != nil {
		return err
	}
	var account string
	if len(f.Errors) == 0 {
		if account, err = s.readable(c, f, content); err != nil {
			return err
		}
	}
	if len(f.Errors) > 0 {
		return s.showStatements(c, fiber.StatusUnprocessableEntity, f)
	}
	file, err := s.seal(c.Context(), who(c).User, account, content)
	if err != nil {
		return err
	}
	if err := s.KeepStatement(c.Context(), who(c).Subject, file); err != nil {
		return err
	}
	return done(c, view.OpsStatementURL(file.Statement.String()), "", 0)
}

// uploaded is the file of a form; what is wrong with it is noted in the form.
func uploaded(c fiber.Ctx, f *form) ([]byte, error) {
	header, err := c.FormFile(view.FieldFile)
	if err != nil || header.Size == 0 && header.Filename == "" {
		f.wrong(view.FieldFile, "File mutasi belum dipilih", "Pilih dulu file CSV mutasi rekening.")
		return nil, nil //nolint:nilerr // a form without a file is an answer, not a failure
	}
	if header.Size > statement.MaxBytes {
		f.wrong(view.FieldFile, "File mutasi tidak terbaca", fileWords[statement.FileTooLarge])
		return nil, nil
	}
	file, err := header.Open()
	if err != nil {
		return nil, err
	}
	content, err := io.ReadAll(io.LimitReader(file, statement.MaxBytes+1))
	return content, errors.Join(err, file.Close())
}

// readable notes what keeps a file from being imported at all, and finds the account that it is of. One that buyers were
// told before another took its place is ours as well: what was issued is paid to it still.
func (s *Server) readable(c fiber.Ctx, f *form, content []byte) (account string, err error) {
	read, err := statement.Parse(content)
	if refused, ok := errors.AsType[*statement.FileError](err); ok {
		f.wrong(view.FieldFile, "File mutasi tidak terbaca", fileWords[refused.Problem])
		return "", nil
	}
	if read.Account == "" || bareAccount(read.Account) == bareAccount(s.Account.Number) {
		return s.Account.Number, nil
	}
	var before []string
	err = s.Read(c.Context(), who(c).Subject, func(ctx context.Context, q projections.Querier) (err error) {
		before, err = payments.IssuedWith(ctx, q)
		return err
	})
	if err != nil {
		return "", err
	}
	at := slices.IndexFunc(before, func(number string) bool { return bareAccount(number) == bareAccount(read.Account) })
	if at < 0 {
		f.wrong(view.FieldFile, "File milik rekening lain", "File ini mutasi rekening "+read.Account+", bukan rekening penerima "+s.Account.Number+".")
		return "", nil
	}
	return before[at], nil
}

// bareAccount is an account number without what exports add to it or leave out.
func bareAccount(number string) string {
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, number)
	return strings.TrimLeft(digits, "0")
}

// seal packs and encrypts a file with the key of whoever sent it.
func (s *Server) seal(ctx context.Context, person id.ID, account string, content []byte) (statements.File, error) {
	sum := sha256.Sum256(content)
	hash := hex.EncodeToString(sum[:])
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if _, err := w.Write(content); err != nil {
		return statements.File{}, err
	}
	if err := w.Close(); err != nil {
		return statements.File{}, err
	}
	key, err := s.Vault.Key(ctx, person.String())
	if err != nil {
		return statements.File{}, err
	}
	sealed, err := eventstore.Seal(key, person.String(), fieldStatement, packed.Bytes())
	return statements.File{
		Statement: payment.StatementID(account, hash), Account: account, Hash: hash, Content: sealed,
	}, err
}

// unseal is the content of a kept file; empty when the person was erased whose
// key it opens with.
func (s *Server) unseal(ctx context.Context, file statements.File) ([]byte, error) {
	var packed []byte
	if err := s.open(ctx, fieldStatement, file.Content, &packed); err != nil || len(packed) == 0 {
		return nil, err
	}
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(io.LimitReader(r, statement.MaxBytes+1))
}
