package payments

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// receipt is one row in memory.
type receipt struct {
	receipt                              id.ID
	channel, method, account             string
	amount                               money.Rupiah
	paidAt, recordedAt                   time.Time
	reference                            string
	instruction, campaign, participation id.ID
	buyer                                id.ID
	due                                  money.Rupiah
	code                                 int
	state                                ReceiptState
	escrow, wallet, refund, returned     money.Rupiah
	unbacked, twice, covered, short      money.Rupiah
	borne, given, lost                   money.Rupiah
	takenAt                              time.Time
	reason                               string
	saidBy, saidRefund, saidPayout       id.ID
}

// refund is one row that the batch begins or ends.
type refund struct {
	payment.RefundDue
	dueAt         time.Time
	evidence      string
	transferredAt time.Time
}

type receipts struct {
	wanted projections.Set[id.ID]
	rows   projections.Rows[id.ID, receipt]
	due    []refund      // begun in this batch
	at     map[id.ID]int // their places
	ended  []refund      // begun in an earlier one

	endedAt   map[id.ID]int
	withdrawn projections.Set[id.ID]
	afterAll  projections.Set[id.ID] // withdrawn in an earlier batch, and sent
	losses    losses
}

func newReceipts() *receipts {
	return &receipts{
		wanted: projections.Set[id.ID]{}, at: map[id.ID]int{}, endedAt: map[id.ID]int{}, withdrawn: projections.Set[id.ID]{}, afterAll: projections.Set[id.ID]{}, losses: losses{},
	}
}

func (r *receipts) want(event payment.ReceiptEvent) {
	switch e := event.(type) {
	case payment.ReceiptMatched:
		r.wanted.Add(e.Receipt)
	case payment.ReceiptAllocated:
		r.wanted.Add(e.Receipt)
	case payment.EscrowReleased:
		r.wanted.Add(e.Receipt)
	case payment.RefundDue:
		r.wanted.Add(e.Receipt)
	case payment.RefundTransferred:
		r.wanted.Add(e.Receipt)
	case payment.RefundReturned:
		r.wanted.Add(e.Receipt)
	case payment.RefundWithdrawn:
		r.wanted.Add(e.Receipt)
	case payment.RefundSentAfterAll:
		r.wanted.Add(e.Receipt)
	case payment.RefundSentTwice:
		r.wanted.Add(e.Receipt)
	case payment.ReturnRecorded:
		r.wanted.Add(e.Receipt)
	case payment.ReturnDropped:
		r.wanted.Add(e.Receipt)
	case payment.ReturnProposalDropped:
		r.wanted.Add(e.Receipt)
	case payment.ReturnProposed:
		r.wanted.Add(e.Receipt)
	case payment.ReceiptTakenBack:
		r.wanted.Add(e.Receipt)
	case payment.ShortfallCovered:
		r.wanted.Add(e.Receipt)
	case payment.ReceiptRecorded: // has no row yet
	case payment.RefundTransferProposed, payment.ClawbackProposed, payment.ClawbackAgreed, payment.ClawbackDropped,
		payment.LossProposed, payment.LossDropped, payment.WalletSpared: // change nothing that is listed
	}
}

func (r *receipts) load(ctx context.Context, tx pgx.Tx) error {
	if len(r.wanted) == 0 {
		return nil
	}
	const query = `SELECT receipt, amount, instruction, campaign, participation, buyer, due, code, state, escrow, wallet,
		refund, returned, unbacked, twice, covered, short, borne, given, lost, taken_at, reason, said_by, said_refund, said_payout FROM receipts WHERE receipt = ANY ($1::uuid[])`
	return r.rows.Load(ctx, tx, func(row pgx.CollectableRow) (r receipt, err error) {
		err = row.Scan(projections.ScanID(&r.receipt), &r.amount, projections.ScanID(&r.instruction),
			projections.ScanID(&r.campaign), projections.ScanID(&r.participation), projections.ScanID(&r.buyer), &r.due, &r.code,
			(*string)(&r.state), &r.escrow, &r.wallet, &r.refund, &r.returned, &r.unbacked, &r.twice, &r.covered, &r.short, &r.borne, &r.given, &r.lost,
			projections.ScanTime(&r.takenAt), projections.ScanText(&r.reason),
			projections.ScanID(&r.saidBy), projections.ScanID(&r.saidRefund), projections.ScanID(&r.saidPayout))
		return r, err
	}, func(r *receipt) (id.ID, bool) { return r.receipt, true }, query, projections.UUIDs(r.wanted.List()))
}

func (r *receipts) add(event *projections.Event, body payment.ReceiptEvent, topics projections.Topics) error {
	topics.Add(projections.OpsTopic)
	if recorded, ok := body.(payment.ReceiptRecorded); ok {
		r.record(event, recorded)
		return nil
	}
	row, err := r.change(event, body)
	if err == nil && row != nil && !row.buyer.IsZero() {
		topics.Add(projections.BuyerTopic(row.buyer), projections.CampaignTopic(row.campaign))
	}
	return err
}

func (r *receipts) record(event *projections.Event, e payment.ReceiptRecorded) {
	r.rows.Begin(e.Receipt, receipt{
		receipt: e.Receipt, channel: e.Channel, method: e.Method, account: e.Account, amount: e.Amount, paidAt: e.PaidAt, recordedAt: event.RecordedAt,
		reference: e.Reference, instruction: e.Instruction, campaign: e.Campaign, participation: e.Participation,
		buyer: e.Buyer, due: e.Due, code: e.Code, state: Suspense,
	})
}

func (r *receipts) change(event *projections.Event, body payment.ReceiptEvent) (*receipt, error) {
	switch e := body.(type) {
	case payment.ReceiptMatched:
		row, err := r.row(e.Receipt)
		if err != nil {
			return nil, err
		}
		row.instruction, row.campaign, row.participation, row.buyer = e.Instruction, e.Campaign, e.Participation, e.Buyer
		row.due, row.code = e.Due, e.Code
		return row, nil
	case payment.ReceiptAllocated:
		row, err := r.row(e.Receipt)
		if err != nil {
			return nil, err
		}
		row.escrow, row.wallet, row.state = row.escrow+e.Amount, row.wallet+e.ToWallet, Allocated
		return row, nil
	case payment.EscrowReleased:
		row, err := r.row(e.Receipt)
		if err != nil {
			return nil, err
		}
		row.state = Released
		return row, nil
	case payment.RefundDue:
		return r.refundDue(event, e)
	case payment.RefundTransferred:
		return r.refundTransferred(event, e)
	case payment.RefundReturned:
		return r.refundReturned(e)
	case payment.RefundWithdrawn:
		return r.refundWithdrawn(e)
	case payment.RefundSentAfterAll:
		return r.sentAfterAll(event, e)
	case payment.RefundSentTwice:
		return r.sentTwice(event, e)
	case payment.ReturnRecorded:
		return r.isReturn(e.Receipt, e.Amount, Return)
	case payment.ReturnProposed:
		return r.saidToReturn(e)
	case payment.ReturnProposalDropped:
		return r.unsaid(e)
	case payment.ReturnDropped:
		return r.isReturn(e.Receipt, -e.Amount, "")
	case payment.ReceiptTakenBack:
		return r.takenBack(event, e)
	case payment.ShortfallCovered:
		return r.shortfallCovered(e)
	case payment.LossProposed:
		r.losses[e.Receipt] = &Loss{Loss: e.Loss, Receipt: e.Receipt, At: event.RecordedAt}
	case payment.LossDropped:
		r.losses[e.Receipt] = nil
	case payment.ReceiptRecorded, payment.RefundTransferProposed, payment.ClawbackProposed, payment.ClawbackAgreed, payment.ClawbackDropped, payment.WalletSpared:
	}
	return nil, nil //nolint:nilnil // changes no receipt
}

// saidToReturn lasts until somebody else says so too, or says that it is the return of something else.
func (r *receipts) saidToReturn(e payment.ReturnProposed) (*receipt, error) {
	row, err := r.row(e.Receipt)
	if err != nil {
		return nil, err
	}
	row.saidBy, row.saidRefund, row.saidPayout = e.By, e.Of.Refund, e.Of.Payout
	return row, nil
}

// part waits for the rest of its payment. A receipt that was not recorded here is none that
// an operator has to look after.
func (r *receipts) part(e sambatan.PartPaid) {
	if row := r.rows.Get(e.Receipt); row != nil && row.state == Suspense {
		row.state = Part
	}
}

// row finds a receipt. That it is missing is an error: this is money.
func (r *receipts) row(receipt id.ID) (*receipt, error) {
	if row := r.rows.Get(receipt); row != nil {
		return row, nil
	}
	return nil, fmt.Errorf("receipt %s was never recorded", receipt)
}

func (r *receipts) refundDue(event *projections.Event, e payment.RefundDue) (*receipt, error) {
	row, err := r.row(e.Receipt)
	if err != nil {
		return nil, err
	}
	row.refund, row.reason = row.refund+e.Amount, e.Reason
	row.part(e.Amount, !e.Brand.IsZero() || e.Reason == payment.ReasonPart)
	row.settle()
	r.at[e.Refund] = len(r.due)
	r.due = append(r.due, refund{RefundDue: e, dueAt: event.RecordedAt})
	return row, nil
}

func (r *receipts) refundTransferred(event *projections.Event, e payment.RefundTransferred) (*receipt, error) {
	row, err := r.row(e.Receipt)
	if err != nil {
		return nil, err
	}
	row.returned += e.Amount
	row.settle()
	r.send(e.Refund, e.Evidence, event.RecordedAt)
	return row, nil
}

// send notes when a refund was sent; the zero time: it was not, after all.
func (r *receipts) send(which id.ID, evidence string, at time.Time) {
	if place, here := r.at[which]; here {
		r.due[place].evidence, r.due[place].transferredAt = evidence, at
		return
	}
	place, here := r.endedAt[which]
	if !here {
		place = len(r.ended)
		r.endedAt[which] = place
		r.ended = append(r.ended, refund{RefundDue: payment.RefundDue{Refund: which}})
	}
	r.ended[place].evidence, r.ended[place].transferredAt = evidence, at
}

func (r *receipts) refundReturned(e payment.RefundReturned) (*receipt, error) {
	row, err := r.row(e.Receipt)
	if err != nil {
		return nil, err
	}
	row.returned -= e.Amount
	row.settle()
	r.send(e.Refund, "", time.Time{})
	return row, nil
}

// refundWithdrawn leaves nothing behind: the money is where it was before. That of a cash-out
// is in the wallet.
func (r *receipts) refundWithdrawn(e payment.RefundWithdrawn) (*receipt, error) {
	row, err := r.row(e.Receipt)
	if err != nil {
		return nil, err
	}
	row.refund, row.reason = row.refund-e.Amount, ""
	if e.ToWallet {
		row.wallet += e.Amount
	}
	row.settle()
	r.withdrawn.Add(e.Refund)
	return row, nil
}

// sentAfterAll lists the refund again as it was, among those that were sent: it was taken off the
// list when it was withdrawn.
func (r *receipts) sentAfterAll(event *projections.Event, e payment.RefundSentAfterAll) (*receipt, error) {
	row, err := r.row(e.Receipt)
	if err != nil {
		return nil, err
	}
	row.unbacked, row.short, row.takenAt = row.unbacked+e.Amount, row.short+e.Amount, event.RecordedAt
	if r.withdrawn.Has(e.Refund) {
		delete(r.withdrawn, e.Refund)
	} else {
		r.afterAll.Add(e.Refund)
	}
	r.send(e.Refund, e.Evidence, event.RecordedAt)
	return row, nil
}

// sentTwice changes nothing on the list of refunds: it was sent, and that is there.
func (r *receipts) sentTwice(event *projections.Event, e payment.RefundSentTwice) (*receipt, error) {
	row, err := r.row(e.Receipt)
	if err != nil {
		return nil, err
	}
	row.unbacked, row.twice = row.unbacked+e.Amount, row.twice+e.Amount
	row.short, row.takenAt = row.short+e.Amount, event.RecordedAt
	return row, nil
}

// Return is the reason of a receipt that is no payment, but money of ours that came back.
const Return = "return"

// isReturn takes a line out of what nobody owns, as what was sent back to whoever sent it; or, below
// nothing, puts it there again.
func (r *receipts) isReturn(which id.ID, amount money.Rupiah, reason string) (*receipt, error) {
	row, err := r.row(which)
	if err != nil {
		return nil, err
	}
	row.refund, row.returned, row.reason = row.refund+amount, row.returned+amount, reason
	row.saidBy, row.saidRefund, row.saidPayout = id.ID{}, id.ID{}, id.ID{}
	row.settle()
	return row, nil
}

func (r *receipts) takenBack(event *projections.Event, e payment.ReceiptTakenBack) (*receipt, error) {
	row, err := r.row(e.Receipt)
	if err != nil {
		return nil, err
	}
	row.short, row.takenAt = row.short+e.Amount, event.RecordedAt
	return row, nil
}

func (r *receipts) shortfallCovered(e payment.ShortfallCovered) (*receipt, error) {
	row, err := r.row(e.Receipt)
	if err != nil {
		return nil, err
	}
	if e.Cover.OfLoss() {
		row.lost -= e.Amount
	} else {
		row.short -= e.Amount
	}
	row.twice -= e.Twice
	if row.short == 0 || e.Hash != "" { // there is nothing to agree to any more
		r.losses[e.Receipt] = nil
	}
	switch e.Cover {
	case payment.CoverPlatform:
		row.borne, row.lost = row.borne+e.Amount, row.lost+e.Amount
	case payment.CoverChannel, payment.CoverReturned:
		row.given += e.Amount
	case payment.CoverBuyer, payment.CoverBrand, payment.CoverRecovered:
		row.covered += e.Amount
		row.part(e.Amount, e.Cover == payment.CoverBrand || e.Reason == payment.ReasonPart)
		row.settle()
	}
	return row, nil
}

// part takes what goes back off what was allocated to escrow, where the rest of that stays
// or was released.
func (r *receipt) part(amount money.Rupiah, is bool) {
	if is {
		r.escrow -= min(amount, r.escrow)
	}
}

// settle names the state of a receipt of which some went or goes. One that was
// allocated and overpaid stays allocated, one that was released stays so.
func (r *receipt) settle() {
	held := r.amount - r.refund - r.covered
	switch {
	case held > 0 && r.state == Released:
	case held > 0 && r.escrow+r.wallet > 0:
		r.state = Allocated
	case held > 0:
		r.state = Suspense
	case r.refund == 0:
		r.state = TakenBack
	case r.returned == r.refund:
		r.state = Returned
	default:
		r.state = Returning
	}
}
