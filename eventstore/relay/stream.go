package relay

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// metadataLog is the key of the stream's metadata that names the log.
const metadataLog = "sambatan-log"

// duplicates is the shortest window that JetStream knows: the expected sequence
// keeps duplicates out for good.
const duplicates = 100 * time.Millisecond

// openStream returns the stream, made when it is missing.
func (r *Relay) openStream(ctx context.Context, js jetstream.JetStream) (*jetstream.StreamInfo, jetstream.Stream, error) {
	stream, err := js.Stream(ctx, r.config.Stream)
	if errors.Is(err, jetstream.ErrStreamNotFound) {
		stream, err = r.createStream(ctx, js)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("open the stream %s: %w", r.config.Stream, err)
	}
	info, err := stream.Info(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("look at the stream %s: %w", r.config.Stream, err)
	}
	return info, stream, nil
}

// createStream begins a stream whose first sequence is the lowest position that
// somebody still needs, at most the next one of the log.
func (r *Relay) createStream(ctx context.Context, js jetstream.JetStream) (jetstream.Stream, error) {
	from, err := r.config.NeedFrom(ctx)
	if err != nil {
		return nil, fmt.Errorf("lowest position needed: %w", err)
	}
	head, err := r.config.Source.Head(ctx)
	if err != nil {
		return nil, fmt.Errorf("head of the log: %w", err)
	}
	first := min(max(from, 1), head+1)
	stream, err := js.CreateStream(ctx, r.streamConfig(first))
	if err != nil {
		return nil, err
	}
	r.stats.update(func(s *Stats) { s.Created++ })
	r.config.Logger.WarnContext(ctx, "the JetStream stream was begun", "stream", r.config.Stream, "from", first, "head", head)
	return stream, nil
}

func (r *Relay) streamConfig(first eventstore.Position) jetstream.StreamConfig {
	return jetstream.StreamConfig{
		Name:        r.config.Stream,
		Description: "The log, written by the relay only: sequence equals position.",
		Subjects:    []string{r.config.Prefix + ".>"},
		Storage:     jetstream.FileStorage,
		Retention:   jetstream.LimitsPolicy,
		Discard:     jetstream.DiscardOld,
		Replicas:    r.config.Replicas,
		MaxAge:      r.config.MaxAge,
		MaxBytes:    r.config.MaxBytes,
		FirstSeq:    uint64(first), //nolint:gosec // positions begin at 1
		Duplicates:  duplicates,
		DenyDelete:  true,
		DenyPurge:   true,
		Metadata:    map[string]string{metadataLog: logName(r.config.Source.ID())},
	}
}

// adjustLimits brings a stream that was made with other limits up to date.
func (r *Relay) adjustLimits(ctx context.Context, js jetstream.JetStream, have jetstream.StreamConfig) error {
	if have.MaxAge == r.config.MaxAge && have.MaxBytes == r.config.MaxBytes && have.Replicas == r.config.Replicas {
		return nil
	}
	have.MaxAge, have.MaxBytes, have.Replicas = r.config.MaxAge, r.config.MaxBytes, r.config.Replicas
	have.Duplicates = duplicates // must not exceed MaxAge
	if _, err := js.UpdateStream(ctx, have); err != nil {
		return fmt.Errorf("change the limits of the stream %s: %w", r.config.Stream, err)
	}
	return nil
}

func logName(id eventstore.UUID) string { return hex.EncodeToString(id[:]) }
