package notifications

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/notification"
)

// Row is one message in a person's list, or in a desk's.
type Row struct {
	Key                                id.ID // follows from event, recipient, channel and template
	Recipient, Campaign, Participation id.ID // Recipient is zero for a desk
	Template                           string
	Data                               json.RawMessage // notification.Params
	At                                 time.Time
	Position                           eventstore.Position // of the event
	Read                               bool
}

const (
	shown   = `n.recipient, n.channel, n.template, n.event, n.campaign, n.participation, n.params::text, n.at, n.position`
	fromOwn = ` FROM sambatan_notifications n LEFT JOIN notification_reads r ON r.recipient = $2
		WHERE n.recipient = $1 AND n.channel = $3 `
)

// Of returns a page of a person's messages, newest first.
func Of(ctx context.Context, q projections.Querier, recipient id.ID, limit, offset int) ([]Row, error) {
	const query = `SELECT ` + shown + `, n.position <= coalesce(r.position, 0)` + fromOwn +
		`ORDER BY n.position DESC, n.template LIMIT $4 OFFSET $5`
	return projections.All(ctx, q, scan, query, append(own(recipient), limit, offset)...)
}

// Unread counts a person's messages that were not read.
func Unread(ctx context.Context, q projections.Querier, recipient id.ID) (int, error) {
	const query = `SELECT count(*)` + fromOwn + `AND n.position > coalesce(r.position, 0)`
	return projections.One(ctx, q, pgx.RowTo[int], query, own(recipient)...)
}

// Desk returns the newest messages to a role's desk. Only staff see them; whoever
// acts first does so for all, so they count as read by nobody.
func Desk(ctx context.Context, q projections.Querier, role string, limit int) ([]Row, error) {
	const query = `SELECT ` + shown + `, false FROM sambatan_notifications n
		WHERE n.recipient = $1 AND n.channel = $2 ORDER BY n.position DESC, n.template LIMIT $3`
	return projections.All(ctx, q, scan, query, string(notification.Desk(role)), string(notification.InApp), limit)
}

func own(recipient id.ID) []any {
	return []any{string(notification.User(recipient)), projections.UUID(recipient), string(notification.InApp)}
}

func scan(row pgx.CollectableRow) (Row, error) {
	var r Row
	var to notification.Recipient
	var channel, params string
	var event id.ID
	if err := row.Scan((*string)(&to), &channel, &r.Template, projections.ScanID(&event), projections.ScanID(&r.Campaign),
		projections.ScanID(&r.Participation), &params, projections.ScanTime(&r.At), &r.Position, &r.Read); err != nil {
		return Row{}, err
	}
	r.Key, r.Data = id.Derive(event, strings.Join([]string{string(to), channel, r.Template}, "/")), json.RawMessage(params)
	if to.Kind() != "user" {
		return r, nil
	}
	recipient, err := id.Parse(to.Name())
	r.Recipient = recipient
	return r, err
}
