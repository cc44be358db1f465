package demo

import (
	"fmt"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/services/order"
)

// send has every paid part of a batch leave on the same afternoon.
func (s *script) send(p plan, c *cast) {
	at := s.atWork(p.sent, 15)
	for i, one := range c.stakes {
		s.add(at, by(p.house().owner.key), p.key+"/send/"+one.buyer, func(_ *teller, meta eventstore.Meta) (eventstore.Command, error) {
			body := order.SendParcel{
				Brand: BrandID(p.house().key), Courier: order.JNT, Resi: fmt.Sprintf("JP24%08d", p.batch*1000+i),
			}
			return order.Orders.Command(participation(p, one.buyer).String(), body, meta), nil
		})
	}
}
