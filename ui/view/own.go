package view

import "time"

// Own is a buyer's part in a sambatan that comes before joining it: its page leads there
// instead. The stream that shows everybody the same has no place on the page to say otherwise.
type Own struct {
	Now     time.Time
	Code    string
	State   ParticipationState // Held, Told, Offered or Waiting; Secured: as many slots as one buyer may have
	Slots   int
	Until   time.Time // Held: to be paid by; Offered: to be taken by
	Late    bool      // Held, Offered: for that
	Ending  bool      // Held, Told: it is being given up
	Missing int64     // of Held, after a part of the payment came; 0: none came
	Line    Line      // of Waiting
}

// left is the time until the hold or the offer ends.
func (o Own) left() string { return Left(o.Until, o.Now) }

// asks tells whether there is something for the buyer to do that can't wait.
func (o Own) asks() bool { return (o.State == Held || o.State == Offered) && !o.Late && !o.Ending }

// url is where the page leads.
func (o Own) url() string {
	if o.State == Waiting {
		return MineURL
	}
	return OrderURL(o.Code)
}

func (o Own) linkText() string {
	switch {
	case o.State == Waiting:
		return "Sambatan saya"
	case !o.asks():
		return "Lihat " + o.Code
	case o.State == Offered:
		return "Terima tawaran"
	}
	return "Bayar " + o.Code
}

// head is what the buyer has, in a few words.
func (o Own) head() string {
	if o.Ending {
		return "Slot sedang dilepas"
	}
	switch o.State {
	case Waiting:
		return "Anda di antrean"
	case Offered:
		return "Giliran Anda"
	case Secured:
		return number(o.Slots) + " slot aman"
	case Held, Told, Released, Expired, Fulfilled, RefundDue, RefundedOut:
	}
	return number(o.Slots) + " slot disimpan"
}

// short says what is to be done, or what is waited for, in a few words.
func (o Own) short() string {
	switch {
	case o.Ending:
		return "Jangan bayar lagi"
	case o.State == Waiting:
		return o.Line.short()
	case o.State == Secured:
		return "Sudah yang paling banyak"
	case o.State == Told:
		return "Transfer sedang dicek"
	case !o.asks():
		return "Batas waktunya sudah lewat"
	case o.State == Offered:
		return "Ambil dalam " + o.left()
	}
	return "Bayar dalam " + o.left()
}

// words say the same in a sentence or two.
func (o Own) words() string {
	slots := number(o.Slots) + " slot"
	switch {
	case o.Ending:
		return slots + " Anda sedang dilepas. " + endingWords
	case o.State == Waiting:
		return "Anda di antrean, " + o.Line.short() + ", untuk " + slots + "."
	case o.State == Secured:
		return "Anda punya " + slots + " aman. Itu sudah yang paling banyak untuk satu orang."
	case o.State == Told:
		return "Transfer Anda sedang dicek, dan " + slots + " tetap disimpan untuk Anda."
	case !o.asks():
		return "Batas waktunya sudah lewat " + NearTime(o.Until, o.Now) + ". Keadaan terakhirnya ada di halaman pesanan."
	case o.State == Offered:
		return "Giliran Anda: " + slots + " ditawarkan sampai " + NearTime(o.Until, o.Now) + ", " + o.left() + " lagi."
	case o.Missing > 0:
		return "Kurang " + Rupiah(o.Missing) + " lagi untuk " + slots + " Anda. Bayar dalam " + o.left() + ", paling lambat " + NearTime(o.Until, o.Now) + "."
	}
	return slots + " disimpan untuk Anda. Bayar dalam " + o.left() + ", paling lambat " + NearTime(o.Until, o.Now) + "."
}

func (o Own) tone() string {
	if o.State == Secured {
		return "ok"
	}
	return ""
}

// short is the place in a few words.
func (l Line) short() string {
	if l.Ahead == 0 {
		return "urutan pertama"
	}
	return "urutan ke-" + number(l.Ahead+1)
}

// joins tells whether the buyer may take slots beside what they have: who waits may take what
// is free, and waits no longer.
func (o Own) joins(c Campaign) bool { return o.State == Waiting && c.offers() }
