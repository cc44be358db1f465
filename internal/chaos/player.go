package chaos

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/projections/participants"
	"github.com/sensasiwangi/sambatan/services/payment"
)

// player is one buyer with one thing in mind, in one sambatan.
type player struct {
	run      *run
	who      Buyer
	web      browser
	stage    *stage
	story    story
	ways     []payment.Method // the next ones to pay by; transfer: the bank
	joinsIn  time.Duration
	accounts []string // that refunds may go to
	chance   *rand.Rand
	order    *participation // after joining
	attempt  int            // payments begun through the gateway
	paid     int            // transfers made
}

// transfer is the way to pay that needs no gateway.
const transfer payment.Method = ""

// String tells buyers apart in errors.
func (p *player) String() string {
	return fmt.Sprintf("buyer %d, who %s in a sambatan that is %s", p.who.N, p.story.name, p.stage.fate)
}

// bankCode is of the bank that everybody's refund account is at.
const bankCode = "bca"

func (p *player) play(ctx context.Context) error {
	if !pause(ctx, p.joinsIn) {
		return context.Cause(ctx)
	}
	if err := p.join(ctx); err != nil {
		return fmt.Errorf("join: %w", err)
	}
	return p.story.act(ctx, p)
}

// join joins by the page, with a refund account of the player's own.
func (p *player) join(ctx context.Context) error {
	at := "/sambatan/" + p.stage.id.String()
	typed := url.Values{
		"slot": {"1"}, "penerima": {p.who.Name()}, "telepon": {fmt.Sprintf("0812%08d", p.who.N)}, "provinsi": {"Jawa Barat"},
		"kota": {"Kota Bandung"}, "kecamatan": {"Coblong"}, "kelurahan": {"Dago"}, "kode_pos": {"40135"}, "alamat": {"Jalan Simulasi 1"},
		"setuju_syarat": {"ya"}, "setuju_privasi": {"ya"},
	}
	p.nameAccount(typed)
	ok, err := p.web.submit(ctx, at+"/gabung", at+"/gabung", p.run.world.now(), typed)
	if err != nil {
		return err
	}
	if !ok {
		return errors.New("the page did not take it")
	}
	return p.until(ctx, func() bool {
		p.order = p.run.world.participations[p.run.world.places[place{p.stage.id, p.who.ID()}]]
		return p.order != nil && p.order.told.Total != 0
	})
}

// nameAccount types the next account, which no earlier run has named.
func (p *player) nameAccount(typed url.Values) {
	number := fmt.Sprintf("%06d%03d%d", p.run.begun.Unix()%1_000_000, p.who.N, len(p.accounts))
	p.accounts = append(p.accounts, number)
	typed.Set("bank", bankCode)
	typed.Set("nomor_rekening", number)
	typed.Set("atas_nama", p.who.Name())
}

func (p *player) page() string { return "/pesanan/" + participants.Code(p.order.id) }

// choose chooses the next way to pay and waits until it is there. A choice that comes
// too late, or takes so long that the hold has ended, is none.
func (p *player) choose(ctx context.Context) (chosen bool, err error) {
	method := p.ways[0]
	p.ways = p.ways[1:]
	if method == transfer {
		return true, nil
	}
	ok, err := p.web.submit(ctx, p.page(), p.page()+"/bayar", p.run.world.now(), url.Values{"cara": {string(method)}})
	if err != nil || !ok {
		return false, err
	}
	next := p.attempt + 1
	err = p.until(ctx, func() bool { return p.order.charged[next] || p.order.gone || p.order.stage.lost || p.order.secured })
	if err == nil && p.has(func() bool { return p.order.charged[next] }) {
		p.attempt = next
	}
	return p.attempt == next, err
}

// pay pays an amount by the way that was chosen.
func (p *player) pay(ctx context.Context, amount money.Rupiah) error {
	if p.attempt == 0 {
		return p.transfer(ctx, amount)
	}
	return p.payOrder(ctx, p.attempt, amount, false)
}

func (p *player) payOrder(ctx context.Context, attempt int, amount money.Rupiah, again bool) error {
	return p.run.sandbox.pay(ctx, payment.OrderName(p.order.id, attempt), amount, again)
}

// due is what the chosen way asks for.
func (p *player) due() money.Rupiah {
	p.run.world.mu.Lock()
	defer p.run.world.mu.Unlock()
	if p.attempt == 0 {
		return p.order.told.Total
	}
	return p.order.missing
}

// told is the newest transfer instruction.
func (p *player) told() payment.InstructionIssued {
	p.run.world.mu.Lock()
	defer p.run.world.mu.Unlock()
	return p.order.told
}

// transfer is a bank transfer, and the operator who finds it on the statement.
func (p *player) transfer(ctx context.Context, amount money.Rupiah) error {
	p.paid++
	told, reference := p.told(), fmt.Sprintf("KACAU-%s-%d", p.order.id, p.paid)
	p.run.banks.note(reference, amount)
	receipt := payment.ReceiptID(told.Account, reference)
	record := payment.RecordReceipt{
		Receipt: receipt, Account: told.Account, Amount: amount, PaidAt: time.Now(), Reference: reference,
		Match: payment.Match{
			Instruction: p.order.id, Campaign: p.stage.id, Participation: p.order.id, Buyer: p.who.ID(), Due: told.Amount, Code: told.Code,
		},
	}
	command := payment.Receipts.Command(receipt.String(), record, eventstore.Meta{CommandID: id.Derive(p.order.id, reference), Actor: meta().Actor})
	_, err := p.run.Log.Execute(ctx, command)
	return err
}

func (b *bank) note(reference string, amount money.Rupiah) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.transfers[reference] = amount
}

func (p *player) until(ctx context.Context, happened func() bool) error {
	return p.run.world.until(ctx, happened)
}

// has tells whether something has happened by now.
func (p *player) has(happened func() bool) bool {
	p.run.world.mu.Lock()
	defer p.run.world.mu.Unlock()
	return happened()
}

// passes waits for a moment to come.
func (p *player) passes(ctx context.Context, moment time.Time) error {
	if !pause(ctx, time.Until(moment)) {
		return context.Cause(ctx)
	}
	return nil
}
