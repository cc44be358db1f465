package sambatan_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// samples hold one event of each type, with every field set. A new event is
// added here and to testdata; a golden file is never changed, since the log
// holds its like for good.
var samples = map[string]sambatan.Event{
	"sambatan.drafted.v1":              drafted(),
	"sambatan.revised.v1":              sambatan.Revised{Title: "Melati Pukul Lima", Terms: terms(slots(9))},
	"sambatan.submitted.v1":            submitted(1),
	"sambatan.submission_withdrawn.v1": withdrawn(),
	"sambatan.review_overdue.v1":       sambatan.ReviewOverdue{Campaign: campaign, Submission: 1, ReviewBy: reviewBy},
	"sambatan.submission_returned.v1":  returned(),
	"sambatan.approved.v1":             approved(1),
	"sambatan.published.v1":            sambatan.Published{Terms: terms()},
	"sambatan.opened.v1":               sambatan.Opened{},
	"sambatan.slots_held.v1":           held(p1, ayu, 2),
	"sambatan.hold_kept.v1":            sambatan.HoldKept{Participation: p1, Until: noon.Add(26 * time.Hour)},
	"sambatan.hold_cancelled.v1":       cancelled(p1, ayu, sambatan.CancelledByBuyer),
	"sambatan.hold_expired.v1":         expired(p1, ayu, 2),
	"sambatan.payment_begun.v1":        begun(1),
	"sambatan.payment_ended.v1":        sambatan.PaymentEnded{Participation: p1, Attempt: 1},
	"sambatan.hold_ending.v1":          sambatan.HoldEnding{Campaign: campaign, Participation: p1, Buyer: ayu, Attempt: 1, Reason: sambatan.CancelledByBuyer},
	"sambatan.part_paid.v1":            partPaid(r1, 100_000, 165_000),
	"sambatan.part_taken_back.v1":      sambatan.PartTakenBack{Rest: partPaid(r1, 100_000, due).Rest},
	"sambatan.part_settled.v1":         sambatan.PartSettled{Participation: p1, Receipt: r1},
	"sambatan.slots_secured.v1":        regained(p1, ayu, r1),
	"sambatan.payment_declined.v1":     declined(p1, ayu, r1, sambatan.DeclinedLate),
	"sambatan.closed.v1":               closedAt(),
	"sambatan.succeeded.v1":            sambatan.Succeeded{Secured: 3},
	"sambatan.failed.v1":               sambatan.Failed{Secured: 1, MinFill: 2},
	"sambatan.cancelled.v1":            sambatan.Cancelled{Reason: "bahan tak tersedia"},
	"sambatan.slots_released.v1":       released(p1, ayu, r1, sambatan.RefundedFailed),
	"sambatan.unwinding_started.v1":    sambatan.UnwindingStarted{Refunds: 2},
	"sambatan.refund_settled.v1":       sambatan.RefundSettled{Participation: p1},
	"sambatan.unwound.v1":              sambatan.Unwound{},
	"sambatan.production_started.v1":   sambatan.ProductionStarted{},
	"sambatan.quality_passed.v1":       sambatan.QualityPassed{},
	"sambatan.yielded_short.v1":        yielded(4, 3),
	"sambatan.progress_reported.v1": sambatan.ProgressReported{
		Campaign: campaign, Milestone: sambatan.MilestoneMaceration, Note: "hari ke-9", Photo: "https://contoh.id/maserasi.jpg",
		ReadyBy: deadline.Add(72 * time.Hour), Was: deadline.Add(48 * time.Hour),
	},
	"sambatan.shipping_started.v1":   sambatan.ShippingStarted{},
	"sambatan.completed.v1":          sambatan.Completed{},
	"sambatan.shortfall_changed.v1":  sambatan.ShortfallChanged{Campaign: campaign, Participation: p1, Buyer: ayu, Receipt: r1, Short: 185_000},
	"sambatan.dispatch_due.v1":       sambatan.DispatchDue{Campaign: campaign, Participation: p1, Buyer: ayu, Brand: brand, Slots: 1},
	"sambatan.fulfilled.v1":          fulfilled(p1, ayu),
	"sambatan.release_due.v1":        releaseDue(p1, ayu, r1),
	"sambatan.waitlist_joined.v1":    waits(p1, ayu, 2),
	"sambatan.slots_offered.v1":      offered(p1, ayu, 2, noon.Add(time.Hour)),
	"sambatan.offer_lapsed.v1":       offerLapsed(p1, ayu, 2, noon.Add(time.Hour)),
	"sambatan.offer_withdrawn.v1":    sambatan.OfferWithdrawn{Campaign: campaign, Participation: p1, Buyer: ayu, Slots: 2},
	"sambatan.waitlist_left.v1":      leaves(p1, ayu, 2, true, sambatan.LeftByBuyer),
	"sambatan.extension_proposed.v1": proposed(deadline.Add(72 * time.Hour)),
	"sambatan.extension_answered.v1": answered(p1, ayu, true),
	"sambatan.deadline_extended.v1": sambatan.DeadlineExtended{
		Campaign: campaign, Round: 1, From: deadline, To: deadline.Add(72 * time.Hour), Agreed: 1, Released: 2, TermsVersion: 2,
	},
	"sambatan.call_off_proposed.v1": sambatan.CallOffProposed{
		CallOff: sambatan.CallOff{Number: 1, Reason: "foto produk palsu", Operator: gita, Amount: 12_500_000, LimitOne: 10_000_000, Hash: "0f"}, StepUp: noon,
	},
	"sambatan.call_off_dropped.v1": sambatan.CallOffDropped{Operator: hana, Hash: "0f"},
	"sambatan.frozen.v1":           sambatan.Frozen{Reason: "laporan pembeli diperiksa"},
	"sambatan.unfrozen.v1":         sambatan.Unfrozen{Reason: "semua bukti lengkap"},
}

func TestEveryEventIsStoredAsItsGoldenFileSays(t *testing.T) {
	t.Parallel()
	for eventType, event := range samples {
		t.Run(eventType, func(t *testing.T) {
			t.Parallel()
			golden, err := os.ReadFile(filepath.Join("testdata", eventType+".json"))
			require.NoError(t, err)
			encoded, err := sambatan.Codec.Encode(event)
			require.NoError(t, err)
			require.Equal(t, eventType, encoded.Type)
			require.Equal(t, string(golden), string(encoded.Data)+"\n")

			decoded, err := sambatan.Codec.Decode(eventstore.Recorded{Type: eventType, Data: golden})
			require.NoError(t, err)
			require.Empty(t, cmp.Diff(event, decoded))
		})
	}
}

// Zero used to be left out.
func TestACallOffFromBeforeZeroWasWrittenIsReadAsItWas(t *testing.T) {
	t.Parallel()
	decoded, err := sambatan.Codec.Decode(eventstore.Recorded{Type: "sambatan.cancelled.v1", Data: []byte(`{"reason":"bahan tak tersedia"}`)})
	require.NoError(t, err)
	require.Equal(t, samples["sambatan.cancelled.v1"], decoded)
}

// TestEveryEventHasATypeAndASample walks the sealed interface in the source and
// compares it with the codec, the samples and the golden files: none is missing,
// none is left over.
func TestEveryEventHasATypeAndASample(t *testing.T) {
	t.Parallel()
	var registered []string
	for eventType, goType := range sambatan.Codec.GoTypes() {
		registered = append(registered, goType.Name())
		sample, ok := samples[eventType]
		require.True(t, ok, "no sample of %s", eventType)
		require.Equal(t, goType, reflect.TypeOf(sample), eventType)
		require.FileExists(t, filepath.Join("testdata", eventType+".json"))
	}
	slices.Sort(registered)
	require.Equal(t, membersOf(t, "isEvent"), registered)
	require.Len(t, samples, len(registered))
	files, err := filepath.Glob("testdata/*.json")
	require.NoError(t, err)
	for _, file := range files {
		eventType := filepath.Base(file[:len(file)-len(".json")])
		require.True(t, sambatan.Codec.Knows(eventType), "%s can no longer be decoded", file)
	}
}

// membersOf lists the types of this package that have the marker method.
func membersOf(t *testing.T, marker string) []string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	var members []string
	for _, file := range files {
		source, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		for _, declaration := range source.Decls {
			f, ok := declaration.(*ast.FuncDecl)
			if ok && f.Recv != nil && f.Name.Name == marker {
				members = append(members, f.Recv.List[0].Type.(*ast.Ident).Name)
			}
		}
	}
	slices.Sort(members)
	return members
}
