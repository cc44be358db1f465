package ui

import (
	"fmt"
	"slices"
	"strings"

	"github.com/sensasiwangi/sambatan/ui/view"
)

// joinFields are all fields of the join form, in their order on the page.
var joinFields = []string{
	view.FieldSlots, view.FieldRecipient, view.FieldPhone, view.FieldProvince, view.FieldCity, view.FieldDistrict,
	view.FieldSubdistrict, view.FieldPostalCode, view.FieldStreet, view.FieldBank, view.FieldAccount, view.FieldHolder,
	view.FieldTerms, view.FieldPrivacy, view.FieldTermsVer, view.FieldPrivacyVer, view.FieldSlotsStep, view.FieldWaitlist,
}

// joinRequest is a join form that was read and found complete.
type joinRequest struct {
	slots   int
	to      address
	account refundAccount
}

// readJoin reads the join form; what is wrong is noted in it.
func readJoin(f *form, least, most int) joinRequest {
	request := joinRequest{slots: f.number(view.FieldSlots, "Jumlah slot", least, max(least, most))}
	request.to = readAddress(f)
	request.account = readAccount(f)
	readConsent(f)
	return request
}

// readConsent notes which of the texts of now nobody has agreed to.
func readConsent(f *form) {
	if !f.Checked(view.FieldTerms) || f.Value(view.FieldTermsVer) != view.TermsVersion {
		f.wrong(view.FieldTerms, "Persetujuan syarat belum dicentang", "Baca syarat, lalu centang untuk melanjutkan.")
	}
	if !f.Checked(view.FieldPrivacy) || f.Value(view.FieldPrivacyVer) != view.PrivacyVersion {
		f.wrong(view.FieldPrivacy, "Persetujuan data pribadi belum dicentang", "Baca kebijakan privasi, lalu centang untuk melanjutkan.")
	}
}

func readAddress(f *form) address {
	to := address{
		Recipient: f.Value(view.FieldRecipient), Province: f.Value(view.FieldProvince), City: f.Value(view.FieldCity),
		District: f.Value(view.FieldDistrict), Subdistrict: f.Value(view.FieldSubdistrict),
		PostalCode: f.Value(view.FieldPostalCode), Street: f.Value(view.FieldStreet),
	}
	if f.need(view.FieldRecipient, "Nama penerima") {
		f.limit(view.FieldRecipient, "Nama penerima", 80)
	}
	if f.need(view.FieldPhone, "Nomor telepon") {
		normal, err := phone(f.Value(view.FieldPhone))
		if err != nil {
			f.wrong(view.FieldPhone, "Nomor telepon perlu diperbaiki", fmt.Sprintf("Tulis nomor Indonesia, misalnya 0812-0000-4471. Anda menulis “%s”.", f.Value(view.FieldPhone)))
		}
		to.Phone = normal
	}
	if f.need(view.FieldProvince, "Provinsi") && !slices.Contains(provinces, to.Province) {
		f.wrong(view.FieldProvince, "Provinsi tidak dikenal", "Pilih provinsi dari daftar.")
	}
	for _, place := range [][2]string{{view.FieldCity, "Kota atau kabupaten"}, {view.FieldDistrict, "Kecamatan"}, {view.FieldSubdistrict, "Kelurahan atau desa"}} {
		if f.need(place[0], place[1]) {
			f.limit(place[0], place[1], 80)
		}
	}
	readPostalCode(f)
	if f.need(view.FieldStreet, "Alamat lengkap") {
		f.limit(view.FieldStreet, "Alamat lengkap", 300)
	}
	return to
}

func readPostalCode(f *form) {
	if !f.need(view.FieldPostalCode, "Kode pos") {
		return
	}
	code := f.Value(view.FieldPostalCode)
	if len(code) != 5 || strings.Trim(code, "0123456789") != "" {
		f.wrong(view.FieldPostalCode, "Kode pos perlu diperbaiki", fmt.Sprintf("Kode pos terdiri dari 5 angka. Anda menulis “%s”.", code))
	}
}

func readAccount(f *form) refundAccount {
	account := refundAccount{Holder: f.Value(view.FieldHolder)}
	chosen, known := bankByCode(f.Value(view.FieldBank))
	if !known {
		f.wrong(view.FieldBank, "Bank belum dipilih", "Pilih banknya.")
	}
	account.Bank = chosen.name
	if f.need(view.FieldAccount, "Nomor rekening") {
		account.Number = readAccountNumber(f, chosen, known)
	}
	if f.need(view.FieldHolder, "Nama pemilik rekening") {
		f.limit(view.FieldHolder, "Nama pemilik rekening", 80)
	}
	return account
}

func readAccountNumber(f *form, chosen bank, known bool) string {
	number := strings.NewReplacer(" ", "", "-", "", ".", "").Replace(f.Value(view.FieldAccount))
	if strings.Trim(number, "0123456789") != "" {
		f.wrong(view.FieldAccount, "Nomor rekening hanya angka", fmt.Sprintf("Tulis nomor rekening dengan angka saja. Anda menulis “%s”.", f.Value(view.FieldAccount)))
		return ""
	}
	if !known || len(number) >= chosen.least && len(number) <= chosen.longest {
		return number
	}
	rule := fmt.Sprintf("%d digit", chosen.least)
	if chosen.least != chosen.longest {
		rule = fmt.Sprintf("%d sampai %d digit", chosen.least, chosen.longest)
	}
	summary := fmt.Sprintf("Nomor rekening kurang %d digit", chosen.least-len(number))
	if len(number) > chosen.longest {
		summary = fmt.Sprintf("Nomor rekening lebih %d digit", len(number)-chosen.longest)
	}
	f.wrong(view.FieldAccount, summary, fmt.Sprintf("%s memakai %s. Anda menulis %d.", chosen.name, rule, len(number)))
	return ""
}
