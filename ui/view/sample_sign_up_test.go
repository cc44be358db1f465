package view

// signUpSamples are the pages on the way to an account.
func signUpSamples() []sample {
	link := SignUpLink{Form: form(), Token: "t0k3n", Email: "wulan.prameswari.yang.panjang.sekali@surat-elektronik.example", TermsVersion: TermsVersion, PrivacyVersion: PrivacyVersion}
	wrong := link
	wrong.Form.Values = map[string]string{FieldName: "12345", FieldTerms: "ya"}
	wrong.Form.Errors = []FieldError{
		{FieldName, "Nama perlu diperbaiki", "Tulis nama dengan huruf, tanpa karakter yang tidak kelihatan."},
		{FieldPrivacy, "Persetujuan data pribadi belum dicentang", "Baca kebijakan privasi, lalu centang untuk melanjutkan."},
	}
	return []sample{
		{"daftar", SignUpPage(guest(SectionProfile), SignIn{Form: form(), Back: "/pesanan"}), false},
		{"daftar-galat", SignUpPage(guest(SectionProfile), SignIn{Form: wrongEmail(), Back: "/pesanan"}), false},
		{"daftar-tautan", SignUpLinkPage(guest(SectionProfile), link), false},
		{"daftar-tautan-galat", SignUpLinkPage(guest(SectionProfile), wrong), false},
		{"daftar-mati", NoSignUpPage(guest(SectionProfile), NoSignUp{Form: form(), Back: "/pesanan"}), false},
		{"daftar-sudah", NoSignUpPage(guest(SectionProfile), NoSignUp{Form: form(), Taken: true}), false},
	}
}
