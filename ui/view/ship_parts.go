package view

import "time"

// sides are the ways to decide the dispute: what would be refused is not among them.
func (d DisputeCase) sides() []Option {
	list := []Option{{"buyer", "Untuk pembeli: seluruh dana kembali"}}
	if d.CanReturn {
		list = append(list, Option{"return", "Kirim balik dulu: dana kembali setelah barang sampai di perajin"})
	}
	if d.CanPart {
		list = append(list, Option{"part", "Sebagian: sejumlah kembali, sisanya diteruskan"})
	}
	return append(list, Option{"brand", "Untuk perajin: dana diteruskan"})
}

func (d Dispute) heading() string {
	switch {
	case d.decided():
		return "Komplain diputuskan"
	case d.appealed():
		return "Banding sedang diperiksa"
	case d.Open:
		return "Komplain sedang diperiksa"
	}
	return "Komplain selesai"
}

// news is the latest that is known of a parcel.
func (p Parcel) news() string {
	words := "Dikirim " + FullTime(p.SentAt)
	switch {
	case !p.DeliveredAt.IsZero():
		words = "Sampai " + FullTime(p.DeliveredAt) + ", menurut " + p.By
	case p.Trouble != "":
		words = p.Trouble
	}
	if p.Replaced {
		words += ". Diganti paket lain"
	}
	if p.Was != "" {
		words += ". Resi sebelumnya " + p.Was
	}
	return words + "."
}

// toSend says how many orders wait for the maker.
func (m MakerCampaign) toSend() string {
	switch {
	case m.ToSend == 0:
		return number(m.Shipments) + " kiriman"
	case m.Shipments > len(m.Orders):
		return number(m.ToSend) + " belum dikirim, " + number(len(m.Orders)) + " dari " + number(m.Shipments) + " tampil"
	}
	return number(m.ToSend) + " dari " + number(m.Shipments) + " belum dikirim"
}

func (o MakerOrder) sendTitle() string {
	if len(o.Parcels) == 0 {
		return "Catat pengiriman"
	}
	return "Tambah paket"
}

func (d Disputes) summary() string {
	if d.Total == 0 {
		return "Semua komplain sudah diputuskan."
	}
	return number(d.Total) + " belum selesai, yang tertua di atas."
}

// age is how long a dispute has waited.
func (r DisputeRow) age(now time.Time) string {
	switch hours := int(now.Sub(r.At).Hours()); {
	case hours < 1:
		return "baru saja"
	case hours < 48:
		return number(hours) + " jam"
	default:
		return number(hours/24) + " hari"
	}
}

func (d DisputeCase) limitHint() string {
	return "Kalau lebih dari " + Rupiah(d.Limit) + " kembali ke pembeli, orang lain harus menyetujui putusan yang sama."
}

func (d DisputeCase) none() bool {
	return !d.toDecide() && len(d.Awaited) == 0
}

// toDecide tells whether an operator may decide: also anew, while goods are on their way
// back.
func (d DisputeCase) toDecide() bool {
	return d.Return != nil || d.Dispute != nil && d.Dispute.Open && !d.Dispute.decided()
}
