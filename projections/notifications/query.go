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

// Reader is whose messages are read: a person's own, and those to the desks that
// the person works at. However many read a desk, each of them has a mark of their own.
type Reader struct {
	User  id.ID
	Desks []string // roles
}

// Row is one message in a reader's list.
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
	shown = `n.recipient, n.channel, n.template, n.event, n.campaign, n.participation, n.params::text, n.at, n.position,
		n.position <= coalesce((SELECT position FROM notification_reads WHERE recipient = $2), 0)`
	theirs = ` FROM sambatan_notifications n WHERE n.recipient = ANY ($1) AND n.channel = $3 `
)

// Of returns a page of a reader's messages, newest first.
func Of(ctx context.Context, q projections.Querier, reader Reader, limit, offset int) ([]Row, error) {
	// One list after the other by its index, so that a long one costs what is shown of it.
	const query = `SELECT ` + shown + ` FROM unnest($1::text[]) AS list (recipient) CROSS JOIN LATERAL (
			SELECT * FROM sambatan_notifications m WHERE m.recipient = list.recipient AND m.channel = $3
			ORDER BY m.position DESC, m.template LIMIT $4::int + $5::int
		) n ORDER BY n.position DESC, n.template, n.recipient LIMIT $4 OFFSET $5`
	return projections.All(ctx, q, scan, query, append(reader.args(), limit, offset)...)
}

// Find returns one of a reader's messages, by its event and its template.
func Find(ctx context.Context, q projections.Querier, reader Reader, at eventstore.Position, template string) (Row, error) {
	const query = `SELECT ` + shown + theirs + `AND n.position = $4 AND n.template = $5 LIMIT 1`
	return projections.One(ctx, q, scan, query, append(reader.args(), int64(at), template)...)
}

// Unread counts a reader's messages that were not read, up to most: beyond it
// nobody wants the number, and a long absence stays cheap.
func Unread(ctx context.Context, q projections.Querier, reader Reader, most int) (int, error) {
	const query = `SELECT count(*) FROM (SELECT 1` + theirs +
		`AND n.position > coalesce((SELECT position FROM notification_reads WHERE recipient = $2), 0) LIMIT $4) AS unread`
	return projections.One(ctx, q, pgx.RowTo[int], query, append(reader.args(), most)...)
}

// Extent is how much a reader's list holds.
type Extent struct {
	Total  int
	Newest eventstore.Position
}

// ExtentOf measures a reader's list.
func ExtentOf(ctx context.Context, q projections.Querier, reader Reader) (Extent, error) {
	const query = `SELECT count(*), coalesce(max(n.position), 0) FROM sambatan_notifications n WHERE n.recipient = ANY ($1) AND n.channel = $2`
	return projections.One(ctx, q, func(row pgx.CollectableRow) (e Extent, err error) {
		err = row.Scan(&e.Total, &e.Newest)
		return e, err
	}, query, reader.recipients(), string(notification.InApp))
}

func (r Reader) args() []any {
	return []any{r.recipients(), projections.UUID(r.User), string(notification.InApp)}
}

func (r Reader) recipients() []string {
	recipients := []string{string(notification.User(r.User))}
	for _, role := range r.Desks {
		recipients = append(recipients, string(notification.Desk(role)))
	}
	return recipients
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
