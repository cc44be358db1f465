package view

import "time"

func (t Transfers) summary() string {
	if len(t.Rows) == 0 {
		return "Semua sudah dicek."
	}
	told := 0
	for _, row := range t.Rows {
		if !row.ToldAt.IsZero() {
			told++
		}
	}
	rest := len(t.Rows) - told
	switch {
	case told == 0:
		return "Tidak ada yang menunggu dicek. " + number(rest) + " belum dikabari pembeli."
	case rest == 0:
		return number(told) + " menunggu dicek, yang paling lama di atas. Janji kami: paling lambat satu hari kerja."
	}
	return number(told) + " menunggu dicek, yang paling lama di atas, dan " + number(rest) + " belum dikabari pembeli. Janji kami: paling lambat satu hari kerja."
}

// claim is told with the buyer's own note.
func (t Transfer) claim(now time.Time) string {
	if t.Proof == "" {
		return t.told(now)
	}
	return t.told(now) + ": " + t.Proof
}

// limit is the time that matters now for a transfer, and what it is.
func (t Transfer) limit(now time.Time) dueLine {
	switch {
	case !t.DecideBy.IsZero():
		return dueLine{Name: "Diputuskan paling lambat", Value: NearTime(t.DecideBy, now), At: t.DecideBy}
	case now.After(t.PayBy):
		return dueLine{Name: "Batas bayar lewat", Value: NearTime(t.PayBy, now), At: t.PayBy}
	}
	return dueLine{Name: "Batas bayar", Value: NearTime(t.PayBy, now), At: t.PayBy}
}

// told is what the buyer has said about the transfer.
func (t Transfer) told(now time.Time) string {
	switch {
	case t.Rejected:
		return "Kabar sebelumnya ditolak"
	case t.ToldAt.IsZero():
		return "Belum ada kabar"
	case t.ToldPaid.IsZero():
		return "Dikabari " + NearTime(t.ToldAt, now)
	}
	return "Katanya transfer " + NearTime(t.ToldPaid, now)
}

func (t Suspense) summary() string {
	var total int64
	for _, item := range t.Rows {
		total += item.Amount
	}
	if total == 0 && len(t.Short) > 0 {
		return "Ada uang yang ditarik kembali oleh kanal pembayaran."
	}
	if total == 0 {
		return "Uang yang masuk tanpa slot yang cocok."
	}
	return Rupiah(total) + " belum punya pemilik. Setiap rupiah harus berakhir di slot atau kembali ke pengirimnya."
}

// paid is when it was paid, as far as the bank said.
func (s SuspenseItem) paid() string {
	if s.DayOnly {
		return FullDate(s.PaidAt) + ", jam tidak tertulis di mutasi"
	}
	return FullTime(s.PaidAt)
}

func (r Refunds) summary() string {
	switch {
	case r.Done && r.Sent == 0:
		return "Belum ada dana yang dikirim balik."
	case r.Done:
		return number(r.Sent) + " pengembalian sudah dikirim, semuanya " + Rupiah(r.Total) + "."
	case r.Due == 0:
		return "Tidak ada yang harus dikirim balik."
	}
	return number(r.Due) + " harus dikirim balik, semuanya " + Rupiah(r.Owed) + "."
}

// nothing says what an empty list means.
func (r Refunds) nothing() string {
	switch {
	case r.Done:
		return "Pengembalian yang sudah dikirim tercatat di sini, dengan rujukan banknya."
	case r.Tab != "":
		return "Tidak ada pengembalian dalam keadaan ini. Yang lain ada di bagian sebelahnya."
	}
	return "Saat sambatan batal, satu baris per pembeli muncul di sini, tidak lebih dan tidak kurang."
}

// sentWords lead to what can be done about one that was sent.
func (r Refund) sentWords() string {
	if r.BankRef == "" {
		return "Lihat"
	}
	return r.BankRef
}

// title names a refund in a trail.
func (r Refund) title() string {
	switch {
	case r.CashOut:
		return "Tarik saldo"
	case r.Code == "":
		return "Tanpa pesanan"
	}
	return r.Code
}

func (r Refunds) lastHead() string {
	if r.Done {
		return "Rujukan bank"
	}
	return "Tindakan"
}

func (r Refunds) timeHead() string {
	if r.Done {
		return "Terkirim"
	}
	return "Janji"
}

func (r Refund) late(now time.Time) bool {
	return r.DoneAt.IsZero() && !r.DueBy.IsZero() && now.After(r.DueBy)
}

// when is the promise, or the time it was kept.
func (r Refund) when(list Refunds) string {
	switch {
	case list.Done:
		return ShortTime(r.DoneAt)
	case r.late(list.Now):
		return "lewat, " + ShortTime(r.DueBy)
	case r.DueBy.IsZero():
		return "sejak " + NearTime(r.DueSince, list.Now)
	}
	return NearTime(r.DueBy, list.Now)
}

// suspenseID is where an item stands in its list.
func suspenseID(receipt string) string { return "titipan-" + receipt }
