package postgres

import (
	"encoding/binary"
	"slices"

	"github.com/jackc/pgx/v5/pgtype"
)

// column is one array parameter, written straight into PostgreSQL's binary
// format: a batch has thousands of values, and pgx would box every one of them.
type column struct {
	elements uint32 // OID of the elements' type
	count    uint32
	buf      []byte
	// behind is how many bytes the columns of the same statement take that come
	// after this one: room for them is made at once.
	behind int
}

// arrayHead is what comes before the elements: the number of dimensions, whether
// there are NULLs, the elements' type, their number and the first one's index.
const arrayHead = 20

func (c *column) reset(elements uint32) {
	c.elements, c.count = elements, 0
	c.buf = append(c.buf[:0], make([]byte, arrayHead)...)
}

func (c *column) add(value []byte) { add(c, value) }

func (c *column) addText(value string) { add(c, value) }

func (c *column) addInt(value int64) {
	c.count++
	c.buf = binary.BigEndian.AppendUint32(c.buf, 8)
	c.buf = binary.BigEndian.AppendUint64(c.buf, uint64(value)) //nolint:gosec // two's complement is the format
}

func add[T []byte | string](c *column, value T) {
	c.count++
	c.buf = binary.BigEndian.AppendUint32(c.buf, uint32(len(value))) //nolint:gosec // bounded by MaxEventBytes
	c.buf = append(c.buf, value...)
}

// encoded returns the array; it is good until the next reset.
func (c *column) encoded() []byte {
	binary.BigEndian.PutUint32(c.buf[0:], 1)
	binary.BigEndian.PutUint32(c.buf[4:], 0)
	binary.BigEndian.PutUint32(c.buf[8:], c.elements)
	binary.BigEndian.PutUint32(c.buf[12:], c.count)
	binary.BigEndian.PutUint32(c.buf[16:], 1)
	return c.buf
}

// columnCodec lets pgx take a *column where it would take a slice.
type columnCodec struct{ pgtype.Codec }

// PlanEncode implements pgtype.Codec.
func (c columnCodec) PlanEncode(m *pgtype.Map, oid uint32, format int16, value any) pgtype.EncodePlan {
	if _, ok := value.(*column); ok && format == pgtype.BinaryFormatCode {
		return columnPlan{}
	}
	return c.Codec.PlanEncode(m, oid, format, value)
}

type columnPlan struct{}

// Encode implements pgtype.EncodePlan.
func (columnPlan) Encode(value any, buf []byte) ([]byte, error) {
	c := value.(*column)
	return append(slices.Grow(buf, len(c.buf)+c.behind), c.encoded()...), nil
}

// registerColumns teaches a connection of ours about columns.
func registerColumns(types *pgtype.Map) {
	for _, oid := range []uint32{pgtype.TextArrayOID, pgtype.Int8ArrayOID, pgtype.UUIDArrayOID, pgtype.ByteaArrayOID, pgtype.TimestamptzArrayOID} {
		if known, ok := types.TypeForOID(oid); ok {
			types.RegisterType(&pgtype.Type{Name: known.Name, OID: oid, Codec: columnCodec{known.Codec}})
		}
	}
}
