package sambatan_test

import (
	"slices"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// payBy is until when the rest of a payment can be paid.
func (l *ledger) payBy(p *entry) time.Time {
	by := p.expires
	for _, other := range []time.Time{l.deadline, p.agreed} {
		if other.Before(by) {
			by = other
		}
	}
	return by
}

// part reads what came, or went, of a payment that is not whole.
func (l *ledger) part(t *rapid.T, event sambatan.Event, now time.Time) {
	switch e := event.(type) { //nolint:gochecksumtype // these three only
	case sambatan.PartPaid:
		p := l.is(t, e.Participation, "held")
		l.judge(t, e.Receipt)
		p.parts = append(p.parts, sambatan.Part{Receipt: e.Receipt, Amount: e.Amount})
		l.missing(t, p, e.Rest)
		if e.PaidAt.After(l.deadline) || !now.Before(l.payBy(p)) || p.ending || len(p.parts) > sambatan.MaxParts {
			t.Fatalf("a part was taken whose rest nobody can pay: %+v", e)
		}
	case sambatan.PartTakenBack:
		p := l.is(t, e.Participation, "held")
		at := slices.Index(p.parts, sambatan.Part{Receipt: e.Receipt, Amount: e.Amount})
		if at < 0 {
			t.Fatalf("taken back, and was no part: %+v", e)
		}
		p.parts = append(p.parts[:at:at], p.parts[at+1:]...)
		l.missing(t, p, e.Rest)
	case sambatan.PartSettled:
		p := l.is(t, e.Participation, "released")
		if len(p.unsettled) < 2 || !slices.Contains(p.unsettled, e.Receipt) {
			t.Fatalf("%s was settled, awaited were %v", e.Receipt, p.unsettled)
		}
		p.unsettled = slices.DeleteFunc(p.unsettled, func(r id.ID) bool { return r == e.Receipt })
	}
}

func (l *ledger) missing(t *rapid.T, p *entry, rest sambatan.Rest) {
	if rest.Missing != p.due-p.parts.Sum() || rest.Missing <= 0 || rest.Buyer != p.buyer || rest.Slots != p.slots {
		t.Fatalf("%+v of %+v", rest, p)
	}
	if !rest.PayBy.Equal(l.payBy(p)) || !rest.ExpiresAt.Equal(p.expires) {
		t.Fatalf("to be paid until %s, want %s", rest.PayBy, l.payBy(p))
	}
}

// tooLittle demands that what is too little goes back only where the rest can't come.
func (l *ledger) tooLittle(t *rapid.T, e sambatan.PaymentDeclined, now time.Time) {
	p := l.participations[e.Participation]
	if p == nil || p.status != "held" || e.Reason != sambatan.DeclinedAmount {
		return
	}
	if !p.ending && len(p.parts) < sambatan.MaxParts && now.Before(l.payBy(p)) {
		t.Fatalf("the rest of %+v could have been paid until %s", e, l.payBy(p))
	}
}

// fill demands that the receipts are together what is due, and lists each that came.
func (l *ledger) fill(t *rapid.T, e sambatan.SlotsSecured) {
	p := l.participations[e.Participation]
	p.receipt = e.Receipt
	if e.Amount != p.due || e.Last() <= 0 {
		t.Fatalf("secured %+v of %+v", e, p)
	}
	l.same(t, e.Parts, p.parts)
	if len(e.Parts) > 0 {
		l.kinds["secured in parts"]++
	}
}

// sendBack demands that what ends a hold names every part, once.
func (l *ledger) sendBack(t *rapid.T, p *entry, parts sambatan.Parts) {
	l.same(t, parts, p.parts)
	if len(parts) > 0 {
		l.kinds["parts sent back"]++
	}
	p.parts = nil
}

func (l *ledger) awaitAll(t *rapid.T, p *entry, e sambatan.SlotsReleased) {
	l.same(t, e.Parts, p.parts)
	p.unsettled = []id.ID{e.Receipt}
	for _, part := range e.Parts {
		p.unsettled = append(p.unsettled, part.Receipt)
	}
}

func (l *ledger) same(t *rapid.T, got, want sambatan.Parts) {
	if len(got)+len(want) > 0 && !slices.Equal(got, want) {
		t.Fatalf("parts: %s", cmp.Diff(want, got))
	}
}

// refund demands that nobody counts as refunded while one of their receipts is not.
func (l *ledger) refund(t *rapid.T, e sambatan.RefundSettled) {
	p := l.turn(t, e.Participation, "refunded", "released")
	if len(p.unsettled) != 1 && !l.whole {
		t.Fatalf("refunded while %v are awaited", p.unsettled)
	}
}

// share demands that every receipt of a participation is divided to the rupiah.
func (l *ledger) share(t *rapid.T, p *entry, e sambatan.ReleaseDue) {
	brings := p.due - p.parts.Sum()
	for _, part := range p.parts {
		if part.Receipt == e.Receipt {
			brings = part.Amount
		}
	}
	for _, back := range p.back {
		if back.Receipt == e.Receipt {
			brings -= e.Refund
			if back.Amount != e.Refund {
				t.Fatalf("%+v of %+v", e, p)
			}
		}
	}
	p.shared += e.Split.Paid()
	if !p.fulfilled || p.paidOn || e.Split.Paid() != brings || brings == 0 || e.Split.Net() < 0 || e.Split.Goods < 0 || e.Split.Shipping < 0 || p.shared+p.refund > p.due {
		t.Fatalf("%+v of %+v", e, p)
	}
	p.paidOn = p.shared+p.refund == p.due
}
