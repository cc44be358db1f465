package view

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// FieldMethod names the way to pay that a buyer chose.
const FieldMethod = "cara"

// PayMethod is a way to pay through the gateway.
type PayMethod string

// PayWallet is the buyer's own balance, which no gateway knows of.
const PayWallet PayMethod = "wallet"

// Name is what the method is called.
func (m PayMethod) Name() string {
	if bank, is := strings.CutPrefix(string(m), "va_"); is {
		return "Virtual account " + bankName(bank)
	}
	switch m {
	case PayWallet:
		return "Saldo"
	case "qris":
		return "QRIS"
	case "gopay":
		return "GoPay"
	case "shopeepay":
		return "ShopeePay"
	}
	return string(m)
}

func bankName(code string) string {
	if code == "permata" {
		return "Permata"
	}
	return strings.ToUpper(code)
}

// short is its name among others of its group.
func (m PayMethod) short() string {
	if bank, is := strings.CutPrefix(string(m), "va_"); is {
		return bankName(bank)
	}
	return m.Name()
}

// PayState is where a payment through the gateway stands.
type PayState string

// The states.
const (
	PayCreated  PayState = "Created"
	PayAwaiting PayState = "AwaitingPayment"
	PayEnding   PayState = "Ending"
	PayClosed   PayState = "Closed"
	PayPaid     PayState = "Paid"
)

// QRCode is a drawing of squares in a box of Size × Size.
type QRCode struct {
	Picture string // the same as a data: URL of a PNG, to be kept on the phone
	Path    string
	Size    int
}

// Channel is how an order can be paid through the gateway.
type Channel struct {
	Methods  []PayMethod // empty: there is no gateway
	Chosen   PayMethod   // empty: none yet
	State    PayState    // of what was chosen
	Amount   int64
	VA       string
	QR       QRCode
	Link     string
	Deadline time.Time
	Refused  bool // the gateway did not take what was chosen
	Form     Form
	Sandbox  string // where a gateway that moves no money can be paid
	TopUp    bool   // it fills a wallet
	Balance  int64  // that can be spent
	Missing  int64  // of the amount due, in the balance; 0: it is enough
}

// offers tells whether there is anything besides a transfer.
func (c Channel) offers() bool { return len(c.Methods) > 0 || c.Balance > 0 }

// leads tells whether a way is the first one of a choice that was not made yet.
func (c Channel) leads(m PayMethod) bool {
	switch {
	case c.live():
		return false
	case c.Missing == 0:
		return m == PayWallet
	}
	groups := c.groups()
	return len(groups) > 0 && m == groups[0].methods[0]
}

// after says what follows a payment.
func (c Channel) after() string {
	if c.TopUp {
		return "Saldo Anda sedang diperbarui."
	}
	return "Slot sedang diamankan."
}

// live tells whether the chosen way is to be shown, instead of a choice alone.
func (c Channel) live() bool {
	return c.State == PayCreated || c.State == PayAwaiting || c.State == PayEnding || c.State == PayPaid
}

// payGroup are methods that a buyer thinks of together.
type payGroup struct {
	title, hint string
	methods     []PayMethod
}

// groups are the methods besides the chosen one.
func (c Channel) groups() []payGroup {
	groups := []payGroup{
		{title: "Pindai kode QR", hint: "dari aplikasi bank atau dompet mana pun"},
		{title: "Virtual account", hint: "dari ATM, m-banking, atau bank lain"},
		{title: "Dompet digital", hint: "buka aplikasinya di ponsel ini"},
	}
	for _, m := range c.Methods {
		if c.live() && m == c.Chosen {
			continue
		}
		at := 2
		switch {
		case m == "qris":
			at = 0
		case strings.HasPrefix(string(m), "va_"):
			at = 1
		}
		groups[at].methods = append(groups[at].methods, m)
	}
	return slices.DeleteFunc(groups, func(g payGroup) bool { return len(g.methods) == 0 })
}

// qrHint says what to do with a code.
func (m PayMethod) qrHint() string {
	if m == "qris" {
		return "Pindai dari aplikasi bank atau dompet apa pun. Di ponsel yang sama: simpan kodenya, lalu unggah di aplikasi itu."
	}
	return "Pindai dari aplikasi " + m.Name() + " di ponsel lain."
}

// qrBox is the drawing's box.
func qrBox(c QRCode) string {
	size := strconv.Itoa(c.Size)
	return "0 0 " + size + " " + size
}

// digitGroups writes an account's number as it is read out.
func digitGroups(number string) string {
	var out strings.Builder
	for i, digit := range number {
		if i > 0 && i%4 == 0 {
			out.WriteByte(' ')
		}
		out.WriteRune(digit)
	}
	return out.String()
}

// phoneGroups writes a telephone number as people do: +62 812-0000-4471.
func phoneGroups(number string) string {
	rest, local := strings.CutPrefix(number, "+62")
	if !local || len(rest) < 8 || strings.Trim(rest, "0123456789") != "" {
		return number
	}
	return "+62 " + rest[:3] + "-" + rest[3:7] + "-" + rest[7:]
}
