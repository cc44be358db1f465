package notifications

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/notification"
)

// circle is a campaign's people, with what they had and when.
type circle struct {
	maker    id.ID
	campaign *campaign
	joins    []*join
}

// address puts persons in the place of "the maker of", "the buyers of" and the
// like, as they were when the event happened.
func (f *fold) address(ctx context.Context, tx pgx.Tx) error {
	circles, err := f.circles(ctx, tx)
	if err != nil {
		return err
	}
	alarmed, err := f.alarms(ctx, tx)
	if err != nil {
		return err
	}
	rows := f.rows
	f.rows = make([]row, 0, len(rows))
	for _, r := range rows {
		if r.template == notification.DeskMail && !alarmed[r.position] {
			continue
		}
		switch around := circles[r.recipient.Name()]; r.recipient.Kind() {
		case "maker":
			f.tellMaker(r, around)
		case "buyers":
			f.tell(r, around.seated(r.position))
		case "unpaid":
			f.tellUnpaid(r, around)
		case "former":
			f.tell(r, around.former(r.position))
		default:
			f.rows = append(f.rows, r)
			f.watch(r.recipient)
		}
	}
	return nil
}

func (f *fold) deliver(r row, to id.ID) {
	r.recipient = notification.User(to)
	f.rows = append(f.rows, r)
	f.watch(r.recipient)
}

func (f *fold) tell(r row, all []id.ID) {
	for _, one := range all {
		f.deliver(r, one)
	}
}

// tellMaker adds, to a reminder of the deadline, how the campaign stands.
func (f *fold) tellMaker(r row, around *circle) {
	if around == nil || around.maker.IsZero() {
		return
	}
	if r.template == notification.MakerClosingDay || r.template == notification.MakerClosingSoon {
		if !around.closing(r) {
			return
		}
		r.params.At = around.campaign.deadline
		r.params.Slots, r.params.Held = around.filled(r.position)
	}
	f.deliver(r, around.maker)
}

// tellUnpaid reminds those who have not paid and did not report a transfer, each
// of what they have to pay.
func (f *fold) tellUnpaid(r row, around *circle) {
	if around == nil || r.template != notification.PayReminder && !around.closing(r) {
		return
	}
	for _, j := range around.joins {
		if !j.heldAt(r.position) || j.told(r.position) || r.template == notification.PayReminder && !j.warnAt.Equal(r.params.At) {
			continue
		}
		mine := r
		mine.participation = j.participation
		mine.params.Participation, mine.params.Slots, mine.params.Amount, mine.params.At = j.participation, j.slots, j.missing(r.position), j.payBy
		f.deliver(mine, j.buyer)
	}
}

func (f *fold) watch(recipient notification.Recipient) {
	if recipient.Kind() == "role" {
		f.topics.Add(projections.OpsTopic)
		return
	}
	f.topics.Add(string(recipient)) // "user:<id>" is the topic's name too
}

// closing tells whether a reminder is about the deadline that the campaign has,
// and joining is not over.
func (c *circle) closing(r row) bool {
	before := notification.ThreeBefore
	if r.template == notification.ClosingDay || r.template == notification.MakerClosingDay {
		before = notification.ADayBefore
	}
	open := c.campaign.shut == 0 || c.campaign.shut > r.position
	return open && r.params.At.Equal(c.campaign.deadline.Add(-before))
}

// seated lists those who had secured slots at a position, each once.
func (c *circle) seated(at eventstore.Position) []id.ID {
	return c.choose(func(j *join) bool { return j.securedAt(at) })
}

// former lists those who gave slots up unpaid, and had none at a position.
func (c *circle) former(at eventstore.Position) []id.ID {
	inside := map[id.ID]bool{}
	if c != nil {
		for _, j := range c.joins {
			inside[j.buyer] = inside[j.buyer] || j.held == at || j.heldAt(at) || j.securedAt(at) || j.secured == at
		}
	}
	return c.choose(func(j *join) bool { return j.leftAt(at) && !inside[j.buyer] })
}

// choose lists the buyers of some joins, each once and in the order of joining.
func (c *circle) choose(some func(*join) bool) (buyers []id.ID) {
	if c == nil {
		return nil
	}
	seen := map[id.ID]bool{}
	for _, j := range c.joins {
		if some(j) && !seen[j.buyer] {
			seen[j.buyer] = true
			buyers = append(buyers, j.buyer)
		}
	}
	return buyers
}

// filled counts the slots that were secured and held at a position.
func (c *circle) filled(at eventstore.Position) (secured, held int) {
	for _, j := range c.joins {
		switch {
		case j.securedAt(at):
			secured += j.slots
		case j.heldAt(at):
			held += j.slots
		}
	}
	return secured, held
}

// circles reads the people around every campaign that a row is addressed by; the
// joins only where they matter.
func (f *fold) circles(ctx context.Context, tx pgx.Tx) (map[string]*circle, error) {
	named, crowded := f.named()
	if len(named) == 0 {
		return nil, nil //nolint:nilnil // nobody asks
	}
	const query = `SELECT c.campaign, c.brand, c.slots, c.deadline, c.taken, c.nearly, c.shut, b.owner
		FROM campaigns c LEFT JOIN brands b USING (brand) WHERE c.campaign = ANY ($1::uuid[])`
	found, err := projections.All(ctx, tx, scanCircle, query, named)
	if err != nil {
		return nil, fmt.Errorf("read makers: %w", err)
	}
	circles := make(map[string]*circle, len(found))
	for _, c := range found {
		circles[c.campaign.campaign.String()] = c
	}
	joined, err := projections.All(ctx, tx, scanJoin, selectJoin+`WHERE campaign = ANY ($1::uuid[]) ORDER BY held`, crowded)
	if err != nil {
		return nil, fmt.Errorf("read joins: %w", err)
	}
	for i := range joined {
		if c := circles[joined[i].campaign.String()]; c != nil {
			c.joins = append(c.joins, &joined[i])
		}
	}
	return circles, nil
}

func scanCircle(row pgx.CollectableRow) (*circle, error) {
	c, around := &campaign{}, &circle{}
	around.campaign = c
	err := row.Scan(projections.ScanID(&c.campaign), projections.ScanID(&c.brand), &c.slots, projections.ScanTime(&c.deadline),
		&c.taken, &c.nearly, &c.shut, projections.ScanID(&around.maker))
	return around, err
}

// named lists the campaigns that rows are addressed by, and those of them whose
// buyers must be known.
func (f *fold) named() (all, crowded []string) {
	seen, crowds := map[string]bool{}, map[string]bool{}
	for _, r := range f.rows {
		name := r.recipient.Name()
		var crowd bool
		switch r.recipient.Kind() {
		case "maker":
			crowd = r.template == notification.MakerClosingDay || r.template == notification.MakerClosingSoon
		case "buyers", "unpaid", "former":
			crowd = true
		default:
			continue
		}
		if !seen[name] {
			seen[name] = true
			all = append(all, name)
		}
		if crowd && !crowds[name] {
			crowds[name] = true
			crowded = append(crowded, name)
		}
	}
	return all, crowded
}
