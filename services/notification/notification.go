// Package notification tells who should hear about an event. It only names the
// recipient, the template and its parameters; the words are the pages'.
//
// The log is the outbox: a projection writes what [For] returns, under its key,
// together with its checkpoint, so that nothing is said twice.
package notification

import (
	"strings"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
)

// Notification is one message to one recipient on one channel.
type Notification struct {
	Key       string // unique: event, recipient, channel and template
	Recipient Recipient
	Channel   Channel
	Template  Template
	Params    Params
}

// Recipient is who a message is for: "user:<id>", "role:<role>", or some that the
// projection has to look up: "buyers:<campaign>", everyone with secured slots in
// it, "maker:<campaign>", the owner of its brand, "unpaid:<campaign>", everyone
// who has to pay for slots in it, and "former:<campaign>", who gave slots up or
// lost them unpaid and has none.
type Recipient string

// User is one user.
func User(user id.ID) Recipient { return Recipient("user:" + user.String()) }

// Desk is whoever works under a role: the first to act does so for all.
func Desk(role string) Recipient { return Recipient("role:" + role) }

// Buyers are those with secured slots in a campaign.
func Buyers(campaign id.ID) Recipient { return Recipient("buyers:" + campaign.String()) }

// Maker is the owner of the brand whose campaign it is.
func Maker(campaign id.ID) Recipient { return Recipient("maker:" + campaign.String()) }

// Unpaid are those who hold slots in a campaign and have not paid for them.
func Unpaid(campaign id.ID) Recipient { return Recipient("unpaid:" + campaign.String()) }

// Former are those who had slots in a campaign, did not pay, and have none now.
func Former(campaign id.ID) Recipient { return Recipient("former:" + campaign.String()) }

// Kind is the part before the colon: user, role, buyers, maker, unpaid or former.
func (r Recipient) Kind() string {
	kind, _, _ := strings.Cut(string(r), ":")
	return kind
}

// Name is the part after the colon: an id or a role.
func (r Recipient) Name() string {
	_, name, _ := strings.Cut(string(r), ":")
	return name
}

// Channel is the way that a message takes.
type Channel string

// InApp shows the message in the recipient's own list.
const InApp Channel = "in_app"

// Params are what a template may say. Zero values stand for "not said".
type Params struct {
	Campaign      id.ID        `json:"campaign,omitzero"`
	Participation id.ID        `json:"participation,omitzero"`
	Receipt       id.ID        `json:"receipt,omitzero"`
	Refund        id.ID        `json:"refund,omitzero"`
	Mail          id.ID        `json:"mail,omitzero"`
	Slots         int          `json:"slots,omitzero"`
	Held          int          `json:"held,omitzero"` // slots held and not paid
	Amount        money.Rupiah `json:"amount,omitzero"`
	Missing       money.Rupiah `json:"missing,omitzero"` // after a part of a payment came
	Reason        string       `json:"reason,omitzero"`
	Note          string       `json:"note,omitzero"`    // what an operator wrote about it
	Courier       string       `json:"courier,omitzero"` // an order.Courier
	Resi          string       `json:"resi,omitzero"`
	At            time.Time    `json:"at,omitzero"`    // deadline, promise or time of what happened
	Until         time.Time    `json:"until,omitzero"` // a later deadline
}

// message is a notification before its event is known.
type message struct {
	to       Recipient
	template Template
	params   Params
}

// For returns what an event gives rise to say. recorded is the event as the log
// holds it, event its decoded body.
func For(event any, recorded eventstore.Recorded) []Notification {
	return addressed(messages(event, recorded.StreamID), recorded)
}

// ForNearlyFull returns what is said once of a campaign, when an event has left
// few of its slots free.
func ForNearlyFull(campaign id.ID, free int, recorded eventstore.Recorded) []Notification {
	about := Params{Campaign: campaign, Slots: free}
	return addressed([]message{{Former(campaign), NearlyFull, about}, {Maker(campaign), MakerNearlyFull, about}}, recorded)
}

func addressed(messages []message, recorded eventstore.Recorded) []Notification {
	var out []Notification
	for _, m := range messages {
		out = append(out, Notification{
			Key:       key(recorded.EventID, m.to, InApp, m.template),
			Recipient: m.to, Channel: InApp, Template: m.template, Params: m.params,
		})
	}
	return out
}

func key(event id.ID, to Recipient, channel Channel, template Template) string {
	return strings.Join([]string{event.String(), string(to), string(channel), string(template)}, "/")
}
