package payout_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/internal/spec"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/payout"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/services/wallet"
)

// sentAfterAll is a payout that had been cancelled and was sent by then.
const sentAfterAll = "sent although it was cancelled"

// cameBackByHand is a payout that an operator had sent and found in our bank account again.
const cameBackByHand = "came back by hand"

// What becomes of attempts by the word of people.
const (
	leftByWord     = "left by the word of people"
	stayedByWord   = "stayed by the word of people"
	againstWord    = "the channel says otherwise"
	twoSaw         = "two people saw the same"
	neverLeft      = "the channel was right"
	leftByTheirOwn = "people were wrong, and say so"
	takenOn        = "the channel sends what stayed by the word of people"
	silentForLong  = "the channel was silent about what it had taken on"
)

// books is a slow, obvious reading of the events, written without a look at Seller.
type books struct {
	balances wallet.Balances
	agreed   map[string]map[id.ID]bool // by hash
	amounts  map[id.ID]money.Rupiah    // of payouts
	hashes   map[id.ID]string
	out      map[id.ID]bool // paid, and not come back
	flying   map[id.ID]bool // may be sending money right now
	gone     map[id.ID]bool // cancelled
	keys     map[string]bool
	lines    map[id.ID]bool // of the bank
	says     payout.OutcomeProposed
	noted    payout.OutcomeNoted
	stayed   map[string]bool // attempts, by key
	told     map[string]bool // contradictions
	proofs   map[id.ID]string
	left     map[string]bool
	denied   map[string]bool // by the channel, against people's word
	giver    id.ID
	held     bool
	now      time.Time
	taken    map[id.ID]bool      // the newest attempt has a name at the channel
	silent   map[id.ID]time.Time // since when the channel does not tell of it
	ended    time.Time           // when people last said that an attempt had stayed
	seen     map[string]int
}

// TestABrandIsPaidWhatItIsDueOnceWhateverIsSaid throws random commands at a brand's account.
// What is said of an attempt is whatever: even a channel that contradicts itself must not
// make money leave that is not the brand's, or leave twice.
func TestABrandIsPaidWhatItIsDueOnceWhateverIsSaid(t *testing.T) {
	t.Parallel()
	seen := map[string]int{}
	story := func(t *rapid.T) {
		state, now := payout.Decider.Initial(), noon
		b := &books{
			balances: wallet.Balances{}, agreed: map[string]map[id.ID]bool{}, amounts: map[id.ID]money.Rupiah{}, hashes: map[id.ID]string{},
			out: map[id.ID]bool{}, flying: map[id.ID]bool{}, gone: map[id.ID]bool{}, keys: map[string]bool{}, lines: map[id.ID]bool{}, seen: seen,
			stayed: map[string]bool{}, left: map[string]bool{}, told: map[string]bool{}, proofs: map[id.ID]string{}, denied: map[string]bool{}, taken: map[id.ID]bool{}, silent: map[id.ID]time.Time{},
		}
		chance := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "chance"), 0))
		for range 200 {
			now = now.Add(time.Duration(chance.IntN(20)) * draw(chance, time.Hour, time.Minute))
			b.now = now
			command := anything(chance, state)
			if s := state; s.Live != nil && chance.IntN(3) == 0 {
				command = goingOn(chance, *s.Live)
			}
			if asked, open := state.Asks(payout.ID(kenanga, max(1, state.Payouts)), now); open && chance.IntN(2) == 0 {
				command = word(chance, asked)
			}
			events, err := payout.Decider.Decide(state, command, now)
			if err != nil {
				_, refused := errors.AsType[*payout.RefusalError](err)
				_, early := errors.AsType[*payout.EarlyError](err)
				require.True(t, refused || early, "%v", err)
				require.Empty(t, events)
			}
			for _, event := range events {
				b.enter(t, event)
				state = payout.Decider.Evolve(state, event)
				b.agree(t, state)
			}
			b.stopped(t, command, err)
		}
	}
	kinds := append(payout.Codec.Types(), sentAfterAll, cameBackByHand, leftByWord, stayedByWord, againstWord, twoSaw, neverLeft, leftByTheirOwn, silentForLong, takenOn)
	spec.Explore(func() { rapid.Check(t, story) }, func() bool { return spec.Saw(seen, kinds) })
	for _, eventType := range kinds {
		require.NotZero(t, seen[eventType], "no story held %s", eventType)
	}
}

func (b *books) enter(t *rapid.T, event payout.Event) {
	encoded, err := payout.Codec.Encode(event)
	require.NoError(t, err)
	b.seen[encoded.Type]++
	switch e := event.(type) {
	case payout.Accrued: // as the receipt posts it
		b.balances.Post(money.Move(e.Split.Net(), e.Home, kenangaSeller)...)
	case payout.ClawedBack:
		b.balances.Post(money.Move(e.Amount, kenangaOwes, money.Refund("b"))...)
		b.balances.Post(money.Move(e.Amount, money.Refund("b"), e.Home)...)
	case payout.Charged:
		b.balances.Post(e.Postings...)
	case payout.AccountGiven:
		b.giver = e.By
	case payout.OutcomeProposed:
		b.says = e
	case payout.OutcomeNoted:
		b.hear(t, e)
	case payout.Held:
		b.held = true
	case payout.Contradicted:
		b.held = true
		against := told(e.Payout, e.Attempt, e.Said, e.Evidence)
		require.True(t, !b.told[against] || e.Said == payment.SaidNotSent || e.Attempt == 0, "told twice")
		b.told[against] = true
		if e.Said == payment.SaidNotSent {
			b.denied[payout.Key(e.Payout, e.Attempt)] = true
		}
		if key := payout.Key(e.Payout, e.Attempt); b.stayed[key] && e.Said == payment.SaidSent || b.left[key] && e.Said == payment.SaidNotSent {
			b.seen[againstWord]++
		}
	case payout.Resumed:
		b.held = false
	case payout.Opened:
		require.Empty(t, b.flying, "opened while another may be leaving")
		b.amounts[e.Payout], b.hashes[e.Payout], b.agreed[e.Hash] = e.Amount, e.Hash, map[id.ID]bool{}
	case payout.Approved:
		require.NotEqual(t, b.giver, e.By, "whoever named the account agreed to a payout to it")
		b.agreed[e.Hash][e.By] = true
	case payout.Submitted:
		b.submit(t, e)
	case payout.Accepted:
		require.True(t, b.flying[e.Payout])
		b.taken[e.Payout] = true
		delete(b.silent, e.Payout)
	case payout.Unclear:
		b.silent[e.Payout] = b.now
	case payout.Failed:
		delete(b.flying, e.Payout)
	case payout.Paid:
		require.NoError(t, money.Balanced(e.Postings))
		require.False(t, b.out[e.Payout], "left twice")
		b.enough(t, e.Payout)
		require.Equal(t, b.amounts[e.Payout], e.Amount)
		if b.gone[e.Payout] {
			b.seen[sentAfterAll]++
		}
		if e.Attempt > 0 && !e.By.IsZero() {
			require.True(t, b.noted.Left && b.noted.Payout == e.Payout && b.noted.Attempt == e.Attempt && b.noted.By == e.By, "nobody said so")
		}
		require.True(t, e.By.IsZero() || b.proof(e.Evidence).IsZero(), "one transfer proves two payouts")
		b.out[e.Payout], b.proofs[e.Payout] = true, e.Evidence
		delete(b.stayed, payout.Key(e.Payout, e.Attempt))
		delete(b.flying, e.Payout)
		b.balances.Post(e.Postings...)
	case payout.Reversed:
		require.NoError(t, money.Balanced(e.Postings))
		require.True(t, b.out[e.Payout], "came back without having left")
		if !e.Line.IsZero() {
			b.seen[cameBackByHand]++
			require.Zero(t, e.Attempt, "a channel tells of its own")
			require.False(t, b.lines[e.Line], "a line of the bank was used twice")
			b.lines[e.Line] = true
		}
		require.Equal(t, b.amounts[e.Payout], e.Amount)
		if key := payout.Key(e.Payout, e.Attempt); b.left[key] {
			require.True(t, b.stayed[key], "due again by the word of the channel alone, although people saw it leave")
			b.seen[neverLeft]++
		}
		delete(b.out, e.Payout)
		b.balances.Post(e.Postings...)
	case payout.Cancelled:
		require.False(t, b.flying[e.Payout], "cancelled while it may be leaving")
		require.False(t, b.says.Left && b.says.Payout == e.Payout && e.Reason == "x", "cancelled while somebody says that it left")
		b.gone[e.Payout] = true
	case payout.AccountApproved, payout.AccountRefused, payout.RunPlanned, payout.RunDropped, payout.Queued:
	}
}

// hear demands that two people saw the same of a large payout.
func (b *books) hear(t *rapid.T, e payout.OutcomeNoted) {
	require.Equal(t, b.amounts[e.Payout], e.Amount)
	require.NotEmpty(t, e.Evidence)
	if e.Amount > policy.LimitOne {
		require.Equal(t, b.says.Outcome, e.Outcome)
		require.NotEqual(t, b.says.By, e.By)
		b.seen[twoSaw]++
	}
	key := payout.Key(e.Payout, e.Attempt)
	require.True(t, b.keys[key], "an attempt that was never made")
	if e.Left {
		require.True(t, b.flying[e.Payout] || b.stayed[key] || b.denied[key])
		require.False(t, b.out[e.Payout])
		if b.stayed[key] {
			b.seen[leftByTheirOwn]++
		}
		b.left[key] = true
		b.seen[leftByWord]++
	} else {
		require.True(t, b.flying[e.Payout] || b.left[key])
		if b.flying[e.Payout] && b.taken[e.Payout] {
			require.False(t, b.silent[e.Payout].IsZero(), "it stayed by the word of people while the channel was sending it")
			require.GreaterOrEqual(t, b.now.Sub(b.silent[e.Payout]), payout.SilentAfter)
			b.seen[silentForLong]++
		}
		b.stayed[key] = true
		b.ended = b.now
		b.seen[stayedByWord]++
	}
	b.noted, b.says = e, payout.OutcomeProposed{}
}

// stopped: what people said had stayed, and the channel sends, is told, whatever else was.
func (b *books) stopped(t *rapid.T, command payout.Command, err error) {
	key, against := "", ""
	if c, accepts := command.(payout.Accept); accepts {
		key, against = payout.Key(c.Payout, c.Attempt), told(c.Payout, c.Attempt, payment.SaidTaken, c.Reference)
	}
	if c, sent := command.(payout.NoteSent); sent {
		key, against = payout.Key(c.Payout, c.Attempt), told(c.Payout, c.Attempt, payment.SaidSent, c.Evidence)
	}
	if err == nil && b.stayed[key] {
		require.True(t, b.told[against], "%#v", command)
		b.seen[takenOn]++
	}
}

func told(payout id.ID, attempt int, said payment.Said, evidence string) string {
	return fmt.Sprint(payout, attempt, said, evidence)
}

func (b *books) submit(t *rapid.T, e payout.Submitted) {
	require.False(t, b.held, "sent while it is held")
	require.False(t, b.says.Left && b.says.Payout == e.Payout, "sent while somebody says that an attempt left")
	require.GreaterOrEqual(t, b.now.Sub(b.ended), payment.AskAfter, "sent while another attempt may be asked for")
	require.Empty(t, b.flying, "two attempts at once")
	require.False(t, b.out[e.Payout], "asked for again while it is out")
	require.False(t, b.keys[e.Key], "a key was used twice")
	b.enough(t, e.Payout)
	b.keys[e.Key], b.flying[e.Payout] = true, true
	delete(b.taken, e.Payout)
	delete(b.silent, e.Payout)
}

// proof is the payout that is out by a transfer; zero: none is.
func (b *books) proof(evidence string) id.ID {
	for which := range b.out {
		if b.proofs[which] == evidence {
			return which
		}
	}
	return id.ID{}
}

// enough demands two people above the limit.
func (b *books) enough(t *rapid.T, payout id.ID) {
	if b.amounts[payout] > policy.LimitOne {
		require.GreaterOrEqual(t, len(b.agreed[b.hashes[payout]]), 2)
	}
}

// agree: the ledger says what the state says.
func (b *books) agree(t *rapid.T, s payout.Seller) {
	require.Equal(t, s.Due, -b.balances[kenangaSeller].Net())
	require.Equal(t, s.Owed, b.balances[kenangaOwes].Net())
	require.Equal(t, s.Available(), b.balances[till].Net()+b.balances[bank].Net()+b.balances[money.FeeIncome].Net(), "what is available is there, besides the fees that it owes us")
	require.GreaterOrEqual(t, s.Due, money.Rupiah(0))
	require.GreaterOrEqual(t, s.Owed, money.Rupiah(0))
}

func draw[T any](chance *rand.Rand, from ...T) T { return from[chance.IntN(len(from))] }

// goingOn is what comes next where things go as they should, or nearly.
func goingOn(chance *rand.Rand, p payout.Payout) payout.Command {
	switch p.State { //nolint:exhaustive // the others may be sending
	case payout.StateProposed:
		return payout.Approve{Payout: p.Payout, By: draw(chance, petra, desi), Hash: p.Hash}
	case payout.StateQueued:
		return payout.Submit{Payout: p.Payout, Attempt: p.Attempt + 1}
	}
	return draw[payout.Command](chance,
		payout.Accept{Payout: p.Payout, Attempt: p.Attempt, Reference: "emu"}, payout.NoteUnclear{Payout: p.Payout, Attempt: p.Attempt},
		payout.Accept{Payout: p.Payout, Attempt: p.Attempt, Reference: "emu"}, payout.NoteUnclear{Payout: p.Payout, Attempt: p.Attempt},
		payout.NoteSent{Payout: p.Payout, Attempt: p.Attempt, Evidence: "emu"},
		payout.NoteNotSent{Payout: p.Payout, Attempt: p.Attempt, Failure: payment.FailureOffline},
	)
}

// word is an operator's, which may be wrong.
func word(chance *rand.Rand, asked payout.Asked) payout.Command {
	if !asked.Says.By.IsZero() && chance.IntN(2) == 0 {
		says := asked.Says
		return payout.NoteOutcome{
			Payout: asked.Payout, Attempt: says.Attempt, Left: says.Left, Amount: says.Amount, Evidence: says.Evidence, By: draw(chance, petra, desi),
		}
	}
	return payout.NoteOutcome{
		Payout: asked.Payout, Attempt: asked.Attempt + draw(chance, 0, 0, 0, 1), Left: draw(chance, true, false), By: draw(chance, petra, desi, rina),
		Amount: asked.Amount + draw[money.Rupiah](chance, 0, 0, 0, 1), Evidence: draw(chance, "mutasi", "mutasi", "dasbor", ""),
	}
}

func anything(chance *rand.Rand, s payout.Seller) payout.Command {
	who := draw(chance, petra, desi, rina)
	home := draw(chance, till, bank)
	p, hash, attempt := payout.ID(kenanga, max(1, s.Payouts-chance.IntN(2))), "another", chance.IntN(3)
	if s.Live != nil {
		hash = draw(chance, s.Live.Hash, s.Live.Hash, s.Live.Hash, "another")
		attempt = max(0, s.Live.Attempt+chance.IntN(3)-1)
	}
	submit := payout.Submit{Payout: p, Attempt: attempt + 1}
	failure := draw(chance, payment.FailureOffline, payment.FailureBalance, payment.FailureAccount, payment.FailureUnexplained)
	back := payout.NoteNotSent{Payout: p, Attempt: attempt, Failure: failure}
	word := payout.NoteOutcome{Payout: p, Attempt: attempt, Left: draw(chance, true, false), Amount: 965_000, Evidence: "mutasi", By: who}
	if len(s.Past) > 0 {
		last := s.Past[len(s.Past)-1]
		back.Payout, back.Attempt = last.Payout, last.Attempt
	}
	came := payout.NoteReturn{Payout: back.Payout, Amount: 965_000, Line: ident(400 + chance.IntN(40)), Back: "RTR", By: desi, Said: draw(chance, id.ID{}, petra)}
	if len(s.Past) > 0 {
		came.Amount = s.Past[len(s.Past)-1].Amount
	}
	evidence := fmt.Sprintf("FT %d", chance.IntN(3))
	return draw[payout.Command](chance,
		payout.Accrue{Brand: kenanga, Of: of(1), Split: draw(chance, split, dear, sambatan.Split{Goods: 5_000}), Home: home},
		payout.ClawBack{Brand: kenanga, Of: of(1), Refund: ident(300), Amount: draw[money.Rupiah](chance, 20_000, 965_000), Home: home},
		payout.Charge{Brand: kenanga, Campaign: ident(20), Amount: 40_000}, payout.GiveAccount{Brand: kenanga, By: rina, Account: account},
		payout.ApproveAccount{Number: s.Account.Number, By: who}, payout.ApproveAccount{Number: s.Account.Number, By: petra},
		payout.RefuseAccount{Number: s.Account.Number, By: petra, Reason: "x"},
		payout.Hold{Brand: kenanga, By: petra, Reason: "x"}, payout.Resume{By: desi, Note: "y"}, payout.Resume{By: desi, Note: "y"},
		payout.Run{Policy: draw(chance, policy, byHand)}, payout.Run{Policy: policy}, payout.Open{By: petra, Policy: policy},
		payout.Approve{Payout: p, By: who, Hash: hash}, payout.Approve{Payout: p, By: who, Hash: hash},
		payout.Cancel{Payout: p, By: petra, Reason: "x"}, submit, submit, submit, submit,
		payout.Accept{Payout: p, Attempt: attempt, Reference: evidence}, payout.NoteUnclear{Payout: p, Attempt: attempt},
		payout.NoteUnclear{Payout: p, Attempt: attempt}, payout.NoteUnclear{Payout: p, Attempt: attempt},
		payout.NoteSent{Payout: p, Attempt: attempt, Evidence: evidence}, payout.NoteNotSent{Payout: p, Attempt: attempt, Failure: failure},
		payout.NoteNotSent{Payout: p, Attempt: attempt, Failure: failure}, back,
		payout.NoteOther{Payout: p, Attempt: attempt, Evidence: evidence},
		payout.Misdirect{Payout: p, Attempt: attempt + 1, Problem: payment.ProblemName}, payout.Misdirect{Payout: p, Attempt: attempt + 1, Bank: true},
		payout.Retry{Payout: p, Way: draw(chance, payment.ByPayout, payment.ByOperator)}, payout.MarkPaid{Payout: p, By: petra, Evidence: evidence}, came, word,
	)
}
