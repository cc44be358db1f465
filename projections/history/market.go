package history

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/brand"
	"github.com/sensasiwangi/sambatan/services/identity"
	"github.com/sensasiwangi/sambatan/services/order"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/payout"
	"github.com/sensasiwangi/sambatan/services/product"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/services/wallet"
)

// Account is the bank account that buyers transfer to.
const Account = "8830124477"

// Market is a made-up marketplace on a log.
type Market struct {
	*Log

	Brands    []id.ID
	Owners    []id.ID // of the brands, in the same order
	Products  []id.ID
	Buyers    []id.ID
	Campaigns []id.ID

	random   *rand.Rand
	parcels  *rand.Rand // of its own, so that parcels change nothing about the rest of a story
	payouts  *rand.Rand // the same
	makers   *rand.Rand // the same
	regrets  *rand.Rand // the same
	trials   *rand.Rand // the same
	process  payment.Process
	sealed   map[id.ID]sealed
	joined   []sambatan.SlotsHeld
	issued   []payment.InstructionIssued
	loose    []payment.ReceiptRecorded // receipts without a match
	due      []payment.RefundDue
	released []payment.EscrowReleased
	begun    []payment.IntentOpened    // payments through the gateway
	came     []payment.ReceiptRecorded // what was paid through it
	waiting  []sambatan.WaitlistJoined
	offers   []sambatan.SlotsOffered
	secured  []sambatan.SlotsSecured
	orders   []order.Parties
	disputes []order.Parties

	begunBatches []string // campaigns in production, or beyond it
	telling      bool     // makers tell how their batches come along; in some markets
	serial       int
}

// policy of a market: in some, refunds have ways of their own.
func policy(seed uint64) payment.RefundPolicy {
	if seed%9 == 1 {
		return payment.RefundsAutomatic
	}
	return payment.RefundsUnrouted
}

type sealed struct{ address, account, public, proof eventstore.Sealed }

// Size of a market.
type Size struct {
	Brands, Products, Buyers, Campaigns, Slots int

	Begin time.Time // of its history; zero: 2 November 2026
}

// NewMarket registers everybody and opens the campaigns.
func NewMarket(seed uint64, size Size) (*Market, error) {
	if size.Begin.IsZero() {
		size.Begin = time.Date(2026, 11, 2, 1, 0, 0, 0, time.UTC)
	}
	m := &Market{
		Log:     NewLog(size.Begin),
		random:  rand.New(rand.NewPCG(seed, 20261124)), //nolint:gosec // made-up data wants repeatable chance
		parcels: rand.New(rand.NewPCG(seed, 20261127)), //nolint:gosec // the same
		payouts: rand.New(rand.NewPCG(seed, 20261128)), //nolint:gosec // the same
		regrets: rand.New(rand.NewPCG(seed, 20261129)), //nolint:gosec // the same
		trials:  rand.New(rand.NewPCG(seed, 20261130)), //nolint:gosec // the same
		makers:  rand.New(rand.NewPCG(seed, 20261130)), //nolint:gosec // the same
		telling: seed%9 == 1,
		process: payment.Process{Account: Account, Refunds: policy(seed)},
		sealed:  map[id.ID]sealed{},
	}
	for range size.Brands {
		if err := m.addBrand(); err != nil {
			return nil, err
		}
	}
	for i := range size.Products {
		if err := m.addProduct(i); err != nil {
			return nil, err
		}
	}
	for range size.Buyers {
		if err := m.addBuyer(); err != nil {
			return nil, err
		}
	}
	for i := range size.Campaigns {
		if err := m.addCampaign(i, size.Slots); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// next names the next thing of a kind.
func (m *Market) next(kind string) id.ID {
	m.serial++
	return id.Derive(logID, fmt.Sprintf("%s %d", kind, m.serial))
}

func (m *Market) meta(actor string) eventstore.Meta {
	command := m.next("command")
	return eventstore.Meta{CommandID: command, CorrelationID: command, CausationID: command, Actor: actor}
}

func (m *Market) seal(person id.ID, field string, value any) eventstore.Sealed {
	var key eventstore.PersonKey
	copy(key[:], person[:])
	box, err := eventstore.Seal(key, person.String(), field, value)
	if err != nil {
		panic(err) // a map of strings can always be sealed
	}
	return box
}

func (m *Market) user(roles []identity.Role, of id.ID) (id.ID, error) {
	user := m.next("user")
	err := m.do(identity.Users.Command(user.String(), identity.Register{
		User: user, Name: m.seal(user, "name", "Nama "+user.String()[:8]),
		Email: m.seal(user, "email", user.String()[:8]+"@contoh.id"), Roles: roles, Brand: of,
	}, m.meta("system:demo")))
	return user, err
}

func (m *Market) addBrand() error {
	house := m.next("brand")
	owner, err := m.user([]identity.Role{identity.Brand}, house)
	if err != nil {
		return err
	}
	name := fmt.Sprintf("Rumah %d", len(m.Brands)+1)
	err = m.do(brand.Brands.Command(house.String(), brand.Register{
		Brand: house, Name: name, City: "Yogyakarta", Story: "Meracik sejak 2019.", Owner: owner,
	}, m.meta("user:"+owner.String())))
	m.Brands, m.Owners = append(m.Brands, house), append(m.Owners, owner)
	return err
}

func (m *Market) addProduct(n int) error {
	tabs := []product.Tab{product.Perfume, product.RawMaterial, product.Tools, product.Other}
	goods := m.next("product")
	err := m.do(product.Products.Command(goods.String(), product.List{
		Product: goods, Brand: m.Brands[n%len(m.Brands)], Tab: tabs[n%len(tabs)], Name: fmt.Sprintf("Wening %d", n+1),
		Kind: "EDP 50 ml", Summary: "Melati, akar wangi, hujan", Description: "Aroma pagi di kebun.",
		Price: money.Rupiah(100_000 + 1000*n), Stock: n % 5, Art: "wening-subuh",
		Notes: []product.Note{{Stage: "puncak", Text: "jeruk purut", Art: "jeruk-purut", From: "0–20 menit"}},
		Facts: []product.Fact{{Name: "Isi", Value: "50 ml"}},
	}, m.meta("user:"+m.Owners[n%len(m.Owners)].String())))
	m.Products = append(m.Products, goods)
	return err
}

func (m *Market) addBuyer() error {
	buyer, err := m.user([]identity.Role{identity.Buyer}, id.ID{})
	m.Buyers = append(m.Buyers, buyer)
	m.sealed[buyer] = sealed{
		address: m.seal(buyer, "address", map[string]string{"street": "Jalan Kenanga 7", "city": "Bandung", "postal_code": "40115"}),
		account: m.seal(buyer, "refund_account", map[string]string{"bank": "Contoh", "number": "1234501193", "holder": "Rina"}),
		public:  m.seal(buyer, "public", sambatan.PublicLabel{Initials: "RA", City: "Bandung"}),
		proof:   m.seal(buyer, "proof", "dari rekening sendiri"),
	}
	return err
}

func (m *Market) addCampaign(n, slots int) error {
	campaign := m.next("campaign")
	m.Campaigns = append(m.Campaigns, campaign)
	owner := m.meta("user:" + m.Owners[n%len(m.Owners)].String())
	terms := sambatan.Terms{
		Price: money.Rupiah(200_000 + 1000*(n%7)), RetailPrice: 385_000, Shipping: 18_000, Slots: slots,
		MinFill: max(1, slots*(50+n%51)/100), MinPerBuyer: 1, MaxPerBuyer: min(slots, 5), HoldFor: 6 * 3600,
		OpensAt: m.Now().Add(time.Duration(n%3) * time.Hour), Deadline: m.Now().Add(time.Duration(24+12*(n%9)) * time.Hour),
		FeePerMille: 50, ShipsFrom: "Yogyakarta", ShipsBy: "21–24 Des 2026",
		MaxExtensions: n % 3, CoolOff: (n % 2) * 24 * 3600,
	}
	if err := m.do(sambatan.Campaigns.Command(campaign.String(), sambatan.Draft{
		Campaign: campaign, Brand: m.Brands[n%len(m.Brands)], Product: m.Products[n%len(m.Products)],
		Title: fmt.Sprintf("Wening, batch %d", n+1), Batch: n + 1, Terms: terms,
	}, owner)); err != nil {
		return err
	}
	if n%17 == 16 {
		return nil // stays a draft
	}
	for _, command := range sambatan.Reviewed(m.Owners[n%len(m.Owners)], m.next("curator")) {
		if err := m.do(sambatan.Campaigns.Command(campaign.String(), command, m.meta(owner.Actor))); err != nil {
			return err
		}
	}
	return nil
}

// do executes a command, and everything that the process managers do about it.
func (m *Market) do(command eventstore.Command) error {
	ctx := context.Background()
	result, err := m.Execute(ctx, command)
	if err != nil {
		return err
	}
	return m.react(ctx, result.Events)
}

func (m *Market) react(ctx context.Context, events []eventstore.Recorded) error {
	for _, recorded := range events {
		body, err := m.decode(recorded)
		if err != nil {
			return err
		}
		m.remember(body)
		if _, begun := body.(sambatan.ProductionStarted); begun {
			m.begunBatches = append(m.begunBatches, recorded.StreamID.Identity())
		}
		steps := append(m.process.React(body, recorded), order.Process{}.React(body, recorded)...)
		steps = append(steps, payout.Process{}.React(body, recorded)...)
		steps = append(steps, wallet.Process{}.React(body, recorded)...)
		for _, step := range steps {
			before := len(m.Events())
			if _, err := step.Run(ctx, m.Log); err != nil {
				return fmt.Errorf("react to %s: %w", &recorded, err)
			}
			if err := m.react(ctx, m.Events()[before:]); err != nil {
				return err
			}
		}
	}
	return nil
}

func (m *Market) decode(recorded eventstore.Recorded) (any, error) {
	switch recorded.StreamID.Category() {
	case sambatan.Campaigns.Category():
		return sambatan.Codec.Decode(recorded)
	case payment.Instructions.Category():
		return payment.InstructionCodec.Decode(recorded)
	case payment.Intents.Category():
		return payment.IntentCodec.Decode(recorded)
	case payment.Refunds.Category():
		return payment.RefundCodec.Decode(recorded)
	case payment.Receipts.Category():
		return payment.ReceiptCodec.Decode(recorded)
	case wallet.Wallets.Category():
		return wallet.Codec.Decode(recorded)
	case order.Orders.Category():
		return order.Codec.Decode(recorded)
	}
	return nil, nil //nolint:nilnil // nobody reacts to the others
}

// remember keeps what later commands refer to.
func (m *Market) remember(body any) {
	switch e := body.(type) {
	case sambatan.SlotsHeld:
		m.joined = append(m.joined, e)
	case sambatan.WaitlistJoined:
		m.waiting = append(m.waiting, e)
	case sambatan.SlotsOffered:
		m.offers = append(m.offers, e)
	case sambatan.SlotsSecured:
		m.secured = append(m.secured, e)
	case payment.InstructionIssued:
		m.issued = append(m.issued, e)
	case payment.ReceiptRecorded:
		if e.Instruction.IsZero() {
			m.loose = append(m.loose, e)
		}
		if e.Channel != "" {
			m.came = append(m.came, e)
		}
	case payment.RefundDue:
		m.due = append(m.due, e)
	case payment.EscrowReleased:
		m.released = append(m.released, e)
	case order.Opened:
		m.orders = append(m.orders, e.Parties)
	case order.Disputed:
		m.disputes = append(m.disputes, e.Parties)
	case payment.IntentOpened:
		m.begun = append(m.begun, e)
	}
}
