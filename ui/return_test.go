package ui

import (
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/gofiber/fiber/v3"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/identity"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/ui/view"
)

func TestOnlyPathsOfThisSiteAreGoneBackTo(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/", "/pesanan?status=kembali", "/sambatan/x/gabung", "/a//b", "/pasar/parfum?q=https://evil.example"} {
		require.Equal(t, path, ownPath(path))
	}
	for _, path := range []string{
		"", "pesanan", "//evil.example", "https://evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example", "/\n/evil.example",
		"/\r\nSet-Cookie: a=b", "javascript:alert(1)", "///evil.example", "/\x00/evil.example", "/%zz",
	} {
		require.Empty(t, ownPath(path), "%q", path)
	}
}

func TestAVisitorIsLedOnlyWhereTheirRoleMayGo(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		role identity.Role
		path string
		may  bool
	}{
		{identity.Buyer, "/pesanan", true},
		{identity.Buyer, "/sambatan/x/gabung", true},
		{identity.Buyer, "/ops/transfer", false},
		{identity.Buyer, "/saldo/isi/7", true},
		{identity.Brand, "/saldo", false},
		{identity.Curator, "/kurator", true},
		{identity.Operator, "/kurator", false},
		{identity.Operator, "/sambatan/x/gabung", false},
		{identity.Operator, "/sambatan/x", true},
		{identity.Operator, "/ops", true},
		{identity.Auditor, "/audit/sambatan/x", true},
		{identity.Auditor, "/ops", false},
		{identity.Brand, "/kelola/sambatan", true},
		{identity.Curator, "/pasar/parfum", true},
	} {
		require.Equal(t, row.may, mayOpen(session.Subject{Roles: []identity.Role{row.role}}, row.path), row)
	}
}

func TestEveryErrorHasOneAnswer(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		err    error
		status int
		retry  time.Duration
	}{
		{&eventstore.BusyError{RetryAfter: 3 * time.Second}, http.StatusServiceUnavailable, 3 * time.Second},
		{fmt.Errorf("join: %w", &eventstore.BusyError{}), http.StatusServiceUnavailable, time.Second},
		{&eventstore.InvalidInputError{}, http.StatusUnprocessableEntity, 0},
		{eventstore.ErrCommandReused, http.StatusConflict, 0},
		{fmt.Errorf("read: %w", projections.ErrNotFound), http.StatusNotFound, 0},
		{errForged, http.StatusForbidden, 0},
		{fiber.ErrTooManyRequests, http.StatusTooManyRequests, 0},
		{fiber.ErrRequestEntityTooLarge, http.StatusRequestEntityTooLarge, 0},
		{errors.New("the disk is full"), http.StatusInternalServerError, 0},
	} {
		got := classify(row.err)
		require.Equal(t, row.status, got.status, row.err)
		require.Equal(t, row.retry, got.retry, row.err)
		require.NotContains(t, got.detail, "disk")
	}
}

func TestEveryRefusalOfAJoinHasWords(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		err  error
		says string
	}{
		{errNoCode, "Kode transfer sedang habis"},
		{&sambatan.FullError{}, "Slot baru saja habis"},
		{&sambatan.FullError{Free: 2}, "Slot yang tersisa kurang"},
		{&sambatan.LimitError{Min: 1, Max: 4, Have: 3, Asked: 2}, "Jumlah slot tidak sesuai"},
		{&sambatan.NotOpenError{}, "Sambatan tidak sedang dibuka"},
		{&sambatan.UnpaidHoldError{}, "Masih ada slot yang belum lunas"},
		{&sambatan.CooldownError{}, "Tunggu sebentar"},
	} {
		words, ok := joinRefusal(fmt.Errorf("execute: %w", row.err))
		require.True(t, ok, row.says)
		require.Equal(t, row.says, words.summary)
		require.NotEmpty(t, words.message)
	}
	for _, err := range []error{errors.New("broken"), &sambatan.PhaseError{}, &sambatan.ReusedError{}} {
		_, ok := joinRefusal(err)
		require.False(t, ok, "%v is no answer to a join", err)
	}
}

func TestEveryRefusalOfAMakersCommandHasWords(t *testing.T) {
	t.Parallel()
	for _, rule := range []sambatan.TermsRule{
		sambatan.RulePositive, sambatan.RuleNotNegative, sambatan.RuleWholeThousands, sambatan.RuleInRange,
		sambatan.RuleLaterDeadline, sambatan.RuleNearerDeadline, sambatan.RuleFits,
	} {
		words, ok := makerRefusal(&sambatan.TermsError{Field: "price", Rule: rule, Got: "7"})
		require.True(t, ok)
		require.Equal(t, view.FieldPrice, words.field)
		require.NotContains(t, words.message, "tidak sesuai aturan", rule)
	}
	for err, says := range map[error]string{
		&sambatan.PhaseError{Phase: sambatan.PhaseShipping}:        "Tahapnya sudah berubah",
		&sambatan.EarlyError{}:                                     "Belum waktunya",
		&sambatan.MissingError{}:                                   "Ada isian yang kosong",
		&sambatan.TermsError{Field: "unknown"}:                     "Syarat perlu diperbaiki",
		&sambatan.YieldError{Rule: sambatan.YieldNoNumber}:         "Jumlah slot perlu diperbaiki",
		&sambatan.YieldError{Rule: sambatan.YieldNothing}:          "Tidak ada yang jadi",
		&sambatan.YieldError{Rule: sambatan.YieldFitsNobody}:       "Tidak cukup untuk satu pesanan pun",
		&sambatan.YieldError{Rule: sambatan.YieldEnough}:           "Hasilnya cukup untuk semua",
		&sambatan.ProgressError{Rule: sambatan.ProgressUnknown}:    "Tahap belum dipilih",
		&sambatan.ProgressError{Rule: sambatan.ProgressTooLong}:    "Catatan atau tautannya terlalu panjang",
		&sambatan.ProgressError{Rule: sambatan.ProgressPhoto}:      "Tautan foto perlu diperbaiki",
		&sambatan.ProgressError{Rule: sambatan.ProgressPast}:       "Perkiraannya sudah lewat",
		&sambatan.ProgressError{Rule: sambatan.ProgressFar}:        "Perkiraannya terlalu jauh",
		&sambatan.ProgressError{Rule: sambatan.ProgressNothingNew}: "Belum ada yang baru",
	} {
		words, ok := makerRefusal(err)
		require.True(t, ok)
		require.Equal(t, says, words.summary)
	}
	_, ok := makerRefusal(&sambatan.FullError{})
	require.False(t, ok)
}
