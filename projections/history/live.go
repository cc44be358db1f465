package history

import (
	"fmt"
	"slices"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// Live lets people and timers act until the log holds n events more, or nothing
// happens any longer. Refused commands are part of life.
func (m *Market) Live(n int) {
	goal, idle := len(m.Events())+n, 0
	for len(m.Events()) < goal && idle < 2000 {
		before := len(m.Events())
		_ = m.do(m.something()) // refusals
		if len(m.orders) > 0 && m.parcels.IntN(12) == 0 {
			_ = m.do(m.ship())
		}
		if m.telling && len(m.begunBatches) > 0 && m.makers.IntN(12) == 0 {
			_ = m.do(m.produce())
		}
		if m.payouts.IntN(12) == 0 {
			if command, err := m.payOut(); err == nil {
				_ = m.do(command)
			}
		}
		m.secondThoughts()
		if len(m.disputes) > 0 && m.trials.IntN(12) == 0 {
			m.trial()
		}
		if idle++; len(m.Events()) > before {
			idle = 0
		}
		m.Advance(time.Duration(m.random.IntN(240)) * time.Second)
	}
}

// Join lets n buyers join the campaigns and pays for a part of them: the rush in
// the minutes after opening. every is how many joins one is paid for.
func (m *Market) Join(n, every int) {
	for i := range n {
		_ = m.do(m.join())
		if every > 0 && i%every == 0 {
			_ = m.do(m.pay())
		}
	}
}

// something is a random command.
func (m *Market) something() eventstore.Command {
	switch chance := m.random.IntN(100); {
	case chance < 40:
		return m.join()
	case chance < 55:
		return m.pay()
	case chance < 66:
		return m.report()
	case chance < 68:
		return m.reject()
	case chance < 70:
		return m.stray()
	case chance < 72:
		return m.match()
	case chance < 75:
		return m.cancel()
	case chance < 80:
		return m.transfer()
	case chance < 87:
		return m.change()
	case chance < 94:
		return m.gateway()
	}
	return m.campaignStep()
}

func pick[T any](m *Market, of []T) T {
	var none T
	if len(of) == 0 {
		return none
	}
	return of[m.random.IntN(len(of))]
}

// recent prefers what happened lately.
func recent[T any](m *Market, of []T) T { return pick(m, of[max(0, len(of)-50):]) }

func (m *Market) join() eventstore.Command {
	buyer, campaign := pick(m, m.Buyers), pick(m, m.Campaigns)
	return m.take(campaign, buyer, 1+m.random.IntN(3))
}

func (m *Market) take(campaign, buyer id.ID, slots int) eventstore.Command {
	box := m.sealed[buyer]
	return sambatan.Campaigns.Command(campaign.String(), sambatan.Join{
		Participation: m.next("participation"), Buyer: buyer, Slots: slots,
		Consent: sambatan.Consent{Terms: "2026-10", Privacy: "2026-09"},
		Address: box.address, RefundAccount: box.account, Public: box.public,
	}, m.meta("user:"+buyer.String()))
}

// pay records a transfer: mostly exact, sometimes too much, too little, late or
// for the second time.
func (m *Market) pay() eventstore.Command {
	n := max(0, len(m.issued)-1-m.random.IntN(50))
	var i payment.InstructionIssued
	if len(m.issued) > 0 {
		i = m.issued[n]
		if m.random.IntN(10) > 0 {
			m.issued = slices.Delete(m.issued, n, n+1)
		}
	}
	amount := i.Total
	switch m.random.IntN(20) {
	case 0:
		amount += 50_000
	case 1:
		amount -= 10_000
	}
	return m.receive(amount, matchOf(i))
}

func matchOf(i payment.InstructionIssued) payment.Match {
	return payment.Match{
		Instruction: i.Instruction, Campaign: i.Campaign, Participation: i.Instruction, Buyer: i.Buyer, Due: i.Amount, Code: i.Code,
	}
}

// stray records a transfer that nobody can place.
func (m *Market) stray() eventstore.Command {
	return m.receive(money.Rupiah(1+m.random.IntN(900_000)), payment.Match{})
}

func (m *Market) receive(amount money.Rupiah, match payment.Match) eventstore.Command {
	m.serial++
	reference := fmt.Sprintf("TRF%07d", m.serial)
	receipt := payment.ReceiptID(Account, reference)
	return payment.Receipts.Command(receipt.String(), payment.RecordReceipt{
		Receipt: receipt, Account: Account, Amount: amount, Reference: reference, Match: match,
		PaidAt: m.Now().Add(-time.Duration(m.random.IntN(3600)) * time.Second),
	}, m.meta("user:"+id.Derive(logID, "operator").String()))
}

func (m *Market) match() eventstore.Command {
	loose, i := recent(m, m.loose), recent(m, m.issued)
	return payment.Receipts.Command(loose.Receipt.String(), payment.MatchReceipt{Match: matchOf(i)}, m.meta("user:operator"))
}

func (m *Market) report() eventstore.Command {
	i := recent(m, m.issued)
	return m.instruction(i, payment.ReportTransfer{
		Instruction: i.Instruction, Buyer: i.Buyer, PaidAt: m.Now(), Proof: m.sealed[i.Buyer].proof,
	})
}

func (m *Market) reject() eventstore.Command {
	i := recent(m, m.issued)
	return m.instruction(i, payment.RejectReport{Instruction: i.Instruction, Reason: "tidak ada di mutasi"})
}

func (m *Market) instruction(i payment.InstructionIssued, c payment.InstructionCommand) eventstore.Command {
	return payment.Instructions.Command(payment.InstructionStream(Account, i.Amount), c, m.meta("user:"+i.Buyer.String()))
}

func (m *Market) cancel() eventstore.Command {
	p := recent(m, m.joined)
	return sambatan.Campaigns.Command(p.Campaign.String(), sambatan.CancelHold{
		Participation: p.Participation, Buyer: p.Buyer,
	}, m.meta("user:"+p.Buyer.String()))
}

func (m *Market) transfer() eventstore.Command {
	due := pick(m, m.due)
	m.serial++
	if due.Policy != payment.RefundsUnrouted {
		return m.route(due)
	}
	return payment.Receipts.Command(due.Receipt.String(), payment.MarkTransferred{
		Refund: due.Refund, Evidence: fmt.Sprintf("LN-%06d", m.serial),
	}, m.meta("user:operator"))
}

// route is something that is said about the way of a refund: by a channel, a buyer or
// an operator, and not always in time.
func (m *Market) route(due payment.RefundDue) eventstore.Command {
	attempt := 1 + m.random.IntN(2)
	evidence := fmt.Sprintf("emu%06d", m.serial)
	failures := []payment.Failure{payment.FailureOffline, payment.FailureAccount, payment.FailureUnexplained}
	said := []payment.RefundCommand{
		payment.SubmitRefund{Attempt: attempt},
		payment.SubmitRefund{Attempt: attempt},
		payment.SubmitRefund{Attempt: attempt},
		payment.AcceptPayout{Attempt: attempt, Reference: evidence},
		payment.NoteUnclear{Attempt: attempt},
		payment.NoteSent{Attempt: attempt, Evidence: evidence},
		payment.NoteSent{Attempt: attempt, Evidence: evidence},
		payment.NoteNotSent{Attempt: attempt, Failure: failures[m.random.IntN(len(failures))], Code: "099"},
		payment.MarkRefundSent{By: due.Receipt, Evidence: evidence, OfAttempt: m.random.IntN(2) == 0},
		payment.GiveDestination{Buyer: due.Buyer, Account: m.sealed[due.Buyer].account},
		payment.RemindBuyer{Number: 1},
		payment.LetRest{},
		payment.RetryRefund{},
		payment.VoidRefund{Note: "pemiliknya ketemu"},
	}
	return payment.Refunds.Command(due.Refund.String(), said[m.random.IntN(len(said))], m.meta("system:cashier"))
}

// campaignStep is what timers, makers and operators do to a campaign.
func (m *Market) campaignStep() eventstore.Command {
	steps := []sambatan.Command{
		sambatan.Open{},
		sambatan.Open{},
		sambatan.LapseHolds{},
		sambatan.LapseHolds{},
		sambatan.LapseHolds{},
		sambatan.LapseOffers{},
		sambatan.Close{},
		sambatan.StartProduction{},
		sambatan.PassQuality{},
		sambatan.PassQuality{},
		sambatan.StartShipping{},
	}
	var step sambatan.Command = sambatan.Abort{Reason: "bahan tidak lolos uji", By: sambatan.ByBrand}
	if m.random.IntN(250) > 0 {
		step = pick(m, steps)
	}
	return sambatan.Campaigns.Command(pick(m, m.Campaigns).String(), step, m.meta("system:timer"))
}

// Fill lets n buyers take a slot of the first campaign each and pay it, one after the other
// over most of a day: the largest crowd that a campaign can have.
func (m *Market) Fill(n int) error {
	campaign, pace := m.Campaigns[0], 20*time.Hour/time.Duration(n)
	for i := range n {
		m.Advance(pace)
		if err := m.do(m.take(campaign, m.Buyers[i%len(m.Buyers)], 1)); err != nil {
			return err
		}
		last := m.issued[len(m.issued)-1]
		m.issued = m.issued[:len(m.issued)-1]
		if err := m.do(m.receive(last.Total, matchOf(last))); err != nil {
			return err
		}
	}
	return nil
}
