package ui

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/dashboard"
	"github.com/sensasiwangi/sambatan/projections/notifications"
	"github.com/sensasiwangi/sambatan/projections/orders"
	"github.com/sensasiwangi/sambatan/projections/participants"
	"github.com/sensasiwangi/sambatan/projections/payments"
	"github.com/sensasiwangi/sambatan/services/identity"
	"github.com/sensasiwangi/sambatan/services/notification"
	shipping "github.com/sensasiwangi/sambatan/services/order"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/ui/letter"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// Letters puts notifications into mails, in the words of the pages.
type Letters struct {
	// Site is the platform's address as its users know it, without a slash at the
	// end: links in mails begin with it.
	Site    string
	Secret  []byte // key of the links that mute mails; the same as the pages'
	Account ReceivingAccount
	Contact view.Contact
	Gateway bool // buyers can pay through one as well
	Read    func(ctx context.Context, subject session.Subject, query func(ctx context.Context, q projections.Querier) error) error
}

// machine reads what operators may read: mails are written for everybody.
var machine = session.Subject{Roles: []identity.Role{identity.Operator}}

// matter is what a mail is about, as it stands now.
type matter struct {
	notice

	join        participants.Row
	instruction payments.Instruction
	refund      payments.Refund
	inside      bool         // the reader holds slots in the campaign
	shipping    orders.Order // zero: nothing is to be sent yet
}

// Facts reads how the thing stands that a mail is about. The error is
// notification.ErrBehind
// while the read models have not reached the mail's event.
func (l Letters) Facts(ctx context.Context, mail notifications.Mail) (notification.Facts, error) {
	m, err := l.read(ctx, mail)
	if err != nil {
		return notification.Facts{}, err
	}
	board := m.campaign
	facts := notification.Facts{
		Phase: board.Phase, Deadline: board.Terms.Deadline, Free: board.Free(),
		Unpaid: m.unpaidStill(mail), PayBy: earlier(m.join.ExpiresAt, board.Terms.Deadline),
		Secured: m.join.State == participants.Secured, Inside: m.inside, Refunded: !m.refund.TransferredAt.IsZero(),
		Unsettled: m.shipping.Phase == shipping.PhaseDelivered, Disputed: m.shipping.Open,
		HeldBack: stateOf(m.shipping).HeldBack(), Unsent: m.shipping.Phase == shipping.PhaseToSend && m.shipping.Short == 0,
		Returning: m.shipping.Phase == shipping.PhaseSendingBack,
	}
	if facts.Unpaid && !l.Gateway && asksToPay(mail.Template) && m.instruction.Instruction.IsZero() {
		return facts, fmt.Errorf("transfer instruction of %s: %w", mail.Participation, notification.ErrBehind)
	}
	return facts, nil
}

// unpaidStill tells whether what a mail asks for is still to be paid. After another part came,
// another mail says what is missing.
func (m matter) unpaidStill(mail notifications.Mail) bool {
	asked := mail.Template != notification.PartPaid || m.join.Missing == mail.Params.Missing
	return asked && m.join.State == participants.Held
}

// Write puts a mail into words.
func (l Letters) Write(ctx context.Context, mail notifications.Mail, to notification.Address) (notification.Letter, error) {
	m, err := l.read(ctx, mail)
	if err != nil {
		return notification.Letter{}, err
	}
	return l.draw(ctx, m, mail, to)
}

func (l Letters) draw(ctx context.Context, m matter, mail notifications.Mail, to notification.Address) (notification.Letter, error) {
	if mail.Template == notification.NearlyFull || mail.Template == notification.MakerNearlyFull {
		m.params.Slots = m.campaign.Free() // some may have gone since
	}
	title, text := m.words()
	if asksToPay(mail.Template) {
		text = l.howToPay(m)
	}
	drawn := letter.Letter{
		Site: l.Site, Contact: l.Contact.Text, ContactURL: l.Contact.URL, Name: firstName(to.Name), Title: title, Text: sentence(text), Preview: sentence(text), Lines: l.lines(m),
		Action: l.action(mail.Template), URL: l.Site + view.NotificationURL(int64(mail.Position), string(mail.Template)), Why: why(mail.Template),
	}
	if group := notification.GroupOf(mail.Template); group != notification.GroupMoney {
		drawn.Mute = l.Site + view.MuteMailURL(muteToken(l.Secret, mail.Recipient, group))
	}
	html, err := drawn.HTML(ctx)
	return notification.Letter{
		ID: mail.ID.String(), To: to, Subject: title, Text: drawn.Plain(), HTML: html, Unsubscribe: drawn.Mute,
	}, err
}

// firstName is what a letter calls its reader.
func firstName(name string) string {
	first, _, _ := strings.Cut(strings.TrimSpace(name), " ")
	return first
}

func (l Letters) read(ctx context.Context, mail notifications.Mail) (m matter, err error) {
	err = l.Read(ctx, machine, func(ctx context.Context, q projections.Querier) error {
		if err := reached(ctx, q, mail); err != nil {
			return err
		}
		m, err = readMatter(ctx, q, mail)
		return err
	})
	return m, err
}

// reached tells whether the read models that a mail is judged by show its event.
func reached(ctx context.Context, q projections.Querier, mail notifications.Mail) error {
	positions, err := projections.Positions(ctx, q)
	if err != nil {
		return err
	}
	for _, name := range []string{dashboard.Name, participants.Name, payments.Name, orders.Name} {
		if positions[name] < mail.Position {
			return fmt.Errorf("%s is at %d of %d: %w", name, positions[name], mail.Position, notification.ErrBehind)
		}
	}
	return nil
}

func readMatter(ctx context.Context, q projections.Querier, mail notifications.Mail) (m matter, err error) {
	m.row = notifications.Row{Template: string(mail.Template), At: mail.At, Position: mail.Position}
	m.params = mail.Params
	boards, err := dashboard.ByIDs(ctx, q, []id.ID{mail.Campaign})
	if err != nil {
		return m, err
	}
	m.campaign = boards[mail.Campaign]
	joins, err := participants.OfBuyerIn(ctx, q, mail.Recipient, mail.Campaign)
	if err != nil {
		return m, err
	}
	for _, join := range joins {
		m.inside = m.inside || join.State == participants.Held || join.State == participants.Told || join.State == participants.Secured
		if join.Participation == mail.Participation {
			m.join, m.code = join, join.Code
		}
	}
	err = m.readMoney(ctx, q, mail)
	return m, err
}

func (m *matter) readMoney(ctx context.Context, q projections.Querier, mail notifications.Mail) error {
	if mail.Participation.IsZero() {
		return nil
	}
	instructions, err := payments.InstructionsOf(ctx, q, []id.ID{mail.Participation})
	if err != nil {
		return err
	}
	m.instruction = instructions[mail.Participation]
	sent, err := orders.ByIDs(ctx, q, []id.ID{mail.Participation})
	if err != nil {
		return err
	}
	m.shipping = sent[mail.Participation]
	refunds, err := payments.RefundsOf(ctx, q, []id.ID{mail.Participation})
	for _, refund := range refunds[mail.Participation] {
		if refund.Receipt == mail.Params.Receipt {
			m.refund = refund
		}
	}
	return err
}

// howToPay asks for the money. By transfer it has to be exact.
func (l Letters) howToPay(m matter) string {
	held := m.slots() + " disimpan untuk Anda. "
	transfer := "ransfer persis sejumlah di bawah ini, sampai angka terakhir, supaya langsung kami kenali."
	switch coded := m.coded(); {
	case !l.Gateway:
		return held + "T" + transfer
	case !coded:
		return held + "Bayar lewat QRIS, virtual account, atau dompet digital; pilih caranya di halaman pesanan."
	}
	return held + "Bayar lewat QRIS, virtual account, atau dompet digital di halaman pesanan, atau t" + transfer
}

// coded tells whether there is an instruction for what is to be paid: after a part came, that
// is the rest.
func (m matter) coded() bool {
	i := m.instruction
	return i.Code != 0 && (m.join.Missing == 0 || i.Closed == "" && i.Amount == payment.Asked(m.join.Missing))
}

// asksToPay tells whether a mail asks for money.
func asksToPay(template notification.Template) bool {
	switch template {
	case notification.PayNow, notification.PayReminder, notification.ClosingDay, notification.ClosingSoon:
		return true
	default:
		return false
	}
}

// lines are the figures of a mail.
func (l Letters) lines(m matter) (lines []letter.Line) {
	add := func(name, value string) {
		if value != "" {
			lines = append(lines, letter.Line{Name: name, Value: value})
		}
	}
	switch template := notification.Template(m.row.Template); {
	case asksToPay(template):
		if m.coded() {
			lines = append(lines, letter.Line{Name: "Jumlah transfer", Value: view.Rupiah(int64(m.instruction.Total)), Strong: true})
			to := l.Account.issued(m.instruction.Account, m.instruction.Bank, m.instruction.Holder)
			add("Bank", to.Bank)
			add("Nomor rekening", to.Number)
			add("Atas nama", to.Holder)
		} else {
			lines = append(lines, letter.Line{Name: "Jumlah", Value: view.Rupiah(int64(cmp.Or(m.join.Missing, m.join.Amount))), Strong: true})
		}
		add("Paling lambat", view.FullTime(earlier(m.join.ExpiresAt, m.campaign.Terms.Deadline)))
		add("Pesanan", m.code)
	case template == notification.PartPaid:
		lines = append(lines, letter.Line{Name: "Kurang", Value: view.Rupiah(int64(m.params.Missing)), Strong: true})
		add("Sudah kami terima", m.amount())
		add("Bayar sebelum", view.FullTime(m.params.At))
		add("Pesanan", m.code)
	case template == notification.SlotsSecured:
		lines = append(lines, letter.Line{Name: "Ditahan di Rekening Bersama", Value: m.amount(), Strong: true})
		add("Pesanan", m.code)
		add("Sambatan ditutup", view.FullTime(m.campaign.Terms.Deadline))
	case template == notification.RefundPromised || template == notification.RefundSent || template == notification.RefundToWallet ||
		template == notification.CashOutPromised || template == notification.CashOutSent || template == notification.CashOutReturned ||
		template == notification.CashOutAfterAll:
		lines = append(lines, letter.Line{Name: "Jumlah", Value: m.amount(), Strong: true})
		add("Pesanan", m.code)
		add("Rujukan bank", m.refund.Evidence)
	case template == notification.ParcelSent:
		lines = append(lines, letter.Line{Name: "Resi", Value: m.params.Resi, Strong: true})
		add("Kurir", courierNames[shipping.Courier(m.params.Courier)])
		add("Pesanan", m.code)
	case template == notification.MakerReturned || template == notification.MakerApproved: // nobody could join yet
		add("Jumlah slot", view.Grouped(int64(m.campaign.Terms.Slots)))
		add("Ditutup", view.FullTime(m.campaign.Terms.Deadline))
	case notification.GroupOf(template) == notification.GroupMaker && !m.campaign.ID.IsZero():
		add("Slot aman", view.Grouped(int64(m.campaign.Secured))+" dari "+view.Grouped(int64(m.campaign.Terms.Slots)))
		if m.campaign.Phase == sambatan.PhaseOpen || m.campaign.Phase == sambatan.PhaseFullyHeld {
			add("Ditutup", view.FullTime(m.campaign.Terms.Deadline))
		}
	default:
		add("Perajin", m.campaign.BrandName)
		add("Pesanan", m.code)
	}
	return lines
}

// action is what a mail's button says.
func (l Letters) action(template notification.Template) string {
	if asksToPay(template) && l.Gateway {
		return "Pilih cara bayar"
	}
	switch template {
	case notification.PayNow, notification.PayReminder, notification.ClosingDay, notification.ClosingSoon:
		return "Lihat petunjuk transfer"
	case notification.PartPaid:
		return "Bayar sisanya"
	case notification.SlotsSecured, notification.ReportRejected, notification.RefundPromised, notification.RefundSent,
		notification.HoldExpired, notification.HoldCancelled, notification.ParcelSent, notification.ParcelTrouble,
		notification.DisputeAnswered, notification.DisputeDecided, notification.PaymentTakenBack, notification.RefundToWallet,
		notification.Appealed, notification.ReturnLapsed, notification.MakerDisputeDecided, notification.MakerAppealed, notification.MakerSentBack,
		notification.MakerReturnLapsed, notification.ReturnMissing, notification.OrderHeldBack, notification.OrderCleared, notification.OrderGivenUp,
		notification.MakerHeldBack, notification.MakerCleared, notification.MakerGivenUp:
		return "Lihat pesanan"
	case notification.ReturnAwaited:
		return "Catat resi pengiriman balik"
	case notification.MakerReturnOverdue:
		return "Jawab di halaman pesanan"
	case notification.MakerReturnAddress:
		return "Tulis alamat pengembalian"
	case notification.OrderDelivered, notification.ConfirmReminder:
		return "Konfirmasi pesanan"
	case notification.MakerAccountGiven, notification.MakerAccountRefused, notification.MakerPaid, notification.MakerClawedBack,
		notification.WalletToppedUp, notification.TopUpTakenBack:
		return "Lihat saldo"
	case notification.CashOutPromised, notification.CashOutSent, notification.CashOutReturned, notification.CashOutAfterAll:
		return "Lihat tarik saldo"
	case notification.CashOutAccount, notification.CashOutReminder:
		return "Tulis rekening lain"
	case notification.MakerDispute:
		return "Tanggapi komplain"
	case notification.MakerReturned:
		return "Perbaiki draf"
	case notification.MakerSucceeded:
		return "Mulai produksi"
	default:
		return "Lihat sambatan"
	}
}

// why tells a reader what made us write.
func why(template notification.Template) string {
	switch notification.GroupOf(template) {
	case notification.GroupMoney:
		return "Email ini tentang uang Anda, jadi selalu kami kirim. " + never
	case notification.GroupReminders:
		return "Anda menerima pengingat ini karena pernah bergabung di sambatan ini."
	case notification.GroupMaker:
		return "Anda menerima email ini karena mengelola sambatan ini."
	case notification.GroupOrders, notification.GroupNone:
	}
	return "Anda menerima email ini karena bergabung di sambatan ini."
}
