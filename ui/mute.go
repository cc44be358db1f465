package ui

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"slices"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/services/notification"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// A mail's "no more of these" works without signing in, from any device. Its
// address carries who and what, sealed with a MAC; it opens nothing else, and
// what it does can be undone on the profile.

const macSize = 16

// muteToken names a person and a group of mails, so that only we can have.
func muteToken(secret []byte, person id.ID, group notification.Group) string {
	named := slices.Concat(person[:], []byte(group))
	return base64.RawURLEncoding.EncodeToString(append(muteMAC(secret, named), named...))
}

func muteMAC(secret, named []byte) []byte {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte("mute "))
	mac.Write(named)
	return mac.Sum(nil)[:macSize]
}

// readMuteToken returns whom and what a token names, or false for a forged one.
func readMuteToken(secret []byte, token string) (id.ID, notification.Group, bool) {
	raw, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || len(raw) < macSize+len(id.ID{}) {
		return id.ID{}, "", false
	}
	mac, named := raw[:macSize], raw[macSize:]
	group := notification.Group(named[len(id.ID{}):])
	if !hmac.Equal(mac, muteMAC(secret, named)) || !slices.Contains(notification.Mutable, group) {
		return id.ID{}, "", false
	}
	return id.ID(named[:len(id.ID{})]), group, true
}

// muteShow asks once more: mail programs open links to look what is behind them.
func (s *Server) muteShow(c fiber.Ctx) error {
	_, group, ok := readMuteToken(s.Secret, c.Params("token"))
	if !ok {
		return fiber.ErrNotFound
	}
	shown := view.Mute{Token: c.Params("token"), Group: groupName(group), Done: c.Query("selesai") != "", Form: s.blank(c)}
	return render(c, fiber.StatusOK, view.MutePage(s.shell(c, view.SectionNone), shown))
}

// mutePost takes the page's button and the one that mail programs show beside a
// mail (RFC 8058). The token is its right; no cookie and no form token can be.
func (s *Server) mutePost(c fiber.Ctx) error {
	person, group, ok := readMuteToken(s.Secret, c.Params("token"))
	if !ok {
		return fiber.ErrNotFound
	}
	if err := s.Mute(c.Context(), person, group); err != nil {
		return err
	}
	if c.FormValue("List-Unsubscribe") == "One-Click" {
		return c.SendString("Email ini tidak akan kami kirim lagi.\n")
	}
	return c.Redirect().Status(fiber.StatusSeeOther).To(view.MuteMailURL(c.Params("token")) + "?selesai=1")
}

// groupName is a group of mails in words, as after "email tentang".
func groupName(group notification.Group) string {
	switch group {
	case notification.GroupOrders:
		return "perkembangan sambatan yang Anda ikuti"
	case notification.GroupReminders:
		return "pengingat tenggat dan slot terakhir"
	case notification.GroupMaker:
		return "sambatan yang Anda kelola"
	case notification.GroupMoney, notification.GroupNone:
	}
	return "pembayaran dan dana Anda"
}
