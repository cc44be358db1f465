package view

import "time"

func (t Transfers) summary() string {
	if len(t.Rows) == 0 {
		return "Semua sudah dicek."
	}
	return number(len(t.Rows)) + " menunggu, yang paling lama di atas. Janji kami: paling lambat satu hari kerja."
}

// told is what the buyer has said about the transfer.
func (t Transfer) told(now time.Time) string {
	switch {
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
	if total == 0 {
		return "Uang yang masuk tanpa slot yang cocok."
	}
	return Rupiah(total) + " belum punya pemilik. Setiap rupiah harus berakhir di slot atau kembali ke pengirimnya."
}

func (r Refunds) summary() string {
	if r.Due == 0 {
		return "Tidak ada yang harus dikirim balik."
	}
	return number(r.Due) + " harus dikirim balik."
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
