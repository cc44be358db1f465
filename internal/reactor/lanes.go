package reactor

import "github.com/sensasiwangi/sambatan/eventstore"

// lanes order deliveries: one at a time per stream, in order; streams in the
// order in which they became ready.
type lanes struct {
	waiting map[eventstore.StreamID][]*delivery // behind the one of its stream that is out
	ready   []*delivery
}

func newLanes() *lanes { return &lanes{waiting: map[eventstore.StreamID][]*delivery{}} }

// add puts a delivery behind all others of its stream.
func (l *lanes) add(d *delivery) {
	stream := d.event.StreamID
	queue, busy := l.waiting[stream]
	if busy {
		l.waiting[stream] = append(queue, d)
		return
	}
	l.waiting[stream] = nil
	l.ready = append(l.ready, d)
}

// first returns the delivery whose turn it is, nil if there is none.
func (l *lanes) first() *delivery {
	if len(l.ready) == 0 {
		return nil
	}
	return l.ready[0]
}

// sent takes the first delivery out; its stream stays busy until leave.
func (l *lanes) sent() { l.ready = l.ready[1:] }

// again puts a delivery that was sent back, before the others of its stream.
func (l *lanes) again(d *delivery) { l.ready = append(l.ready, d) }

// leave says that a stream's delivery was dealt with: the next one has its turn.
func (l *lanes) leave(stream eventstore.StreamID) {
	queue := l.waiting[stream]
	if len(queue) == 0 {
		delete(l.waiting, stream)
		return
	}
	l.ready = append(l.ready, queue[0])
	l.waiting[stream] = queue[1:]
}

// drop takes everything out that waits behind a stream's present delivery.
func (l *lanes) drop(stream eventstore.StreamID) []*delivery {
	queue := l.waiting[stream]
	l.waiting[stream] = nil
	return queue
}

// empty tells whether nothing of a stream waits or is out.
func (l *lanes) empty(stream eventstore.StreamID) bool {
	_, busy := l.waiting[stream]
	return !busy
}
