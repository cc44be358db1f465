package view

// dates say since when a key is there, and when it was last used.
func (k Passkey) dates() string {
	added := "Ditambah " + Date(k.Created)
	if k.LastUsed.IsZero() {
		return added + ", belum pernah dipakai"
	}
	return added + ", terakhir dipakai " + FullTime(k.LastUsed)
}

// keyPurpose says what a passkey guards.
func (m Profile) keyPurpose() string {
	guards := ""
	switch m.Role {
	case Buyer:
		guards = "menarik saldo dan mengganti rekening tujuan"
	case Maker:
		guards = "menulis rekening pencairan dan membatalkan sambatan"
	case Guest, Operator, Lead, Curator, Auditor, Admin:
		return "Untuk mengonfirmasi tindakan yang memindahkan uang."
	}
	return "Dengan kunci sandi, " + guards + " perlu sidik jari, wajah, atau PIN Anda. Tanpa kunci sandi keduanya tetap bisa, seperti biasa."
}

// backURL is where whoever does not confirm goes.
func (m PasskeyPage) backURL() string {
	if m.Back == "" {
		return ProfileURL
	}
	return m.Back
}
