package bench

import (
	"context"
	"fmt"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// OpenCampaign drafts and publishes a campaign that everybody wants.
func OpenCampaign(ctx context.Context, log eventstore.Log) (id.ID, error) {
	campaign := id.New()
	draft := sambatan.Draft{Campaign: campaign, Brand: id.New(), Product: id.New(), Title: "Batch yang diincar semua orang", Batch: 1, Terms: hotTerms(time.Now().UTC())}
	for _, command := range append([]sambatan.Command{draft}, sambatan.Reviewed(id.New(), id.New())...) {
		meta := eventstore.Meta{CommandID: id.New(), Actor: "system:bench"}
		if _, err := log.Execute(ctx, sambatan.Campaigns.Command(campaign.String(), command, meta)); err != nil {
			return campaign, fmt.Errorf("open a campaign: %w", err)
		}
	}
	return campaign, nil
}

// SambatanPath joins through the program's own Execute.
func SambatanPath(log eventstore.Log, campaign id.ID) Path {
	return Path{Name: "sambatan", Connections: 1, Do: func(ctx context.Context, _, _ int) error {
		b, err := newBuyer()
		if err != nil {
			return err
		}
		meta := eventstore.Meta{CommandID: b.command, Actor: "user:" + b.id.String()}
		_, err = log.Execute(ctx, sambatan.Campaigns.Command(campaign.String(), b.join(), meta))
		return err
	}}
}

// OptimisticPath loads the campaign, decides, appends at the expected version
// and tries again when somebody else was faster: what most event stores offer.
func OptimisticPath(log eventstore.Log, campaign id.ID) Path {
	return Path{Name: "optimistic", Connections: 1, Do: func(ctx context.Context, _, _ int) error {
		b, err := newBuyer()
		if err != nil {
			return err
		}
		for {
			retry, err := tryOptimistic(ctx, log, campaign, b)
			if !retry {
				return err
			}
		}
	}}
}

func tryOptimistic(ctx context.Context, log eventstore.Log, campaign id.ID, b buyer) (retry bool, err error) {
	state, version, err := eventstore.Load(ctx, log, sambatan.Campaigns, campaign.String())
	if err != nil {
		return false, err
	}
	events, err := sambatan.Decider.Decide(state, b.join(), time.Now())
	if err != nil {
		return false, err
	}
	encoded := make([]eventstore.NewEvent, len(events))
	for i, event := range events {
		if encoded[i], err = sambatan.Codec.Encode(event); err != nil {
			return false, err
		}
	}
	meta := eventstore.Meta{CommandID: id.New(), Actor: "user:" + b.id.String()}
	_, err = log.Append(ctx, sambatan.Campaigns.Stream(campaign.String()), version, encoded, meta)
	return isConflict(err), err
}
