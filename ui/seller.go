package ui

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"net/url"
	"strconv"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/catalogue"
	"github.com/sensasiwangi/sambatan/projections/participants"
	"github.com/sensasiwangi/sambatan/projections/payouts"
	"github.com/sensasiwangi/sambatan/services/payout"
	"github.com/sensasiwangi/sambatan/ui/view"
)

const (
	// sellerLines is how many lines of a statement one page shows.
	sellerLines = 25
	// sellerPayouts is how many payouts it shows.
	sellerPayouts = 10
)

// sellerOf reads what a brand is due; one that was never due anything has an empty account.
func sellerOf(ctx context.Context, q projections.Querier, brand id.ID) (payouts.Seller, error) {
	seller, err := payouts.SellerOf(ctx, q, brand)
	if errors.Is(err, projections.ErrNotFound) {
		return payouts.Seller{Brand: brand}, nil
	}
	return seller, err
}

// sellerShow is what the brand is due, where it is paid to, and its statement.
func (s *Server) sellerShow(c fiber.Ctx) error {
	subject, page := who(c).Subject, max(queryInt(c, "hal", 1, 10_000), 1)
	shown := view.Seller{}
	err := s.Read(c.Context(), subject, func(ctx context.Context, q projections.Querier) error {
		brand, err := catalogue.BrandByID(ctx, q, subject.Brand)
		if err != nil {
			return err
		}
		shown.Brand = brand.Name
		if err := s.fillSeller(ctx, q, subject.Brand, &shown); err != nil {
			return err
		}
		lines, total, err := payouts.Statement(ctx, q, subject.Brand, sellerLines, (page-1)*sellerLines)
		for _, l := range lines {
			shown.Lines = append(shown.Lines, sellerLine(l))
		}
		shown.Total = total
		return err
	})
	if err != nil {
		return err
	}
	shown.Span = span(page, sellerLines, len(shown.Lines))
	shown.Prev, shown.Next = neighbours(view.SellerURL, url.Values{}, page, sellerLines, shown.Total)
	return render(c, fiber.StatusOK, view.SellerPage(s.shell(c, view.SectionSeller), shown))
}

func sellerLine(l payouts.Line) view.SellerLine {
	text, detail := lineWords(l)
	line := view.SellerLine{At: l.At, Text: text, Detail: detail, Amount: int64(l.Amount), Balance: int64(l.Balance)}
	if !l.Participation.IsZero() {
		line.Code = participants.Code(l.Participation)
	}
	return line
}

// span names the rows that a page shows, as "26–31".
func span(page, size, rows int) string {
	first := (page - 1) * size
	return fmt.Sprintf("%d–%d", min(first+1, first+rows), first+rows)
}

func (s *Server) fillSeller(ctx context.Context, q projections.Querier, brand id.ID, shown *view.Seller) error {
	seller, err := sellerOf(ctx, q, brand)
	if err != nil {
		return err
	}
	held, err := payouts.Held(ctx, q, brand)
	if err != nil {
		return err
	}
	paid, _, err := payouts.OfBrand(ctx, q, brand, sellerPayouts, 0)
	if err != nil {
		return err
	}
	shown.Held, shown.Due, shown.Owed = int64(held), int64(seller.Due), int64(seller.Owed)
	for i, p := range paid {
		row := payoutRow(p, shown.Brand)
		if i == 0 && p.Open() {
			shown.Live, shown.Leaving = &row, row.Amount
		}
		shown.Payouts = append(shown.Payouts, row)
	}
	shown.Run = runWords(seller, shown.Live != nil)
	shown.Account, err = s.sellerAccount(ctx, seller)
	return err
}

func (s *Server) sellerAccount(ctx context.Context, seller payouts.Seller) (view.SellerAccount, error) {
	var account refundAccount
	err := s.open(ctx, fieldPayout, seller.Account.Sealed, &account)
	return view.SellerAccount{
		Masked: account.masked(), Holder: account.Holder, Mark: accountMark(seller, s.Now()), Text: accountWords(seller, s.Now()),
	}, err
}

// sellerAccountForm asks the brand where it wants to be paid.
func (s *Server) sellerAccountForm(c fiber.Ctx) error {
	return s.showSellerAccount(c, fiber.StatusOK, s.unsealed(c))
}

func (s *Server) showSellerAccount(c fiber.Ctx, status int, typed view.Form) error {
	subject := who(c).Subject
	shown := view.SellerAccountForm{Banks: bankOptions(), Cooled: s.Now().Add(payout.Cooling), Form: typed}
	var err error
	if shown.StepUp, err = s.ownStepUp(c, view.SellerAccountURL); err != nil {
		return err
	}
	err = s.Read(c.Context(), subject, func(ctx context.Context, q projections.Querier) error {
		brand, err := catalogue.BrandByID(ctx, q, subject.Brand)
		if err != nil {
			return err
		}
		seller, err := sellerOf(ctx, q, subject.Brand)
		if err != nil {
			return err
		}
		account, err := s.sellerAccount(ctx, seller)
		shown.Brand, shown.Known, shown.Change = brand.Name, account.Masked, seller.Account.Number > 0
		return err
	})
	if err != nil {
		return err
	}
	return page(c, status, view.SellerAccountPage(s.shell(c, view.SectionSeller), shown), view.SellerAccountFragment(shown))
}

// sellerAccountPost seals what the brand's owner typed.
func (s *Server) sellerAccountPost(c fiber.Ctx) error {
	f, err := s.posted(c, view.FieldBank, view.FieldAccount, view.FieldHolder)
	if err != nil {
		return err
	}
	account := readAccount(f)
	if len(f.Errors) > 0 {
		return s.showSellerAccount(c, fiber.StatusUnprocessableEntity, f.Form)
	}
	if away, err := s.guardOwn(c, f, view.SellerAccountURL); away {
		return err
	}
	subject := who(c).Subject
	sealed := s.sealer(c.Context(), subject.User)
	give := payout.GiveAccount{Brand: subject.Brand, By: subject.User, Account: sealed.seal(fieldPayout, account), StepUp: stepUpAt(c)}
	if sealed.err != nil {
		return sealed.err
	}
	result, err := s.Log.Execute(c.Context(), payout.Sellers.Command(subject.Brand.String(), give, meta(f.command, subject)))
	if words, refused := payoutRefusal(err); refused {
		f.wrong(words.field, words.summary, words.message)
		return s.showSellerAccount(c, fiber.StatusConflict, f.Form)
	}
	if err != nil {
		return err
	}
	return done(c, view.SellerURL, "rekening-cair", result.Position)
}

// sellerCSV is the brand's whole statement, for a spreadsheet.
func (s *Server) sellerCSV(c fiber.Ctx) error {
	var lines []payouts.Line
	subject := who(c).Subject
	err := s.Read(c.Context(), subject, func(ctx context.Context, q projections.Querier) (err error) {
		lines, err = payouts.Entire(ctx, q, subject.Brand)
		return err
	})
	if err != nil {
		return err
	}
	body, err := statementTable(lines)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "text/csv; charset=utf-8")
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="mutasi-saldo.csv"`)
	c.Set(fiber.HeaderCacheControl, "private, no-store")
	return c.Send(body)
}

func statementTable(lines []payouts.Line) ([]byte, error) {
	var body bytes.Buffer
	w := spreadsheet(&body)
	rows := [][]string{{"waktu_wib", "jenis", "sambatan", "kode_pesanan", "harga", "ongkir", "biaya_layanan", "pph_22", "jumlah", "saldo", "rujukan"}}
	for _, l := range lines {
		text, _ := lineWords(l)
		code := ""
		if !l.Participation.IsZero() {
			code = participants.Code(l.Participation)
		}
		rows = append(rows, []string{
			view.DateInput(l.At) + " " + view.ClockSeconds(l.At), harmless(text), harmless(batchName(l.Title, l.Batch)), code,
			rupiahs(int64(l.Split.Goods)), rupiahs(int64(l.Split.Shipping)), rupiahs(int64(l.Split.Fee)), rupiahs(int64(l.Split.Tax)),
			rupiahs(int64(l.Amount)), rupiahs(int64(l.Balance)), harmless(l.Evidence),
		})
	}
	err := w.WriteAll(rows)
	return body.Bytes(), err
}

func rupiahs(amount int64) string { return strconv.FormatInt(amount, 10) }

// spreadsheet writes what Excel in Indonesia opens with a double click.
func spreadsheet(body *bytes.Buffer) *csv.Writer {
	body.WriteString("\ufeff") // or it is taken for the local code page
	w := csv.NewWriter(body)
	w.Comma = ';'
	return w
}
