package notification_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/services/notification"
	"github.com/sensasiwangi/sambatan/services/order"
)

func TestBuyersHearOfTheirParcelsAndTheOthersOfDisputes(t *testing.T) {
	t.Parallel()
	whose := order.Parties{Campaign: campaign, Participation: first, Buyer: rina, Brand: receipt}
	buyer, maker, desk := notification.User(rina), notification.Maker(campaign), notification.Desk("operator")
	about := func(change func(*notification.Params)) notification.Params {
		p := notification.Params{Campaign: campaign, Participation: first}
		change(&p)
		return p
	}
	because := func(reason string) notification.Params {
		return about(func(p *notification.Params) { p.Reason = reason })
	}
	resi := about(func(p *notification.Params) { p.Courier, p.Resi = "jnt", "JP1234567890" })
	until := about(func(p *notification.Params) { p.At = noon })
	decided := about(func(p *notification.Params) { p.Reason, p.Note = "buyer", "fotonya jelas" })
	missing := until
	missing.Amount = 50_000
	appealable := decided
	appealable.At = noon
	inPart, toAgree := decided, because(notification.AgreeDispute)
	inPart.Reason, inPart.Amount, toAgree.Amount = "part", 50_000, 50_000
	for name, row := range map[string]struct {
		event order.Event
		want  []told
	}{
		"a parcel":       {order.ParcelSent{Parties: whose, Courier: order.JNT, Resi: "JP1234567890"}, []told{{buyer, notification.ParcelSent, resi}}},
		"its right resi": {order.ResiCorrected{Parties: whose, Courier: order.JNT, Resi: "JP1234567890"}, []told{{buyer, notification.ParcelSent, resi}}},
		"its loss":       {order.Trouble{Parties: whose, Kind: order.Lost}, []told{{buyer, notification.ParcelTrouble, because("lost")}}},
		"money that is gone": {order.HeldBack{Parties: whose, Short: 50_000, GiveUpBy: noon}, []told{
			{buyer, notification.OrderHeldBack, missing}, {maker, notification.MakerHeldBack, missing},
		}},
		"money that is back": {order.Cleared{Parties: whose, SendBy: noon}, []told{
			{buyer, notification.OrderCleared, until}, {maker, notification.MakerCleared, until},
		}},
		"money that does not come": {order.GivenUp{Parties: whose}, []told{
			{buyer, notification.OrderGivenUp, because("")}, {maker, notification.MakerGivenUp, because("")},
		}},
		"one of several":   {order.ParcelDelivered{Parties: whose}, nil},
		"all of it":        {order.Delivered{Parties: whose, ConfirmBy: noon}, []told{{buyer, notification.OrderDelivered, until}}},
		"a day before":     {order.Reminded{Parties: whose, ConfirmBy: noon}, []told{{buyer, notification.ConfirmReminder, until}}},
		"the buyer's word": {order.Confirmed{Parties: whose}, nil},
		"a complaint": {order.Disputed{Parties: whose, Reason: order.WrongGoods}, []told{
			{maker, notification.MakerDispute, because("wrong_goods")}, {desk, notification.DeskDispute, because("wrong_goods")},
		}},
		"an answer": {order.DisputeAnswered{Parties: whose}, []told{{buyer, notification.DisputeAnswered, because("")}}},
		"a decision": {order.DisputeDecided{Parties: whose, For: order.ForBuyer, Note: "fotonya jelas"}, []told{
			{buyer, notification.DisputeDecided, decided}, {maker, notification.MakerDisputeDecided, decided},
		}},
		"a decision in part": {order.DisputeDecided{Parties: whose, For: order.InPart, Refund: 50_000, Note: "fotonya jelas"}, []told{
			{buyer, notification.DisputeDecided, inPart}, {maker, notification.MakerDisputeDecided, inPart},
		}},
		"a large decision": {order.DecisionProposed{Parties: whose, Decision: order.Decision{For: order.InPart, Refund: 50_000}}, []told{
			{desk, notification.DeskAgree, toAgree},
		}},
		"a decision that can be appealed": {order.DisputeDecided{Parties: whose, For: order.ForBuyer, Note: "fotonya jelas", AppealBy: noon}, []told{
			{buyer, notification.DisputeDecided, appealable}, {maker, notification.MakerDisputeDecided, appealable},
		}},
		"a buyer's appeal": {order.DecisionAppealed{Parties: whose, By: order.ByBuyer}, []told{
			{maker, notification.MakerAppealed, because("buyer")}, {desk, notification.DeskAppeal, because("buyer")},
		}},
		"a brand's appeal": {order.DecisionAppealed{Parties: whose, By: order.ByBrand}, []told{
			{buyer, notification.Appealed, because("brand")}, {desk, notification.DeskAppeal, because("brand")},
		}},
		"where to":   {order.ReturnAwaited{Parties: whose, AddressBy: noon}, []told{{maker, notification.MakerReturnAddress, until}}},
		"to be sent": {order.ReturnAddressGiven{Parties: whose, SendBy: noon}, []told{{buyer, notification.ReturnAwaited, until}}},
		"goods that nobody hears of": {order.ReturnOverdue{Parties: whose, AnswerBy: noon}, []told{
			{maker, notification.MakerReturnOverdue, until}, {desk, notification.DeskReturn, because("overdue")},
		}},
		"goods that did not come": {order.ReturnMissing{Parties: whose}, []told{
			{buyer, notification.ReturnMissing, because("")}, {desk, notification.DeskReturn, because("missing")},
		}},
		"goods that are back": {order.ReturnArrived{Parties: whose, By: order.ByBrand}, nil},
		"goods that count as back": {order.ReturnArrived{Parties: whose, By: order.ByTime}, []told{
			{buyer, notification.ReturnLapsed, because("time")}, {maker, notification.MakerReturnLapsed, because("time")},
		}},
		"goods sent": {order.SentBack{Parties: whose, Courier: order.JNT, Resi: "JP1234567890"}, []told{{maker, notification.MakerSentBack, resi}}},
		"goods back": {order.ReturnArrived{Parties: whose}, nil},
		"never sent": {order.ReturnLapsed{Parties: whose, By: order.ByBuyer}, []told{
			{buyer, notification.ReturnLapsed, because("buyer")}, {maker, notification.MakerReturnLapsed, because("buyer")},
		}},
		"accepted":     {order.DecisionAccepted{Parties: whose}, nil},
		"a withdrawal": {order.DisputeWithdrawn{Parties: whose}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []told
			for _, n := range notification.For(row.event, happening) {
				got = append(got, told{n.Recipient, n.Template, n.Params})
			}
			require.Empty(t, cmp.Diff(row.want, got))
		})
	}
}
