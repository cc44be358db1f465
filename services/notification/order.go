package notification

import "github.com/sensasiwangi/sambatan/services/order"

// ofOrder tells buyers of their parcels, and everybody concerned of disputes. Who did a
// thing is not told of it.
func ofOrder(event order.Event) []message {
	whose := event.Whose()
	about := Params{Campaign: whose.Campaign, Participation: whose.Participation}
	buyer, maker := User(whose.Buyer), Maker(whose.Campaign)
	switch e := event.(type) {
	case order.HeldBack, order.Cleared, order.GivenUp:
		return ofShortfall(event, about)
	case order.ParcelSent:
		about.Courier, about.Resi = string(e.Courier), e.Resi
		return []message{{buyer, ParcelSent, about}}
	case order.ResiCorrected:
		about.Courier, about.Resi = string(e.Courier), e.Resi
		return []message{{buyer, ParcelSent, about}}
	case order.Trouble:
		about.Reason = string(e.Kind)
		return []message{{buyer, ParcelTrouble, about}}
	case order.Delivered:
		about.At = e.ConfirmBy
		return []message{{buyer, OrderDelivered, about}}
	case order.Reminded:
		about.At = e.ConfirmBy
		return []message{{buyer, ConfirmReminder, about}}
	case order.Disputed:
		about.Reason = string(e.Reason)
		return []message{{maker, MakerDispute, about}, {desk, DeskDispute, about}}
	case order.DisputeAnswered:
		return []message{{buyer, DisputeAnswered, about}}
	case order.DisputeDecided:
		about.Reason, about.Note, about.Amount, about.At = string(e.For), e.Note, e.Refund, e.AppealBy
		return []message{{buyer, DisputeDecided, about}, {maker, MakerDisputeDecided, about}}
	case order.DecisionProposed:
		about.Reason, about.Amount = AgreeDispute, e.Refund
		return []message{{desk, DeskAgree, about}}
	case order.DecisionAppealed, order.ReturnAwaited, order.ReturnAddressGiven, order.SentBack, order.ReturnOverdue, order.ReturnMissing,
		order.ReturnArrived, order.ReturnLapsed:
		return ofTrial(event, about)
	case order.Opened, order.ParcelDelivered, order.Confirmed, order.DisputeWithdrawn, order.DecisionAccepted, order.DecisionExecuted,
		order.Closed:
	}
	return nil
}

// ofShortfall tells both sides why nothing is sent, and until when; the desk has heard of what
// is missing when it was taken.
func ofShortfall(event order.Event, about Params) []message {
	whose := event.Whose()
	buyer, maker := User(whose.Buyer), Maker(whose.Campaign)
	switch e := event.(type) { //nolint:gochecksumtype // ofOrder names the others
	case order.HeldBack:
		about.Amount, about.At = e.Short, e.GiveUpBy
		return []message{{buyer, OrderHeldBack, about}, {maker, MakerHeldBack, about}}
	case order.Cleared:
		about.At = e.SendBy
		return []message{{buyer, OrderCleared, about}, {maker, MakerCleared, about}}
	case order.GivenUp:
		return []message{{buyer, OrderGivenUp, about}, {maker, MakerGivenUp, about}}
	}
	return nil
}

// ofTrial tells the other side of an appeal, and whoever has to do something for goods to
// go back.
func ofTrial(event order.Event, about Params) []message {
	whose := event.Whose()
	buyer, maker := User(whose.Buyer), Maker(whose.Campaign)
	switch e := event.(type) { //nolint:gochecksumtype // ofOrder names the others
	case order.DecisionAppealed:
		about.Reason = string(e.By)
		if e.By == order.ByBuyer {
			return []message{{maker, MakerAppealed, about}, {desk, DeskAppeal, about}}
		}
		return []message{{buyer, Appealed, about}, {desk, DeskAppeal, about}}
	case order.ReturnAwaited:
		about.At = e.AddressBy
		return []message{{maker, MakerReturnAddress, about}}
	case order.ReturnAddressGiven:
		about.At = e.SendBy
		return []message{{buyer, ReturnAwaited, about}}
	case order.SentBack:
		about.Courier, about.Resi = string(e.Courier), e.Resi
		return []message{{maker, MakerSentBack, about}}
	case order.ReturnOverdue:
		late := about
		about.At, late.Reason = e.AnswerBy, ReturnIsOverdue
		return []message{{maker, MakerReturnOverdue, about}, {desk, DeskReturn, late}}
	case order.ReturnMissing:
		gone := about
		gone.Reason = ReturnIsMissing
		return []message{{buyer, ReturnMissing, about}, {desk, DeskReturn, gone}}
	case order.ReturnArrived:
		if e.By != order.ByTime {
			return nil // who says so knows, and the refund tells the other
		}
		about.Reason = string(e.By)
		return []message{{buyer, ReturnLapsed, about}, {maker, MakerReturnLapsed, about}}
	case order.ReturnLapsed:
		about.Reason = string(e.By)
		return []message{{buyer, ReturnLapsed, about}, {maker, MakerReturnLapsed, about}}
	}
	return nil
}
