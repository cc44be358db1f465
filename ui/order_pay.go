package ui

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/intents"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// askGateway bounds how long a buyer waits for the gateway. What it did not answer
// by then is asked again in the background, and the page follows.
const askGateway = 6 * time.Second

// payPost is a buyer who chooses how to pay. The same choice again leads to what
// is there already.
func (s *Server) payPost(c fiber.Ctx) error {
	f, err := s.posted(c, view.FieldMethod)
	if err != nil {
		return err
	}
	method := payment.Method(f.Value(view.FieldMethod))
	if method == payment.FromWallet {
		return s.payFromWallet(c, f)
	}
	if s.Gateway == nil || !slices.Contains(s.Gateway.Methods, method) {
		return fiber.ErrBadRequest
	}
	subject := who(c).Subject
	found, err := s.readOrder(c.Context(), subject, c.Params("code"))
	if err != nil {
		return err
	}
	address := view.OrderURL(found.row.Code)
	if found.intent.Method == method && !found.spent() && (found.intent.State == payment.IntentCreated || found.intent.State == payment.IntentAwaiting) {
		return done(c, address, "", 0)
	}
	begin := sambatan.BeginPayment{Participation: found.row.Participation, Buyer: subject.User, Method: string(method)}
	result, err := s.Log.Execute(c.Context(), sambatan.Campaigns.Command(found.row.Campaign.String(), begin, meta(f.command, subject)))
	if flash, refused := payRefusal(err); refused {
		return done(c, address, flash, 0)
	}
	if err != nil {
		return err
	}
	after, err := s.beginPayment(c.Context(), result)
	if err != nil {
		return err
	}
	return done(c, address, "", after)
}

// payRefusal is what a buyer is told who can't begin to pay any more.
func payRefusal(err error) (flash string, refused bool) {
	if _, paid := errors.AsType[*sambatan.SecuredError](err); paid {
		return "sudah-lunas", true
	}
	if _, late := errors.AsType[*sambatan.LateError](err); late {
		return "bayar-lewat", true
	}
	if _, often := errors.AsType[*sambatan.AttemptsError](err); often {
		return "bayar-sering", true
	}
	_, ending := errors.AsType[*sambatan.EndingError](err)
	_, gone := errors.AsType[*sambatan.NoHoldError](err)
	return "bayar-lepas", ending || gone
}

// beginPayment takes the steps to a way to pay at once. It returns what the next
// page has to wait for.
func (s *Server) beginPayment(ctx context.Context, result eventstore.Result) (eventstore.Position, error) {
	for _, recorded := range result.Events {
		event, err := sambatan.Codec.Decode(recorded)
		if err != nil {
			return 0, err
		}
		begun, ok := event.(sambatan.PaymentBegun)
		if !ok {
			continue
		}
		if _, err := s.Process.OpenFor(begun, recorded).Run(ctx, s.Log); err != nil {
			return 0, err
		}
		asking, stop := context.WithTimeout(ctx, askGateway)
		defer stop()
		if err := s.Gateway.Advance(asking, begun.Participation); err != nil {
			slog.WarnContext(ctx, "the gateway did not say how to pay; it will be asked again", "participation", begun.Participation, "error", err)
		}
		return s.Log.Head(ctx)
	}
	return 0, fmt.Errorf("a payment that began recorded %d events and not that", len(result.Events))
}

// channel is how the buyer of an order can pay through the gateway.
func (s *Server) channel(c fiber.Ctx, o order) view.Channel {
	shown := view.Channel{Form: s.blank(c)}
	if !o.waiting() {
		return shown
	}
	shown.Balance = int64(o.wallet.Spendable())
	shown.Missing = max(0, int64(o.toPay())-shown.Balance)
	s.offerMethods(&shown)
	if !o.spent() {
		s.showAttempt(c, &shown, o.intent)
	}
	return shown
}

func (s *Server) offerMethods(shown *view.Channel) {
	if s.Gateway == nil {
		return
	}
	shown.Sandbox = s.Gateway.Sandbox
	for _, method := range s.Gateway.Methods {
		shown.Methods = append(shown.Methods, view.PayMethod(method))
	}
}

// showAttempt shows what was chosen, and what to do about it.
func (s *Server) showAttempt(c fiber.Ctx, shown *view.Channel, i intents.Intent) {
	if i.Attempt == 0 {
		return
	}
	shown.Chosen, shown.State = view.PayMethod(i.Method), view.PayState(i.State)
	shown.Amount, shown.VA, shown.Link, shown.Deadline = int64(i.Amount), i.VA, i.Link, i.ExpiresAt
	shown.Refused = i.State == payment.IntentIsClosed && i.Reason == payment.EndRefused
	var err error
	if shown.QR, err = qrCode(i.QR); err != nil {
		slog.WarnContext(c.Context(), "a buyer sees no QR code", "participation", i.Participation, "error", err)
	}
}

// newest are the newest attempts of several orders.
func (s *Server) newest(ctx context.Context, q projections.Querier, orders []order) error {
	ids := participationsOf(orders)
	if len(ids) == 0 {
		return nil
	}
	found, err := intents.NewestOf(ctx, q, ids)
	for n := range orders {
		orders[n].intent = found[orders[n].row.Participation]
	}
	return err
}

// orderLive tells the page of an order when something has changed on it: the page
// says what it shows, and is told to load itself anew when that is not so any
// more. So nothing that is being typed is lost before it has to be.
func (s *Server) orderLive(c fiber.Ctx) (liveView, error) {
	subject, code, shown := who(c).Subject, c.Params("code"), c.Query("lihat")
	if _, err := s.readOrder(c.Context(), subject, code); err != nil {
		return liveView{}, err
	}
	paint := outdates(func(changed bool) templ.Component { return view.OrderChanged(code, changed) }, func(ctx context.Context) (changed, moves bool, err error) {
		found, err := s.readOrder(ctx, subject, code)
		return found.mark(s.Now()) != shown, found.moves(), err
	})
	key := "order " + code + " " + subject.User.String() + " " + shown
	return liveView{key: key, topic: projections.BuyerTopic(subject.User), paint: paint}, nil
}
