package projections

import (
	"fmt"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// CampaignEvent is an event of a campaign's stream with the campaign's id,
// which most of them leave to the stream.
type CampaignEvent struct {
	*Event
	Campaign id.ID
	Body     sambatan.Event
}

// CampaignEvents picks the events of campaigns out of a batch, in order.
func CampaignEvents(batch []Event) ([]CampaignEvent, error) {
	var picked []CampaignEvent
	for i := range batch {
		body, ok := batch[i].Body.(sambatan.Event)
		if !ok {
			continue
		}
		campaign, err := id.Parse(batch[i].StreamID.Identity())
		if err != nil {
			return nil, fmt.Errorf("campaign of %s: %w", &batch[i].Recorded, err)
		}
		picked = append(picked, CampaignEvent{&batch[i], campaign, body})
	}
	return picked, nil
}
