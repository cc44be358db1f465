package ui_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/ui/view"
)

// confirming is the form that confirms an order's transfer, and its address.
func (b *browser) confirming(order string) (form answer, action string) {
	b.t.Helper()
	code := strings.TrimPrefix(order, view.MineURL+"/")
	_, row, _ := strings.Cut(b.eventually(view.OpsTransferURL, code).body, code)
	action = confirmPath.FindString(row)
	return b.page(action), action
}

// settled waits until nothing is on its way any more: no read model is behind, and no process
// manager has anything left to do.
func (s *site) settled() {
	s.t.Helper()
	for {
		head, err := s.store.Head(s.t.Context())
		require.NoError(s.t, err)
		s.caughtUp(s.progress)
		reacted := s.reacted.Load() >= int64(head)
		now, err := s.store.Head(s.t.Context())
		require.NoError(s.t, err)
		if reacted && now == head {
			return
		}
	}
}

// Money that is recorded twice is sent back once, and that once is ours.
//
//money:case §4.3 one transfer, two operators
func TestOneTransferThatTwoOperatorsConfirmAtOnceIsRecordedOnce(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	dinar, gita, raka := s.as("dinar"), s.as("gita"), s.secondOperator()
	for range 5 {
		order, amount := dinar.owes(s.open())
		form, action := gita.confirming(order)
		other, _ := raka.confirming(order)
		before, now := s.receipts(), time.Now()
		codes := make([]int, 2)
		var both sync.WaitGroup
		for i, one := range []struct {
			*browser
			form      answer
			reference string
		}{{gita, form, "FT-" + amount}, {raka, other, "BCA " + amount}} {
			both.Go(func() {
				codes[i] = one.submit(one.form, action, append(bankDay(now), view.FieldAmount, amount, view.FieldBankRef, one.reference)...).status
			})
		}
		both.Wait()
		require.Equal(t, before+1, s.receipts())
		require.ElementsMatch(t, []int{http.StatusSeeOther, http.StatusConflict}, codes)
	}
}

// What the books do not show yet may have been recorded a moment ago.
//
//money:case §4.3 one transfer, two operators
func TestNothingIsRecordedByHandWhileTheBooksAreBehind(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	dinar, gita, raka := s.as("dinar"), s.as("gita"), s.secondOperator()
	order, amount := dinar.owes(s.open())
	now := time.Now()
	statement := gita.upload(genericHead + line(now, true, "TRANSFER DARI DINAR", amount, ""))
	address := view.OpsStatementURL(statement)
	dry := gita.page(address)
	require.Contains(t, words(dry.body), "Catat 1 baris")
	form, action := raka.confirming(order)
	mine, _ := gita.confirming(order)
	before := s.receipts()
	s.settled()
	s.halted.Store(true)
	typed := append(bankDay(now), view.FieldAmount, amount, view.FieldBankRef, "FT-7")
	require.Equal(t, http.StatusSeeOther, raka.submit(form, action, typed...).status)

	imported := gita.submit(dry, address)
	require.Equal(t, http.StatusConflict, imported.status)
	require.Contains(t, words(imported.body), "belum ada yang dicatat")
	second := append(bankDay(now), view.FieldAmount, amount, view.FieldBankRef, "BCA 7")
	late := gita.submit(mine, action, second...)
	require.Equal(t, http.StatusConflict, late.status)
	require.Contains(t, words(late.body), "belum ada yang dicatat")
	require.Contains(t, late.body, `value="BCA 7"`, "what was typed stays")
	require.Equal(t, before+1, s.receipts())

	s.halted.Store(false)
	s.settled()
	require.Contains(t, words(gita.submit(late, action, second...).body), "Sudah tercatat dengan rujukan FT-7")
	require.Contains(t, words(gita.page(address).body), "Perlu diputuskan")
	require.Equal(t, before+1, s.receipts())
}
