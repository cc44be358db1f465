package ui

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/passkey"
	"github.com/sensasiwangi/sambatan/internal/spec"
	"github.com/sensasiwangi/sambatan/projections/dashboard"
	"github.com/sensasiwangi/sambatan/projections/notifications"
	"github.com/sensasiwangi/sambatan/projections/participants"
	"github.com/sensasiwangi/sambatan/projections/payments"
	"github.com/sensasiwangi/sambatan/services/notification"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/ui/view"
)

var update = flag.Bool("update", false, "write the golden letters")

// sampleMatter is what the golden letters are about.
func sampleMatter(template notification.Template) (matter, notifications.Mail) {
	happened := time.Date(2026, 11, 24, 5, 0, 0, 0, time.UTC)
	mail := notifications.Mail{
		ID:        id.MustParse("01930000-0000-7000-8000-0000000000a1"),
		Recipient: id.MustParse("01930000-0000-7000-8000-000000000001"), Template: template, Position: 1_284_907, At: happened,
		Params: notification.Params{Slots: 2, Held: 3, Amount: 548_000, Reason: "campaign_failed", At: happened.Add(4 * time.Hour)},
	}
	board := dashboard.Campaign{
		ID: id.MustParse("01930000-0000-7000-8000-00000000000c"), Title: "Wening Subuh", Batch: 4, BrandName: "Rumah Wening",
		Phase: sambatan.PhaseOpen, Held: 3, Secured: 55,
		Terms: sambatan.Terms{Slots: 60, MinFill: 42, Deadline: happened.Add(29 * time.Hour), ShipsBy: "21–24 Des 2026"},
	}
	m := matter{
		notice: notice{row: notifications.Row{Template: string(template), At: happened, Position: mail.Position}, params: mail.Params, campaign: board, code: "SWG-7K4Q2"},
		join:   participants.Row{Amount: 548_000, ExpiresAt: happened.Add(4 * time.Hour)},
		instruction: payments.Instruction{
			Instruction: mail.ID, Account: "8801002233", Code: 127, Total: 548_127,
		},
	}
	switch { // what fits the sentences
	case template == notification.PartPaid:
		m.params.Missing = 5_417
	case template == notification.ParcelSent || template == notification.MakerSentBack:
		m.params.Courier, m.params.Resi = "jnt", "JP1234567890"
	case template == notification.ParcelTrouble:
		m.params.Reason = "lost"
	case template == notification.ProductionProgress:
		m.params.Reason, m.params.Note = string(sambatan.MilestoneMaceration), "Hari ke-9"
		m.params.Until, m.params.At = happened.AddDate(0, 0, 26), happened.AddDate(0, 0, 20)
	case template == notification.MakerYieldedShort:
		m.params.Slots, m.params.Reason = 38, "Sebagian menguap saat maserasi"
	case template == notification.MakerDispute:
		m.params.Reason = "wrong_goods"
	case template == notification.DisputeDecided || template == notification.MakerDisputeDecided:
		m.params.Reason, m.params.Note = "buyer", "fotonya jelas"
	case template == notification.ReturnLapsed || template == notification.MakerReturnLapsed:
		m.params.Reason = "buyer"
	case template == notification.MakerClawedBack:
		m.params.Reason = payment.ReasonDefect
	case notification.GroupOf(template) == notification.GroupMaker:
		m.params.Slots = board.Secured
	case strings.HasPrefix(string(template), "cash_out_"):
		m.campaign, m.code, m.params.Reason = dashboard.Campaign{}, "", string(payment.ProblemName)
	case template == notification.NearlyFull:
		m.code = ""
	case template == notification.RefundSent:
		m.refund = payments.Refund{Evidence: "FT-2411-0091", TransferredAt: happened}
	}
	return m, mail
}

// Slots that are offered to somebody are nobody else's to take.
func TestFewSlotsLeftAreThoseThatCanBeTaken(t *testing.T) {
	t.Parallel()
	for _, template := range []notification.Template{notification.NearlyFull, notification.MakerNearlyFull} {
		m, mail := sampleMatter(template)
		m.campaign.Held, m.campaign.Offered, m.campaign.Secured = 3, 1, 54
		letter, err := Letters{}.draw(t.Context(), m, mail, notification.Address{})
		require.NoError(t, err)
		require.Equal(t, "Sisa 2 slot di Wening Subuh, batch 4", letter.Subject)
	}
}

// Letters are read by people who can't ask: whoever changes one sees it here.
func TestLettersReadAsTheyDid(t *testing.T) {
	t.Parallel()
	letters := Letters{
		Site: "https://sambatan.example", Secret: []byte("letters"),
		Account: ReceivingAccount{Bank: "Bank Lintas Nusa", Number: "8801002233", Holder: "Rekening Bersama Sensasiwangi"},
	}
	n := 0
	for _, template := range spec.Constants[notification.Template](t, "../services/notification") {
		if notification.GroupOf(template) == notification.GroupNone {
			continue
		}
		m, mail := sampleMatter(template)
		letter, err := letters.draw(t.Context(), m, mail, notification.Address{Name: "Dinar Nareswari", Email: "dinar@contoh.id"})
		require.NoError(t, err)
		golden(t, string(template)+".txt", "Subject: "+letter.Subject+"\n\n"+letter.Text)
		n++
		if template == notification.PayNow || template == notification.ClosingSoon || template == notification.MakerClosingDay {
			golden(t, string(template)+".html", letter.HTML)
		}
	}
	letters.Gateway = true
	for name, code := range map[string]int{"pay_now_gateway.txt": 127, "pay_now_without_code.txt": 0} {
		m, mail := sampleMatter(notification.PayNow)
		m.instruction.Code = code
		letter, err := letters.draw(t.Context(), m, mail, notification.Address{Name: "Dinar Nareswari", Email: "dinar@contoh.id"})
		require.NoError(t, err)
		golden(t, name, "Subject: "+letter.Subject+"\n\n"+letter.Text)
		n++
	}
	n += accountLetters(t, letters)
	files, err := filepath.Glob("testdata/letters/*.txt")
	require.NoError(t, err)
	require.Len(t, files, n, "a letter that nobody sends any more")
}

// accountLetters are those that no event tells of; it returns how many there are.
func accountLetters(t *testing.T, letters Letters) int {
	t.Helper()
	letters.Contact = view.Contact{Text: "bantuan@sambatan.example", URL: "mailto:bantuan@sambatan.example"}
	at := time.Date(2026, 11, 24, 5, 0, 0, 0, time.UTC)
	to := notification.Address{Name: "Dinar Nareswari", Email: "dinar@contoh.id"}
	written := map[string]notification.Letter{}
	var err error
	for name, signUp := range map[string]bool{"sign_in": false, "sign_in_known": true} {
		link := LetterLink{Path: view.SignInLinkBackURL("t0k3n", "/pesanan/SWG-7K4Q2"), Asked: at, Until: at.Add(10 * time.Minute), SignUp: signUp}
		written[name], err = letters.SignIn(t.Context(), to, link)
		require.NoError(t, err)
	}
	for name, signUp := range map[string]bool{"sign_up": true, "sign_up_unknown": false} {
		link := LetterLink{Path: view.SignUpLinkBackURL("t0k3n", "/saldo"), Asked: at, Until: at.Add(24 * time.Hour), SignUp: signUp}
		written[name], err = letters.SignUp(t.Context(), notification.Address{Email: to.Email}, link)
		require.NoError(t, err)
	}
	for name, added := range map[string]bool{"passkey_added": true, "passkey_removed": false} {
		written[name], err = letters.Key(t.Context(), to, passkey.Change{Name: "Ponsel", Added: added, At: at})
		require.NoError(t, err)
	}
	for name, letter := range written {
		require.Empty(t, letter.Unsubscribe, "nobody mutes it")
		golden(t, name+".txt", "Subject: "+letter.Subject+"\n\n"+letter.Text)
	}
	golden(t, "sign_in.html", written["sign_in"].HTML)
	golden(t, "sign_up.html", written["sign_up"].HTML)
	return len(written)
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", "letters", name)
	if *update {
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o750))
		require.NoError(t, os.WriteFile(file, []byte(got), 0o600))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, string(want), got, name)
}
