package notification_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/services/notification"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/services/wallet"
)

var (
	campaign  = id.MustParse("01930000-0000-7000-8000-00000000000c")
	rina      = id.MustParse("01930000-0000-7000-8000-000000000001")
	first     = id.MustParse("01930000-0000-7000-8000-0000000000a1")
	receipt   = payment.ReceiptID("8830124477", "TRX 1")
	noon      = time.Date(2026, 11, 24, 5, 0, 0, 0, time.UTC)
	happening = eventstore.Recorded{
		EventID: id.Derive(campaign, "event"), StreamID: sambatan.Campaigns.Stream(campaign.String()),
	}

	buyer    = notification.User(rina)
	desk     = notification.Desk("operator")
	curators = notification.Desk("curator")
	maker    = notification.Maker(campaign)
	buyers   = notification.Buyers(campaign)
)

// told is a notification without what is the same in all of them.
type told struct {
	To       notification.Recipient
	Template notification.Template
	Params   notification.Params
}

func TestEveryoneHearsWhatConcernsThem(t *testing.T) {
	t.Parallel()
	about := notification.Params{Campaign: campaign}
	mine := notification.Params{Campaign: campaign, Participation: first, Slots: 2}
	with := func(p notification.Params, change func(*notification.Params)) notification.Params {
		change(&p)
		return p
	}
	for name, row := range map[string]struct {
		event any
		want  []told
	}{
		"held slots": {
			sambatan.SlotsHeld{Participation: first, Buyer: rina, Slots: 2, Amount: 185_000, ExpiresAt: noon.Add(time.Hour), PayBy: noon},
			[]told{{buyer, notification.PayNow, with(mine, func(p *notification.Params) { p.Amount, p.At = 185_000, noon })}},
		},
		"an expired hold": {
			sambatan.HoldExpired{Participation: first, Buyer: rina, Slots: 2, DueAt: noon},
			[]told{{buyer, notification.HoldExpired, with(mine, func(p *notification.Params) { p.At = noon })}},
		},
		"a part of a payment": {
			sambatan.PartPaid{Rest: sambatan.Rest{Participation: first, Buyer: rina, Slots: 2, Receipt: campaign, Amount: 180_000, Missing: 5_417, PayBy: noon}},
			[]told{{buyer, notification.PartPaid, with(mine, func(p *notification.Params) {
				p.Receipt, p.Amount, p.Missing, p.At = campaign, 180_000, 5_417, noon
			})}},
		},
		"an expired hold that was paid in part": {
			sambatan.HoldExpired{Participation: first, Buyer: rina, Slots: 2, DueAt: noon, Amount: 185_417, Parts: sambatan.Parts{{Receipt: campaign, Amount: 180_000}}},
			[]told{{buyer, notification.HoldExpired, with(mine, func(p *notification.Params) { p.At, p.Missing = noon, 5_417 })}},
		},
		"a hold cancelled by the platform": {
			sambatan.HoldCancelled{Participation: first, Buyer: rina, Slots: 2, Reason: sambatan.CancelledNoCodes},
			[]told{{buyer, notification.HoldCancelled, with(mine, func(p *notification.Params) { p.Reason = "codes_used_up" })}},
		},
		"a hold that its buyer cancelled": {sambatan.HoldCancelled{Buyer: rina, Reason: sambatan.CancelledByBuyer}, nil},
		"secured slots": {
			sambatan.SlotsSecured{Participation: first, Buyer: rina, Slots: 2, Amount: 185_000},
			[]told{
				{buyer, notification.SlotsSecured, with(mine, func(p *notification.Params) { p.Amount = 185_000 })},
				{maker, notification.MakerJoined, notification.Params{Campaign: campaign, Slots: 2}},
			},
		},
		"a submission": {
			sambatan.Submitted{Campaign: campaign, Submission: 1, ReviewBy: noon},
			[]told{{curators, notification.CuratorReview, notification.Params{Campaign: campaign, At: noon}}},
		},
		"a review that takes too long": {sambatan.ReviewOverdue{Campaign: campaign, Submission: 1, ReviewBy: noon}, []told{
			{curators, notification.CuratorReviewLate, notification.Params{Campaign: campaign, At: noon}},
			{desk, notification.DeskReviewLate, notification.Params{Campaign: campaign, At: noon}},
		}},
		"a submission that was returned": {
			sambatan.SubmissionReturned{Campaign: campaign, Submission: 1, Reason: "Foto belum ada."},
			[]told{{maker, notification.MakerReturned, notification.Params{Campaign: campaign, Reason: "Foto belum ada."}}},
		},
		"an approval":             {sambatan.Approved{Campaign: campaign, Submission: 1}, []told{{maker, notification.MakerApproved, about}}},
		"a submission taken back": {sambatan.SubmissionWithdrawn{Campaign: campaign, Submission: 1}, nil},
		"an opening":              {sambatan.Opened{}, []told{{maker, notification.MakerOpened, about}}},
		"a success": {sambatan.Succeeded{Secured: 7}, []told{
			{buyers, notification.CampaignSucceeded, notification.Params{Campaign: campaign, Slots: 7}},
			{maker, notification.MakerSucceeded, notification.Params{Campaign: campaign, Slots: 7}},
		}},
		"a failure": {sambatan.Failed{Secured: 2}, []told{
			{maker, notification.MakerFailed, notification.Params{Campaign: campaign, Slots: 2}},
		}},
		"a cancellation": {sambatan.Cancelled{Reason: "bahan habis"}, []told{
			{maker, notification.MakerCancelled, notification.Params{Campaign: campaign, Reason: "bahan habis"}},
		}},
		"the end of a lost one": {sambatan.Unwound{}, []told{{maker, notification.MakerUnwound, about}}},
		"production":            {sambatan.ProductionStarted{}, []told{{buyers, notification.ProductionStarted, about}}},
		"progress of a batch that slipped": {
			sambatan.ProgressReported{Milestone: sambatan.MilestoneMaceration, Note: "hari ke-9", ReadyBy: noon.Add(time.Hour), Was: noon},
			[]told{{buyers, notification.ProductionProgress, with(about, func(p *notification.Params) {
				p.Reason, p.Note, p.Until, p.At = "maceration", "hari ke-9", noon.Add(time.Hour), noon
			})}},
		},
		"a short yield, of which refunds and parcels tell the buyers": {
			sambatan.YieldedShort{Made: 2, Secured: 3, Given: 2, Returned: 1, Reason: "menguap"},
			[]told{{maker, notification.MakerYieldedShort, notification.Params{Campaign: campaign, Slots: 2, Reason: "menguap"}}},
		},
		"quality":                              {sambatan.QualityPassed{}, []told{{buyers, notification.QualityPassed, about}}},
		"shipping":                             {sambatan.ShippingStarted{}, []told{{buyers, notification.ShippingStarted, about}}},
		"completion":                           {sambatan.Completed{}, []told{{buyers, notification.CampaignCompleted, about}}},
		"a release, of which the refund tells": {sambatan.SlotsReleased{Buyer: rina}, nil},
		"a closing":                            {sambatan.Closed{}, nil},
		"a place on the waitlist":              {sambatan.WaitlistJoined{Buyer: rina}, nil},
		"an offer": {
			sambatan.SlotsOffered{Participation: first, Buyer: rina, Slots: 2, Amount: 185_000, ExpiresAt: noon},
			[]told{{buyer, notification.SlotsOffered, with(mine, func(p *notification.Params) { p.Amount, p.At = 185_000, noon })}},
		},
		"an offer that lapsed": {
			sambatan.OfferLapsed{Participation: first, Buyer: rina, Slots: 2, DueAt: noon},
			[]told{{buyer, notification.OfferLapsed, with(mine, func(p *notification.Params) { p.At = noon })}},
		},
		"an offer that waits for the platform": {
			sambatan.OfferWithdrawn{Participation: first, Buyer: rina, Slots: 2}, []told{{buyer, notification.OfferWithdrawn, mine}},
		},
		"the end of a wait": {
			sambatan.WaitlistLeft{Participation: first, Buyer: rina, Slots: 2, Reason: sambatan.LeftFilled},
			[]told{{buyer, notification.WaitlistEnded, with(mine, func(p *notification.Params) { p.Reason = "campaign_filled" })}},
		},
		"a place that was given up": {sambatan.WaitlistLeft{Buyer: rina, Reason: sambatan.LeftByBuyer}, nil},
		"a place no longer needed":  {sambatan.WaitlistLeft{Buyer: rina, Reason: sambatan.LeftJoined}, nil},
		"a later deadline is proposed": {
			sambatan.ExtensionProposed{From: noon, To: noon.Add(time.Hour), Reason: "panen terlambat"},
			[]told{{buyers, notification.ExtensionProposed, with(about, func(p *notification.Params) {
				p.At, p.Until, p.Reason = noon, noon.Add(time.Hour), "panen terlambat"
			})}},
		},
		"an answer": {sambatan.ExtensionAnswered{Buyer: rina}, nil},
		"a later deadline": {
			sambatan.DeadlineExtended{To: noon, Agreed: 2},
			[]told{
				{buyers, notification.DeadlineExtended, with(about, func(p *notification.Params) { p.Slots, p.Until = 2, noon })},
				{maker, notification.MakerExtended, with(about, func(p *notification.Params) { p.Slots, p.Until = 2, noon })},
			},
		},
		"a proposal to call it off": {
			sambatan.CallOffProposed{CallOff: sambatan.CallOff{Number: 1, Reason: "palsu", Amount: 7}},
			[]told{{desk, notification.DeskAgree, notification.Params{Campaign: campaign, Amount: 7, Reason: notification.AgreeCallOff}}},
		},
		"a freeze": {sambatan.Frozen{Reason: "diperiksa"}, []told{
			{buyers, notification.CampaignFrozen, with(about, func(p *notification.Params) { p.Reason = "diperiksa" })},
			{maker, notification.MakerFrozen, with(about, func(p *notification.Params) { p.Reason = "diperiksa" })},
		}},
		"its end": {sambatan.Unfrozen{}, []told{
			{buyers, notification.CampaignUnfrozen, about}, {maker, notification.MakerUnfrozen, about},
		}},
		"a report": {
			payment.TransferReported{Instruction: first, Campaign: campaign, Buyer: rina, DecideBy: noon},
			[]told{{desk, notification.DeskReport, notification.Params{Campaign: campaign, Participation: first, At: noon}}},
		},
		"a rejected report": {
			payment.ReportRejected{Instruction: first, Campaign: campaign, Buyer: rina, Reason: "tidak ada", ExpiresAt: noon},
			[]told{{buyer, notification.ReportRejected, notification.Params{
				Campaign: campaign, Participation: first, Reason: "tidak ada", At: noon,
			}}},
		},
		"an instruction": {payment.InstructionIssued{Buyer: rina}, nil},
		"money that nobody knows": {
			payment.ReceiptRecorded{Receipt: receipt, Amount: 7, PaidAt: noon},
			[]told{{desk, notification.DeskSuspense, notification.Params{Receipt: receipt, Amount: 7, At: noon}}},
		},
		"money that is known": {payment.ReceiptRecorded{Receipt: receipt, Instruction: first}, nil},
		"an allocation":       {payment.ReceiptAllocated{Buyer: rina}, nil},
		"a refund": {
			payment.RefundDue{Receipt: receipt, Campaign: campaign, Buyer: rina, Amount: 7, Reason: "overpaid", PromisedBy: noon},
			[]told{
				{desk, notification.DeskRefund, notification.Params{Campaign: campaign, Receipt: receipt, Amount: 7, Reason: "overpaid", At: noon}},
				{buyer, notification.RefundPromised, notification.Params{Campaign: campaign, Receipt: receipt, Amount: 7, Reason: "overpaid", At: noon}},
			},
		},
		"a refund to nobody": {
			payment.RefundDue{Receipt: receipt, Amount: 7, Reason: "unmatched", PromisedBy: noon},
			[]told{{desk, notification.DeskRefund, notification.Params{Receipt: receipt, Amount: 7, Reason: "unmatched", At: noon}}},
		},
		"a refund after the release": {
			payment.RefundDue{Receipt: receipt, Campaign: campaign, Buyer: rina, Amount: 7, Reason: "defect", PromisedBy: noon, Brand: first, Policy: payment.RefundsAutomatic},
			[]told{
				{buyer, notification.RefundPromised, notification.Params{Campaign: campaign, Receipt: receipt, Amount: 7, Reason: "defect", At: noon}},
				{notification.Maker(campaign), notification.MakerClawedBack, notification.Params{Campaign: campaign, Receipt: receipt, Amount: 7, Reason: "defect", At: noon}},
			},
		},
		"a chargeback that the brand bears": {
			payment.ShortfallCovered{Receipt: receipt, Campaign: campaign, Buyer: rina, Amount: 7, Cover: payment.CoverBrand, Brand: first},
			[]told{{notification.Maker(campaign), notification.MakerClawedBack, notification.Params{Campaign: campaign, Receipt: receipt, Amount: 7, Reason: "chargeback"}}},
		},
		"one that we bear": {payment.ShortfallCovered{Receipt: receipt, Campaign: campaign, Amount: 7, Cover: payment.CoverPlatform}, nil},
		"a large refund after the release": {
			payment.ClawbackProposed{Receipt: receipt, Campaign: campaign, Participation: first, Clawback: payment.Clawback{Amount: 7, Two: true}},
			[]told{{desk, notification.DeskAgree, notification.Params{Campaign: campaign, Participation: first, Receipt: receipt, Amount: 7, Reason: notification.AgreeClawback}}},
		},
		"a small one": {payment.ClawbackProposed{Receipt: receipt, Campaign: campaign, Clawback: payment.Clawback{Amount: 7}}, nil},
		"a refund that was sent": {
			payment.RefundTransferred{Receipt: receipt, Campaign: campaign, Buyer: rina, Amount: 7},
			[]told{{buyer, notification.RefundSent, notification.Params{Campaign: campaign, Receipt: receipt, Amount: 7}}},
		},
		"a refund into the wallet is said when it is there": {
			payment.RefundDue{Receipt: receipt, Buyer: rina, Amount: 7, Origin: payment.Origin{Channel: payment.WalletChannel, Method: payment.FromWallet}}, nil,
		},
		"a refund that went to the wallet": {payment.RefundTransferred{Receipt: receipt, Buyer: rina, Amount: 7, ToWallet: true}, nil},
		"a refund that is in the wallet": {
			wallet.Credited{Buyer: rina, Receipt: receipt, Refund: first, Campaign: campaign, Participation: first, Amount: 7},
			[]told{{buyer, notification.RefundToWallet, notification.Params{
				Campaign: campaign, Participation: first, Receipt: receipt, Refund: first, Amount: 7,
			}}},
		},
		"a cash-out": {
			payment.RefundDue{Receipt: receipt, Participation: first, Buyer: rina, Amount: 7, Reason: payment.ReasonCashOut, PromisedBy: noon, Policy: payment.RefundsAutomatic},
			[]told{{buyer, notification.CashOutPromised, notification.Params{Participation: first, Receipt: receipt, Amount: 7, Reason: payment.ReasonCashOut, At: noon}}},
		},
		"a cash-out that was sent": {
			payment.RefundTransferred{Receipt: receipt, Participation: first, Buyer: rina, Amount: 7},
			[]told{{buyer, notification.CashOutSent, notification.Params{Participation: first, Receipt: receipt, Amount: 7}}},
		},
		"a cash-out that stays": {
			wallet.CashOutReturned{CashOut: first, Buyer: rina, Amount: 7},
			[]told{{buyer, notification.CashOutReturned, notification.Params{Participation: first, Amount: 7}}},
		},
		"a cash-out that had been sent although it stays": {
			wallet.CashOutSentAfterAll{CashOut: first, Buyer: rina, Amount: 5, Total: 7},
			[]told{{buyer, notification.CashOutAfterAll, notification.Params{Participation: first, Amount: 5}}},
		},
		"one of which nothing is left": {wallet.CashOutSentAfterAll{CashOut: first, Buyer: rina, Total: 7}, nil},
		"a top-up": {
			wallet.Credited{Buyer: rina, Receipt: receipt, TopUp: first, Amount: 7},
			[]told{{buyer, notification.WalletToppedUp, notification.Params{Receipt: receipt, Amount: 7}}},
		},
		"a top-up that is taken back": {
			payment.ReceiptTakenBack{Receipt: receipt, Participation: first, Buyer: rina, Amount: 7},
			[]told{
				{desk, notification.DeskShort, notification.Params{Participation: first, Receipt: receipt, Amount: 7}},
				{buyer, notification.TopUpTakenBack, notification.Params{Receipt: receipt, Amount: 7}},
			},
		},
		"a hold":                  {wallet.Held{Buyer: rina}, nil},
		"another service's event": {struct{}{}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []told
			for _, n := range notification.For(row.event, happening) {
				require.Equal(t, notification.InApp, n.Channel)
				got = append(got, told{n.Recipient, n.Template, n.Params})
			}
			require.Empty(t, cmp.Diff(row.want, got))
		})
	}
}

func TestTheKeyTellsEventRecipientChannelAndTemplate(t *testing.T) {
	t.Parallel()
	out := notification.For(sambatan.Succeeded{}, happening)
	event := id.ID(happening.EventID).String()
	require.Equal(t, event+"/buyers:"+campaign.String()+"/in_app/campaign_succeeded", out[0].Key)
	require.NotEqual(t, out[0].Key, out[1].Key)
	require.Equal(t, "buyers", out[0].Recipient.Kind())
	require.Equal(t, campaign.String(), out[0].Recipient.Name())
}

func TestAnEventOutsideACampaignsStreamTellsNobody(t *testing.T) {
	t.Parallel()
	require.Empty(t, notification.For(sambatan.Opened{}, eventstore.Recorded{StreamID: "campaign-x"}))
}
