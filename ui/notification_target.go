package ui

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/notifications"
	"github.com/sensasiwangi/sambatan/projections/participants"
	"github.com/sensasiwangi/sambatan/projections/payments"
	"github.com/sensasiwangi/sambatan/services/notification"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// noticeTarget is the page of what a message is about, as it is by now: what a
// desk has done already is looked up where it went.
func noticeTarget(ctx context.Context, q projections.Querier, row notifications.Row) (string, error) {
	switch notification.Template(row.Template) {
	case notification.PayNow, notification.PartPaid, notification.HoldExpired, notification.HoldCancelled, notification.SlotsSecured,
		notification.ReportRejected, notification.RefundPromised, notification.RefundSent, notification.RefundAccount, notification.RefundReminder, notification.RefundToWallet,
		notification.PayReminder, notification.PaymentTakenBack,
		notification.ClosingDay, notification.ClosingSoon,
		notification.SlotsOffered, notification.OfferLapsed, notification.OfferWithdrawn, notification.WaitlistEnded,
		notification.ParcelSent, notification.ParcelTrouble, notification.OrderDelivered, notification.ConfirmReminder,
		notification.DisputeAnswered, notification.DisputeDecided, notification.Appealed, notification.ReturnAwaited, notification.ReturnLapsed,
		notification.ReturnMissing, notification.OrderHeldBack, notification.OrderCleared, notification.OrderGivenUp:
		if row.Campaign.IsZero() { // it was no order's: the wallet had given it in vain
			return view.WalletURL, nil
		}
		return orderTarget(ctx, q, row.Participation)
	case notification.CampaignSucceeded, notification.ProductionStarted, notification.ProductionProgress, notification.QualityPassed,
		notification.ShippingStarted, notification.CampaignCompleted, notification.NearlyFull,
		notification.DeadlineExtended, notification.CampaignFrozen, notification.CampaignUnfrozen:
		return view.CampaignURL(row.Campaign.String()), nil
	case notification.ExtensionProposed:
		return askedTarget(ctx, q, row)
	case notification.CuratorReview, notification.CuratorReviewLate:
		return view.ReviewURL(row.Campaign.String()), nil
	case notification.DeskReviewLate:
		return view.OpsCampaignURL(row.Campaign.String()), nil
	case notification.MakerReturned, notification.MakerApproved, notification.MakerYieldedShort, notification.MakerExtended, notification.MakerFrozen, notification.MakerUnfrozen,
		notification.MakerOpened, notification.MakerJoined, notification.MakerSucceeded, notification.MakerFailed,
		notification.MakerCancelled, notification.MakerUnwound, notification.MakerClosingDay, notification.MakerClosingSoon,
		notification.MakerNearlyFull:
		return view.MakerCampaignURL(row.Campaign.String()), nil
	case notification.MakerDispute, notification.MakerDisputeDecided, notification.MakerAppealed, notification.MakerReturnAddress,
		notification.MakerSentBack, notification.MakerReturnLapsed, notification.MakerReturnOverdue, notification.MakerHeldBack, notification.MakerCleared, notification.MakerGivenUp:
		return makerOrderTarget(ctx, q, row)
	case notification.DeskAgree:
		return agreeTarget(row)
	case notification.DeskDispute, notification.DeskReturn, notification.DeskAppeal:
		return view.OpsDisputeURL(row.Participation.String()), nil
	case notification.MakerAccountGiven, notification.MakerAccountRefused, notification.MakerPaid, notification.MakerClawedBack:
		return view.SellerURL, nil
	case notification.WalletToppedUp, notification.TopUpTakenBack:
		return view.WalletURL, nil
	case notification.CashOutPromised, notification.CashOutSent, notification.CashOutAccount, notification.CashOutReminder, notification.CashOutReturned,
		notification.CashOutAfterAll:
		return view.CashOutShowURL(row.Participation.String()), nil
	case notification.DeskPayout:
		return payoutTarget(row)
	case notification.DeskMail:
		return view.OpsMailURL, nil
	case notification.DeskReport:
		return reportTarget(ctx, q, row.Participation)
	case notification.DeskSuspense, notification.DeskRefund, notification.DeskStuck, notification.DeskShort:
		var params notification.Params
		if err := json.Unmarshal(row.Data, &params); err != nil {
			return "", err
		}
		if row.Template == string(notification.DeskSuspense) || row.Template == string(notification.DeskShort) {
			return view.OpsSuspenseItemURL(params.Receipt.String()), nil
		}
		if row.Template == string(notification.DeskStuck) {
			return view.OpsRefundShowURL(params.Refund.String()), nil
		}
		return refundTarget(ctx, q, row.Participation, params.Receipt)
	}
	return view.NotificationsURL, nil
}

// agreeTarget is the page of what somebody else proposed.
func agreeTarget(row notifications.Row) (string, error) {
	var params notification.Params
	if err := json.Unmarshal(row.Data, &params); err != nil {
		return "", err
	}
	switch params.Reason {
	case notification.AgreeCallOff:
		return view.OpsCancelURL(row.Campaign.String()), nil
	case notification.AgreeLoss:
		return view.OpsSuspenseItemURL(params.Receipt.String()), nil
	case notification.AgreeReturn:
		if params.Refund.IsZero() {
			return view.OpsPayoutsURL("selesai"), nil
		}
		return view.OpsRefundShowURL(params.Refund.String()), nil
	case notification.AgreeClawback:
		return view.OpsClawbackURL(row.Participation.String()), nil
	}
	return view.OpsDisputeURL(row.Participation.String()), nil
}

// payoutTarget is the part of the desk that shows what has to be done.
func payoutTarget(row notifications.Row) (string, error) {
	var params notification.Params
	if err := json.Unmarshal(row.Data, &params); err != nil {
		return "", err
	}
	switch params.Reason {
	case notification.PayoutAgree:
		return view.OpsPayoutsURL("setujui"), nil
	case notification.PayoutByHand:
		return view.OpsPayoutsURL("kirim"), nil
	case notification.PayoutFailed:
		return view.OpsPayoutsURL("gagal"), nil
	}
	return view.OpsSellersURL, nil
}

func orderTarget(ctx context.Context, q projections.Querier, participation id.ID) (string, error) {
	row, err := participants.ByID(ctx, q, participation)
	if errors.Is(err, projections.ErrNotFound) {
		return view.MineURL, nil
	}
	return view.OrderURL(row.Code), err
}

// makerOrderTarget is an order of the reader's brand.
func makerOrderTarget(ctx context.Context, q projections.Querier, row notifications.Row) (string, error) {
	campaign := row.Campaign.String()
	found, err := participants.ByID(ctx, q, row.Participation)
	if errors.Is(err, projections.ErrNotFound) {
		return view.MakerCampaignURL(campaign), nil
	}
	return view.MakerOrderURL(campaign, found.Code), err
}

// askedTarget is the order of a reader who is asked about a later deadline, the
// newest when there are several.
func askedTarget(ctx context.Context, q projections.Querier, row notifications.Row) (string, error) {
	mine, err := participants.OfBuyerIn(ctx, q, row.Recipient, row.Campaign)
	for _, one := range mine {
		if one.State == participants.Secured {
			return view.OrderURL(one.Code), err
		}
	}
	return view.CampaignURL(row.Campaign.String()), err
}

// reportTarget is the form that decides about a report, while one is needed.
func reportTarget(ctx context.Context, q projections.Querier, participation id.ID) (string, error) {
	instruction, err := payments.InstructionOf(ctx, q, participation)
	if err == nil && instruction.State == payments.Reported {
		return view.OpsConfirmURL(participation.String()), nil
	}
	if errors.Is(err, projections.ErrNotFound) {
		err = nil
	}
	return view.OpsTransferURL, err
}

// refundTarget is the form that takes a refund's evidence, while it is due.
func refundTarget(ctx context.Context, q projections.Querier, participation, receipt id.ID) (string, error) {
	if participation.IsZero() {
		return view.OpsRefundURL, nil // nobody's order: it stands in the list
	}
	refunds, err := payments.RefundsOf(ctx, q, []id.ID{participation})
	for _, refund := range refunds[participation] {
		switch {
		case refund.Receipt != receipt:
		case refund.TransferredAt.IsZero():
			return view.OpsRefundDoneURL(refund.Refund.String()), err
		default:
			return view.OpsSentURL, err
		}
	}
	return view.OpsRefundURL, err
}
