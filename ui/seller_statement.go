package ui

import (
	"context"
	"time"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/internal/calendar"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/catalogue"
	"github.com/sensasiwangi/sambatan/projections/payouts"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// monthOf is the month in WIB that a query names as "2026-11"; whatever else it says, it is
// that of now.
func monthOf(c fiber.Ctx, now time.Time) time.Time {
	if month, err := time.ParseInLocation(view.MonthValue, c.Query("bulan"), calendar.WIB); err == nil {
		return month
	}
	now = now.In(calendar.WIB)
	return time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, calendar.WIB)
}

// sellerStatement is a month of the brand's statement on one page, to be printed or filed.
func (s *Server) sellerStatement(c fiber.Ctx) error {
	subject, now := who(c).Subject, s.Now()
	month := monthOf(c, now)
	next := month.AddDate(0, 1, 0)
	shown := view.SellerStatement{Now: now, Month: month}
	err := s.Read(c.Context(), subject, func(ctx context.Context, q projections.Querier) error {
		brand, err := catalogue.BrandByID(ctx, q, subject.Brand)
		if err != nil {
			return err
		}
		before, lines, err := payouts.Between(ctx, q, subject.Brand, month, next)
		if err != nil {
			return err
		}
		first, err := payouts.First(ctx, q, subject.Brand)
		shown.Brand = brand.Name
		shown.Sums = monthSums(before, lines)
		for _, l := range lines {
			shown.Lines = append(shown.Lines, sellerLine(l))
		}
		shown.Earlier, shown.Later = !first.IsZero() && first.Before(month), next.Before(now)
		return err
	})
	if err != nil {
		return err
	}
	return render(c, fiber.StatusOK, view.SellerStatementPage(s.shell(c, view.SectionSeller), shown))
}

// monthSums are how the balance at the end of a month came about from that before it.
func monthSums(before money.Rupiah, lines []payouts.Line) []view.SumLine {
	sums := []view.SumLine{
		{Text: "Saldo awal", Amount: int64(before)},
		{Text: "Harga dan ongkir pesanan yang diterima"},
		{Text: "Biaya layanan", Indent: true},
		{Text: "PPh 22", Indent: true},
		{Text: "Dikembalikan ke pembeli sesudah dilepas"},
		{Text: "Biaya layanan dari sambatan yang dibatalkan"},
		{Text: "Dicairkan"},
		{Text: "Pencairan yang dikembalikan bank"},
	}
	after := before
	for _, l := range lines {
		after += l.Amount
		switch l.Kind {
		case payouts.LineRelease:
			sums[1].Amount += int64(l.Split.Goods + l.Split.Shipping)
			sums[2].Amount -= int64(l.Split.Fee)
			sums[3].Amount -= int64(l.Split.Tax)
		case payouts.LineClawback:
			sums[4].Amount += int64(l.Amount)
		case payouts.LineCharge:
			sums[5].Amount += int64(l.Amount)
		case payouts.LinePayout:
			sums[6].Amount += int64(l.Amount)
		case payouts.LineReturn:
			sums[7].Amount += int64(l.Amount)
		}
	}
	kept := sums[:1]
	for _, sum := range sums[1:] {
		if sum.Amount != 0 {
			kept = append(kept, sum)
		}
	}
	return append(kept, view.SumLine{Text: "Saldo akhir", Amount: int64(after), Total: true})
}
