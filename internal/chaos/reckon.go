package chaos

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/sensasiwangi/sambatan/internal/gatewayemu"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/payment"
)

// differences lists what keeps the money from resting where it should: whatever of the
// gateway's books and the bank's is not in the log, what the log owes, and who has
// neither their slot nor their money, or both.
func (r *run) differences(ctx context.Context) ([]string, error) {
	books, err := r.sandbox.books(ctx)
	if err != nil {
		return nil, err
	}
	r.world.mu.Lock()
	defer r.world.mu.Unlock()
	var found []string
	if books.Waiting > 0 {
		found = append(found, fmt.Sprintf("%d reports of the gateway are on their way", books.Waiting))
	}
	for fate, at := range r.stages {
		if fate == succeeds && !at.decided || fate != succeeds && !at.unwound {
			found = append(found, fmt.Sprintf("the sambatan that is %s is not at its end", fate))
		}
	}
	found = append(found, r.cameIn(books)...)
	for _, p := range r.players {
		if p.order != nil {
			found = append(found, r.reckon(p, books)...)
		}
	}
	return found, nil
}

// cameIn compares what came in by both books: the gateway's and the bank's against the
// log's.
func (r *run) cameIn(books gatewayemu.Books) (found []string) {
	theirs := map[string]money.Rupiah{}
	for _, p := range books.Payments {
		if participation, _, ok := payment.ParseOrder(p.Order); ok && r.world.participations[participation] != nil {
			theirs[p.Transaction] = money.Rupiah(p.Amount)
		}
	}
	r.banks.mu.Lock()
	maps.Copy(theirs, r.banks.transfers)
	r.banks.mu.Unlock()
	for _, receipt := range r.world.receipts {
		if theirs[receipt.Reference] != receipt.Amount {
			found = append(found, fmt.Sprintf("%s says %s, the log says %s", receipt.Reference, theirs[receipt.Reference], receipt.Amount))
		}
		delete(theirs, receipt.Reference)
	}
	for reference, amount := range theirs {
		found = append(found, fmt.Sprintf("%s of %s is not in the log", reference, amount))
	}
	return found
}

// account is what somebody paid, got back, and what is kept for their slots.
type account struct{ paid, back, escrow, wallet, open money.Rupiah }

// reckon settles accounts with one buyer.
func (r *run) reckon(p *player, books gatewayemu.Books) (found []string) {
	ours := r.ours(p.order.id)
	if theirs := sentTo(p, books); theirs != ours.back {
		found = append(found, fmt.Sprintf("%s got %s by the gateway's books, %s by the log", p, theirs, ours.back))
	}
	var slot money.Rupiah
	if p.order.secured {
		slot = p.order.amount
	}
	switch {
	case ours.open != 0:
		found = append(found, fmt.Sprintf("%s of %s is neither secured nor back", ours.open, p))
	case ours.escrow != slot, ours.wallet != 0 && !p.order.secured, ours.wallet >= 2000: // a code, and what a rest was rounded up by
		found = append(found, fmt.Sprintf("%s of %s is in escrow and %s in the wallet, for a slot of %s", ours.escrow, p, ours.wallet, slot))
	case ours.paid != ours.back+ours.escrow+ours.wallet:
		found = append(found, fmt.Sprintf("%s paid %s and got %s back, %s is kept", p, ours.paid, ours.back, ours.escrow+ours.wallet))
	}
	return found
}

// ours is what the log says of a participation's money.
func (r *run) ours(participation id.ID) (sum account) {
	for _, receipt := range r.world.receipts {
		if receipt.Match.Participation != participation {
			continue
		}
		sum.paid += receipt.Amount
		sum.back += receipt.Refunded
		sum.escrow += receipt.Escrow
		sum.wallet += receipt.Wallet
		sum.open += receipt.Due + receipt.Suspense
	}
	return sum
}

// sentTo is what the gateway sent to a buyer, back the way it came and by payouts.
func sentTo(p *player, books gatewayemu.Books) (sum money.Rupiah) {
	for _, paid := range books.Payments {
		if participation, _, ok := payment.ParseOrder(paid.Order); ok && participation == p.order.id {
			sum += money.Rupiah(paid.Refunded)
		}
	}
	for _, out := range books.Payouts {
		if out.Bank == bankCode && slices.Contains(p.accounts, out.Account) {
			sum += money.Rupiah(out.Amount)
		}
	}
	return sum
}
