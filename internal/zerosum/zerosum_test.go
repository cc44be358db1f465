package zerosum_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/internal/zerosum"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/services/wallet"
)

var (
	bank = money.Bank("8830124477")
	rina = id.MustParse("01930000-0000-7000-8000-000000000001")
	slot = id.MustParse("01930000-0000-7000-8000-000000000002")
)

// books writes a log by hand.
type books struct {
	*testing.T
	audit zerosum.Audit
	last  eventstore.Position
}

func add[E any](b *books, codec *eventstore.Codec[E], stream eventstore.StreamID, event E) error {
	encoded, err := codec.Encode(event)
	require.NoError(b, err)
	b.last++
	version := eventstore.Version(2)
	if stream.Category() == "campaign" {
		version = 1
	}
	return b.audit.Add(eventstore.Recorded{Position: b.last, StreamID: stream, Version: version, Type: encoded.Type, Data: encoded.Data})
}

func (b *books) draft(title string) id.ID {
	campaign := id.New()
	drafted := sambatan.Drafted{Campaign: campaign, Title: title, Terms: sambatan.Terms{Deadline: time.Now()}}
	require.NoError(b, add(b, sambatan.Codec, sambatan.Campaigns.Stream(campaign.String()), sambatan.Event(drafted)))
	return campaign
}

func (b *books) receive(stream eventstore.StreamID, campaign id.ID, amount money.Rupiah) {
	b.record(stream, payment.ReceiptRecorded{Amount: amount, Campaign: campaign, Buyer: rina, Postings: money.Move(amount, bank, money.Suspense)})
}

func (b *books) record(stream eventstore.StreamID, event payment.ReceiptEvent) {
	require.NoError(b, add(b, payment.ReceiptCodec, stream, event))
}

func TestEveryCampaignIsProvenEvenOneWithoutMoney(t *testing.T) {
	t.Parallel()
	b := &books{T: t}
	first, second := b.draft("Wening Subuh"), b.draft("Pala Banda")
	b.receive("receipt-1", first, 185_417)
	b.record("receipt-1", payment.ReceiptAllocated{Campaign: first, Buyer: rina, Amount: 185_000, ToWallet: 417, Postings: []money.Posting{
		money.Debit(money.Suspense, 185_417), money.Credit(money.Escrow(first.String(), slot.String()), 185_000),
		money.Credit(money.Wallet(rina.String()), 417),
	}})
	b.receive("receipt-2", id.ID{}, 5_000)
	report := b.audit.Report()
	require.True(t, report.Proven())
	require.Equal(t, []zerosum.Row{
		{Campaign: first, Title: "Wening Subuh", Sums: wallet.Sums{Received: 185_417, Held: 185_000, Wallet: 417}},
		{Campaign: second, Title: "Pala Banda"},
	}, report.Campaigns)
	require.Equal(t, wallet.Sums{Received: 5_000, Suspense: 5_000}, report.Rest.Sums)
	require.Equal(t, wallet.Sums{Received: 190_417, Held: 185_000, Wallet: 417, Suspense: 5_000}, report.Platform.Sums)
	require.Equal(t, b.last, report.Head)
}

// Each event balances in itself, and yet the campaign's books are wrong.
func TestWhatDoesNotAddUpIsFound(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(*books, id.ID){
		"more is taken from suspense than came": func(b *books, campaign id.ID) {
			b.record("receipt-1", payment.ReceiptAllocated{
				Campaign: campaign, Buyer: rina,
				Postings: money.Move(6_000, money.Suspense, money.Escrow(campaign.String(), slot.String())),
			})
		},
		"one campaign is paid from another's money": func(b *books, campaign id.ID) {
			other := b.draft("Pala Banda")
			b.receive("receipt-2", other, 7_000)
			b.record("receipt-2", payment.ReceiptAllocated{
				Campaign: campaign, Buyer: rina,
				Postings: money.Move(7_000, money.Wallet(rina.String()), money.Escrow(campaign.String(), slot.String())),
			})
		},
		"an account that nobody knows": func(b *books, campaign id.ID) {
			b.record("receipt-1", payment.ReceiptAllocated{
				Campaign: campaign, Buyer: rina,
				Postings: money.Move(5_000, money.Suspense, "liability:pocket"),
			})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := &books{T: t}
			campaign := b.draft("Wening Subuh")
			b.receive("receipt-1", campaign, 5_000)
			require.True(t, b.audit.Report().Proven())
			spoil(b, campaign)
			report := b.audit.Report()
			require.False(t, report.Proven())
			require.False(t, report.Campaigns[0].Proven())
		})
	}
}

func TestAnEventThatDoesNotBalanceEndsTheAudit(t *testing.T) {
	t.Parallel()
	b := &books{T: t}
	unbalanced := payment.ReceiptRecorded{Amount: 5, Postings: []money.Posting{money.Debit(bank, 5)}}
	err := add(b, payment.ReceiptCodec, "receipt-1", payment.ReceiptEvent(unbalanced))
	require.ErrorIs(t, err, money.ErrUnbalanced)
}
