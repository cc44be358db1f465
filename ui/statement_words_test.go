package ui

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/statement"
	"github.com/sensasiwangi/sambatan/projections/dashboard"
	"github.com/sensasiwangi/sambatan/projections/participants"
	"github.com/sensasiwangi/sambatan/projections/payments"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/ui/view"
)

func TestEveryProblemOfAStatementHasItsWords(t *testing.T) {
	t.Parallel()
	for _, problem := range []statement.FileProblem{
		statement.FileEmpty, statement.FileTooLarge, statement.FileTooLong, statement.FileNotText, statement.FileUnknown, statement.FileMixed,
	} {
		require.NotEmpty(t, fileWords[problem], problem)
	}
	for _, problem := range []statement.RowProblem{
		statement.RowColumns, statement.RowQuote, statement.RowDate, statement.RowYear, statement.RowTime, statement.RowAmount, statement.RowCents,
		statement.RowZero, statement.RowBoth, statement.RowDirection, statement.RowCurrency, statement.RowReference,
	} {
		require.NotEmpty(t, rowWords[problem], problem)
	}
	for _, format := range []statement.Format{statement.BCA, statement.Mandiri, statement.BRI, statement.BNI, statement.Generic} {
		require.NotEmpty(t, bankNames[format], format)
	}
	require.Equal(t, "Jumlahnya nol.", rowSentence(&statement.RowError{Problem: statement.RowZero}))
}

func TestALineSaysWhatBecomesOfItAndWhereToGoOn(t *testing.T) {
	t.Parallel()
	one, two, campaign, receipt := id.ID{1}, id.ID{2}, id.ID{3}, id.ID{4}
	noon := time.Date(2026, 11, 24, 5, 0, 0, 0, time.UTC)
	midnight := time.Date(2026, 11, 23, 17, 0, 0, 0, time.UTC)
	p := &importPlan{
		boards:   map[id.ID]dashboard.Campaign{campaign: {Title: "Wening Subuh", Batch: 4}},
		orders:   map[id.ID]participants.Row{one: {Code: "SWG-1"}, two: {Code: "SWG-2"}},
		receipts: map[id.ID]payments.Receipt{},
	}
	match := payment.Match{Instruction: one, Campaign: campaign}
	live := payment.StatementCandidate{Match: match}
	closed := payment.StatementCandidate{Match: payment.Match{Instruction: two, Campaign: campaign}, End: payment.Closed}
	paid := payment.StatementCandidate{Match: match, End: payment.Paid}
	known := payment.KnownReceipt{Receipt: receipt, Reference: "m-banking", Amount: 548_127, PaidAt: midnight, Instruction: one}
	day := payment.StatementLine{Reference: "FT-1", Amount: 548_127, Day: midnight}
	timed := day
	timed.At = noon
	for name, row := range map[string]struct {
		plan    payment.LinePlan
		receipt payments.Receipt
		says    string
		links   int
		hand    bool
	}{
		"matched":         {plan: payment.LinePlan{Line: timed, Record: payment.RecordReceipt{Match: match, PaidAt: noon}}, says: "Untuk SWG-1, Wening Subuh, batch 4."},
		"matched late":    {plan: payment.LinePlan{Line: timed, Late: true, Record: payment.RecordReceipt{Match: match, PaidAt: noon}}, says: "Batas bayarnya sudah lewat; sambatannya yang memutuskan"},
		"matched by day":  {plan: payment.LinePlan{Line: day, Record: payment.RecordReceipt{Match: match, PaidAt: midnight}}, says: "Jam tidak tertulis, tetapi tenggatnya bukan hari itu."},
		"matched by word": {plan: payment.LinePlan{Line: day, Record: payment.RecordReceipt{Match: match, PaidAt: noon}}, says: "dipakai jam dari kabar pembeli, Sel, 24 Nov, 12.00 WIB."},
		"unknown":         {plan: payment.LinePlan{Line: timed, Verdict: payment.LineUnknown}, says: "Tidak ada pesanan dengan jumlah ini.", hand: true},
		"unclear":         {plan: payment.LinePlan{Line: timed, Verdict: payment.LineUnknown, Candidates: []payment.StatementCandidate{live, closed, paid}}, says: "Mungkin untuk SWG-1, Wening Subuh, batch 4 (menunggu bayar); SWG-2, Wening Subuh, batch 4 (sudah lewat); SWG-1, Wening Subuh, batch 4 (sudah lunas).", hand: true},
		"in suspense":     {plan: payment.LinePlan{Line: timed, Verdict: payment.LineKnown, Known: known}, receipt: payments.Receipt{Receipt: receipt, State: payments.Suspense, Reference: "FT-1"}, says: "Di dana titipan, belum ada pemiliknya.", links: 1, hand: true},
		"by hand":         {plan: payment.LinePlan{Line: timed, Verdict: payment.LineKnown, Known: known}, receipt: payments.Receipt{Receipt: receipt, State: payments.Allocated, Instruction: one, Campaign: campaign, Reference: "m-banking"}, says: "Untuk SWG-1, Wening Subuh, batch 4. Dicatat dengan tangan, rujukan m-banking."},
		"on its way back": {plan: payment.LinePlan{Line: timed, Verdict: payment.LineKnown, Known: known}, receipt: payments.Receipt{Receipt: receipt, State: payments.Returning, Reference: "FT-1"}, says: "Dananya harus kembali ke pengirim."},
		"back":            {plan: payment.LinePlan{Line: timed, Verdict: payment.LineKnown, Known: known}, receipt: payments.Receipt{Receipt: receipt, State: payments.Returned, Reference: "FT-1"}, says: "Dananya sudah dikembalikan."},
		"twice":           {plan: payment.LinePlan{Line: timed, Verdict: payment.LineKnown}, says: "Baris kembar"},
		"pending":         {plan: payment.LinePlan{Line: payment.StatementLine{Amount: 1}, Verdict: payment.LinePending}, says: "Masih PEND di bank.", hand: true},
		"pending, owed":   {plan: payment.LinePlan{Line: payment.StatementLine{Amount: 1}, Verdict: payment.LinePending, Candidates: []payment.StatementCandidate{live}}, says: "catat dari sini dengan rujukan dan jam dari bank", links: 1, hand: true},
		"no time":         {plan: payment.LinePlan{Line: day, Verdict: payment.LineUndecided, Doubt: payment.DoubtTime, Candidates: []payment.StatementCandidate{live}}, says: "Tanyakan jamnya ke pembeli", links: 1, hand: true},
		"recorded?":       {plan: payment.LinePlan{Line: day, Verdict: payment.LineUndecided, Doubt: payment.DoubtRecorded, Known: known, Candidates: []payment.StatementCandidate{paid}}, says: "Mungkin sudah dicatat dengan rujukan m-banking (Sel, 24 Nov). Kalau sama, biarkan saja. Kalau ini uang lain, catat dari sini.", links: 1, hand: true},
		"other amount":    {plan: payment.LinePlan{Line: day, Verdict: payment.LineUndecided, Doubt: payment.DoubtReference, Known: known}, says: "Rujukan ini sudah tercatat dengan jumlah lain, Rp548.127.", hand: true},
		"other line":      {plan: payment.LinePlan{Line: day, Verdict: payment.LineUndecided, Doubt: payment.DoubtReference}, says: "Rujukan ini sudah dipakai baris lain di file ini", hand: true},
		"tomorrow":        {plan: payment.LinePlan{Line: day, Verdict: payment.LineUndecided, Doubt: payment.DoubtFuture}, says: "Waktunya belum terjadi.", hand: true},
	} {
		clear(p.receipts)
		if !row.receipt.Receipt.IsZero() {
			p.receipts[receipt] = row.receipt
		}
		line := planned{Row: statement.Row{Line: 2, Entry: statement.Entry{Day: row.plan.Line.Day, Amount: 548_127}}, plan: &row.plan}
		shown := p.shown(line)
		require.Contains(t, shown.Why, row.says, name)
		require.Len(t, shown.Links, row.links, name)
		require.Equal(t, row.hand, p.needsHand(line), name)
	}
	require.Equal(t, view.LineOutgoing, planned{Row: statement.Row{Kind: statement.Debit}}.status())
	require.Equal(t, "Sel, 24 Nov", paidWords(midnight))
	require.Equal(t, "Sel, 24 Nov, 12.00 WIB", paidWords(noon))
	require.Equal(t, "'-5", harmless("-5"))
	require.Equal(t, "pesanan", p.code(id.ID{9}), "an order that is not there")
}
