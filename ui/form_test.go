package ui

import (
	"maps"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/ui/view"
)

func typed(values map[string]string) *form { return &form{Form: view.Form{Values: values}} }

func TestAmountsAreReadAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]money.Rupiah{
		"": 0, "0": 0, "265000": 265_000, "265.000": 265_000, "Rp265.000": 265_000, "Rp 1.284.907": 1_284_907, "rp18.000": 18_000, "1.000.000.000": 1_000_000_000,
	} {
		f := typed(map[string]string{"harga": text})
		require.Equal(t, want, f.rupiah("harga", "Harga"), text)
		require.Empty(t, f.Errors, text)
	}
	for _, text := range []string{"265,000", "265.00", "26.5000", "1.00.000", ".500", "500.", "-265000", "+5", "1e6", "265k", "265.000.", "999999999999", "９００"} {
		f := typed(map[string]string{"harga": text})
		f.rupiah("harga", "Harga")
		require.Len(t, f.Errors, 1, text)
		require.Contains(t, f.Err("harga"), text, "what was typed")
	}
}

func TestMomentsAreReadInWIB(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		date, clock string
		want        time.Time
	}{
		{"24/11/2026", "14.06", time.Date(2026, 11, 24, 7, 6, 0, 0, time.UTC)},
		{"24/11/2026", "14.06.30", time.Date(2026, 11, 24, 7, 6, 30, 0, time.UTC)},
		{"24-11-2026", "14:06:59", time.Date(2026, 11, 24, 7, 6, 59, 0, time.UTC)},
		{"1/2/2027", "06:59", time.Date(2027, 1, 31, 23, 59, 0, 0, time.UTC)},
		{"29/2/2028", "00.00", time.Date(2028, 2, 28, 17, 0, 0, 0, time.UTC)},
	} {
		f := typed(map[string]string{"t": row.date, "j": row.clock})
		require.Equal(t, row.want, f.moment("t", "j", "transfer"), row.date+" "+row.clock)
		require.Empty(t, f.Errors)
	}
	for _, row := range [][3]string{
		{"", "", "2"},
		{"", "14.06", "1"},
		{"24/11/2026", "", "1"},
		{"31/2/2026", "14.06", "1"},
		{"2026/11/24", "14.06", "1"},
		{"24/11/26", "14.06", "1"},
		{"24/11/2026", "25.00", "1"},
		{"24/11/2026", "14", "1"},
		{"24/11/2026", "14.06.30.5", "1"},
		{"besok", "14.06", "1"},
		{"besok", "nanti", "2"},
	} {
		f := typed(map[string]string{"t": row[0], "j": row[1]})
		require.True(t, f.moment("t", "j", "transfer").IsZero(), row)
		require.Len(t, f.Errors, int(row[2][0]-'0'), row)
	}
}

func TestNumbersStayWithinTheirBounds(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{"1": 1, "4": 4, "": 0, "0": 0, "5": 0, "2,5": 0, "dua": 0, "99999999999999999999": 0} {
		f := typed(map[string]string{"slot": text})
		require.Equal(t, want, f.number("slot", "Slot", 1, 4), text)
		require.Equal(t, want == 0, len(f.Errors) == 1, text)
	}
	f := typed(map[string]string{"a": "", "b": "9"})
	require.Equal(t, 7, optional(f, "a", "A", 7, 10))
	require.Equal(t, 9, optional(f, "b", "B", 7, 10))
	require.Empty(t, f.Errors)
}

func TestPhoneNumbersBecomeInternational(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"081234567890": "+6281234567890", "0812-3456-7890": "+6281234567890", "+62 812 3456 7890": "+6281234567890",
		"62812.3456.7890": "+6281234567890", "(021) 5550 1234": "+622155501234", "8123456789": "+628123456789",
	} {
		got, err := phone(text)
		require.NoError(t, err, text)
		require.Equal(t, want, got, text)
	}
	for _, text := range []string{"", "0812", "0812345678901234", "+1 202 555 0100 99999", "nomor saya", "0812+3456789", "٠٨١٢٣٤٥٦٧٨٩"} {
		_, err := phone(text)
		require.Error(t, err, text)
	}
}

func TestAccountNumbersFitTheirBank(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		bank, typed, want, problem string
	}{
		{"bca", "1234567890", "1234567890", ""},
		{"bca", "123-456-7890", "1234567890", ""},
		{"bca", "12345678", "", "Nomor rekening kurang 2 digit"},
		{"bca", "12345678901", "", "Nomor rekening lebih 1 digit"},
		{"mandiri", "0001234567890", "0001234567890", ""},
		{"cimb", "1234567890123", "1234567890123", ""},
		{"cimb", "12345", "", "Nomor rekening kurang 7 digit"},
		{"bca", "12345678x0", "", "Nomor rekening hanya angka"},
		{"", "1234567890", "1234567890", "Bank belum dipilih"},
		{"bank-saya", "1234567890", "1234567890", "Bank belum dipilih"},
		{"bri", "", "", "Nomor rekening belum diisi"},
	} {
		f := typed(map[string]string{view.FieldBank: row.bank, view.FieldAccount: row.typed, view.FieldHolder: "RAKA"})
		got := readAccount(f)
		require.Equal(t, row.want, got.Number, row)
		if row.problem == "" {
			require.Empty(t, f.Errors, row)
			continue
		}
		require.Len(t, f.Errors, 1, row)
		require.Equal(t, row.problem, f.Errors[0].Summary)
	}
	require.Equal(t, "•••• 7890", refundAccount{Number: "1234567890"}.masked())
	require.Equal(t, "BCA •••• 12", refundAccount{Bank: "BCA", Number: "12"}.masked())
	require.Empty(t, refundAccount{}.masked())
}

func TestAnAddressIsCheckedFieldByField(t *testing.T) {
	t.Parallel()
	whole := map[string]string{
		view.FieldRecipient: "Raka", view.FieldPhone: "081234567890", view.FieldProvince: "Bali", view.FieldCity: "Kota Denpasar",
		view.FieldDistrict: "Denpasar Timur", view.FieldSubdistrict: "Kesiman", view.FieldPostalCode: "80237", view.FieldStreet: "Gang Cempaka 1",
	}
	require.Equal(t, "+6281234567890", readAddress(typed(whole)).Phone)
	for field, bad := range map[string]string{
		view.FieldRecipient: "", view.FieldPhone: "12", view.FieldProvince: "Atlantis", view.FieldCity: "", view.FieldDistrict: "",
		view.FieldSubdistrict: "", view.FieldPostalCode: "8023", view.FieldStreet: "",
	} {
		values := maps.Clone(whole)
		values[field] = bad
		f := typed(values)
		readAddress(f)
		require.Len(t, f.Errors, 1, field)
		require.Equal(t, field, f.Errors[0].Field)
	}
	label := publicLabel(address{Recipient: "raka adiputra wijaya", City: "Kabupaten Sleman"})
	require.Equal(t, "RA", label.Initials)
	require.Equal(t, "Sleman", label.City)
}

func TestABatchIsNamedOnce(t *testing.T) {
	t.Parallel()
	require.Equal(t, "Akar Hujan", batchName("Akar Hujan", 1))
	require.Equal(t, "Akar Hujan, batch 3", batchName("Akar Hujan", 3))
	require.Equal(t, "Akar Hujan, batch 3", batchName("Akar Hujan, batch 3", 3), "its brand wrote it themselves")
	require.Equal(t, "Akar Hujan, batch 2, batch 3", batchName("Akar Hujan, batch 2", 3), "what is odd is shown")
}
