package view

// dates say since when a key is there, and when it was last used.
func (k Passkey) dates() string {
	added := "Ditambah " + Date(k.Created)
	if k.LastUsed.IsZero() {
		return added + ", belum pernah dipakai"
	}
	return added + ", terakhir dipakai " + FullTime(k.LastUsed)
}

// backURL is where whoever does not confirm goes.
func (m PasskeyPage) backURL() string {
	if m.Back == "" {
		return ProfileURL
	}
	return m.Back
}
