package wallet_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/wallet"
)

var (
	campaign = id.MustParse("01930000-0000-7000-8000-00000000000c")
	rina     = id.MustParse("01930000-0000-7000-8000-000000000001")
	receipt  = payment.ReceiptID("8830124477", "TRX 1")
)

func record(t *testing.T, reference *wallet.Reference, stream eventstore.StreamID, event payment.ReceiptEvent) {
	t.Helper()
	encoded, err := payment.ReceiptCodec.Encode(event)
	require.NoError(t, err)
	require.NoError(t, reference.Add(eventstore.Recorded{StreamID: stream, Type: encoded.Type, Data: encoded.Data}))
}

func TestMoneyBelongsToItsCampaignAndBuyerOnceTheyAreKnown(t *testing.T) {
	t.Parallel()
	var reference wallet.Reference
	postings := money.Move(185_000, bank, money.Suspense)
	record(t, &reference, "receipt-1", payment.ReceiptRecorded{Receipt: receipt, Amount: 185_000, Postings: postings})
	record(t, &reference, "receipt-2", payment.ReceiptRecorded{Receipt: receipt, Amount: 7, Postings: money.Move(7, bank, money.Suspense)})
	require.Len(t, reference.Campaigns(), 1)
	require.Contains(t, reference.Campaigns(), id.ID{}, "nobody knows yet")

	record(t, &reference, "receipt-1", payment.ReceiptMatched{Receipt: receipt, Campaign: campaign, Buyer: rina})
	for _, balances := range []wallet.Balances{
		reference.Campaign(campaign), reference.Buyer(rina), reference.Campaigns()[campaign], reference.Buyers()[rina],
	} {
		sums, err := wallet.Identity(balances)
		require.NoError(t, err)
		require.Equal(t, wallet.Sums{Received: 185_000, Suspense: 185_000}, sums)
	}
	platform, err := wallet.Identity(reference.Platform())
	require.NoError(t, err)
	require.Equal(t, money.Rupiah(185_007), platform.Suspense)
}

func TestTheReferenceRefusesWhatItCanNotTrust(t *testing.T) {
	t.Parallel()
	var reference wallet.Reference
	unbalanced := eventstore.Recorded{Data: []byte(`{"postings":[{"account":"asset:bank:1","amount":5}]}`)}
	require.ErrorIs(t, reference.Add(unbalanced), money.ErrUnbalanced)
	require.ErrorContains(t, reference.Add(eventstore.Recorded{Data: []byte("[")}), "read ")
	require.Empty(t, reference.Platform())
}
