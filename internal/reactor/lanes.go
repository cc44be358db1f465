package reactor

// lanes order deliveries: one at a time per lane, in order; lanes in the order in
// which they became ready.
type lanes struct {
	waiting map[string][]*delivery // behind the one of its lane that is out
	ready   []*delivery
}

func newLanes() *lanes { return &lanes{waiting: map[string][]*delivery{}} }

// add puts a delivery behind all others of its lane.
func (l *lanes) add(d *delivery) {
	queue, busy := l.waiting[d.lane]
	if busy {
		l.waiting[d.lane] = append(queue, d)
		return
	}
	l.waiting[d.lane] = nil
	l.ready = append(l.ready, d)
}

// first returns the delivery whose turn it is, nil if there is none.
func (l *lanes) first() *delivery {
	if len(l.ready) == 0 {
		return nil
	}
	return l.ready[0]
}

// sent takes the first delivery out; its lane stays busy until leave.
func (l *lanes) sent() { l.ready = l.ready[1:] }

// again puts a delivery that was sent back, before the others of its lane.
func (l *lanes) again(d *delivery) { l.ready = append(l.ready, d) }

// leave says that a lane's delivery was dealt with: the next one has its turn.
func (l *lanes) leave(lane string) {
	queue := l.waiting[lane]
	if len(queue) == 0 {
		delete(l.waiting, lane)
		return
	}
	l.ready = append(l.ready, queue[0])
	l.waiting[lane] = queue[1:]
}

// drop takes everything out that waits behind a lane's present delivery.
func (l *lanes) drop(lane string) []*delivery {
	queue := l.waiting[lane]
	l.waiting[lane] = nil
	return queue
}

// empty tells whether nothing of a lane waits or is out.
func (l *lanes) empty(lane string) bool {
	_, busy := l.waiting[lane]
	return !busy
}
