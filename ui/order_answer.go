package ui

import (
	"errors"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/projections/dashboard"
	"github.com/sensasiwangi/sambatan/projections/participants"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// asked is the question about a later deadline as an order's buyer sees it; nil
// when they are not asked.
func (o order) asked(blank view.Form) *view.Asked {
	extension := o.campaign.Extension
	if extension == nil || o.ending() {
		return nil
	}
	switch o.row.State {
	case participants.Held, participants.Told, participants.Secured:
	case participants.Waiting, participants.Offered, participants.Released, participants.Expired,
		participants.RefundDue, participants.RefundedOut:
		return nil
	}
	return &view.Asked{
		Extension: *shownExtension(extension), Form: blank, Answer: answers[o.row.Said(extension.Round, extension.To)],
		Paid: o.row.State == participants.Secured,
	}
}

var answers = map[participants.Answer]string{participants.Agreed: view.AnswerYes, participants.Disagree: view.AnswerNo}

// asks tells whether the buyer has something to answer.
func (o order) asks() bool {
	asked := o.asked(view.Form{})
	return asked != nil && asked.Answer == ""
}

func shownExtension(e *dashboard.Extension) *view.Extension {
	if e == nil {
		return nil
	}
	return &view.Extension{From: e.From, To: e.To, Reason: e.Reason}
}

// answerPost is the buyer's answer.
func (s *Server) answerPost(c fiber.Ctx) error {
	f, err := s.posted(c, view.FieldAnswer)
	if err != nil {
		return err
	}
	answer := f.Value(view.FieldAnswer)
	if answer != view.AnswerYes && answer != view.AnswerNo {
		return fiber.ErrBadRequest
	}
	subject := who(c).Subject
	found, err := s.readOrder(c.Context(), subject, c.Params("code"))
	if err != nil {
		return err
	}
	body := sambatan.AnswerExtension{Participation: found.row.Participation, Buyer: subject.User, Accept: answer == view.AnswerYes}
	result, err := s.Log.Execute(c.Context(), sambatan.Campaigns.Command(found.row.Campaign.String(), body, meta(f.command, subject)))
	if _, refused := errors.AsType[sambatan.Refusal](err); refused { // the round is over, or the slots are gone: the page says how it ended
		return done(c, view.OrderURL(found.row.Code), "jawab-lewat", 0)
	}
	if err != nil {
		return err
	}
	return done(c, view.OrderURL(found.row.Code), "jawab-"+answer, result.Position)
}
