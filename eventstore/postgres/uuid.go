package postgres

import (
	"crypto/rand"
	"encoding/binary"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// idSource makes UUIDs of version 7, so that the ids of new events sit together
// in their index. It is used by one goroutine.
type idSource struct {
	random [4096]byte
	unused []byte
}

func (s *idSource) next(now time.Time) (id eventstore.UUID) {
	if len(s.unused) < 10 {
		rand.Read(s.random[:])
		s.unused = s.random[:]
	}
	copy(id[6:], s.unused[:10])
	s.unused = s.unused[10:]
	var milliseconds [8]byte
	binary.BigEndian.PutUint64(milliseconds[:], uint64(now.UnixMilli()))
	copy(id[:6], milliseconds[2:])
	id[6] = id[6]&0x0f | 0x70 // version 7
	id[8] = id[8]&0x3f | 0x80 // RFC 9562 variant
	return id
}
