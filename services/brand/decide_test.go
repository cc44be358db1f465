package brand_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/spec"
	"github.com/sensasiwangi/sambatan/services/brand"
)

var (
	house = id.MustParse("01930000-0000-7000-8000-00000000000a")
	rina  = id.MustParse("01930000-0000-7000-8000-000000000001")
	noon  = time.Date(2026, 11, 24, 5, 0, 0, 0, time.UTC)
)

func TestAHouseJoinsOnceAndWithAllThatIsNeeded(t *testing.T) {
	t.Parallel()
	register := brand.Register{Brand: house, Name: " Rumah Kenanga ", City: "Blitar", Owner: rina}
	spec.Given(t, brand.Decider).
		When(register, noon).Then(brand.Registered{Brand: house, Name: "Rumah Kenanga", City: "Blitar", Owner: rina}).
		And().When(register, noon).ThenRefused(brand.ErrRegistered)
	nameless := register
	nameless.Name = " "
	spec.Given(t, brand.Decider).When(nameless, noon).ThenRefused(brand.ErrIncomplete)
	spec.Given(t, brand.Decider).When(nil, noon).ThenRefused(brand.ErrNoCommand)
	require.Equal(t, "brand-"+house.String(), string(brand.Brands.Stream(house.String())))
}
