package trail_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/internal/trail"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/services/wallet"
)

var (
	logID    = id.MustParse("01930000-0000-7000-8000-000000000001")
	campaign = id.MustParse("01930000-0000-7000-8000-00000000000c")
	rina     = id.MustParse("01930000-0000-7000-8000-00000000000b")
	slot     = id.MustParse("01930000-0000-7000-8000-00000000000a")
	bank     = money.Bank("8830124477")
)

// book is a trail that is written by hand.
type book struct {
	t        *testing.T
	head     trail.Head
	events   []eventstore.Recorded
	postings [][]money.Posting
	versions map[eventstore.StreamID]eventstore.Version
}

func newBook(t *testing.T) *book {
	t.Helper()
	b := &book{t: t, versions: map[eventstore.StreamID]eventstore.Version{}}
	b.head = trail.Head{Log: logID, Campaign: campaign, By: rina, At: time.Date(2026, 11, 28, 7, 0, 0, 0, time.UTC)}
	return b
}

func add[E any](b *book, codec *eventstore.Codec[E], stream eventstore.StreamID, event E, postings ...money.Posting) {
	b.t.Helper()
	encoded, err := codec.Encode(event)
	require.NoError(b.t, err)
	b.versions[stream]++
	n := len(b.events)
	r := eventstore.Recorded{
		Position: eventstore.Position(10 + 3*n), StreamID: stream, Version: b.versions[stream], EventID: id.Derive(logID, string(rune('a'+n))),
		Type: encoded.Type, Data: encoded.Data, Metadata: []byte(`{}`), CommandID: rina, CorrelationID: rina, CausationID: slot,
		Actor: "user:" + rina.String(), RecordedAt: time.Date(2026, 11, 22, 13, 44, n, 123_456_000, time.UTC),
	}
	r.LeafHash = eventstore.HashLeaf(logID, &r)
	b.events, b.postings = append(b.events, r), append(b.postings, postings)
	b.head.Position = r.Position
}

// sold is a trail of one slot that was sold.
func sold(t *testing.T) *book {
	t.Helper()
	b := newBook(t)
	own, receipt := sambatan.Campaigns.Stream(campaign.String()), payment.Receipts.Stream("1")
	terms := sambatan.Terms{Slots: 3, Price: 185_000, Deadline: time.Date(2026, 12, 1, 13, 0, 0, 0, time.UTC)}
	add(b, sambatan.Codec, own, sambatan.Event(sambatan.Drafted{Campaign: campaign, Title: "Wening <Subuh>", Terms: terms}))
	add(b, sambatan.Codec, own, sambatan.Event(sambatan.Published{Terms: terms}))
	add(b, sambatan.Codec, own, sambatan.Event(sambatan.Opened{}))
	add(b, sambatan.Codec, own, sambatan.Event(sambatan.SlotsHeld{Participation: slot, Buyer: rina, Slots: 1, Amount: 185_000}))
	came := money.Move(185_000, bank, money.Suspense)
	add(b, payment.ReceiptCodec, receipt, payment.ReceiptEvent(payment.ReceiptRecorded{Amount: 185_000, Campaign: campaign, Buyer: rina, Postings: came}), came...)
	add(b, sambatan.Codec, own, sambatan.Event(sambatan.SlotsSecured{Participation: slot, Slots: 1}))
	kept := money.Move(185_000, money.Suspense, money.Escrow(campaign.String(), slot.String()))
	add(b, payment.ReceiptCodec, receipt, payment.ReceiptEvent(payment.ReceiptAllocated{Campaign: campaign, Buyer: rina, Postings: kept}), kept...)
	b.head.Phase, b.head.Lifecycle, b.head.Slots, b.head.Secured = "Open", "ACTIVE", 3, 1
	balances := wallet.Balances{}
	balances.Post(append(came, kept...)...)
	for _, account := range balances.Accounts() {
		b.head.Balances = append(b.head.Balances, trail.Balance{Account: account, Debit: balances[account].Debits, Credit: balances[account].Credits})
	}
	return b
}

// file writes the book; the head counts what is in it.
func (b *book) file() string {
	b.t.Helper()
	b.head.Events = len(b.events)
	var file strings.Builder
	w, err := trail.NewWriter(&file, b.head)
	require.NoError(b.t, err)
	for i, r := range b.events {
		require.NoError(b.t, w.Add(r, b.postings[i]))
	}
	return file.String()
}

// forge changes an event and gives it the leaf that fits.
func (b *book) forge(n int, change func(*eventstore.Recorded)) {
	change(&b.events[n])
	b.events[n].LeafHash = eventstore.HashLeaf(logID, &b.events[n])
}

func TestAFileProvesItself(t *testing.T) {
	t.Parallel()
	report, err := trail.Verify(strings.NewReader(sold(t).file()))
	require.NoError(t, err)
	require.Equal(t, "Wening <Subuh>", report.Title)
	require.Equal(t, 2, report.Streams)
	require.Equal(t, wallet.Sums{Received: 185_000, Held: 185_000}, report.Sums)
	require.Equal(t, 7, report.Head.Events)
}

// TestNoByteOfAnEventCanBeChanged: whatever one byte becomes, the file is refused, unless it
// says the very same with it (JSON takes the name of a field in either case).
func TestNoByteOfAnEventCanBeChanged(t *testing.T) {
	t.Parallel()
	file := sold(t).file()
	lines := strings.SplitAfter(file, "\n")
	refused, begin := 0, len(lines[0])
	for i := begin; i < len(file); i++ {
		changed := []byte(file)
		changed[i] ^= 1
		if _, err := trail.Verify(strings.NewReader(string(changed))); err != nil {
			require.ErrorIs(t, err, trail.ErrRefused)
			refused++
			continue
		}
		require.Equal(t, decoded(t, file[begin:]), decoded(t, string(changed[begin:])), "byte %d, in %q", i, string(changed[max(0, i-20):min(len(changed), i+20)]))
	}
	require.Greater(t, refused, (len(file)-begin)*9/10)
}

func decoded(t *testing.T, lines string) (all []trail.Line) {
	t.Helper()
	for line := range strings.SplitSeq(strings.TrimSpace(lines), "\n") {
		var one trail.Line
		require.NoError(t, json.Unmarshal([]byte(line), &one))
		all = append(all, one)
	}
	return all
}

func TestWhatDoesNotFitIsNamed(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		spoil func(*book)
		says  string
	}{
		"a balance":                   {func(b *book) { b.head.Balances[1].Credit++ }, "liability:escrow:"},
		"an account that is left out": {func(b *book) { b.head.Balances = b.head.Balances[1:] }, "asset:bank:8830124477: the head says"},
		"the state":                   {func(b *book) { b.head.Phase, b.head.Lifecycle = "Failed", "FAILED" }, "the events lead to Open"},
		"the slots":                   {func(b *book) { b.head.Secured = 2 }, "with 1 of 3"},
		"another log":                 {func(b *book) { b.head.Log = rina }, "does not match its leaf"},
		"an event in the middle":      {func(b *book) { b.drop(2) }, "version 4 of campaign-" + campaign.String() + " follows version 2"},
		"money that is left out":      {func(b *book) { b.drop(4) }, "version 2 of receipt-1 follows version 0"},
		"two that changed places":     {func(b *book) { b.events[1], b.events[2] = b.events[2], b.events[1] }, "or were moved"},
		"an event twice": {func(b *book) {
			b.events = append(b.events, b.events[6])
			b.postings = append(b.postings, b.postings[6])
		}, "out of order"},
		"an event of later":             {func(b *book) { b.head.Position-- }, "out of order"},
		"postings beside the event":     {func(b *book) { b.postings[4] = money.Move(1, bank, money.Suspense) }, "not those in it"},
		"a leaf that is none":           {func(b *book) { b.events[0].LeafHash = [32]byte{} }, "does not match its leaf"},
		"money that appears, leaf made": {func(b *book) { b.forge(4, oneMore); b.postings[4][1].Amount-- }, money.ErrUnbalanced.Error()},
		"an event that can't be": {func(b *book) {
			b.forge(5, func(r *eventstore.Recorded) {
				r.Type = "sambatan.payment_ended.v1"
				r.Data = []byte(`{"participation":"` + logID.String() + `"}`)
			})
		}, "can't have happened"},
		"no JSON, leaf made": {func(b *book) {
			b.forge(4, func(r *eventstore.Recorded) { r.Data = []byte(`{`) })
		}, "read the data"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := sold(t)
			row.spoil(b)
			_, err := trail.Verify(strings.NewReader(b.file()))
			require.ErrorIs(t, err, trail.ErrRefused)
			require.ErrorContains(t, err, row.says)
		})
	}
}

func (b *book) drop(n int) {
	b.events = append(b.events[:n:n], b.events[n+1:]...)
	b.postings = append(b.postings[:n:n], b.postings[n+1:]...)
}

// oneMore credits a rupiah that came from nowhere.
func oneMore(r *eventstore.Recorded) {
	r.Data = []byte(strings.Replace(string(r.Data), `"amount":-185000`, `"amount":-185001`, 1))
}

func TestAFileThatBreaksOffOrGoesOnIsRefused(t *testing.T) {
	t.Parallel()
	file := sold(t).file()
	lines := strings.SplitAfter(file, "\n")
	for name, row := range map[string]struct{ file, says string }{
		"nothing":              {"", "line 1"},
		"only a head":          {lines[0], "ends after 0 of 7 events"},
		"one event less":       {strings.Join(lines[:7], ""), "ends after 6 of 7 events"},
		"half an event":        {file[:len(file)-40], "line 8"},
		"one more":             {file + lines[7], "more after the 7 events"},
		"another form":         {strings.Replace(file, "trail-v1", "trail-v2", 1), "this program reads sambatan-trail-v1"},
		"another leaf":         {strings.Replace(file, "leaf-v1", "leaf-v9", 1), "sambatan-leaf-v1"},
		"a leaf of odd length": {strings.Replace(file, `"leaf":"`, `"leaf":"0`, 1), "line"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := trail.Verify(strings.NewReader(row.file))
			require.ErrorIs(t, err, trail.ErrRefused)
			require.ErrorContains(t, err, row.says)
		})
	}
}
