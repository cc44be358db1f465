package cashier

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/midtrans"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/payout"
)

// payoutField is the name under which brands' accounts are sealed.
const payoutField = "payout_account"

// AdvancePayout does what has to be done now for the payout of a brand. It returns after
// how long it wants to be called again; zero: whatever comes next follows from an event.
func (c *Cashier) AdvancePayout(ctx context.Context, brand id.ID) (again time.Duration, err error) {
	for range refundErrands {
		seller, _, err := eventstore.Load(ctx, c.Log, payout.Sellers, brand.String())
		if err != nil {
			return 0, fmt.Errorf("read what is due to brand %s: %w", brand, err)
		}
		errand, at := seller.Next()
		if wait := at.Sub(c.Now()); errand == payout.NoErrand || wait > 0 {
			if errand == payout.NoErrand || wait > skew {
				return 0, nil
			}
			return wait, nil
		}
		again, err := c.doPayout(ctx, *seller.Live, errand)
		if err != nil {
			return 0, fmt.Errorf("payout %s: %w", seller.Live.Payout, err)
		}
		if again > 0 {
			return again, nil
		}
	}
	return 0, fmt.Errorf("payouts of brand %s: there is no end to what has to be done", brand)
}

func (c *Cashier) doPayout(ctx context.Context, p payout.Payout, errand payout.Errand) (time.Duration, error) {
	switch errand {
	case payout.SubmitErrand:
		return c.submitPayout(ctx, p)
	case payout.AskErrand:
		return c.askPayoutOf(ctx, p)
	case payout.NoErrand:
	}
	return 0, nil
}

// submitPayout puts the attempt on record and then makes it. Of all who try, one is told
// that it was put on record; the others leave it alone.
func (c *Cashier) submitPayout(ctx context.Context, p payout.Payout) (time.Duration, error) {
	to, wrong, err := c.payee(ctx, p)
	if errors.Is(err, midtrans.ErrUnknown) {
		return payment.PauseSince(p.NotBefore, c.Now()), nil
	}
	if err != nil {
		return 0, err
	}
	if wrong != nil {
		_, err := c.seller(ctx, p.Brand, *wrong)
		return 0, err
	}
	result, err := c.seller(ctx, p.Brand, payout.Submit{Payout: p.Payout, Attempt: p.Attempt + 1})
	if err != nil || !payoutSubmitted(result) {
		return 0, err
	}
	p.Attempt++
	return 0, c.sendPayout(ctx, p, to)
}

func payoutSubmitted(result eventstore.Result) bool {
	for _, recorded := range result.Events {
		event, err := payout.Codec.Decode(recorded)
		if _, ours := event.(payout.Submitted); ours && err == nil && !result.Repeated {
			return true
		}
	}
	return false
}

// payee is the brand's account, after its bank was asked whose it is.
func (c *Cashier) payee(ctx context.Context, p payout.Payout) (to midtrans.Beneficiary, wrong *payout.Misdirect, err error) {
	wrong = &payout.Misdirect{Payout: p.Payout, Attempt: p.Attempt + 1}
	to, served, err := c.unseal(ctx, payoutField, p.To)
	switch {
	case errors.Is(err, eventstore.ErrErased):
		wrong.Problem = payment.ProblemMissing
		return to, wrong, nil
	case err != nil:
		return to, nil, err
	case !served:
		wrong.Bank = true
		return to, wrong, nil
	}
	if wrong.Problem, err = c.problemOf(ctx, to); err != nil || wrong.Problem == "" {
		return to, nil, err
	}
	return to, wrong, nil
}

// sendPayout asks the gateway to send the money, under the name of the attempt, and puts
// on record what it says.
func (c *Cashier) sendPayout(ctx context.Context, p payout.Payout, to midtrans.Beneficiary) error {
	reference, err := c.Gateway.Pay(ctx, payout.Key(p.Payout, p.Attempt), to, p.Amount, payoutNote(p))
	if err == nil {
		return c.recordPayout(ctx, p.Brand, payout.Accept{Payout: p.Payout, Attempt: p.Attempt, Reference: reference})
	}
	if no, ok := errors.AsType[*midtrans.RefusedError](err); ok {
		return c.recordPayout(ctx, p.Brand, payout.NoteNotSent{
			Payout: p.Payout, Attempt: p.Attempt, Failure: refusedFor(no), Code: strconv.Itoa(no.Code),
		})
	}
	return c.recordPayout(ctx, p.Brand, payout.NoteUnclear{Payout: p.Payout, Attempt: p.Attempt})
}

// askPayoutOf finds out what became of an attempt. One of which nobody knows whether it
// arrived is sent again, under the same key: if it did, the gateway answers as it did then.
func (c *Cashier) askPayoutOf(ctx context.Context, p payout.Payout) (time.Duration, error) {
	silent := func() (time.Duration, error) {
		return payment.PauseSince(p.Since, c.Now()), c.recordPayout(ctx, p.Brand, payout.NoteUnclear{Payout: p.Payout, Attempt: p.Attempt})
	}
	if p.Reference == "" {
		to, served, err := c.unseal(ctx, payoutField, p.To)
		if err != nil || !served { // the account can't be read any more: an operator has to find out
			return silent()
		}
		reference, err := c.Gateway.Pay(ctx, payout.Key(p.Payout, p.Attempt), to, p.Amount, payoutNote(p))
		if err != nil { // a no to it says nothing of the first one
			return silent()
		}
		return 0, c.recordPayout(ctx, p.Brand, payout.Accept{Payout: p.Payout, Attempt: p.Attempt, Reference: reference})
	}
	found, err := c.Gateway.PayoutOf(ctx, p.Reference)
	if err != nil {
		return silent()
	}
	if found.Amount != p.Amount {
		if err := c.tellOther(ctx, p.Claim, p.Attempt, found); err != nil {
			return 0, err
		}
		return silent()
	}
	said := endOfPayout(found, p.Payout, p.Attempt)
	switch {
	case said != nil:
		return 0, c.recordPayout(ctx, p.Brand, said)
	case p.State == payout.StateUnknown: // it is heard of again
		return payment.PauseSince(p.Since, c.Now()), c.recordPayout(ctx, p.Brand, payout.Accept{Payout: p.Payout, Attempt: p.Attempt, Reference: p.Reference})
	}
	return payment.PauseSince(p.Since, c.Now()), nil
}

// endOfPayout is what a payout has come to; nil: it is on its way.
func endOfPayout(found midtrans.Payout, which id.ID, attempt int) payout.Command {
	switch found.Status {
	case midtrans.PayoutCompleted:
		return payout.NoteSent{Payout: which, Attempt: attempt, Evidence: found.Reference}
	case midtrans.PayoutFailed, midtrans.PayoutRejected:
		return payout.NoteNotSent{Payout: which, Attempt: attempt, Failure: payoutFailure(found), Code: found.ErrorCode}
	}
	return nil
}

// tellOther is for a payout that bears the name of a brand's, and another amount: it is somebody else's,
// whatever it is called. Once it has left, nothing more is paid until somebody has looked.
func (c *Cashier) tellOther(ctx context.Context, claim payout.Claim, attempt int, found midtrans.Payout) error {
	if found.Status != midtrans.PayoutCompleted {
		return nil
	}
	return c.recordPayout(ctx, claim.Brand, payout.NoteOther{Payout: claim.Payout, Attempt: attempt, Evidence: found.Reference})
}

// checkSeller puts on record what the gateway says of a brand's payout.
func (c *Cashier) checkSeller(ctx context.Context, found midtrans.Payout) (ours bool, err error) {
	brand, which, attempt, ours := readPayoutNote(found.Notes)
	if !ours {
		return false, nil
	}
	seller, _, err := eventstore.Load(ctx, c.Log, payout.Sellers, brand.String())
	if err != nil {
		return true, err
	}
	if amount, known := seller.AmountOf(which); known && amount != found.Amount {
		return true, c.tellOther(ctx, payout.Claim{Brand: brand, Payout: which}, attempt, found)
	}
	var commands []payout.Command
	said := endOfPayout(found, which, attempt)
	if _, failed := said.(payout.NoteNotSent); !failed || !seller.Stayed(which, attempt) { // that it failed is no news then
		commands = append(commands, payout.Accept{Payout: which, Attempt: attempt, Reference: found.Reference})
	}
	if said != nil {
		commands = append(commands, said)
	}
	for _, command := range commands {
		if _, err := c.seller(ctx, brand, command); err != nil {
			return true, fmt.Errorf("payout %s of brand %s: %w", found.Reference, brand, err)
		}
	}
	return true, nil
}

// recordPayout puts on record what the gateway said, even when this process is told to
// stop meanwhile: otherwise it would have to be asked once more.
func (c *Cashier) recordPayout(ctx context.Context, brand id.ID, said payout.Command) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), recording)
	defer cancel()
	_, err := c.seller(ctx, brand, said)
	return err
}

func (c *Cashier) seller(ctx context.Context, brand id.ID, command payout.Command) (eventstore.Result, error) {
	return c.Log.Execute(ctx, payout.Sellers.Command(brand.String(), command, meta()))
}

// payoutWord begins the notes of a brand's payout.
const payoutWord = "Pencairan"

// payoutNote names a brand, a payout and an attempt at the gateway, so that whatever it
// reports can be told whose it is.
func payoutNote(p payout.Payout) string {
	return fmt.Sprintf("%s %s %d %d", payoutWord, hex.EncodeToString(p.Brand[:]), p.Number, p.Attempt)
}

func readPayoutNote(text string) (brand, which id.ID, attempt int, ok bool) {
	parts := strings.Fields(text)
	if len(parts) != 4 || parts[0] != payoutWord {
		return brand, which, 0, false
	}
	bytes, err := hex.DecodeString(parts[1])
	if err != nil || len(bytes) != len(brand) {
		return brand, which, 0, false
	}
	copy(brand[:], bytes)
	number, err := strconv.Atoi(parts[2])
	attempt, wrong := strconv.Atoi(parts[3])
	return brand, payout.ID(brand, number), attempt, err == nil && wrong == nil && number > 0 && attempt > 0
}
