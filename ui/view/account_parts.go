package view

import (
	"strings"
	"time"
)

// roleWords is a role in words.
func roleWords(r Role) string {
	switch r {
	case Buyer:
		return "Pembeli"
	case Maker:
		return "Perajin"
	case Operator:
		return "Petugas"
	case Lead:
		return "Penyelia"
	case Curator:
		return "Kurator"
	case Auditor:
		return "Auditor, hanya membaca"
	case Admin:
		return "Admin"
	case Guest:
	}
	return "Tamu"
}

// WrongRole says whom a page is for, and how to get there.
func WrongRole(has, needs Role) string {
	return "Anda masuk sebagai " + kind(has) + ", halaman ini untuk " + kind(needs) + ". Keluar dulu, lalu masuk dengan akun yang sesuai."
}

// kind is a role inside a sentence.
func kind(r Role) string {
	word, _, _ := strings.Cut(roleWords(r), ",")
	return strings.ToLower(word)
}

// problem is what we say about a status: never "terjadi kesalahan".
type problem struct{ Title, Words string }

var problems = map[int]problem{
	400: {"Permintaan ini tidak terbaca", "Alamat atau isian yang dikirim tidak lengkap. Kembali, lalu coba sekali lagi."},
	401: {"Masuk dulu, ya", "Halaman ini hanya untuk yang sudah masuk."},
	403: {"Halaman ini bukan untuk akun Anda", "Bisa jadi Anda masuk dengan akun yang lain. Buka Profil untuk melihat akun mana yang dipakai sekarang."},
	404: {"Halaman ini tidak ada", "Mungkin alamatnya salah ketik, atau yang dicari sudah tidak ditampilkan."},
	405: {"Cara membuka halaman ini keliru", "Buka dari tautan atau tombol yang ada di halaman."},
	409: {"Keadaannya baru saja berubah", "Orang lain lebih dulu, atau sambatannya sudah ditutup. Lihat keadaan terbaru; belum ada uang yang berpindah."},
	413: {"Kirimannya terlalu besar", "Perkecil dulu, lalu kirim lagi."},
	422: {"Ada isian yang perlu diperbaiki", "Kembali ke formulir dan perbaiki yang ditandai. Isian lain tidak hilang."},
	429: {"Terlalu banyak permintaan", "Yang terakhir ini tidak kami proses. Yang sudah tercatat tidak terpengaruh."},
	500: {"Ada yang rusak di pihak kami", "Kerusakannya sudah kami catat untuk diperbaiki. Kalau tadi Anda mengirim formulir, lihat dulu apakah sudah tercatat sebelum mengirimnya lagi."},
	503: {"Sedang ramai, belum bisa kami layani", "Yang sudah tercatat tidak hilang. Kalau tadi Anda mengirim formulir, kiriman itu belum tercatat: kirim lagi."},
}

func (p Problem) title() string {
	if p.Title != "" {
		return p.Title
	}
	if known, ok := problems[p.Status]; ok {
		return known.Title
	}
	return "Halaman ini belum bisa dibuka"
}

func (p Problem) words() string {
	if p.Detail != "" {
		return p.Detail
	}
	if p.Status == 404 && p.Viewer == Buyer {
		return problems[p.Status].Words + " Pesanan Anda tetap ada di Sambatan saya."
	}
	if known, ok := problems[p.Status]; ok {
		return known.Words
	}
	return "Coba lagi sebentar lagi. Kalau tetap begini, kirimkan kode di bawah ke bantuan."
}

func (p Problem) backURL() string {
	switch {
	case p.Status == 401:
		return SignInURL
	case p.Back != "":
		return p.Back
	}
	return p.home().URL
}

// home is where a role begins.
func (p Problem) home() navItem { return navigation(p.Viewer)[0] }

func (p Problem) backText() string {
	switch {
	case p.Status == 401:
		return "Masuk"
	case p.Back != "" && (p.Status == 429 || p.Status >= 500):
		return "Coba lagi"
	case p.Back != "":
		return "Kembali"
	}
	return "Ke " + p.home().Text
}

// waits tells when to try again, of what passes by itself.
func (p Problem) waits() string {
	switch {
	case p.RetryAfter > 0:
		return "Coba lagi dalam " + seconds(p.RetryAfter) + "."
	case p.Status == 429 || p.Status == 503:
		return "Tunggu sebentar, lalu coba lagi."
	}
	return ""
}

// seconds writes a short wait: 10 detik, 3 menit.
func seconds(d time.Duration) string {
	if d < time.Minute {
		return number(max(1, int(d/time.Second))) + " detik"
	}
	return Span(d)
}

func (l Late) title() string {
	if l.SignedOut {
		return "Anda sudah keluar"
	}
	return "Halaman ini sudah terlalu lama terbuka"
}

func (l Late) words(v Viewer) string {
	kept := "Kiriman Anda belum tercatat, tetapi isiannya tidak hilang. "
	switch {
	case l.SignedOut:
		return kept + "Masuk dulu di tab baru, lalu kembali ke halaman ini dan kirim lagi."
	case v.Role == Guest:
		return kept + "Kirim sekali lagi."
	}
	return kept + "Anda sekarang masuk sebagai " + v.Name + "; kalau benar begitu, kirim sekali lagi."
}

// token is empty for whoever must sign in first: sent without, the form comes back here.
func (l Late) token(s Shell) string {
	if l.SignedOut {
		return ""
	}
	return s.CSRF
}
