package ui

import (
	"context"
	"time"

	"github.com/sensasiwangi/sambatan/internal/passkey"
	"github.com/sensasiwangi/sambatan/services/notification"
	"github.com/sensasiwangi/sambatan/ui/letter"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// never is what every letter about an account says, for whoever got one that is not ours.
const never = "Kami tidak pernah meminta PIN, OTP, atau kata sandi."

// LetterLink is a link that was asked for.
type LetterLink struct {
	Path   string
	Asked  time.Time
	Until  time.Time // it is good
	SignUp bool      // it was asked for to register, not to sign in
}

func (l LetterLink) lines() []letter.Line {
	return []letter.Line{{Name: "Berlaku sampai", Value: view.FullTime(l.Until), Strong: true}, {Name: "Diminta", Value: view.FullTime(l.Asked)}}
}

// SignIn writes the letter with a sign-in link.
func (l Letters) SignIn(ctx context.Context, to notification.Address, link LetterLink) (notification.Letter, error) {
	const once = "Tautannya hanya bisa dipakai sekali; jangan diteruskan kepada siapa pun. "
	drawn := letter.Letter{
		Title: "Tautan masuk Anda",
		Text: "Tekan tombol di bawah untuk masuk. " + once +
			"Kalau bukan Anda yang meminta, abaikan email ini: tanpa tautan itu tidak ada yang bisa masuk.",
		Why: "Anda menerima email ini karena tautan masuk diminta untuk alamat ini. " + never,
	}
	if link.SignUp {
		drawn.Title = "Anda sudah punya akun"
		drawn.Text = "Alamat ini dipakai untuk mendaftar, padahal akunnya sudah ada. Tidak perlu mendaftar lagi: tekan tombol di bawah untuk masuk. " + once +
			"Kalau bukan Anda yang meminta, abaikan email ini: akun Anda tidak berubah."
		drawn.Why = "Anda menerima email ini karena pendaftaran diminta untuk alamat ini. " + never
	}
	drawn.Lines, drawn.Action, drawn.URL = link.lines(), "Masuk", l.Site+link.Path
	return l.account(ctx, to, drawn)
}

// SignUp writes the letter with a link that registers, to an address that nobody has.
func (l Letters) SignUp(ctx context.Context, to notification.Address, link LetterLink) (notification.Letter, error) {
	drawn := letter.Letter{
		Title: "Selesaikan pendaftaran Anda",
		Text: "Tekan tombol di bawah, lalu tulis nama Anda. Sesudah itu akun Anda jadi dan Anda langsung masuk. " +
			"Kalau bukan Anda yang mendaftar, abaikan email ini: tanpa tautan itu tidak ada akun yang dibuat.",
		Action: "Buat akun",
		Why:    "Anda menerima email ini karena pendaftaran diminta untuk alamat ini. " + never,
	}
	if !link.SignUp {
		drawn.Title = "Belum ada akun dengan alamat ini"
		drawn.Text = "Tautan masuk diminta untuk alamat ini, tetapi belum ada akunnya. Mungkin Anda mendaftar dengan alamat lain; minta tautan masuk dengan alamat itu. " +
			"Kalau memang belum punya akun, buat dengan tombol di bawah. Kalau bukan Anda yang meminta, abaikan email ini."
		drawn.Why = "Anda menerima email ini karena tautan masuk diminta untuk alamat ini. " + never
	}
	drawn.Lines, drawn.URL = link.lines(), l.Site+link.Path
	return l.account(ctx, to, drawn)
}

// Key writes what became of a passkey, and what to do if its owner knows nothing of it.
func (l Letters) Key(ctx context.Context, to notification.Address, change passkey.Change) (notification.Letter, error) {
	title, what, when := "Kunci sandi baru ditambahkan", "ditambahkan ke akun Anda", "Ditambahkan"
	mend := "Kalau bukan Anda, segera masuk, hapus kunci itu di profil, lalu tekan “Keluar di semua perangkat”."
	if !change.Added {
		title, what, when = "Kunci sandi dihapus", "dihapus dari akun Anda", "Dihapus"
		mend = "Kalau bukan Anda, segera masuk, tekan “Keluar di semua perangkat” di profil, lalu masuk lagi dan tambah kunci yang baru."
	}
	return l.account(ctx, to, letter.Letter{
		Title: title,
		Text:  "Sebuah kunci sandi (passkey) " + what + ". Kalau itu Anda, tidak perlu berbuat apa-apa. " + mend,
		Lines: []letter.Line{{Name: "Nama kunci", Value: change.Name, Strong: true}, {Name: when, Value: view.FullTime(change.At)}},

		Action: "Buka profil", URL: l.Site + view.ProfileURL,
		Why: "Email ini tentang keamanan akun Anda, jadi selalu kami kirim. " + never,
	})
}

// account finishes a letter about somebody's own account: it can't be muted.
func (l Letters) account(ctx context.Context, to notification.Address, drawn letter.Letter) (notification.Letter, error) {
	drawn.Contact, drawn.ContactURL = l.Contact.Text, l.Contact.URL
	drawn.Site, drawn.Name, drawn.Preview = l.Site, firstName(to.Name), drawn.Text
	html, err := drawn.HTML(ctx)
	return notification.Letter{To: to, Subject: drawn.Title, Text: drawn.Plain(), HTML: html}, err
}
