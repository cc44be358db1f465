package migrations_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/eventstore/postgres"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/internal/pgtest"
	"github.com/sensasiwangi/sambatan/services/order"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/payout"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// much is more than one person may send back.
const much money.Rupiah = payment.FourEyesAbove + 1000

var gita, hana, rina, wening = id.New(), id.New(), id.New(), id.New() // operators, a buyer, a brand

//money:case §4.6 refund after the release, four eyes
func TestTheLogDemandsASecondPersonForMoneyBackAfterTheRelease(t *testing.T) {
	t.Parallel()
	const proposed, agreed, due, covered = "payment.clawback_proposed.v1", "payment.clawback_agreed.v1", "payment.refund_due.v1", "payment.shortfall_covered.v1"
	petra := said{proposed, "user:petra", `{"number":1,"hash":"h1","amount":10000001,"brand":"b1","reason":"defect"}`}
	desi := said{agreed, "user:desi", `{"number":1,"hash":"h1"}`}
	back := said{due, "user:desi", `{"amount":10000001,"brand":"b1","reason":"defect"}`}
	little := back.says(`{"amount":10000000,"brand":"b1","reason":"defect"}`).by("user:petra")
	more := petra.says(`{"number":2,"hash":"h2","amount":1,"brand":"b1","reason":"defect"}`)
	alone := back.says(`{"amount":1,"brand":"b1","reason":"defect"}`).by("user:petra")
	taken := petra.says(`{"number":1,"hash":"h1","amount":10000001,"brand":"b1","reason":"chargeback"}`)
	good := said{covered, "user:desi", `{"amount":10000001,"brand":"b1","cover":"brand"}`}
	hidden := said{due, "user:desi", `{"amount":10000001,"reason":"defect","postings":[
		{"account":"asset:receivable:b1","amount":10000001},{"account":"liability:refund:r1","amount":-10000001}]}`}
	for name, row := range map[string]struct {
		events []said
		enters bool
	}{
		"two people":                         {[]said{petra, desi, back}, true},
		"a small amount, one person":         {[]said{petra, little}, true},
		"a large amount, one person":         {[]said{petra, back.by("user:petra")}, false},
		"nobody proposed it":                 {[]said{desi, back}, false},
		"nobody agreed to it":                {[]said{petra, back}, false},
		"the same person twice":              {[]said{petra, desi.by("user:petra"), back.by("user:petra")}, false},
		"in the wrong order":                 {[]said{desi, petra, back}, false},
		"to something else":                  {[]said{petra, desi.says(`{"number":1,"hash":"h2"}`), back}, false},
		"to another proposal":                {[]said{petra, desi.says(`{"number":2,"hash":"h1"}`), back}, false},
		"without a hash":                     {[]said{petra.says(`{"number":1,"amount":10000001,"brand":"b1","reason":"defect"}`), desi.says(`{"number":1}`), back}, false},
		"more than they saw":                 {[]said{petra, desi, back.says(`{"amount":10000002,"brand":"b1","reason":"defect"}`)}, false},
		"at another brand's expense":         {[]said{petra, desi, back.says(`{"amount":10000001,"brand":"b2","reason":"defect"}`)}, false},
		"for another reason":                 {[]said{petra, desi, back.says(`{"amount":10000001,"brand":"b1","reason":"goodwill"}`)}, false},
		"sent by a third":                    {[]said{petra, desi, back.by("user:gita")}, false},
		"sent by a machine":                  {[]said{petra, desi, back.by("system:payment")}, false},
		"proposed by a machine":              {[]said{petra.by("system:payment"), desi, back}, false},
		"agreed to by a machine":             {[]said{petra, desi.by("system:payment"), back.by("system:payment")}, false},
		"agreed to once, sent twice":         {[]said{petra, desi, back, back}, false},
		"of an unknown amount":               {[]said{back.says(`{"brand":"b1"}`)}, false},
		"two small ones are a large one":     {[]said{little, alone}, false},
		"made small by what came in between": {[]said{little, little.says(`{"amount":-10000000,"brand":"b1"}`), alone}, false},
		"the second of two people":           {[]said{little, more, desi.says(`{"number":2,"hash":"h2"}`), alone.by("user:desi")}, true},
		"a refund that is no brand's":        {[]said{{due, "system:payment", `{"amount":10000001,"reason":"failed"}`}}, true},
		"a brand's, in its postings only":    {[]said{hidden}, false},
		"a chargeback, two people":           {[]said{taken, desi, good}, true},
		"a chargeback, one person":           {[]said{taken, good}, false},
		"a chargeback sent back too":         {[]said{taken, desi, back.says(`{"amount":10000001,"brand":"b1","reason":"chargeback"}`)}, false},
		"made good for another reason":       {[]said{petra, desi, good}, false},
		"a shortfall that is the channel's":  {[]said{good.says(`{"amount":10000000,"cover":"channel"}`)}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			requireEnters(t, row.enters, insert(t, pgtest.New(t).PoolAs(t, "sambatan_append"), row.events...))
		})
	}
}

//money:case §4.3 a loss of ours, four eyes
func TestTheLogDemandsASecondPersonForALargeLoss(t *testing.T) {
	t.Parallel()
	const proposed, dropped, covered = "payment.loss_proposed.v1", "payment.loss_dropped.v1", "payment.shortfall_covered.v1"
	petra := said{proposed, "user:petra", `{"number":1,"hash":"h1","amount":10000001,"by":"petra","note":"n"}`}
	desi := said{covered, "user:desi", `{"hash":"h1","amount":10000001,"by":"petra","note":"n","agreed":"desi","cover":"platform"}`}
	little := said{covered, "user:petra", `{"amount":10000000,"by":"petra","note":"n","cover":"platform"}`}
	hidden := said{covered, "user:petra", `{"amount":10000001,"cover":"channel","postings":[
		{"account":"expense:loss","amount":10000001},{"account":"asset:shortfall:r1","amount":-10000001}]}`}
	back := said{covered, "system:payment", `{"amount":10000001,"cover":"recovered","postings":[
		{"account":"asset:clearing:c1","amount":10000001},{"account":"expense:loss","amount":-10000001}]}`}
	for name, row := range map[string]struct {
		events []said
		enters bool
	}{
		"two people":                   {[]said{petra, desi}, true},
		"a small amount, one person":   {[]said{little}, true},
		"a large amount, one person":   {[]said{petra, desi.by("user:petra")}, false},
		"nobody proposed it":           {[]said{desi}, false},
		"in the wrong order":           {[]said{desi, petra}, false},
		"by a machine":                 {[]said{petra, desi.by("system:payment")}, false},
		"proposed by a machine":        {[]said{petra.by("system:payment"), desi}, false},
		"of another hash":              {[]said{petra.says(`{"hash":"h2","amount":10000001,"by":"petra","note":"n"}`), desi}, false},
		"without a hash":               {[]said{petra.says(`{"amount":10000001,"by":"petra","note":"n"}`), desi.says(`{"amount":10000001,"by":"petra","note":"n","cover":"platform"}`)}, false},
		"more than they saw":           {[]said{petra, desi.says(`{"hash":"h1","amount":10000002,"by":"petra","note":"n","cover":"platform"}`)}, false},
		"for another reason":           {[]said{petra, desi.says(`{"hash":"h1","amount":10000001,"by":"petra","note":"m","cover":"platform"}`)}, false},
		"after it was taken back":      {[]said{petra, {dropped, "user:petra", `{"hash":"h1"}`}, desi}, false},
		"once for one proposal":        {[]said{petra, desi, desi}, false},
		"two small ones are a large":   {[]said{little, little}, false},
		"of an unknown amount":         {[]said{little.says(`{"cover":"platform"}`)}, false},
		"in its postings only":         {[]said{hidden}, false},
		"what comes back needs nobody": {[]said{back}, true},
		"what is a little given back":  {[]said{little, little.says(`{"amount":10000000,"cover":"channel"}`)}, true},
		"proposed as given back":       {[]said{petra.says(`{"number":1,"hash":"h1","amount":10000001,"by":"petra","note":"n","cover":"channel"}`), desi}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			requireEnters(t, row.enters, insert(t, pgtest.New(t).PoolAs(t, "sambatan_append"), row.events...))
		})
	}
}

// Nothing but a word says that it came: it takes two, with the same evidence, as a loss does.
//
//money:case §4.3 given back, four eyes
func TestTheLogDemandsASecondPersonForWhatIsSaidToBeGivenBack(t *testing.T) {
	t.Parallel()
	const proposed, dropped, covered = "payment.loss_proposed.v1", "payment.loss_dropped.v1", "payment.shortfall_covered.v1"
	for _, cover := range []string{"channel", "returned"} {
		petra := said{proposed, "user:petra", `{"hash":"h1","amount":10000001,"by":"petra","note":"n","cover":"` + cover + `","evidence":"S 1"}`}
		desi := said{covered, "user:desi", `{"hash":"h1","amount":10000001,"by":"petra","note":"n","cover":"` + cover + `","evidence":"S 1"}`}
		little := said{covered, "user:petra", `{"amount":10000000,"by":"petra","note":"n","cover":"` + cover + `"}`}
		for name, row := range map[string]struct {
			events []said
			enters bool
		}{
			"two people":                 {[]said{petra, desi}, true},
			"a small amount, one person": {[]said{little}, true},
			"nobody proposed it":         {[]said{desi}, false},
			"the same person twice":      {[]said{petra, desi.by("user:petra")}, false},
			"by a machine":               {[]said{petra, desi.by("system:payment")}, false},
			"with other evidence":        {[]said{petra, desi.says(strings.Replace(desi.data, "S 1", "S 2", 1))}, false},
			"without evidence": {[]said{
				petra.says(strings.Replace(petra.data, "evidence", "x", 1)), desi.says(strings.Replace(desi.data, "evidence", "x", 1)),
			}, false},
			"proposed as a loss":         {[]said{petra.says(strings.Replace(petra.data, "cover", "x", 1)), desi}, false},
			"after it was taken back":    {[]said{petra, {dropped, "user:petra", `{"hash":"h1"}`}, desi}, false},
			"once for one proposal":      {[]said{petra, desi, desi}, false},
			"two small ones are a large": {[]said{little, little}, false},
			"one of each is a large": {[]said{
				little.says(`{"amount":10000000,"cover":"channel"}`), little.says(`{"amount":1,"cover":"returned"}`),
			}, false},
			"a loss is counted by itself": {[]said{little.says(`{"amount":10000000,"cover":"platform"}`), little}, true},
			"of an unknown amount":        {[]said{little.says(`{"cover":"` + cover + `"}`)}, false},
		} {
			t.Run(cover+", "+name, func(t *testing.T) {
				t.Parallel()
				requireEnters(t, row.enters, insert(t, pgtest.New(t).PoolAs(t, "sambatan_append"), row.events...))
			})
		}
	}
}

//money:case §4.1 an operator calls off what much was paid for
func TestTheLogDemandsASecondPersonWhenMuchIsCalledOff(t *testing.T) {
	t.Parallel()
	const proposed, cancelled = "sambatan.call_off_proposed.v1", "sambatan.cancelled.v1"
	petra := said{proposed, "user:petra", `{"number":1,"reason":"palsu","operator":"petra","hash":"h1"}`}
	desi := said{cancelled, "user:desi", `{"reason":"palsu","amount":10000001,"operator":"petra","agreed":"desi","hash":"h1"}`}
	alone := said{cancelled, "user:petra", `{"reason":"palsu","amount":10000000,"operator":"petra"}`}
	for name, row := range map[string]struct {
		events []said
		enters bool
	}{
		"two people":                 {[]said{petra, desi}, true},
		"a small amount, one person": {[]said{alone}, true},
		"a large amount, one person": {[]said{alone.says(`{"reason":"palsu","amount":10000001,"operator":"petra"}`)}, false},
		"nothing, one person":        {[]said{alone.says(`{"reason":"palsu","amount":0,"operator":"petra"}`)}, true},
		"of an unknown amount":       {[]said{alone.says(`{"reason":"palsu","operator":"petra"}`)}, false},
		"the same person twice":      {[]said{petra, desi.by("user:petra")}, false},
		"in the wrong order":         {[]said{desi, petra}, false},
		"by a machine":               {[]said{petra, desi.by("system:payment")}, false},
		"proposed by a machine":      {[]said{petra.by("system:payment"), desi}, false},
		"of another hash":            {[]said{petra.says(`{"number":1,"reason":"palsu","operator":"petra","hash":"h2"}`), desi}, false},
		"for another reason":         {[]said{petra.says(`{"number":1,"reason":"lain","operator":"petra","hash":"h1"}`), desi}, false},
		"by the brand":               {[]said{{cancelled, "user:sekar", `{"reason":"bahan habis","by":"brand","amount":10000001}`}}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			requireEnters(t, row.enters, insert(t, pgtest.New(t).PoolAs(t, "sambatan_append"), row.events...))
		})
	}
}

//money:case §4.4 decided by two
func TestTheLogDemandsASecondPersonForALargeDecision(t *testing.T) {
	t.Parallel()
	const opened, proposed, decided = "order.opened.v1", "order.decision_proposed.v1", "order.dispute_decided.v1"
	large := said{opened, "system:order", `{"amount":10000001}`}
	small := large.says(`{"amount":10000000}`)
	old := large.says(`{}`)
	petra := said{proposed, "user:petra", `{"hash":"h1","for":"buyer","by":"petra","note":"n"}`}
	desi := said{decided, "user:desi", `{"hash":"h1","for":"buyer","by":"petra","note":"n","agreed":"desi"}`}
	alone := said{decided, "user:petra", `{"for":"buyer","by":"petra","note":"n"}`}
	half := petra.says(`{"hash":"h1","for":"part","refund":10000001,"by":"petra","note":"n"}`)
	halved := desi.says(`{"hash":"h1","for":"part","refund":10000001,"by":"petra","note":"n","agreed":"desi"}`)
	for name, row := range map[string]struct {
		events []said
		enters bool
	}{
		"two people":                      {[]said{large, petra, desi}, true},
		"a small order, one person":       {[]said{small, alone}, true},
		"a large order, one person":       {[]said{large, alone}, false},
		"of an unknown amount":            {[]said{old, alone}, false},
		"of no order":                     {[]said{alone}, false},
		"opened with less afterwards":     {[]said{large, small, alone}, false},
		"opened without an amount":        {[]said{small, old, alone}, false},
		"the same person twice":           {[]said{large, petra, desi.by("user:petra")}, false},
		"in the wrong order":              {[]said{large, desi, petra}, false},
		"decided by a machine":            {[]said{large, petra, desi.by("system:order")}, false},
		"proposed by a machine":           {[]said{large, petra.by("system:order"), desi}, false},
		"of another hash":                 {[]said{large, petra.says(`{"hash":"h2","for":"buyer","by":"petra","note":"n"}`), desi}, false},
		"without a hash":                  {[]said{large, petra.says(`{"for":"buyer","by":"petra","note":"n"}`), alone.by("user:desi")}, false},
		"with another reason":             {[]said{large, petra, desi.says(`{"hash":"h1","for":"buyer","by":"petra","note":"m"}`)}, false},
		"all instead of a part":           {[]said{large, half, desi}, false},
		"for the brand, one person":       {[]said{large, alone.says(`{"for":"brand","by":"petra","note":"n"}`)}, true},
		"a large part, two people":        {[]said{large, half, halved}, true},
		"a large part, one person":        {[]said{large, halved}, false},
		"another part than they saw":      {[]said{large, half, halved.says(`{"hash":"h1","for":"part","refund":10000002,"by":"petra","note":"n"}`)}, false},
		"a part of nobody knows how much": {[]said{small, alone.says(`{"for":"part","by":"petra","note":"n"}`)}, false},
		"a small part of a large order":   {[]said{large, alone.says(`{"for":"part","refund":10000000,"by":"petra","note":"n"}`)}, true},
		"goods first, one person":         {[]said{large, alone.says(`{"for":"return","by":"petra","note":"n"}`)}, false},
		"for whom nobody knows":           {[]said{large, alone.says(`{"by":"petra","note":"n"}`)}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			requireEnters(t, row.enters, insert(t, pgtest.New(t).PoolAs(t, "sambatan_append"), row.events...))
		})
	}
}

func requireEnters(t *testing.T, enters bool, err error) {
	t.Helper()
	if enters {
		require.NoError(t, err)
		return
	}
	requireFourEyes(t, err)
}

// teller gives commands to a real log.
type teller struct {
	*testing.T

	log *postgres.Store
}

func newTeller(t *testing.T) *teller {
	t.Helper()
	db := pgtest.New(t)
	log, err := postgres.Open(t.Context(), postgres.Config{
		Pool: db.Pool, DirectDSN: db.DSN, FingerprintKey: []byte("fingerprints of these tests only"),
	})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, log.Close(context.Background())) })
	return &teller{t, log}
}

func asked(by id.ID) eventstore.Meta {
	return eventstore.Meta{CommandID: id.New(), Actor: "user:" + by.String()}
}

func (l *teller) order(by id.ID, c order.Command) {
	l.Helper()
	_, err := l.log.Execute(l.Context(), order.Orders.Command(rina.String(), c, asked(by)))
	require.NoError(l, err, "%T", c)
}

func (l *teller) receipt(by id.ID, receipt string, c payment.ReceiptCommand) payment.Receipt {
	l.Helper()
	_, err := l.log.Execute(l.Context(), payment.Receipts.Command(receipt, c, asked(by)))
	require.NoError(l, err, "%T", c)
	state, _, err := eventstore.Load(l.Context(), l.log, payment.Receipts, receipt)
	require.NoError(l, err)
	return state
}

func TestALargeDecisionOfTwoEntersTheLog(t *testing.T) {
	t.Parallel()
	for _, side := range []order.Side{order.ForBuyer, order.InPart, order.ReturnFirst} {
		t.Run(string(side), func(t *testing.T) {
			t.Parallel()
			l := newTeller(t)
			l.order(hana, order.Open{Parties: order.Parties{Campaign: id.New(), Participation: id.New(), Buyer: rina, Brand: wening}, Slots: 1, Amount: 2 * much})
			l.order(wening, order.SendParcel{Brand: wening, Courier: order.JNT, Resi: "JP1234567890"})
			l.order(wening, order.NoteDelivered{Brand: wening, Parcel: 1})
			l.order(rina, order.Dispute{Buyer: rina, Reason: order.WrongGoods, Words: eventstore.Sealed{Person: rina.String(), Nonce: []byte("n"), Box: []byte("b")}})
			l.order(gita, order.DecideDispute{For: side, Refund: 10_001_000, By: gita, Note: "fotonya jelas", LimitOne: payout.DefaultLimitOne})
			state, _, err := eventstore.Load(t.Context(), l.log, order.Orders, rina.String())
			require.NoError(t, err)
			l.order(hana, order.AgreeDecision{By: hana, Hash: state.Proposed.Hash})
			state, _, err = eventstore.Load(t.Context(), l.log, order.Orders, rina.String())
			require.NoError(t, err)
			require.Equal(t, hana, state.Verdict.Agreed)
			require.Equal(t, side, state.Verdict.For)
		})
	}
}

func TestALargeClawbackOfTwoEntersTheLog(t *testing.T) {
	t.Parallel()
	l, receipt := newTeller(t), payment.ReceiptID("midtrans", "T1")
	tell := func(by id.ID, c payment.ReceiptCommand) payment.Receipt { return l.receipt(by, receipt.String(), c) }
	tell(hana, payment.RecordReceipt{
		Receipt: receipt, Channel: "midtrans", Method: "qris", Account: "midtrans", Amount: 3 * much, PaidAt: time.Now().Add(-time.Hour), Reference: "T1",
		Match: payment.Match{Instruction: rina, Campaign: id.New(), Participation: rina, Buyer: rina, Due: 3 * much, Attempt: 1},
	})
	tell(hana, payment.Allocate{Amount: 3 * much})
	tell(hana, payment.ReleaseEscrow{Brand: wening, Split: sambatan.Split{Goods: 3 * much}})
	clawback := func(reason string) payment.ProposeClawback {
		return payment.ProposeClawback{By: gita, Amount: much, Reason: reason, Note: "botol retak", LimitOne: payout.DefaultLimitOne, Policy: payment.RefundsAutomatic}
	}
	state := tell(gita, clawback(payment.ReasonDefect))
	state = tell(hana, payment.AgreeClawback{By: hana, Hash: state.Clawback.Hash, Policy: payment.RefundsAutomatic})
	require.Equal(t, much, state.ClawedBack)
	tell(hana, payment.TakeBack{Total: much, Reason: "chargeback"})
	state = tell(gita, clawback(payment.ReasonChargeback))
	state = tell(hana, payment.AgreeClawback{By: hana, Hash: state.Clawback.Hash, Policy: payment.RefundsAutomatic})
	require.Zero(t, state.Short)
}
