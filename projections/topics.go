package projections

import "github.com/sensasiwangi/sambatan/internal/id"

// Topics name what readers watch.
const (
	OpsTopic    = "ops"    // the operators' board and desks
	MarketTopic = "market" // the marketplace
)

// CampaignTopic is watched by everyone who looks at a campaign.
func CampaignTopic(campaign id.ID) string { return "campaign:" + campaign.String() }

// BuyerTopic is watched by a buyer's own pages.
func BuyerTopic(buyer id.ID) string { return "buyer:" + buyer.String() }

// BrandTopic is watched by the pages of a brand's owner.
func BrandTopic(brand id.ID) string { return "brand:" + brand.String() }

// UserTopic is watched by a user's notifications.
func UserTopic(user id.ID) string { return "user:" + user.String() }

// Topics collects topics, each once.
type Topics = Set[string]
