package notifications

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/notification"
)

// alarms tells at which events the desk hears of mails that were given up: at the
// first of every hour. When a mail server refuses a thousand, one message and the
// list that it leads to say as much as a thousand messages.
func (f *fold) alarms(ctx context.Context, tx pgx.Tx) (map[eventstore.Position]bool, error) {
	first := map[time.Time]eventstore.Position{}
	var hours []time.Time
	for _, r := range f.rows {
		hour := r.at.UTC().Truncate(time.Hour)
		if _, known := first[hour]; r.template == notification.DeskMail && !known {
			first[hour] = r.position
			hours = append(hours, hour)
		}
	}
	if len(hours) == 0 {
		return nil, nil //nolint:nilnil // no mail was given up
	}
	const query = `INSERT INTO alarms (hour) SELECT unnest($1::timestamptz[]) ON CONFLICT DO NOTHING RETURNING hour`
	fresh, err := projections.All(ctx, tx, pgx.RowTo[time.Time], query, hours)
	if err != nil {
		return nil, fmt.Errorf("note alarms: %w", err)
	}
	alarmed := make(map[eventstore.Position]bool, len(fresh))
	for _, hour := range fresh {
		alarmed[first[hour.UTC()]] = true
	}
	return alarmed, nil
}
