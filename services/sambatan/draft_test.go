package sambatan_test

import (
	"math"
	"strconv"
	"testing"
	"time"

	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/internal/spec"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

func drafts(changes ...func(*sambatan.Terms)) sambatan.Draft {
	return sambatan.Draft(drafted(changes...))
}

func TestDraftAndRevise(t *testing.T) {
	t.Parallel()
	untitled, nobody := drafts(), drafts()
	untitled.Title = " "
	nobody.Brand = sambatan.Draft{}.Brand
	wib := time.FixedZone("WIB", 7*3600)
	local := drafts(func(t *sambatan.Terms) { t.Version, t.Deadline = 9, deadline.In(wib).Add(700*time.Nanosecond) })
	run(t, []row{
		{name: "a brand drafts a campaign", when: drafts(), then: history{drafted()}},
		{name: "terms are recorded as version 1 and in UTC", when: local, then: history{drafted()}},
		{
			name: "a campaign is drafted once", given: opened()[:1], when: drafts(),
			refused: &sambatan.PhaseError{Phase: sambatan.PhaseDraft, Needs: sambatan.PhaseNone},
		},
		{name: "a draft needs a title", when: untitled, refused: &sambatan.MissingError{Field: "title"}},
		{name: "a draft needs a brand", when: nobody, refused: &sambatan.MissingError{Field: "brand"}},
		{
			name: "a draft is revised", given: opened()[:1],
			when: sambatan.Revise{Title: " Melati ", Terms: terms(slots(9))},
			then: history{sambatan.Revised{Title: "Melati", Terms: terms(slots(9))}},
		},
		{
			name: "a revision needs a title", given: opened()[:1],
			when: sambatan.Revise{Terms: terms()}, refused: &sambatan.MissingError{Field: "title"},
		},
		{
			name: "a revision is checked like a draft", given: opened()[:1],
			when:    sambatan.Revise{Title: "Melati", Terms: terms(slots(0))},
			refused: &sambatan.TermsError{Field: "slots", Rule: sambatan.RuleInRange, Got: "0"},
		},
		{
			name: "published terms are frozen", given: opened(), when: sambatan.Revise{Title: "Melati", Terms: terms()},
			refused: &sambatan.PhaseError{Phase: sambatan.PhaseOpen, Needs: sambatan.PhaseDraft},
		},
	})
}

//money:case §4.11 a price of zero, below zero, or too large
func TestTermsThatCanNotBeOffered(t *testing.T) {
	t.Parallel()
	rows := []struct {
		name   string
		change func(*sambatan.Terms)
		field  string
		rule   sambatan.TermsRule
		got    string
	}{
		{"no price", func(t *sambatan.Terms) { t.Price = 0 }, "price", sambatan.RulePositive, "0"},
		{"negative price", func(t *sambatan.Terms) { t.Price = -1000 }, "price", sambatan.RulePositive, "-1000"},
		{"price leaves no room for the code", func(t *sambatan.Terms) { t.Price = 250_500 }, "price", sambatan.RuleWholeThousands, "250500"},
		{"price overflows", func(t *sambatan.Terms) { t.Price = math.MaxInt64 / 1000 * 1000 }, "price", sambatan.RuleFits, "9223372036854775000"},
		{"price beyond what a buyer may owe", func(t *sambatan.Terms) { t.Price = sambatan.MaxDue }, "price", sambatan.RuleFits, "1000000000000"},
		{"negative shipping", func(t *sambatan.Terms) { t.Shipping = -1000 }, "shipping", sambatan.RuleNotNegative, "-1000"},
		{"crooked shipping", func(t *sambatan.Terms) { t.Shipping = 15_001 }, "shipping", sambatan.RuleWholeThousands, "15001"},
		{"shipping overflows", func(t *sambatan.Terms) { t.Shipping = math.MaxInt64 / 1000 * 1000 }, "shipping", sambatan.RuleFits, "9223372036854775000"},
		{"negative retail price", func(t *sambatan.Terms) { t.RetailPrice = -1 }, "retail_price", sambatan.RuleNotNegative, "-1"},
		{"negative fee", func(t *sambatan.Terms) { t.FeePerMille = -1 }, "fee_per_mille", sambatan.RuleInRange, "-1"},
		{"fee above the price", func(t *sambatan.Terms) { t.FeePerMille = 1001 }, "fee_per_mille", sambatan.RuleInRange, "1001"},
		{"no slot", slots(0), "slots", sambatan.RuleInRange, "0"},
		{"too many slots", slots(sambatan.MaxSlots + 1), "slots", sambatan.RuleInRange, strconv.Itoa(sambatan.MaxSlots + 1)},
		{"no threshold", minFill(0), "min_fill", sambatan.RuleInRange, "0"},
		{"threshold above capacity", minFill(4), "min_fill", sambatan.RuleInRange, "4"},
		{"buyers may take none", func(t *sambatan.Terms) { t.MaxPerBuyer = 0 }, "max_per_buyer", sambatan.RuleInRange, "0"},
		{"buyers may take more than there are", func(t *sambatan.Terms) { t.MaxPerBuyer = 4 }, "max_per_buyer", sambatan.RuleInRange, "4"},
		{"buyers may take zero at least", func(t *sambatan.Terms) { t.MinPerBuyer = 0 }, "min_per_buyer", sambatan.RuleInRange, "0"},
		{"least above most", func(t *sambatan.Terms) { t.MinPerBuyer = 3 }, "min_per_buyer", sambatan.RuleInRange, "3"},
		{"no time to pay", func(t *sambatan.Terms) { t.HoldFor = 0 }, "hold_for", sambatan.RuleInRange, "0"},
		{"a hold for months", func(t *sambatan.Terms) { t.HoldFor = math.MaxInt }, "hold_for", sambatan.RuleInRange, "9223372036854775807"},
		{"deadline at the opening", func(t *sambatan.Terms) { t.OpensAt = deadline }, "deadline", sambatan.RuleLaterDeadline, "2026-12-04T05:00:00Z"},
		{"deadline now", func(t *sambatan.Terms) { t.Deadline = noon.Add(time.Hour) }, "deadline", sambatan.RuleLaterDeadline, "2026-12-01T06:00:00Z"},
		{"deadline in years", func(t *sambatan.Terms) { t.Deadline = noon.AddDate(2, 0, 0) }, "deadline", sambatan.RuleNearerDeadline, "2028-12-01T05:00:00Z"},
	}
	for _, r := range rows {
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			spec.Given(t, sambatan.Decider).When(drafts(r.change), noon.Add(time.Hour)).
				ThenRefused(&sambatan.TermsError{Field: r.field, Rule: r.rule, Got: r.got})
		})
	}
}

//money:case §4.11 a price of zero, below zero, or too large
func TestTheLargestTermsStillAddUp(t *testing.T) {
	t.Parallel()
	largest := func(t *sambatan.Terms) {
		t.Slots, t.MinFill, t.MaxPerBuyer = sambatan.MaxSlots, sambatan.MaxSlots, 1
		t.Price, t.Shipping = sambatan.MaxDue-1000, 1000
	}
	held := held(p1, ayu, 1)
	held.Amount = sambatan.MaxDue
	spec.Given(t, sambatan.Decider, opened(largest)...).When(joins(p1, ayu, 1), noon).Then(held)
	if total := int64(sambatan.MaxDue) * sambatan.MaxSlots; money.Rupiah(total)/sambatan.MaxSlots != sambatan.MaxDue {
		t.Fatal("all slots together overflow")
	}
}

//money:case §4.1 the opening comes
func TestOpen(t *testing.T) {
	t.Parallel()
	tomorrow := func(t *sambatan.Terms) { t.OpensAt = noon.Add(24 * time.Hour) }
	run(t, []row{
		{
			name: "the timer opens", given: opened(tomorrow)[:2], when: sambatan.Open{}, at: noon.Add(24 * time.Hour),
			then: history{sambatan.Opened{}},
		},
		{
			name: "too early to open", given: opened(tomorrow)[:2], when: sambatan.Open{},
			refused: &sambatan.EarlyError{DueAt: noon.Add(24 * time.Hour)},
		},
		{name: "opened before", given: opened(), when: sambatan.Open{}},
		{name: "a timer later than the deadline opens nothing", given: opened()[:2], when: sambatan.Open{}, at: deadline},
		{
			name: "a draft can't be opened", given: opened()[:1], when: sambatan.Open{},
			refused: &sambatan.PhaseError{Phase: sambatan.PhaseDraft, Needs: sambatan.PhaseScheduled},
		},
	})
}
