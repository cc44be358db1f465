package ui

import (
	"context"
	"errors"
	"strconv"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/dashboard"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// reviewList is what waits for a curator.
func (s *Server) reviewList(c fiber.Ctx) error {
	shown := view.Reviews{Now: s.Now()}
	err := s.Read(c.Context(), who(c).Subject, func(ctx context.Context, q projections.Querier) error {
		rows, err := dashboard.InReview(ctx, q)
		for _, row := range rows {
			shown.Rows = append(shown.Rows, view.ReviewRow{
				Campaign: row.ID.String(), Name: batchName(row.Title, row.Batch), Brand: row.BrandName, City: row.BrandCity, Picture: row.Art,
				Price: int64(row.Terms.Price), Slots: row.Terms.Slots, At: row.Review.At, ReviewBy: row.Review.ReviewBy, Late: row.Review.Late,
			})
		}
		return err
	})
	if err != nil {
		return err
	}
	return render(c, fiber.StatusOK, view.ReviewsPage(s.shell(c, view.SectionReview), shown))
}

// reviewShow is one submission.
func (s *Server) reviewShow(c fiber.Ctx) error {
	return s.showReview(c, fiber.StatusOK, s.blank(c))
}

// showReview shows what buyers would see. What does not wait any more leads back to the list.
func (s *Server) showReview(c fiber.Ctx, status int, typed view.Form) error {
	row, err := s.anyFromPath(c)
	if err != nil {
		return err
	}
	if row.Phase != sambatan.PhaseInReview {
		return done(c, view.CuratorURL, "tinjau-sudah", 0)
	}
	shown := reviewOf(row, who(c).Subject)
	shown.Now, shown.Form, shown.Campaign = s.Now(), typed, campaignBlock(row, s.Now())
	err = s.Read(c.Context(), who(c).Subject, func(ctx context.Context, q projections.Querier) error {
		shown.Product, err = s.productPage(ctx, q, row.Product)
		return err
	})
	if err != nil {
		return err
	}
	return render(c, status, view.ReviewPage(s.shell(c, view.SectionReview), shown))
}

func reviewOf(row dashboard.Campaign, subject session.Subject) view.Review {
	review, terms := row.Review, row.Terms
	shown := view.Review{
		Name: batchName(row.Title, row.Batch), Submission: review.Submission, At: review.At, Late: review.Late,
		Returned: review.Returned, ReturnedAt: review.ReturnedAt, Own: review.By == subject.User || row.Brand == subject.Brand,
		Money: []view.ReviewSum{{Title: "Per slot", Lines: division(terms, 1)}},
	}
	if terms.MinFill < terms.Slots {
		shown.Money = append(shown.Money, view.ReviewSum{Title: "Kalau terisi " + strconv.Itoa(terms.MinFill) + " slot, paling sedikit", Lines: division(terms, terms.MinFill)})
	}
	shown.Money = append(shown.Money, view.ReviewSum{Title: "Kalau terisi " + strconv.Itoa(terms.Slots) + " slot, semuanya", Lines: division(terms, terms.Slots)})
	return shown
}

// division is what becomes of the price of slots.
func division(terms sambatan.Terms, slots int) []view.SumLine {
	split := terms.Split(slots)
	lines := []view.SumLine{{Text: "Dibayar pembeli", Amount: int64(split.Goods)}, {Text: "Biaya layanan", Amount: -int64(split.Fee)}}
	if split.Tax > 0 {
		lines = append(lines, view.SumLine{Text: "PPh 22 dipotong", Amount: -int64(split.Tax)})
	}
	return append(lines, view.SumLine{Text: "Untuk perajin", Amount: int64(split.Goods - split.Fee - split.Tax), Total: true})
}

// approvePost freezes the terms that were looked at, and publishes them.
func (s *Server) approvePost(c fiber.Ctx) error {
	f, err := s.posted(c, view.FieldSubmission)
	if err != nil {
		return err
	}
	row, err := s.anyFromPath(c)
	if err != nil {
		return err
	}
	listed, err := s.isListed(c.Context(), who(c).Subject, row.Product)
	if err != nil {
		return err
	}
	if !listed {
		f.wrong("", "Produknya sudah ditarik", "Produk ini sudah tidak ditampilkan di pasar. Kembalikan ke perajin dengan alasannya.")
		return s.showReview(c, fiber.StatusConflict, f.Form)
	}
	subject := who(c).Subject
	return s.pass(c, f, row, sambatan.Approve{Submission: seen(f), By: subject.User, Brand: subject.Brand}, "tinjau-setuju")
}

// returnPost sends a submission back to its brand.
func (s *Server) returnPost(c fiber.Ctx) error {
	f, err := s.posted(c, view.FieldSubmission, view.FieldReason)
	if err != nil {
		return err
	}
	row, err := s.anyFromPath(c)
	if err != nil {
		return err
	}
	f.limit(view.FieldReason, "Yang perlu diperbaiki", 500)
	if !f.need(view.FieldReason, "Yang perlu diperbaiki") || len(f.Errors) > 0 {
		return s.showReview(c, fiber.StatusUnprocessableEntity, f.Form)
	}
	subject := who(c).Subject
	word := sambatan.ReturnSubmission{Submission: seen(f), By: subject.User, Brand: subject.Brand, Reason: f.Value(view.FieldReason)}
	return s.pass(c, f, row, word, "tinjau-kembali")
}

// seen is the submission that a form is about; 0, which is none, when it does not say.
func seen(f *form) int {
	n, _ := strconv.Atoi(f.Value(view.FieldSubmission))
	return n
}

// pass gives a curator's word. Where somebody else was faster, the list says so.
func (s *Server) pass(c fiber.Ctx, f *form, row dashboard.Campaign, word sambatan.Command, kabar string) error {
	result, err := s.Log.Execute(c.Context(), sambatan.Campaigns.Command(row.ID.String(), word, meta(f.command, who(c).Subject)))
	if _, late := errors.AsType[*sambatan.PhaseError](err); late {
		return done(c, view.CuratorURL, "tinjau-sudah", 0)
	}
	if words, ok := makerRefusal(err); ok {
		f.wrong("", words.summary, words.message) // its fields are the brand's
		return s.showReview(c, fiber.StatusConflict, f.Form)
	}
	if err != nil {
		return err
	}
	return done(c, view.CuratorURL, kabar, result.Position)
}
