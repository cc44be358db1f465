package mailer_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/adapter/smtp"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/mailbox"
	"github.com/sensasiwangi/sambatan/internal/mailer"
	"github.com/sensasiwangi/sambatan/internal/pgtest"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/history"
	"github.com/sensasiwangi/sambatan/projections/notifications"
	"github.com/sensasiwangi/sambatan/services/brand"
	"github.com/sensasiwangi/sambatan/services/identity"
	"github.com/sensasiwangi/sambatan/services/notification"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/product"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/services/wallet"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

// office is a market's mails in a real database, a mailer, and a real mail server
// that misbehaves as it is told.
type office struct {
	t       *testing.T
	db      *pgtest.DB
	market  *history.Market
	server  *mailbox.Server
	config  mailer.Config
	desk    *desk
	logged  *safeBuffer
	trouble *trouble
	now     time.Time
}

// trouble is what a server does wrong, and how often it did.
type trouble struct {
	mu    sync.Mutex
	next  []mailbox.Fault // at each step that asks, while there are some
	step  mailbox.Step
	hits  int
	begun chan struct{} // receives whenever a fault begins
}

func (w *trouble) ask(step mailbox.Step, _ string) mailbox.Fault {
	w.mu.Lock()
	defer w.mu.Unlock()
	if step != w.step || len(w.next) == 0 {
		return mailbox.Fault{}
	}
	fault := w.next[0]
	w.next = w.next[1:]
	w.hits++
	select {
	case w.begun <- struct{}{}:
	default:
	}
	return fault
}

// at lets the next conversations go wrong at a step.
func (w *trouble) at(step mailbox.Step, faults ...mailbox.Fault) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.step, w.next, w.hits = step, faults, 0
}

func (w *trouble) counted() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.hits
}

// desk answers for the read models and the vault; the pages' tests try the real one.
type desk struct {
	mu    sync.Mutex
	facts func(notifications.Mail) (notification.Facts, error)
	to    func(id.ID) (notification.Address, error)
}

// Facts implements mailer.Desk.
func (d *desk) Facts(_ context.Context, mail notifications.Mail) (notification.Facts, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.facts(mail)
}

// Address implements mailer.Desk.
func (d *desk) Address(_ context.Context, person id.ID) (notification.Address, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.to(person)
}

// Write implements mailer.Desk.
func (d *desk) Write(_ context.Context, mail notifications.Mail, to notification.Address) (notification.Letter, error) {
	return notification.Letter{ID: mail.ID.String(), To: to, Subject: string(mail.Template), Text: "Halo " + to.Name + ",\n"}, nil
}

// address of a person in these tests.
func address(person id.ID) notification.Address {
	return notification.Address{Name: "Rina " + person.String()[:8], Email: person.String() + "@contoh.id"}
}

// fitting are facts that a mail is right about.
func fitting(now time.Time) func(notifications.Mail) (notification.Facts, error) {
	phases := map[notification.Template]sambatan.Phase{
		notification.CampaignSucceeded: sambatan.PhaseSucceeded, notification.MakerSucceeded: sambatan.PhaseSucceeded,
		notification.ProductionStarted: sambatan.PhaseInProduction, notification.ProductionProgress: sambatan.PhaseInProduction, notification.QualityPassed: sambatan.PhaseReadyToShip,
		notification.ShippingStarted: sambatan.PhaseShipping, notification.MakerApproved: sambatan.PhaseScheduled, notification.MakerReturned: sambatan.PhaseDraft,
	}
	return func(mail notifications.Mail) (notification.Facts, error) {
		facts := notification.Facts{Phase: sambatan.PhaseOpen, Deadline: now.Add(1000 * time.Hour), PayBy: now.Add(1000 * time.Hour), Free: 2}
		if phase, ok := phases[mail.Template]; ok {
			facts.Phase = phase
		}
		switch mail.Template {
		case notification.PayNow, notification.PartPaid, notification.PayReminder, notification.ClosingDay, notification.ClosingSoon:
			facts.Unpaid = true
		default:
		}
		return facts, nil
	}
}

func decoders() *projections.Decoders {
	d := &projections.Decoders{}
	projections.AddCodec(d, sambatan.Codec)
	projections.AddCodec(d, payment.InstructionCodec)
	projections.AddCodec(d, payment.ReceiptCodec)
	projections.AddCodec(d, identity.Codec)
	projections.AddCodec(d, brand.Codec)
	projections.AddCodec(d, product.Codec)
	projections.AddCodec(d, notification.ReminderCodec)
	projections.AddCodec(d, notification.MailCodec)
	projections.AddCodec(d, wallet.Codec)
	return d
}

// open opens an office at ten in the morning, WIB, of today.
func open(t *testing.T) *office {
	t.Helper()
	year, month, day := time.Now().Date()
	o := &office{t: t, db: pgtest.New(t), logged: &safeBuffer{}, trouble: &trouble{begun: make(chan struct{}, 100)}}
	o.now = time.Date(year, month, day, 3, 0, 0, 0, time.UTC)
	var err error
	o.market, err = history.NewMarket(1, history.Size{Brands: 3, Products: 8, Buyers: 40, Campaigns: 6, Slots: 20, Begin: time.Now().Add(-time.Hour)})
	require.NoError(t, err)
	o.market.Live(150)
	o.project()
	aMinuteAgo := o.now.Add(-time.Minute) // whatever time it is
	_, err = o.db.Pool.Exec(t.Context(), `UPDATE p_notifications_v6.notifications SET at = $1`, aMinuteAgo)
	require.NoError(t, err)
	o.openAll()
	_, err = o.db.Pool.Exec(t.Context(), `UPDATE mails SET due_at = $1`, aMinuteAgo)
	require.NoError(t, err)
	o.server, err = mailbox.Start(t.Context(), mailbox.Config{Keep: 10_000, Trouble: o.trouble.ask})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, o.server.Close()) })
	postman, err := smtp.New(smtp.Config{URL: o.server.URL(), From: "Sambatan <kabar@sambatan.example>", Timeout: time.Minute})
	require.NoError(t, err)
	outbox := notifications.NewOutbox(o.db.PoolAs(t, "sambatan_app"))
	o.desk = &desk{facts: fitting(o.now), to: func(person id.ID) (notification.Address, error) { return address(person), nil }}
	o.config = mailer.Config{
		Outbox: outbox, Desk: o.desk, Clerk: &clerk{desk: o.desk}, Postman: postman, Log: o.market.Log,
		Now:    func() time.Time { return o.now },
		Logger: slog.New(slog.NewTextHandler(o.logged, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
	t.Cleanup(o.nothingPersonalWasLogged)
	return o
}

// project writes the messages and mails of the market's history.
func (o *office) project() {
	o.t.Helper()
	told := notifications.New()
	ctx, cancel := context.WithTimeout(o.t.Context(), time.Minute)
	defer cancel()
	head, err := o.market.Head(ctx)
	require.NoError(o.t, err)
	commits, done := make(chan eventstore.Position, 10_000), make(chan error, 1)
	runner := projections.New(projections.Config{
		Pool: o.db.PoolAs(o.t, "sambatan_app"), Owner: o.db.Pool, Follower: o.market.Log, Reader: o.market.Log, Decoders: decoders(),
		Projections: []projections.Projection{told},
		OnCommit:    func(c projections.Commit) { commits <- c.Position },
	})
	go func() { done <- runner.Run(ctx) }()
	for reached := eventstore.Position(0); reached < head; {
		select {
		case reached = <-commits:
		case <-ctx.Done():
			o.t.Fatalf("got to %d, not to %d", reached, head)
		}
	}
	cancel()
	require.NoError(o.t, <-done)
}

// openAll makes the rows of all mails, as whoever takes up their jobs does.
func (o *office) openAll() {
	o.t.Helper()
	outbox := notifications.NewOutbox(o.db.PoolAs(o.t, "sambatan_app"))
	for _, args := range o.texts(`SELECT args::text FROM river_job WHERE kind = 'notification_mails'`) {
		var job notifications.MailsJob
		require.NoError(o.t, json.Unmarshal([]byte(args), &job))
		_, err := outbox.Open(o.t.Context(), job)
		require.NoError(o.t, err)
	}
}

func (o *office) nothingPersonalWasLogged() {
	for _, word := range []string{"contoh.id", "Rina"} {
		require.NotContains(o.t, o.logged.String(), word)
	}
	left, err := projections.All(context.Background(), o.db.Pool, pgx.RowTo[string],
		`SELECT m::text FROM mails m WHERE m::text LIKE '%contoh.id%' UNION ALL SELECT j::text FROM river_job j WHERE j::text LIKE '%contoh.id%'`)
	require.NoError(o.t, err)
	require.Empty(o.t, left)
	for _, recorded := range o.market.Events() {
		require.NotContains(o.t, string(recorded.Data), "contoh.id")
	}
}

func (o *office) texts(query string, args ...any) []string {
	o.t.Helper()
	lines, err := projections.All(o.t.Context(), o.db.Pool, pgx.RowTo[string], query, args...)
	require.NoError(o.t, err)
	return lines
}

// about is the job of a mail with a template that waits.
func (o *office) about(template notification.Template) notifications.MailJob {
	o.t.Helper()
	found := o.texts(`SELECT id::text FROM mails WHERE template = $1 AND state = 'Queued' ORDER BY position LIMIT 1`, string(template))
	require.NotEmpty(o.t, found, template)
	return notifications.MailJob{Mail: id.MustParse(found[0])}
}

// state of a mail, with its reason, code and attempts.
func (o *office) state(job notifications.MailJob) string {
	o.t.Helper()
	return o.texts(`SELECT concat_ws(' ', state, reason, code, attempts) FROM mails WHERE id = $1`, job.Mail)[0]
}

// handle lets a new mailer, as after a restart, do what is to be done.
func (o *office) handle(job notifications.MailJob) time.Duration {
	o.t.Helper()
	pause, err := mailer.New(o.config).Handle(o.t.Context(), job)
	require.NoError(o.t, err)
	return pause
}

// undelivered are the events about mails that were given up.
func (o *office) undelivered() (events []notification.MailUndelivered) {
	o.t.Helper()
	for _, recorded := range o.market.Events() {
		if recorded.StreamID.Category() == "mail" {
			require.Equal(o.t, "system:mailer", recorded.Actor)
			event, err := notification.MailCodec.Decode(recorded)
			require.NoError(o.t, err)
			events = append(events, event.(notification.MailUndelivered))
		}
	}
	return events
}

// messageID of a job's mail.
func messageID(job notifications.MailJob) string {
	return fmt.Sprintf("<%s@sambatan.example>", job.Mail)
}

type safeBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

// Write implements io.Writer.
func (b *safeBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

// String returns what was written.
func (b *safeBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return strings.Clone(b.buf.String())
}
