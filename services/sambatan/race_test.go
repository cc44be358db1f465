package sambatan_test

import (
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

const (
	// duels are fought for each race, on a campaign of its own; both may come first.
	duels = 40
	// apart is how long one may come before the other, in microseconds: about as long
	// as a command takes.
	apart = 4000
)

// ring is where two stores on one database give their commands at the same time. Each
// duel has its own weeks, since the log's time never runs backwards.
type ring struct {
	*race

	since time.Duration // from noon of the first duel to noon of this one
}

// when shifts a time of the story into the duel's weeks.
func (r ring) when(at time.Time) time.Time { return at.Add(r.since) }

// fight lets one race be run on many campaigns. It returns how often each way that it
// may end came about.
func fight(t *testing.T, duel func(t *testing.T, r ring, campaign id.ID, chance *rand.Rand) (ending string)) map[string]int {
	t.Helper()
	r, endings := newRace(t), map[string]int{}
	chance := rand.New(rand.NewPCG(11, 4))
	for n := range duels {
		endings[duel(t, ring{r, time.Duration(n) * 30 * 24 * time.Hour}, id.New(), chance)]++
	}
	t.Logf("%v", endings)
	return endings
}

// given gives commands in their order; now is the log's time.
func (r ring) given(t *testing.T, campaign id.ID, now time.Time, commands ...sambatan.Command) {
	t.Helper()
	r.clock.Store(int64(r.when(now).Sub(noon)))
	for _, c := range commands {
		require.NoError(t, r.give(t, 0, campaign, c), "%T", c)
	}
}

func (r ring) give(t *testing.T, store int, campaign id.ID, c sambatan.Command) error {
	t.Helper()
	meta := eventstore.Meta{CommandID: id.New(), Actor: "system:test"}
	_, err := r.stores[store].Execute(t.Context(), sambatan.Campaigns.Command(campaign.String(), c, meta))
	return err
}

// atOnce gives each command through another store. Chance decides who is first.
func (r ring) atOnce(t *testing.T, campaign id.ID, chance *rand.Rand, commands ...sambatan.Command) []error {
	t.Helper()
	errs := make([]error, len(commands))
	gate, first := make(chan struct{}), chance.IntN(2)
	var all sync.WaitGroup
	for n, c := range commands {
		delay := time.Duration(chance.IntN(apart)) * time.Microsecond
		all.Go(func() {
			<-gate
			<-time.After(delay)
			errs[n] = r.give(t, (first+n)%2, campaign, c)
		})
	}
	close(gate)
	all.Wait()
	return errs
}

// end folds what both stores wrote; nothing was ever oversold.
func (r ring) end(t *testing.T, campaign id.ID) (*sambatan.State, []sambatan.Event) {
	t.Helper()
	state, events := sambatan.NewState(), []sambatan.Event{}
	for recorded, err := range r.stores[0].Stream(t.Context(), sambatan.Campaigns.Stream(campaign.String()), 1) {
		require.NoError(t, err)
		event, err := sambatan.Codec.Decode(recorded)
		require.NoError(t, err)
		state, events = sambatan.Evolve(state, event), append(events, event)
		require.GreaterOrEqual(t, state.Free(), 0, recorded.String())
	}
	return state, events
}

// at finds the first event of a kind; -1: there is none.
func at[E sambatan.Event](events []sambatan.Event) int {
	for n, event := range events {
		if _, ok := event.(E); ok {
			return n
		}
	}
	return -1
}

// goesBack counts how often each receipt's money falls due as a refund.
func goesBack(events []sambatan.Event) map[id.ID]int {
	times := map[id.ID]int{}
	for _, event := range events {
		if e, ok := event.(sambatan.SlotsReleased); ok {
			times[e.Receipt]++
		}
		if e, ok := event.(sambatan.PaymentDeclined); ok {
			times[e.Receipt]++
		}
	}
	return times
}

// both demands that each ending came about.
func both(t *testing.T, endings map[string]int, wanted ...string) {
	t.Helper()
	for _, ending := range wanted {
		require.Positive(t, endings[ending], "no duel ended with: %s", ending)
	}
	require.Len(t, endings, len(wanted))
}

// published publishes a campaign of three slots, of which all are needed.
func (r ring) published(t *testing.T, campaign id.ID, changes ...func(*sambatan.Terms)) {
	t.Helper()
	weeks := func(t *sambatan.Terms) { t.OpensAt, t.Deadline = r.when(noon), r.when(deadline) }
	draft := drafts(append(changes, needsAll, weeks)...)
	draft.Campaign = campaign
	r.given(t, campaign, noon, append([]sambatan.Command{draft}, sambatan.Reviewed(rina, ratih)...)...)
}

func (r ring) pays(participation, receipt id.ID) sambatan.Secure {
	return paidAt(pays(participation, receipt), r.when(noon.Add(time.Hour)))
}

// nearlyFull is one of which two slots are paid and the third is held until two hours
// after from.
func (r ring) nearlyFull(t *testing.T, campaign id.ID, from time.Time) {
	t.Helper()
	r.published(t, campaign)
	r.given(t, campaign, noon.Add(time.Hour), joins(p1, ayu, 1), joins(p2, bima, 1), r.pays(p1, r1), r.pays(p2, r2))
	r.given(t, campaign, from, joins(p3, citra, 1))
}

//money:case §4.11 the deadline fires while the last payment commits
func TestTheDeadlineFiresWhileTheLastPaymentCommits(t *testing.T) {
	t.Parallel()
	endings := fight(t, func(t *testing.T, r ring, campaign id.ID, chance *rand.Rand) string {
		t.Helper()
		r.nearlyFull(t, campaign, deadline.Add(-time.Hour))
		r.given(t, campaign, deadline)
		last := paidAt(r.pays(p3, r3), r.when(lastTick))
		for _, err := range r.atOnce(t, campaign, chance, sambatan.Close{}, last) {
			require.NoError(t, err)
		}
		state, events := r.end(t, campaign)
		require.Equal(t, sambatan.PhaseSucceeded, state.Phase(), "paid in time counts, whoever is first")
		require.Equal(t, 3, state.Secured())
		require.Empty(t, goesBack(events))
		if at[sambatan.Closed](events) < 0 {
			return "paid, then nothing to close"
		}
		return "closed, then paid"
	})
	both(t, endings, "paid, then nothing to close", "closed, then paid")
}

//money:case §4.11 success and the brand's abort at once
func TestSuccessAndTheBrandsAbortAtOnce(t *testing.T) {
	t.Parallel()
	endings := fight(t, func(t *testing.T, r ring, campaign id.ID, chance *rand.Rand) string {
		t.Helper()
		r.nearlyFull(t, campaign, noon.Add(time.Hour))
		abort := sambatan.Abort{Reason: "bahan habis", By: sambatan.ByBrand}
		for _, err := range r.atOnce(t, campaign, chance, abort, r.pays(p3, r3)) {
			require.NoError(t, err)
		}
		state, events := r.end(t, campaign)
		require.Equal(t, sambatan.PhaseUnwinding, state.Phase())
		require.Equal(t, map[id.ID]int{r1: 1, r2: 1, r3: 1}, goesBack(events), "everybody's money goes back once")
		if at[sambatan.Succeeded](events) < 0 {
			return "called off, then paid"
		}
		require.Less(t, at[sambatan.Succeeded](events), at[sambatan.Cancelled](events))
		return "succeeded, then called off"
	})
	both(t, endings, "called off, then paid", "succeeded, then called off")
}

//money:case §4.11 a hold expires while its payment is reported
func TestAHoldExpiresWhileItsPaymentIsReportedAndSomebodyElseWantsTheSlot(t *testing.T) {
	t.Parallel()
	endings := fight(t, func(t *testing.T, r ring, campaign id.ID, chance *rand.Rand) string {
		t.Helper()
		r.nearlyFull(t, campaign, noon.Add(time.Hour))
		r.given(t, campaign, noon.Add(3*time.Hour)) // the hold's end
		r.atOnce(t, campaign, chance, sambatan.LapseHolds{}, paidAt(r.pays(p3, r3), r.when(noon.Add(2*time.Hour))), joins(p4, dewi, 1))
		state, events := r.end(t, campaign)
		if state.Secured() == 2 {
			require.Equal(t, map[id.ID]int{r3: 1}, goesBack(events))
			require.Equal(t, 1, state.Held(), "the slot is somebody else's")
			return "the slot was given away: the money goes back"
		}
		require.Equal(t, sambatan.PhaseSucceeded, state.Phase())
		require.Empty(t, goesBack(events))
		if at[sambatan.HoldExpired](events) < 0 {
			return "paid before it lapsed"
		}
		return "lapsed, and paid for a free slot"
	})
	require.Positive(t, endings["paid before it lapsed"])
	require.Positive(t, endings["the slot was given away: the money goes back"]+endings["lapsed, and paid for a free slot"])
}

//money:case §4.11 an extension answered a millisecond before the deadline
func TestAnAnswerAMillisecondBeforeTheDeadlineCountsOrIsRefused(t *testing.T) {
	t.Parallel()
	endings := fight(t, func(t *testing.T, r ring, campaign id.ID, chance *rand.Rand) string {
		t.Helper()
		r.published(t, campaign, func(t *sambatan.Terms) { t.MaxExtensions = 1 })
		r.given(t, campaign, noon.Add(time.Hour), joins(p1, ayu, 1), joins(p2, bima, 1), r.pays(p1, r1), r.pays(p2, r2),
			sambatan.ProposeExtension{Deadline: r.when(extended), Reason: "panen terlambat"}, answers(p1, ayu, true))
		r.given(t, campaign, lastTick)
		tick := func() { r.clock.Store(int64(r.when(deadline).Sub(noon))) }
		var ticking sync.WaitGroup
		switch chance.IntN(3) {
		case 0: // the deadline is first
			tick()
		case 1: // or at the same time; otherwise after the answer
			later := time.Duration(chance.IntN(2*apart)) * time.Microsecond
			ticking.Go(func() { <-time.After(later); tick() })
		}
		answer := r.atOnce(t, campaign, chance, answers(p2, bima, true))[0]
		ticking.Wait()
		r.given(t, campaign, deadline, sambatan.Close{})
		state, events := r.end(t, campaign)
		require.Equal(t, sambatan.PhaseOpen, state.Phase(), "it goes on with who agreed")
		if answer == nil {
			require.Equal(t, 2, state.Secured())
			require.Empty(t, goesBack(events))
			return "answered in time: stays"
		}
		require.ErrorAs(t, answer, new(*sambatan.LateError))
		require.Equal(t, 1, state.Secured())
		require.Equal(t, map[id.ID]int{r2: 1}, goesBack(events))
		return "too late: the money goes back"
	})
	both(t, endings, "answered in time: stays", "too late: the money goes back")
}

//money:case §4.11 an offer is accepted after the campaign was called off
func TestAnOfferIsAcceptedWhileTheCampaignIsCalledOff(t *testing.T) {
	t.Parallel()
	endings := fight(t, func(t *testing.T, r ring, campaign id.ID, chance *rand.Rand) string {
		t.Helper()
		r.nearlyFull(t, campaign, noon.Add(time.Hour))
		r.given(t, campaign, noon.Add(time.Hour), waitsFor(p4, dewi, 1), cancels(p3, citra)) // which offers the slot
		errs := r.atOnce(t, campaign, chance, sambatan.AcceptOffer{Participation: p4, Buyer: dewi}, byPlatform("x"))
		require.NoError(t, errs[1])
		state, events := r.end(t, campaign)
		require.Equal(t, sambatan.PhaseUnwinding, state.Phase())
		require.Zero(t, state.Held(), "no slot of what is called off is held")
		require.Equal(t, map[id.ID]int{r1: 1, r2: 1}, goesBack(events))
		if errs[0] == nil {
			return "accepted, then called off"
		}
		require.ErrorAs(t, errs[0], new(*sambatan.NotOpenError))
		return "called off: refused"
	})
	both(t, endings, "accepted, then called off", "called off: refused")
}
