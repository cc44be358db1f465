package cashier

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestNamesAreComparedAsACashierWould(t *testing.T) {
	t.Parallel()
	for _, same := range [][2]string{
		{"Dinar Nareswari", "DINAR NARESWARI"},
		{"Dinar N.", "DINAR NARESWARI"},
		{"D. Nareswari", "Dinar Nareswari"},
		{"Bpk. Sutrisno Hadi, S.E.", "SUTRISNO HADI"},
		{"Nareswari Dinar", "DINAR NARESWARI"},
		{"Siti Nur Aisyah Rahmawati", "SITI NUR AISYAH RAHMA"},
		{"Ma'ruf Amin", "MARUF AMIN"},
		{"Sukarno", "SUKARNO"},
		{"Dinar Ayu Nareswari", "DINAR NARESWARI"},
		{"Rina", ""},
	} {
		require.True(t, sameHolder(same[0], same[1]), "%q %q", same[0], same[1])
	}
	for _, other := range [][2]string{
		{"Dinar Nareswari", "SUTRISNO HADI"},
		{"Dinar Nareswari", "DINAR HADI"},
		{"D N", "DINAR NARESWARI"},
		{"", "DINAR"},
		{"Ibu", "DINAR"},
		{"Budi Budi", "BUDI SANTOSO"},
	} {
		require.False(t, sameHolder(other[0], other[1]), "%q %q", other[0], other[1])
	}
}

func TestBanksAreKnownByWhatBuyersCallThem(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"BCA": "bca", "Bank BCA": "bca", "PT Bank Central Asia Tbk": "bca", "Bank Syariah Indonesia": "bsi", "CIMB Niaga": "cimb",
		"Bank Jago": "jago", "Mandiri": "mandiri", "Bank Mandiri": "mandiri", "SeaBank": "seabank", "BNI": "bni", "OCBC": "ocbc",
	} {
		code, served := bankCode(name)
		require.True(t, served, name)
		require.Equal(t, want, code, name)
	}
	_, served := bankCode("BPR Tirta Kencana")
	require.False(t, served)
}
