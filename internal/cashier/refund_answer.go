package cashier

import (
	"context"
	"encoding/hex"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/midtrans"
	"github.com/sensasiwangi/sambatan/services/payment"
)

// refused is what a definite no to a refund means. One that can't be made may have been
// made already, by somebody else: the other way is only for money that is still there.
func (c *Cashier) refused(ctx context.Context, state payment.RefundCase, no *midtrans.RefusedError) (payment.RefundCommand, error) {
	said := refusal(state, no)
	if state.Way != payment.ByGateway || said.Failure != payment.FailureWindow {
		return said, nil
	}
	t, err := c.Gateway.Status(ctx, state.Reference)
	if err != nil {
		return nil, err
	}
	if !t.Paid() || t.Left() < state.Amount {
		said.Failure = payment.FailureUnexplained
	}
	return said, nil
}

// refusal is what a definite no to a request means. The gateway's words stay out of
// the log: they may name an account.
func refusal(state payment.RefundCase, refused *midtrans.RefusedError) payment.NoteNotSent {
	return payment.NoteNotSent{Attempt: state.Attempt, Failure: refusedFor(refused), Code: strconv.Itoa(refused.Code)}
}

func refusedFor(refused *midtrans.RefusedError) payment.Failure {
	switch refused.Code {
	case http.StatusPreconditionFailed: // not refundable, or not any more
		return payment.FailureWindow
	case http.StatusUnauthorized, http.StatusForbidden: // of our keys or addresses: nobody's money is at fault
		return payment.FailureOffline
	}
	return payment.FailureUnexplained
}

// payoutFailures are the codes of payouts that failed; any other has to be looked
// into.
var payoutFailures = map[string]payment.Failure{
	"002": payment.FailureAccount, // invalid
	"006": payment.FailureAccount, // not there, or closed
	"012": payment.FailureAccount, // blocked, or the bank returned the money
	"011": payment.FailureBalance,
	"016": payment.FailureBalance,
	"099": payment.FailureOffline, // the beneficiary's bank
}

func payoutFailure(p midtrans.Payout) payment.Failure {
	if failure, known := payoutFailures[p.ErrorCode]; known {
		return failure
	}
	return payment.FailureUnexplained
}

// noteWord begins the notes of a refund's payout, which the beneficiary may read on
// a bank statement. Notes may hold letters, digits and spaces.
const noteWord = "Pengembalian"

// note names a refund and an attempt at the gateway, so that whatever it reports of a
// payout can be told whose it is.
func note(refund id.ID, attempt int) string {
	return fmt.Sprintf("%s %s %d", noteWord, hex.EncodeToString(refund[:]), attempt)
}

func readNote(text string) (refund id.ID, attempt int, ok bool) {
	parts := strings.Fields(text)
	if len(parts) != 3 || parts[0] != noteWord {
		return id.ID{}, 0, false
	}
	bytes, err := hex.DecodeString(parts[1])
	if err != nil || len(bytes) != len(refund) {
		return id.ID{}, 0, false
	}
	copy(refund[:], bytes)
	attempt, err = strconv.Atoi(parts[2])
	return refund, attempt, err == nil && attempt > 0
}
