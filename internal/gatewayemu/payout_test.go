package gatewayemu_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/gatewayemu"
)

func payoutTo(account string, amount string) object {
	return object{"payouts": []object{{
		"beneficiary_name": "Dinar", "beneficiary_account": account, "beneficiary_bank": "bca", "amount": amount, "notes": "refund",
	}}}
}

func (b *bench) payout(key string, asked object) (code int, reference string) {
	b.Helper()
	code, said := b.call(irisKey, http.MethodPost, "/iris/api/v1/payouts", asked, "X-Idempotency-Key", key)
	if code != http.StatusCreated {
		return code, ""
	}
	return code, said["payouts"].([]any)[0].(object)["reference_no"].(string)
}

func (b *bench) status(reference string) (status, code any) {
	b.Helper()
	_, said := b.call(irisKey, http.MethodGet, "/iris/api/v1/payouts/"+reference, nil)
	return said["status"], said["error_code"]
}

func (b *bench) balance() any {
	b.Helper()
	_, said := b.call(irisKey, http.MethodGet, "/iris/api/v1/balance", nil)
	return said["balance"]
}

func TestAPayoutIsMadeOncePerKey(t *testing.T) {
	t.Parallel()
	b := newBench(t, func(c *gatewayemu.Config) { c.Balance, c.PayoutsByHand = 100_000, true })
	code, reference := b.payout("refund-1", payoutTo("2048119311", "30000.00"))
	require.Equal(t, http.StatusCreated, code)
	code, again := b.payout("refund-1", payoutTo("2048119311", "30000.00"))
	require.Equal(t, http.StatusCreated, code)
	require.Equal(t, reference, again)
	require.Equal(t, "70000.00", b.balance())
	code, _ = b.payout("refund-1", payoutTo("2048119311", "40000.00"))
	require.Equal(t, http.StatusBadRequest, code, "another request under the same key")
	status, _ := b.status(reference)
	require.Equal(t, "queued", status)
	require.NoError(t, b.gateway.FinishPayout(reference))
	require.ErrorIs(t, b.gateway.FinishPayout(reference), gatewayemu.ErrNotNow)
	status, _ = b.status(reference)
	require.Equal(t, "completed", status)

	b.notified(1)
	b.mu.Lock()
	defer b.mu.Unlock()
	require.Equal(t, gatewayemu.IrisSignature(b.bodies[0], merchantKey), b.raw[0].Header.Get("Iris-Signature"))
	require.Equal(t, "/payout", b.raw[0].URL.Path)
}

func TestPayoutsFailAsBanksDo(t *testing.T) {
	t.Parallel()
	b := newBench(t, func(c *gatewayemu.Config) { c.Balance = 100_000 })
	b.gateway.SetAccount("bca", "closed", gatewayemu.Account{Gone: true})
	b.gateway.SetAccount("bca", "offline", gatewayemu.Account{Fails: gatewayemu.ProviderOffline})
	for account, want := range map[string]string{
		"closed": gatewayemu.NoSuchAccount, "offline": gatewayemu.ProviderOffline,
	} {
		_, reference := b.payout(account, payoutTo(account, "30000"))
		status, code := b.status(reference)
		require.Equal(t, "failed", status)
		require.Equal(t, want, code)
	}
	_, reference := b.payout("too much", payoutTo("2048119311", "100001.00"))
	_, code := b.status(reference)
	require.Equal(t, gatewayemu.NotEnoughMoney, code)
	require.Equal(t, "100000.00", b.balance(), "what failed came back")

	_, reference = b.payout("returned", payoutTo("2048119311", "30000.00"))
	require.Equal(t, "70000.00", b.balance())
	require.NoError(t, b.gateway.ReturnPayout(reference))
	status, code := b.status(reference)
	require.Equal(t, "failed", status)
	require.Equal(t, gatewayemu.ReturnedByBank, code)
	require.Equal(t, "100000.00", b.balance())
}

func TestAccountsAreLookedUp(t *testing.T) {
	t.Parallel()
	b := newBench(t, nil)
	b.gateway.SetAccount("bca", "2048119311", gatewayemu.Account{Name: "DINAR NARESWARI"})
	b.gateway.SetAccount("bca", "closed", gatewayemu.Account{Gone: true})
	look := func(account string) (int, object) {
		return b.call(irisKey, http.MethodGet, "/iris/api/v1/account_validation?bank=bca&account="+account, nil)
	}
	code, said := look("2048119311")
	require.Equal(t, http.StatusOK, code)
	require.Equal(t, "DINAR NARESWARI", said["account_name"])
	for _, account := range []string{"closed", ""} {
		code, _ = look(account)
		require.Equal(t, http.StatusBadRequest, code)
	}
	code, _ = b.call(irisKey, http.MethodGet, "/iris/api/v1/payouts/nothing", nil)
	require.Equal(t, http.StatusNotFound, code)
	for _, bad := range []object{{}, payoutTo("", "1"), payoutTo("1", "0"), payoutTo("1", "1.50")} {
		code, _ = b.payout("bad", bad)
		require.Equal(t, http.StatusBadRequest, code)
	}
}

// press is a button of the page.
func (b *bench) press(path string, fields url.Values) int {
	b.Helper()
	address := path + "?" + fields.Encode()
	response, err := b.try("", http.MethodPost, address, nil)
	require.NoError(b, err)
	require.NoError(b, response.Body.Close())
	return response.StatusCode
}

func TestThePageClosesAccountsAndSendsPayoutsBack(t *testing.T) {
	t.Parallel()
	b := newBench(t, nil)
	account := url.Values{"bank": {" BCA "}, "nomor": {"2048119311"}}
	require.Equal(t, http.StatusUnprocessableEntity, b.press("/rekening/tutup", url.Values{"bank": {"bca"}}))
	require.Equal(t, http.StatusSeeOther, b.press("/rekening/tutup", account))
	_, failed := b.payout("first", payoutTo("2048119311", "30000.00"))
	status, code := b.status(failed)
	require.Equal(t, []any{"failed", gatewayemu.NoSuchAccount}, []any{status, code})
	require.Contains(t, sandboxPage(b), `action="/rekening/buka"`)

	require.Equal(t, http.StatusSeeOther, b.press("/rekening/buka", account))
	require.NotContains(t, sandboxPage(b), `action="/rekening/buka"`)
	_, sent := b.payout("second", payoutTo("2048119311", "30000.00"))
	require.Contains(t, sandboxPage(b), `action="/kiriman/`+sent+`/pulang"`)
	require.Equal(t, http.StatusSeeOther, b.press("/kiriman/"+sent+"/pulang", nil))
	status, _ = b.status(sent)
	require.Equal(t, "failed", status)
	require.Equal(t, http.StatusConflict, b.press("/kiriman/"+sent+"/pulang", nil), "it went back already")
}

func TestASilentChannelNeitherSendsNorTells(t *testing.T) {
	t.Parallel()
	b := newBench(t, nil)
	_, sent := b.payout("first", payoutTo("2048119311", "30000.00"))
	require.Equal(t, http.StatusSeeOther, b.press("/kiriman/diam", nil))
	require.Contains(t, sandboxPage(b), `action="/kiriman/jawab"`)
	code, _ := b.payout("second", payoutTo("2048119312", "40000.00"))
	require.Equal(t, http.StatusServiceUnavailable, code)
	code, _ = b.call(irisKey, http.MethodGet, "/iris/api/v1/payouts/"+sent, nil)
	require.Equal(t, http.StatusServiceUnavailable, code)
	require.NotContains(t, sandboxPage(b), "2048119312")

	require.Equal(t, http.StatusSeeOther, b.press("/kiriman/jawab", nil))
	code, _ = b.payout("second", payoutTo("2048119312", "40000.00"))
	require.Equal(t, http.StatusCreated, code)
	require.Contains(t, sandboxPage(b), `action="/kiriman/diam"`)
}
