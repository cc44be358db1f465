package smtp_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"math/big"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/sensasiwangi/sambatan/internal/adapter/smtp"
	"github.com/sensasiwangi/sambatan/internal/mailbox"
	"github.com/sensasiwangi/sambatan/services/notification"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const rina = "rina.melati@example.com"

var letter = notification.Letter{
	ID: "01930000-0000-7000-8000-0000000000a1", To: notification.Address{Name: "Rina Melati, Bandung", Email: rina},
	Subject: "Slot “Wening Subuh” aman — terima kasih", Text: "Halo Rina,\n\nPembayaran untuk 2 slot sudah kami terima.\n",
	HTML: "<p>Halo Rina,</p><p>Pembayaran untuk <b>2 slot</b> sudah kami terima.</p>", Unsubscribe: "https://sambatan.example/surat/berhenti/x",
}

func start(t *testing.T, config mailbox.Config) *mailbox.Server {
	t.Helper()
	server, err := mailbox.Start(t.Context(), config)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, server.Close()) })
	return server
}

func postman(t *testing.T, url string) *smtp.Postman {
	t.Helper()
	p, err := smtp.New(smtp.Config{URL: url, From: "Sambatan <kabar@sambatan.example>", ReplyTo: "bantuan@sambatan.example", Timeout: 3 * time.Second})
	require.NoError(t, err)
	return p
}

func TestALetterArrivesAsItWasWritten(t *testing.T) {
	t.Parallel()
	server := start(t, mailbox.Config{})
	require.NoError(t, postman(t, server.URL()).Deliver(t.Context(), letter))
	mails := server.Mails()
	require.Len(t, mails, 1)
	m := mails[0]
	require.Equal(t, []string{rina}, m.To)
	require.Equal(t, "kabar@sambatan.example", m.From)
	require.Equal(t, `"Sambatan" <kabar@sambatan.example>`, m.Sender)
	require.Equal(t, `"Rina Melati, Bandung" <`+rina+`>`, m.Recipient)
	require.Equal(t, letter.Subject, m.Subject)
	require.Equal(t, letter.Text, m.Text)
	require.Equal(t, letter.HTML, m.HTML)
	require.Equal(t, "<"+letter.ID+"@sambatan.example>", m.MessageID)
	for name, wanted := range map[string]string{
		"Reply-To": "<bantuan@sambatan.example>", "Auto-Submitted": "auto-generated",
		"List-Unsubscribe": "<" + letter.Unsubscribe + ">", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
	} {
		require.Equal(t, wanted, m.Header.Get(name), name)
	}
	_, err := m.Header.Date()
	require.NoError(t, err)
}

func TestTheSameLetterTwiceHasTheSameMessageIDAndOneAboutMoneyNoWayOut(t *testing.T) {
	t.Parallel()
	server := start(t, mailbox.Config{})
	p, money := postman(t, server.URL()), letter
	money.Unsubscribe = ""
	require.NoError(t, p.Deliver(t.Context(), money))
	require.NoError(t, p.Deliver(t.Context(), money))
	mails := server.Mails()
	require.Len(t, mails, 2)
	require.Equal(t, mails[0].MessageID, mails[1].MessageID)
	require.Empty(t, mails[0].Header.Get("List-Unsubscribe"))
}

// Each row is a server that misbehaves, and what is said of it. The faults are
// counted: a row whose fault never came would prove nothing.
func TestWhatAServerAnswersIsToldWithoutTheAddress(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		step  mailbox.Step
		fault mailbox.Fault
		want  notification.DeliveryError
		kept  int
	}{
		"an address that is refused":        {mailbox.StepRecipient, mailbox.Fault{Code: 550}, notification.DeliveryError{Permanent: true, Stage: "RCPT TO", Code: "550 5.1.1"}, 0},
		"an address that is busy":           {mailbox.StepRecipient, mailbox.Fault{Code: 450}, notification.DeliveryError{Stage: "RCPT TO", Code: "450 4.1.1"}, 0},
		"a body that is refused":            {mailbox.StepBody, mailbox.Fault{Code: 554}, notification.DeliveryError{Permanent: true, Stage: "the end of DATA", Code: "554 5.1.1"}, 0},
		"a body for later":                  {mailbox.StepBody, mailbox.Fault{Code: 451}, notification.DeliveryError{Stage: "the end of DATA", Code: "451 4.1.1"}, 0},
		"a connection cut at the address":   {mailbox.StepRecipient, mailbox.Fault{Cut: true}, notification.DeliveryError{Stage: "RCPT TO"}, 0},
		"a connection cut after the taking": {mailbox.StepTaken, mailbox.Fault{Cut: true}, notification.DeliveryError{Stage: "the end of DATA"}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var faults atomic.Int32
			server := start(t, mailbox.Config{Trouble: func(step mailbox.Step, _ string) mailbox.Fault {
				if step != row.step {
					return mailbox.Fault{}
				}
				faults.Add(1)
				return row.fault
			}})
			err := postman(t, server.URL()).Deliver(t.Context(), letter)
			var got *notification.DeliveryError
			require.ErrorAs(t, err, &got)
			require.Equal(t, row.want, *got)
			require.NotContains(t, err.Error(), "rina")
			require.EqualValues(t, 1, faults.Load())
			require.Len(t, server.Mails(), row.kept)
		})
	}
}

func TestAServerThatIsNotThereMayBeThereLater(t *testing.T) {
	t.Parallel()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, listener.Close())
	err = postman(t, "smtp://"+listener.Addr().String()).Deliver(t.Context(), letter)
	require.ErrorContains(t, err, "reach the mail server")
	require.NotErrorAs(t, err, new(*notification.DeliveryError))
}

func TestASlowServerKeepsNobodyWaitingWhoWasToldToStop(t *testing.T) {
	t.Parallel()
	reached := make(chan struct{})
	server := start(t, mailbox.Config{Trouble: func(step mailbox.Step, _ string) mailbox.Fault {
		if step != mailbox.StepBody {
			return mailbox.Fault{}
		}
		close(reached)
		return mailbox.Fault{Wait: make(chan struct{})}
	}})
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	p, err := smtp.New(smtp.Config{URL: server.URL(), From: "kabar@sambatan.example", Timeout: time.Hour})
	require.NoError(t, err)
	go func() { done <- p.Deliver(ctx, letter) }()
	<-reached
	cancel()
	require.ErrorAs(t, <-done, new(*notification.DeliveryError))
	require.Empty(t, server.Mails())
}

func TestASlowServerIsGivenUp(t *testing.T) {
	t.Parallel()
	var slow atomic.Int32
	server := start(t, mailbox.Config{Trouble: func(mailbox.Step, string) mailbox.Fault {
		slow.Add(1)
		return mailbox.Fault{Wait: make(chan struct{})}
	}})
	p, err := smtp.New(smtp.Config{URL: server.URL(), From: "kabar@sambatan.example", Timeout: 50 * time.Millisecond})
	require.NoError(t, err)
	var got *notification.DeliveryError
	require.ErrorAs(t, p.Deliver(t.Context(), letter), &got)
	require.False(t, got.Permanent)
	require.EqualValues(t, 1, slow.Load())
}

func TestALetterToNoAddressGoesNowhere(t *testing.T) {
	t.Parallel()
	server := start(t, mailbox.Config{})
	for _, odd := range []string{"", "rina", "rina@x\r\nBcc: all@example.com", "a@b, c@d", "Rina <rina@example.com>"} {
		nowhere := letter
		nowhere.To.Email = odd
		err := postman(t, server.URL()).Deliver(t.Context(), nowhere)
		var got *notification.DeliveryError
		require.ErrorAs(t, err, &got, odd)
		require.Equal(t, notification.DeliveryError{Permanent: true, Stage: notification.StageAddress}, *got)
	}
	require.Empty(t, server.Mails())
}

func certificate(t *testing.T) (server, trust *tls.Config) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	require.NoError(t, err)
	parsed, err := x509.ParseCertificate(der)
	require.NoError(t, err)
	pool := x509.NewCertPool()
	pool.AddCert(parsed)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}, &tls.Config{RootCAs: pool}
}

func TestConnectionsAreEncryptedAndPasswordsNeverInClear(t *testing.T) {
	t.Parallel()
	served, trust := certificate(t)
	for name, row := range map[string]struct {
		config mailbox.Config
		query  string
		trust  bool
		want   string // part of the error
	}{
		"STARTTLS":                              {mailbox.Config{TLS: served, Password: "rahasia"}, "?tls=required", true, ""},
		"TLS from the first byte":               {mailbox.Config{TLS: served, Implicit: true, Password: "rahasia"}, "", true, ""},
		"a certificate that nobody knows":       {mailbox.Config{TLS: served, Password: "rahasia"}, "?tls=required", false, "certificate"},
		"the same with TLS from the first byte": {mailbox.Config{TLS: served, Implicit: true, Password: "rahasia"}, "", false, "certificate"},
		"a server without STARTTLS":             {mailbox.Config{}, "?tls=required", true, "STARTTLS"},
		"a wrong password":                      {mailbox.Config{TLS: served, Password: "lain"}, "?tls=required", true, "535"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := start(t, row.config)
			url := strings.Replace(server.URL(), "://", "://sambatan@", 1) + row.query
			p, err := smtp.New(smtp.Config{URL: url, Password: "rahasia", From: "kabar@sambatan.example"})
			require.NoError(t, err)
			if row.trust {
				smtp.Trusting(p, trust)
			}
			err = p.Deliver(t.Context(), letter)
			if row.want == "" {
				require.NoError(t, err)
				require.Len(t, server.Mails(), 1)
				return
			}
			require.ErrorContains(t, err, row.want)
			require.NotContains(t, err.Error(), "rahasia")
			require.Empty(t, server.Mails())
		})
	}
}

func TestAWrongConfigurationIsExplainedWithoutThePassword(t *testing.T) {
	t.Parallel()
	const from = "Sambatan <kabar@sambatan.example>"
	for config, want := range map[smtp.Config]string{
		{URL: "http://mail.example.com", From: from}:                        "only smtp:// and smtps:// are known",
		{URL: "mail.example.com:25", From: from}:                            "only smtp:// and smtps:// are known",
		{URL: "smtp://", From: from}:                                        "must name a host",
		{URL: "smtp://mail.example.com/inbox", From: from}:                  "must name a host and nothing behind it",
		{URL: "smtp://u:sandi%zz@mail.example.com", From: from}:             "it can't be read",
		{URL: "smtp://u@mail.example.com", From: from}:                      "a user needs a password",
		{URL: "smtp://mail.example.com", Password: "sandi", From: from}:     "a user needs a password",
		{URL: "smtp://u:sandi@mail.example.com?tls=maybe", From: from}:      "tls is required, optional or none",
		{URL: "smtps://u:sandi@mail.example.com?tls=none", From: from}:      "always encrypted",
		{URL: "smtp://u:sandi@mail.example.com"}:                            "the sender of mails: it is not set",
		{URL: "smtp://u:sandi@mail.example.com", From: "kabar"}:             "the sender of mails: it is no address",
		{URL: "smtp://mail.example.com", From: from, ReplyTo: "bantuan at"}: "the address for answers to mails: it is no address",
	} {
		_, err := smtp.New(config)
		var wrong *smtp.ConfigError
		require.ErrorAs(t, err, &wrong, config.URL)
		require.ErrorContains(t, err, want, config.URL)
		require.NotContains(t, err.Error(), "sandi")
	}
}
