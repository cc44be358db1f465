package wallet

import (
	"encoding/json"
	"fmt"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
)

// Reference is the slow and obvious way to know every balance: keep every
// posting that was ever recorded, and add them up when asked. It shares no code
// with services or projections: it reads the stored JSON. Its zero value is empty.
type Reference struct {
	postings []posting
	owners   map[eventstore.StreamID]owner
	drawn    map[eventstore.StreamID]bool // receipts of money that was in a wallet
}

type posting struct {
	stream eventstore.StreamID
	money.Posting
}

// owner is whose money a stream is about. It may become known later than the
// money: a receipt in suspense has none. What is paid to a brand is of many campaigns,
// which had released it before.
type owner struct {
	campaign, buyer id.ID
	brand           bool
}

// Add reads one more event of the log, in order.
func (r *Reference) Add(recorded eventstore.Recorded) error {
	var data struct {
		Postings []money.Posting `json:"postings"`
		Campaign id.ID           `json:"campaign"`
		Buyer    id.ID           `json:"buyer"`
		Payout   id.ID           `json:"payout"`
		Channel  string          `json:"channel"`
	}
	if err := json.Unmarshal(recorded.Data, &data); err != nil {
		return fmt.Errorf("read %s: %w", &recorded, err)
	}
	if err := money.Balanced(data.Postings); err != nil {
		return fmt.Errorf("%s: %w", &recorded, err)
	}
	for _, p := range data.Postings {
		r.postings = append(r.postings, posting{recorded.StreamID, p})
	}
	if r.owners == nil {
		r.owners, r.drawn = map[eventstore.StreamID]owner{}, map[eventstore.StreamID]bool{}
	}
	if data.Channel == "wallet" && len(data.Postings) > 0 {
		r.drawn[recorded.StreamID] = true
	}
	switch {
	case !data.Payout.IsZero():
		r.owners[recorded.StreamID] = owner{brand: true}
	case !data.Buyer.IsZero(): // what fills a wallet is no campaign's
		r.owners[recorded.StreamID] = owner{campaign: data.Campaign, buyer: data.Buyer}
	}
	return nil
}

// Platform returns all balances.
func (r *Reference) Platform() Balances {
	balances := Balances{}
	for _, p := range r.postings {
		balances.Post(p.Posting)
	}
	return balances
}

// Campaign returns the balances of the money that was paid for a campaign.
func (r *Reference) Campaign(campaign id.ID) Balances { return r.Campaigns()[campaign] }

// Buyer returns the balances of the money that a buyer paid.
func (r *Reference) Buyer(buyer id.ID) Balances { return r.Buyers()[buyer] }

// Campaigns holds the balances of each campaign that money was paid for; the
// zero id stands for money that belongs to none (yet).
func (r *Reference) Campaigns() map[id.ID]Balances {
	return r.by(func(o owner) id.ID { return o.campaign }, true)
}

// Buyers holds the balances of each buyer who paid; the zero id stands for those
// not known (yet).
func (r *Reference) Buyers() map[id.ID]Balances {
	return r.by(func(o owner) id.ID { return o.buyer }, false)
}

// by tells, of campaigns, what was drawn from wallets apart from the codes that went there:
// one campaign's code must not pay for another.
func (r *Reference) by(whose func(owner) id.ID, apart bool) map[id.ID]Balances {
	all := map[id.ID]Balances{}
	for _, p := range r.postings {
		owner := r.owners[p.stream]
		if owner.brand {
			continue
		}
		key := whose(owner)
		if all[key] == nil {
			all[key] = Balances{}
		}
		if apart && r.drawn[p.stream] {
			p.Account = drawn(p.Account)
		}
		all[key].Post(p.Posting)
	}
	return all
}
