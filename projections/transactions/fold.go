package transactions

import (
	"fmt"
	"strings"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/payout"
)

// line is one posting of an event.
type line struct {
	position                       eventstore.Position
	number                         int
	posting                        money.Posting
	campaign, participation, buyer id.ID
	receipt, refund                id.ID
	kind                           string
	at                             time.Time
}

// sum is what a batch adds to an account.
type sum struct {
	account       money.Account
	debit, credit money.Rupiah
	buyer         id.ID
}

// match tells whose money a receipt turned out to be.
type match struct{ receipt, campaign, participation, buyer id.ID }

// matched is a match, and the position from which it is known.
type matched struct {
	match
	position eventstore.Position
}

type fold struct {
	lines   []line
	sums    map[money.Account]*sum
	order   []*sum
	matches []matched
	blocks  *blocks
	topics  projections.Topics
}

func newFold() *fold {
	return &fold{sums: map[money.Account]*sum{}, blocks: newBlocks(), topics: projections.Topics{}}
}

// entry is what the events that move money have in common.
type entry struct {
	match
	refund   id.ID
	postings []money.Posting
}

func entryOf(event payment.ReceiptEvent) entry {
	switch e := event.(type) {
	case payment.ReceiptRecorded:
		return entry{match{e.Receipt, e.Campaign, e.Participation, e.Buyer}, id.ID{}, e.Postings}
	case payment.ReceiptMatched:
		return entry{match: match{e.Receipt, e.Campaign, e.Participation, e.Buyer}}
	case payment.ReceiptAllocated:
		return entry{match{e.Receipt, e.Campaign, e.Participation, e.Buyer}, id.ID{}, e.Postings}
	case payment.EscrowReleased:
		return entry{match{e.Receipt, e.Campaign, e.Participation, e.Buyer}, id.ID{}, e.Postings}
	case payment.RefundDue:
		return entry{match{e.Receipt, e.Campaign, e.Participation, e.Buyer}, e.Refund, e.Postings}
	case payment.RefundTransferred:
		return entry{match{e.Receipt, e.Campaign, e.Participation, e.Buyer}, e.Refund, e.Postings}
	case payment.RefundReturned:
		return entry{match{e.Receipt, e.Campaign, e.Participation, e.Buyer}, e.Refund, e.Postings}
	case payment.RefundWithdrawn:
		return entry{match{e.Receipt, e.Campaign, e.Participation, e.Buyer}, e.Refund, e.Postings}
	case payment.RefundSentAfterAll:
		return entry{match{e.Receipt, e.Campaign, e.Participation, e.Buyer}, e.Refund, e.Postings}
	case payment.RefundSentTwice:
		return entry{match{e.Receipt, e.Campaign, e.Participation, e.Buyer}, e.Refund, e.Postings}
	case payment.ReturnRecorded:
		return entry{match{receipt: e.Receipt}, id.ID{}, e.Postings}
	case payment.ReturnDropped:
		return entry{match{receipt: e.Receipt}, id.ID{}, e.Postings}
	case payment.ReceiptTakenBack:
		return entry{match{e.Receipt, e.Campaign, e.Participation, e.Buyer}, id.ID{}, e.Postings}
	case payment.ShortfallCovered:
		return entry{match{e.Receipt, e.Campaign, e.Participation, e.Buyer}, id.ID{}, e.Postings}
	case payment.RefundTransferProposed, payment.ClawbackProposed, payment.ClawbackAgreed, payment.ClawbackDropped,
		payment.LossProposed, payment.LossDropped, payment.WalletSpared, payment.ReturnProposed, payment.ReturnProposalDropped: // move nothing
	}
	return entry{}
}

// paidOut is what a payout to a brand moves: it is no campaign's and no buyer's.
func paidOut(event payout.Event) entry {
	switch e := any(event).(type) {
	case payout.Charged:
		return entry{postings: e.Postings}
	case payout.Paid:
		return entry{postings: e.Postings}
	case payout.Reversed:
		return entry{postings: e.Postings}
	}
	return entry{}
}

func (f *fold) add(event *projections.Event) error {
	var e entry
	switch body := event.Body.(type) {
	case payment.ReceiptEvent:
		e = entryOf(body)
	case payout.Event:
		e = paidOut(body)
	default:
		return nil
	}
	if err := money.Balanced(e.postings); err != nil {
		return fmt.Errorf("%s: %w", &event.Recorded, err)
	}
	if _, ok := event.Body.(payment.ReceiptMatched); ok {
		f.matches = append(f.matches, matched{e.match, event.Position})
	}
	for n, posting := range e.postings {
		f.lines = append(f.lines, line{
			position: event.Position, number: n, posting: posting, campaign: e.campaign, participation: e.participation,
			buyer: e.buyer, receipt: e.receipt, refund: e.refund, kind: event.Type, at: event.RecordedAt,
		})
		f.post(posting, e.buyer)
		if !e.campaign.IsZero() {
			f.blocks.add(e.campaign, event.Position, posting)
		}
	}
	f.topics.Add(projections.OpsTopic)
	if !e.buyer.IsZero() {
		f.topics.Add(projections.BuyerTopic(e.buyer), projections.CampaignTopic(e.campaign))
	}
	return nil
}

func (f *fold) post(posting money.Posting, buyer id.ID) {
	s := f.sums[posting.Account]
	if s == nil {
		s = &sum{account: posting.Account}
		if personal(posting.Account) {
			s.buyer = buyer
		}
		f.sums[posting.Account] = s
		f.order = append(f.order, s)
	}
	if posting.Amount > 0 {
		s.debit += posting.Amount
	} else {
		s.credit -= posting.Amount
	}
}

// personal tells whether an account is one buyer's.
func personal(account money.Account) bool { return kindOf(account) != account }

// kindOf is what a buyer's account is of, liability:escrow:*; any other account is one of its own.
func kindOf(account money.Account) money.Account {
	for _, kind := range []money.Account{"liability:escrow", "liability:wallet", "liability:refund", "liability:refund_to_wallet"} {
		if strings.HasPrefix(string(account), string(kind)+":") {
			return kind + ":*"
		}
	}
	return account
}
