package chaos

import (
	"context"
	"errors"
	"net/url"
	"time"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/payment"
)

// story is what a buyer does after joining.
type story struct {
	name string
	act  func(ctx context.Context, p *player) error
	in   []fate           // sambatans that it can be told of; nil: all
	ways []payment.Method // nil: all
}

var (
	anyWay  = []payment.Method{transfer, payment.VABCA, payment.VABNI, payment.VAPermata, payment.QRIS, payment.GoPay, payment.ShopeePay}
	gateway = anyWay[1:]
	// oneWay are those that can't go back the way they came.
	oneWay    = []payment.Method{transfer, payment.VABCA, payment.VABNI}
	undecided = []fate{succeeds, fails} // until the deadline
	refunding = []fate{fails, cancelledByMaker, cancelledByDesk}
	calledOff = []fate{cancelledByMaker, cancelledByDesk}
)

// stories are all that buyers do here.
var stories = []story{
	{"pays in time", payInTime, nil, nil},
	{"pays after the hold", payAfterHold, undecided, nil},
	{"pays after the deadline", payAfterDeadline, undecided, nil},
	{"pays twice", payTwice, nil, nil},
	{"pays too much", payTooMuch, nil, nil},
	{"pays too little", payTooLittle, nil, nil},
	{"changes the way to pay", changeWay, nil, gateway},
	{"cancels while paying", cancelWhilePaying, nil, gateway},
	{"pays for what was called off", payForLost, calledOff, nil},
	{"names a closed account", nameClosedAccount, refunding, oneWay},
	{"has the bank send the refund back", refuseRefund, refunding, oneWay},
	{"never pays", func(context.Context, *player) error { return nil }, nil, nil},
}

func payInTime(ctx context.Context, p *player) error {
	if chosen, err := p.choose(ctx); err != nil || !chosen {
		return err
	}
	return p.pay(ctx, p.due())
}

// payAfterHold pays what the gateway, or we, had closed already: networks are slow.
func payAfterHold(ctx context.Context, p *player) error {
	if chosen, err := p.choose(ctx); err != nil || !chosen {
		return err
	}
	if err := p.passes(ctx, p.order.expires.Add(time.Second)); err != nil {
		return err
	}
	return p.lateFor(ctx, p.pay(ctx, p.due()))
}

// lateFor forgives a payment that can't be made at this very moment, and makes it then.
func (p *player) lateFor(ctx context.Context, err error) error {
	if !errors.Is(err, errNotNow) {
		return err
	}
	if err := p.until(ctx, func() bool { return p.order.gone }); err != nil {
		return err
	}
	return p.pay(ctx, p.due())
}

func payAfterDeadline(ctx context.Context, p *player) error {
	if chosen, err := p.choose(ctx); err != nil || !chosen {
		return err
	}
	if err := p.passes(ctx, p.stage.deadline.Add(2*time.Second)); err != nil {
		return err
	}
	return p.lateFor(ctx, p.pay(ctx, p.due()))
}

// payTwice pays again once the slots are secured, or given up already.
func payTwice(ctx context.Context, p *player) error {
	if err := payInTime(ctx, p); err != nil || p.attempt == 0 && p.paid == 0 {
		return err
	}
	if err := p.until(ctx, func() bool { return p.order.secured || p.order.stage.decided }); err != nil {
		return err
	}
	if p.attempt == 0 {
		return p.transfer(ctx, p.due())
	}
	return p.payOrder(ctx, p.attempt, p.due(), true)
}

func payTooMuch(ctx context.Context, p *player) error {
	if chosen, err := p.choose(ctx); err != nil || !chosen {
		return err
	}
	return p.pay(ctx, p.due()+money.Rupiah(1000*(1+p.chance.IntN(90))))
}

func payTooLittle(ctx context.Context, p *player) error {
	if chosen, err := p.choose(ctx); err != nil || !chosen {
		return err
	}
	less := p.order.amount - money.Rupiah(1000*(1+p.chance.IntN(40)))
	if err := p.pay(ctx, less); err != nil || p.chance.IntN(2) == 0 {
		return err
	}
	return p.payRest(ctx)
}

// payRest pays what is missing, unless the hold has ended before it could be: by transfer, or
// by another payment through the gateway.
func (p *player) payRest(ctx context.Context) error {
	byTransfer := p.attempt == 0 || p.ways[0] == transfer
	asked := func() bool {
		rest := p.order.missing < p.order.amount
		return rest && (!byTransfer || p.order.told.Amount == payment.Asked(p.order.missing))
	}
	err := p.until(ctx, func() bool { return asked() || p.order.gone || p.order.stage.lost })
	if err != nil || !p.has(asked) {
		return err
	}
	if byTransfer {
		return p.transfer(ctx, p.told().Total)
	}
	if chosen, err := p.choose(ctx); err != nil || !chosen {
		return err
	}
	return p.lateFor(ctx, p.pay(ctx, p.due()))
}

// changeWay takes another way, and now and then pays by the first one all the same, or
// by both.
func changeWay(ctx context.Context, p *player) error {
	if chosen, err := p.choose(ctx); err != nil || !chosen {
		return err
	}
	first := p.attempt
	if chosen, err := p.choose(ctx); err != nil || !chosen {
		return err
	}
	which := p.chance.IntN(4)
	if which == 0 || which == 1 {
		if err := p.payOrder(ctx, first, p.due(), false); err != nil {
			return err
		}
	}
	if which == 0 {
		return nil
	}
	return p.pay(ctx, p.due())
}

// cancelWhilePaying gives the slots back and pays at the same time.
func cancelWhilePaying(ctx context.Context, p *player) error {
	if chosen, err := p.choose(ctx); err != nil || !chosen {
		return err
	}
	cancelled := make(chan error, 1)
	go func() {
		_, err := p.web.submit(ctx, p.page(), p.page()+"/lepas", p.run.world.now(), url.Values{})
		cancelled <- err
	}()
	if !pause(ctx, time.Duration(p.chance.Int64N(int64(600*time.Millisecond)))) {
		return context.Cause(ctx)
	}
	return errors.Join(p.pay(ctx, p.due()), <-cancelled)
}

func payForLost(ctx context.Context, p *player) error {
	if chosen, err := p.choose(ctx); err != nil || !chosen {
		return err
	}
	if err := p.until(ctx, func() bool { return p.order.stage.lost }); err != nil {
		return err
	}
	return p.pay(ctx, p.due())
}

// nameClosedAccount pays, and repairs the account when asked to.
func nameClosedAccount(ctx context.Context, p *player) error {
	if err := p.run.sandbox.closeAccount(ctx, bankCode, p.accounts[0]); err != nil {
		return err
	}
	if err := payInTime(ctx, p); err != nil || p.attempt == 0 && p.paid == 0 {
		return err
	}
	return p.repair(ctx)
}

// repair names another account as soon as a refund waits for one.
func (p *player) repair(ctx context.Context) error {
	if _, err := p.refund(ctx, func(r payment.RefundCase) bool { return r.State == payment.CaseNeedsDestination }); err != nil {
		return err
	}
	typed := url.Values{}
	p.nameAccount(typed)
	at := p.page() + "/rekening"
	ok, err := p.web.submit(ctx, at, at, p.run.world.now(), typed)
	if err == nil && !ok {
		return errors.New("the page did not take another account")
	}
	return err
}

// refund waits for a refund of the player's to come to something.
func (p *player) refund(ctx context.Context, reached func(payment.RefundCase) bool) (found payment.RefundCase, err error) {
	return found, p.until(ctx, func() bool {
		for _, refund := range p.run.world.refunds {
			if refund.Participation == p.order.id && refund.Refund != (id.ID{}) && reached(refund) {
				found = refund
				return true
			}
		}
		return false
	})
}

// refuseRefund lets the bank send the first refund back.
func refuseRefund(ctx context.Context, p *player) error {
	if err := payInTime(ctx, p); err != nil || p.attempt == 0 && p.paid == 0 {
		return err
	}
	sent, err := p.refund(ctx, func(r payment.RefundCase) bool { return r.State == payment.CaseSucceeded && r.Way == payment.ByPayout })
	if err != nil {
		return err
	}
	if err := p.run.sandbox.sendBack(ctx, sent.Evidence); err != nil {
		return err
	}
	return p.repair(ctx)
}
