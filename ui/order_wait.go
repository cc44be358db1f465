package ui

import (
	"errors"
	"time"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/projections/dashboard"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// queueOpen tells whether somebody could begin to wait for a slot now: the
// campaign decides, the page only proposes.
func queueOpen(row dashboard.Campaign, now time.Time) bool {
	open := row.Phase == sambatan.PhaseOpen || row.Phase == sambatan.PhaseFullyHeld
	return open && row.Frozen == "" && row.Waiting < sambatan.MaxWaiting && now.Before(row.Terms.Deadline.Add(-sambatan.Quiet))
}

// acceptPost takes the slots that were offered and says what to transfer.
func (s *Server) acceptPost(c fiber.Ctx) error {
	f, err := s.posted(c)
	if err != nil {
		return err
	}
	subject := who(c).Subject
	found, err := s.readOrder(c.Context(), subject, c.Params("code"))
	if err != nil {
		return err
	}
	accept := sambatan.AcceptOffer{Participation: found.row.Participation, Buyer: subject.User}
	result, err := s.Log.Execute(c.Context(), sambatan.Campaigns.Command(found.row.Campaign.String(), accept, meta(f.command, subject)))
	if words, ok := offerRefusal(err); ok {
		f.wrong(words.field, words.summary, words.message)
		return s.showOrder(c, fiber.StatusConflict, f)
	}
	if err != nil {
		return err
	}
	if len(result.Events) == 0 { // taken before, in another tab
		return done(c, view.OrderURL(found.row.Code), "", result.Position)
	}
	outcome, err := s.issue(c.Context(), result)
	if errors.Is(err, errNoCode) {
		return done(c, view.OrderURL(found.row.Code), "kode-habis", outcome.after)
	}
	if err != nil {
		return err
	}
	return done(c, view.OrderURL(found.row.Code), "ambil", outcome.after)
}

// offerRefusal turns the refusal of taking an offer into words.
func offerRefusal(err error) (refusal, bool) {
	var refused sambatan.Refusal
	if !errors.As(err, &refused) {
		return refusal{}, false
	}
	switch e := refused.(type) {
	case *sambatan.LateError:
		return refusal{"", "Waktu tawaran sudah lewat", "Tawaran ini berakhir " + view.FullTime(e.Until) + ". Belum ada uang yang berpindah; Anda bisa masuk daftar tunggu lagi."}, true
	case *sambatan.NoOfferError:
		if e.Waiting {
			return refusal{"", "Belum ada tawaran", "Slotnya belum ditawarkan ke Anda. Tempat Anda di daftar tunggu tetap."}, true
		}
		return refusal{"", "Tawaran ini sudah tidak ada", "Slotnya sudah ditawarkan ke yang menunggu berikutnya. Belum ada uang yang berpindah."}, true
	case *sambatan.FrozenError:
		return refusal{"", "Sambatan sedang dibekukan", view.FrozenWords(e.Reason)}, true
	case *sambatan.NotOpenError:
		return refusal{"", "Sambatan sudah ditutup", "Sambatan ini tidak menerima peserta lagi. Belum ada uang yang berpindah."}, true
	case *sambatan.PhaseError, *sambatan.EarlyError, *sambatan.FullError, *sambatan.LimitError, *sambatan.UnpaidHoldError,
		*sambatan.CooldownError, *sambatan.MissingError, *sambatan.TermsError, *sambatan.NoHoldError, *sambatan.SecuredError,
		*sambatan.ReusedError, *sambatan.TooFewError, *sambatan.WaitingError, *sambatan.WaitlistFullError, *sambatan.ExtensionError:
	}
	return refusal{}, false
}

// leavePost gives a place on the waitlist up, or declines what was offered.
func (s *Server) leavePost(c fiber.Ctx) error {
	f, err := s.posted(c)
	if err != nil {
		return err
	}
	subject := who(c).Subject
	found, err := s.readOrder(c.Context(), subject, c.Params("code"))
	if err != nil {
		return err
	}
	leave := sambatan.LeaveWaitlist{Participation: found.row.Participation, Buyer: subject.User}
	result, err := s.Log.Execute(c.Context(), sambatan.Campaigns.Command(found.row.Campaign.String(), leave, meta(f.command, subject)))
	if _, never := errors.AsType[*sambatan.NoOfferError](err); never {
		return done(c, view.OrderURL(found.row.Code), "", 0) // an order that never waited: show what it is
	}
	if err != nil {
		return err
	}
	return done(c, view.OrderURL(found.row.Code), "keluar-antrean", result.Position)
}
