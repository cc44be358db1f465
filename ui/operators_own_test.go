package ui_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/services/identity"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// onDuty is somebody who buys, in the browser in which they work as an operator.
func (s *site) onDuty(buyer string) *browser {
	s.t.Helper()
	b := s.guest()
	token, _, err := s.sessions.Start(s.t.Context(), session.Subject{User: s.subject(buyer).User, Roles: []identity.Role{identity.Operator}})
	require.NoError(s.t, err)
	b.cookies["sid"] = token
	return b
}

//money:case §4.3 an operator's own order
func TestAnOperatorsOwnMoneyIsAnotherOperatorsToRecord(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	order, amount := s.as("dinar").owes(s.open())
	own, gita, now := s.onDuty("dinar"), s.as("gita"), time.Now()
	before := s.receipts()

	form, action := own.confirming(order)
	typed := append(bankDay(now), view.FieldAmount, amount, view.FieldBankRef, "FT-1")
	refused := own.submit(form, action, typed...)
	require.Equal(t, http.StatusConflict, refused.status)
	require.Contains(t, words(refused.body), "Dana ini menyangkut Anda sendiri. Petugas lain yang memutuskannya.")

	list := own.page(view.OpsSuspenseURL)
	suspended := regexp.MustCompile(`/ops/titipan/[0-9a-f-]{36}`).FindString(list.body)
	matched := own.submit(list, suspended, view.FieldAct, view.ActAllocate, view.FieldOrderCode, strings.TrimPrefix(order, view.MineURL+"/"))
	require.Equal(t, http.StatusUnprocessableEntity, matched.status)
	require.Contains(t, words(matched.body), "Dana ini menyangkut Anda sendiri")

	file := view.OpsStatementURL(own.upload(genericHead + line(now, true, "TRANSFER DARI DINAR", amount, "")))
	dry := words(own.page(file).body)
	require.Contains(t, dry, "pesanan Anda sendiri. Minta petugas lain mengimpor file ini.")
	require.NotContains(t, dry, "Catat 1 baris")
	require.Equal(t, before, s.receipts())

	require.Contains(t, words(gita.follow(gita.submit(gita.page(file), file)).body), "Mutasi tercatat")
	require.Equal(t, before+1, s.receipts())
}

// A slip in the year would count late money as paid in time.
func TestATransferIsNotOlderThanItsOrder(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	order, amount := s.as("dinar").owes(s.open())
	gita, now := s.as("gita"), time.Now()
	form, action := gita.confirming(order)
	typed := append(bankDay(now.AddDate(-1, 0, 0)), view.FieldAmount, amount, view.FieldBankRef, "FT-1")
	refused := gita.submit(form, action, typed...)
	require.Equal(t, http.StatusUnprocessableEntity, refused.status)
	require.Contains(t, words(refused.body), "transfernya tidak mungkin sebelum hari itu")
	require.Contains(t, refused.body, `value="FT-1"`, "what was typed stays")
	midnight := append(bankDay(now), view.FieldBankTime, "00.00", view.FieldAmount, amount, view.FieldBankRef, "FT-1")
	require.Equal(t, http.StatusSeeOther, gita.submit(refused, action, midnight...).status, "the time of day is not always known")
}
