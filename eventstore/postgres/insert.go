package postgres

import (
	"github.com/jackc/pgx/v5/pgtype"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// insertEvents takes the columns of eventColumns. The positions continue at the
// head, and the whole batch has one time: this is what an appender records. The
// arrays stand in the select list because Postgres goes through them there as it
// goes; below FROM it would first write a copy of each.
const insertEvents = `INSERT INTO events (` + columns + `)
	SELECT $1::bigint + generate_series(1, cardinality($3::text[])), unnest($3::text[]), unnest($4::bigint[]), unnest($5::uuid[]),
		unnest($6::text[]), unnest($7::text[])::json, unnest($8::text[])::json, unnest($9::uuid[]), unnest($10::bytea[]),
		unnest($11::uuid[]), unnest($12::uuid[]), unnest($13::text[]), $2::timestamptz, unnest($14::bytea[])`

// elementTypes of the arrays in insertEvents, in their order.
var elementTypes = [...]uint32{
	pgtype.TextOID, pgtype.Int8OID, pgtype.UUIDOID, pgtype.TextOID, pgtype.TextOID, pgtype.TextOID,
	pgtype.UUIDOID, pgtype.ByteaOID, pgtype.UUIDOID, pgtype.UUIDOID, pgtype.TextOID, pgtype.ByteaOID,
}

// eventColumns are events turned by a quarter. Their memory is kept between
// batches.
type eventColumns [len(elementTypes)]column

// of returns the arguments of insertEvents.
func (c *eventColumns) of(head eventstore.Position, events []eventstore.Recorded) []any {
	arguments := []any{int64(head), events[0].RecordedAt}
	for i := range c {
		c[i].reset(elementTypes[i])
		arguments = append(arguments, &c[i])
	}
	for i := range events {
		e := &events[i]
		c[0].addText(string(e.StreamID))
		c[1].addInt(int64(e.Version))
		c[2].add(e.EventID[:])
		c[3].addText(e.Type)
		c[4].add(e.Data)
		c[5].add(e.Metadata)
		c[6].add(e.CommandID[:])
		c[7].add(e.Fingerprint)
		c[8].add(e.CorrelationID[:])
		c[9].add(e.CausationID[:])
		c[10].addText(e.Actor)
		c[11].add(e.LeafHash[:])
	}
	for i := len(c) - 2; i >= 0; i-- {
		c[i].behind = len(c[i+1].buf) + c[i+1].behind
	}
	return arguments
}
