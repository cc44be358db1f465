package demo

import (
	"fmt"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// consent is to the texts as they are when the demo is made.
var consent = sambatan.Consent{Terms: "2026-11", Privacy: "2026-11"}

// join lets a buyer hold slots.
func (s *script) join(p plan, one stake, at time.Time) {
	s.add(at, by(one.buyer), p.key+"/join/"+one.buyer, func(t *teller, meta eventstore.Meta) (eventstore.Command, error) {
		who := t.residents[one.buyer]
		sealed := t.sealer(one.buyer)
		body := sambatan.Join{
			Participation: participation(p, one.buyer), Buyer: UserID(one.buyer), Slots: one.slots, Consent: consent,
			Address: sealed.seal("address", who.address()), RefundAccount: sealed.seal("refund_account", who.account()),
			Public: sealed.seal("public", who.label()),
		}
		return sambatan.Campaigns.Command(CampaignID(p.key).String(), body, meta), sealed.err
	})
}

// proofs are what buyers write about their transfers.
var proofs = []string{"Lewat aplikasi ponsel, nama saya sama dengan nama akun.", "Transfer dari rekening istri.", "Lewat ATM, struknya saya simpan.", "BI-FAST, sudah terpotong di rekening saya."}

// report is the buyer's "Sudah transfer".
func (s *script) report(p plan, one stake, paid, at time.Time) {
	s.add(at, by(one.buyer), p.key+"/report/"+one.buyer, func(t *teller, meta eventstore.Meta) (eventstore.Command, error) {
		sealed := t.sealer(one.buyer)
		body := payment.ReportTransfer{
			Instruction: participation(p, one.buyer), Buyer: UserID(one.buyer), PaidAt: paid,
			Proof: sealed.seal("proof", proofs[t.residents[one.buyer].n%len(proofs)]),
		}
		return payment.Instructions.Command(payment.InstructionStream(s.account, p.due(one.slots)), body, meta), sealed.err
	})
}

// receive lets an operator find a buyer's transfer on the bank statement.
func (s *script) receive(p plan, one stake, paid, at time.Time) {
	s.add(at, by(s.operator(at)), p.key+"/receive/"+one.buyer, func(t *teller, meta eventstore.Meta) (eventstore.Command, error) {
		told, ok := t.issued[participation(p, one.buyer)]
		if !ok {
			return eventstore.Command{}, fmt.Errorf("%s was never told what to transfer", one.buyer)
		}
		receipt := s.receipt(p, one.buyer)
		return payment.Receipts.Command(receipt.String(), payment.RecordReceipt{
			Receipt: receipt, Account: s.account, Amount: told.Total, PaidAt: paid, Reference: reference(p, one.buyer),
			Match: payment.Match{
				Instruction: told.Instruction, Campaign: told.Campaign, Participation: told.Instruction,
				Buyer: told.Buyer, Due: told.Amount, Code: told.Code,
			},
		}, meta), nil
	})
}

// refund lets an operator note that a buyer's money went back.
func (s *script) refund(p plan, buyer string, at time.Time) {
	s.add(at, by(s.operator(at)), p.key+"/refund/"+buyer, func(_ *teller, meta eventstore.Meta) (eventstore.Command, error) {
		receipt := s.receipt(p, buyer)
		sent := payment.MarkTransferred{Refund: payment.RefundID(receipt, 1), Evidence: statementLine(at, buyer)}
		return payment.Receipts.Command(receipt.String(), sent, meta), nil
	})
}

func (s *script) receipt(p plan, buyer string) id.ID {
	return payment.ReceiptID(s.account, reference(p, buyer))
}

// reference is what the bank calls a buyer's transfer.
func reference(p plan, buyer string) string { return "TRX-" + serial("transfer", p.key+"/"+buyer) }

// statementLine is what the bank calls another line of a day.
func statementLine(at time.Time, key string) string {
	return fmt.Sprintf("LN-%s-%s", at.Format("0201"), serial("line", key))
}

// serial is a number of eight digits that looks like any other.
func serial(kind, key string) string {
	derived := derive(kind, key)
	n := uint32(derived[0])<<24 | uint32(derived[1])<<16 | uint32(derived[2])<<8 | uint32(derived[3])
	return fmt.Sprintf("%08d", n%100_000_000)
}
