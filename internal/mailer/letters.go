package mailer

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/passkey"
	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/notification"
)

// Letters are about somebody's own account, not about what the log tells: a link that
// was asked for, to sign in or to register, a passkey that came or went. No wish mutes
// them, and no night holds them back.

const (
	// LetterQueue is where they wait, apart from the mails: whoever asked for a link
	// looks at an empty inbox meanwhile.
	LetterQueue = "letter"
	// LettersAtOnce is how many of them a process sends at the same time.
	LettersAtOnce = 2
	// MostLinks is how many links, to sign in or to register, may be asked for to one inbox
	// within [LinksRest]: whoever floods it is stopped, whatever machine they do it from.
	MostLinks = 3
	// LinksRest is how long no more are sent then.
	LinksRest = 10 * time.Minute
)

// ErrEnoughLinks means that as many links were asked for to one inbox as may be.
var ErrEnoughLinks = errors.New("enough links were asked for to this inbox")

// SignInJob sends a sign-in link to whoever has an address; if nobody has, one that
// registers with it.
type SignInJob struct {
	Mark   []byte    `json:"mark"`             // of the address; see session.Mark
	To     []byte    `json:"to,omitempty"`     // the address, sealed for whoever has none yet; see signup.Desk
	SignUp bool      `json:"signup,omitempty"` // they asked to register, not to sign in
	Back   string    `json:"back,omitempty"`   // the path where they wanted to go
	Asked  time.Time `json:"asked"`
}

// Kind implements river.JobArgs. The name is stored with the jobs.
func (SignInJob) Kind() string { return "sign_in_letter" }

// InsertOpts implements river.JobArgsWithInsertOpts: the queue tries for about as long
// as the answer is waited for.
func (SignInJob) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: LetterQueue, MaxAttempts: 25}
}

// KeyJob tells somebody that a passkey of theirs came or went.
type KeyJob struct {
	Change passkey.Change `json:"change"`
}

// Kind implements river.JobArgs. The name is stored with the jobs.
func (KeyJob) Kind() string { return "passkey_letter" }

// InsertOpts implements river.JobArgsWithInsertOpts: it is tried as long as a mail is.
func (KeyJob) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: LetterQueue, MaxAttempts: notification.MostAttempts}
}

// Letterbox takes letters, in transactions under the role sambatan_web.
type Letterbox struct{ jobs projections.Jobs }

// NewLetterbox returns the letterbox of a migrated database.
func NewLetterbox() Letterbox { return Letterbox{projections.NewJobs()} }

// Put leaves a letter to be sent once the transaction is committed.
func (b Letterbox) Put(ctx context.Context, tx pgx.Tx, letter river.JobArgs) error {
	return b.jobs.Insert(ctx, tx, []river.InsertManyParams{{Args: letter}})
}

// Ask leaves a letter with a link, or returns ErrEnoughLinks. The letters themselves
// are counted, so that all processes count together; one asks after the other.
func (b Letterbox) Ask(ctx context.Context, tx pgx.Tx, letter SignInJob) error {
	const turn = `SELECT pg_advisory_xact_lock(hashtextextended('sign-in links ' || $1, 0))`
	const query = `SELECT count(*) FROM river_job WHERE kind = 'sign_in_letter'
		AND created_at > clock_timestamp() - $2::interval AND args ->> 'mark' = $1`
	mark := base64.StdEncoding.EncodeToString(letter.Mark) // as JSON has it
	if _, err := tx.Exec(ctx, turn, mark); err != nil {
		return fmt.Errorf("wait for the turn to ask for a sign-in link: %w", err)
	}
	var asked int
	if err := tx.QueryRow(ctx, query, mark, LinksRest).Scan(&asked); err != nil {
		return fmt.Errorf("count the sign-in links of an inbox: %w", err)
	}
	if asked >= MostLinks {
		return ErrEnoughLinks
	}
	return b.Put(ctx, tx, letter)
}

// Clerk knows people, and writes their letters.
type Clerk interface {
	// Owners reads who has the address with a mark; nobody: nobody has.
	Owners(ctx context.Context, mark []byte) ([]id.ID, error)
	// Address is that of a [Desk].
	Address(ctx context.Context, person id.ID) (notification.Address, error)
	// SignIn writes a letter with a new sign-in link, good from now on.
	SignIn(ctx context.Context, person id.ID, to notification.Address, job SignInJob) (notification.Letter, error)
	// SignUp writes a letter to whoever reads an address that nobody has, with a link
	// that registers them.
	SignUp(ctx context.Context, job SignInJob) (notification.Letter, error)
	// Key writes what became of a passkey.
	Key(ctx context.Context, to notification.Address, job KeyJob) (notification.Letter, error)
}

// signInSender works the jobs of sign-in links.
type signInSender struct {
	river.WorkerDefaults[SignInJob]

	mailer *Mailer
}

// Timeout implements river.Worker.
func (*signInSender) Timeout(*river.Job[SignInJob]) time.Duration { return patience }

// Work implements river.Worker. Who asked so long ago that the link would be dead by
// then has asked again, or gone.
func (s *signInSender) Work(ctx context.Context, job *river.Job[SignInJob]) error {
	if s.mailer.Now().Sub(job.Args.Asked) > session.LinkLife {
		s.mailer.Logger.WarnContext(ctx, "a sign-in link was asked for too long ago", "job", job.ID)
		return nil
	}
	owners, err := s.mailer.Clerk.Owners(ctx, job.Args.Mark)
	if err != nil {
		return fmt.Errorf("find who asks for a sign-in link: %w", err)
	}
	if len(owners) == 0 {
		return s.invite(ctx, job)
	}
	for _, person := range owners { // mostly one
		if err := s.mailer.post(ctx, person, job.ID, func(to notification.Address) (notification.Letter, error) {
			return s.mailer.Clerk.SignIn(ctx, person, to, job.Args)
		}); err != nil {
			return err
		}
	}
	return nil
}

// invite writes to an address that nobody has.
func (s *signInSender) invite(ctx context.Context, job *river.Job[SignInJob]) error {
	if len(job.Args.To) == 0 {
		return nil // asked before there was a way to register
	}
	letter, err := s.mailer.Clerk.SignUp(ctx, job.Args)
	if err != nil {
		return fmt.Errorf("write letter %d: %w", job.ID, err)
	}
	letter.ID = fmt.Sprintf("letter-%d", job.ID)
	return s.mailer.hand(ctx, job.ID, letter)
}

// keySender works the jobs about passkeys.
type keySender struct {
	river.WorkerDefaults[KeyJob]

	mailer *Mailer
}

// Timeout implements river.Worker.
func (*keySender) Timeout(*river.Job[KeyJob]) time.Duration { return patience }

// NextRetry implements river.Worker: with the pauses of a mail.
func (*keySender) NextRetry(job *river.Job[KeyJob]) time.Time {
	pause, _ := notification.RetryAfter(job.Attempt)
	return time.Now().Add(pause)
}

// Work implements river.Worker.
func (s *keySender) Work(ctx context.Context, job *river.Job[KeyJob]) error {
	return s.mailer.post(ctx, job.Args.Change.User, job.ID, func(to notification.Address) (notification.Letter, error) {
		return s.mailer.Clerk.Key(ctx, to, job.Args)
	})
}

// post writes a letter to a person and hands it over. Who was erased, or has no
// address, gets none.
func (m *Mailer) post(ctx context.Context, person id.ID, job int64, write func(notification.Address) (notification.Letter, error)) error {
	to, err := m.Clerk.Address(ctx, person)
	if errors.Is(err, eventstore.ErrErased) || errors.Is(err, notification.ErrNoAddress) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("find where letter %d goes: %w", job, err)
	}
	letter, err := write(to)
	if err != nil {
		return fmt.Errorf("write letter %d: %w", job, err)
	}
	letter.ID = fmt.Sprintf("letter-%d-%s", job, person)
	return m.hand(ctx, job, letter)
}

// hand hands a letter over. No error holds an address, for the queue keeps them.
func (m *Mailer) hand(ctx context.Context, job int64, letter notification.Letter) error {
	failure := m.deliver(ctx, letter)
	if failure == nil {
		return nil
	}
	m.Logger.WarnContext(ctx, "a letter was not taken", "job", job, "error", failure)
	if refused, ok := errors.AsType[*notification.DeliveryError](failure); ok && refused.Permanent {
		return river.JobCancel(failure)
	}
	return failure
}
