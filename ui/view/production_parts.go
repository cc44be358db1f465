package view

func (s Share) words() string {
	words := number(s.Gets.Orders) + " pesanan (" + number(s.Gets.Slots) + " slot) dikirim, " +
		number(s.Misses.Orders) + " pesanan (" + number(s.Misses.Slots) + " slot) dikembalikan dananya: " + Rupiah(s.Refund) + " termasuk ongkir."
	if s.Idle > 0 {
		words += " " + number(s.Idle) + " slot yang jadi tidak cukup untuk pesanan mana pun yang tersisa, jadi tetap milik Anda."
	}
	return words
}

// more says how many are not listed.
func (s Sharers) more() string {
	if left := s.Orders - len(s.First); left > 0 {
		return "dan " + number(left) + " pesanan lagi"
	}
	return ""
}

func (p Progress) estimate() string {
	words := "hari/bulan/tahun; kosong berarti perkiraan tidak berubah"
	if !p.ReadyBy.IsZero() {
		return words + ". Sekarang " + Date(p.ReadyBy)
	}
	return words
}
