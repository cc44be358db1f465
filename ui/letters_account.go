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

// SignIn writes the letter with a sign-in link: its path, when it was asked for, and until
// when it is good.
func (l Letters) SignIn(ctx context.Context, to notification.Address, path string, asked, until time.Time) (notification.Letter, error) {
	return l.account(ctx, to, letter.Letter{
		Title: "Tautan masuk Anda",
		Text: "Tekan tombol di bawah untuk masuk. Tautannya hanya bisa dipakai sekali; jangan diteruskan kepada siapa pun. " +
			"Kalau bukan Anda yang meminta, abaikan email ini: tanpa tautan itu tidak ada yang bisa masuk.",
		Lines:  []letter.Line{{Name: "Berlaku sampai", Value: view.FullTime(until), Strong: true}, {Name: "Diminta", Value: view.FullTime(asked)}},
		Action: "Masuk", URL: l.Site + path,
		Why: "Anda menerima email ini karena tautan masuk diminta untuk alamat ini. " + never,
	})
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
