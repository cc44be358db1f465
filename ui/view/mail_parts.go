package view

// deadCount is the line below the heading of the mails that were given up.
func (d DeadMails) summary() string {
	if d.Total == 0 {
		return "Email yang ditolak, atau tetap gagal setelah dicoba berkali-kali."
	}
	return Grouped(int64(d.Total)) + " email belum sampai. Isinya tetap terbaca di halaman notifikasi penerimanya."
}

func (d DeadMails) span() string {
	return Grouped(int64(d.From)) + "–" + Grouped(int64(d.From+len(d.Rows)-1))
}

// why says what happened, and what an operator can do about it.
func (m DeadMail) why() (what, next string) {
	if m.Refused {
		return "Ditolak server penerima", "Pastikan alamat orangnya masih benar, baru kirim ulang."
	}
	return "Gagal " + number(m.Attempts) + " kali", "Periksa server email. Kalau sudah pulih, kirim ulang."
}

func (m DeadMail) what() string {
	what, _ := m.why()
	if m.Code == "" {
		return what + "."
	}
	return what + " (" + m.Code + ")."
}

func (m DeadMail) next() string {
	_, next := m.why()
	return next
}

var zones = []Option{
	{Value: "WIB", Text: "WIB (Jakarta, Bandung, Medan)"}, {Value: "WITA", Text: "WITA (Denpasar, Makassar)"}, {Value: "WIT", Text: "WIT (Ambon, Jayapura)"},
}

func devCount(n int) string {
	if n == 0 {
		return "Belum ada email. Yang dikirim akan muncul di sini."
	}
	return number(n) + " email terakhir. Tidak satu pun keluar dari komputer ini."
}
