package lintselftest

const module = "github.com/sensasiwangi/sambatan"

// row is one row of the design's table: who may import whom.
type row struct {
	rule string // the depguard list that must report it
	// places are folders of the repository; one that ends in /* stands for itself and each package below it.
	places    []string
	exact     bool   // the rule holds for the folder itself and not for what is below it
	file      string // a name, in which * stands for the rule's
	allowed   []string
	forbidden []string
}

const (
	pgx       = "github.com/jackc/pgx/v5"
	pgxpool   = "github.com/jackc/pgx/v5/pgxpool"
	nats      = "github.com/nats-io/nats.go"
	jetstream = "github.com/nats-io/nats.go/jetstream"
	watermill = "github.com/ThreeDotsLabs/watermill"
	fiber     = "github.com/gofiber/fiber/v3"
	templ     = "github.com/a-h/templ"
	fasthttp  = "github.com/valyala/fasthttp"
	river     = "github.com/riverqueue/river"
	kong      = "github.com/alecthomas/kong"
	tlog      = "golang.org/x/mod/sumdb/tlog"
	uuid      = "github.com/google/uuid"
	mail      = "github.com/wneessen/go-mail"
	blob      = "gocloud.dev/blob"
	require   = "github.com/stretchr/testify/require"
	assert    = "github.com/stretchr/testify/assert"
	suite     = "github.com/stretchr/testify/suite"
	mock      = "github.com/stretchr/testify/mock"
	goCmp     = "github.com/google/go-cmp/cmp"
	rapid     = "pgregory.net/rapid"
	jsonv2    = "github.com/go-json-experiment/json"

	eventstore  = module + "/eventstore"
	storePG     = module + "/eventstore/postgres"
	storeMemory = module + "/eventstore/memory"
	relay       = module + "/eventstore/relay"
	service     = module + "/services/sambatan"
	projection  = module + "/projections/dashboard"
	projections = module + "/projections"
	ui          = module + "/ui"
	view        = module + "/ui/view"
	migrations  = module + "/migrations"
	app         = module + "/internal/app"
	session     = module + "/internal/session"
	money       = module + "/internal/money"
	id          = module + "/internal/id"
	calendar    = module + "/internal/calendar"
	reactor     = module + "/internal/reactor"
	statements  = module + "/internal/statement"
)

// targets is everything that a planted file imports from outside the standard library.
var targets = []string{
	pgx, pgxpool, nats, jetstream, watermill, fiber, fasthttp, templ, river, kong, tlog, uuid, mail, blob,
	require, assert, suite, mock, goCmp, rapid, jsonv2,
	eventstore, storePG, storeMemory, relay, service, projection, projections, ui, view, migrations,
	app, session, money, id, calendar, reactor, statements,
}

var table = []row{
	{
		rule: "eventstore", places: []string{"eventstore"}, exact: true,
		allowed:   []string{"context", "log/slog", jsonv2},
		forbidden: []string{pgx, nats, watermill, fiber, tlog, storePG, relay, service, projections, ui, money, id, app},
	},
	{
		rule: "eventstore-postgres", places: []string{"eventstore/postgres/*"},
		allowed:   []string{"context", eventstore, pgx, pgxpool},
		forbidden: []string{nats, jetstream, watermill, fiber, relay, service, projections, ui, money, app, migrations},
	},
	{
		rule: "eventstore-relay", places: []string{"eventstore/relay/*"},
		allowed:   []string{"context", eventstore, nats, jetstream},
		forbidden: []string{watermill, fiber, storePG, service, projections, ui, money, app},
	},
	{
		rule: "eventstore-translog", places: []string{"eventstore/translog/*"},
		allowed:   []string{"context", eventstore, tlog},
		forbidden: []string{nats, watermill, fiber, storePG, service, projections, ui, app},
	},
	{
		rule: "eventstore-memory", places: []string{"eventstore/memory/*"},
		allowed:   []string{"context", eventstore},
		forbidden: []string{pgx, nats, storePG, service, app},
	},
	{
		rule: "eventstore-storetest", places: []string{"eventstore/storetest/*"},
		allowed:   []string{"testing", eventstore, require, goCmp, rapid},
		forbidden: []string{pgx, nats, service, projections, app},
	},
	{
		rule: "services", places: []string{"services/*"},
		allowed: []string{"context", "time", eventstore, service, money, id, calendar},
		forbidden: []string{
			"os", "os/exec", "net", "net/http", "log", "log/slog", "database/sql", "math/rand", "math/rand/v2",
			pgx, nats, watermill, fiber, templ, river, storePG, storeMemory, relay, projections, projection,
			ui, view, migrations, app, session, reactor,
		},
	},
	{
		rule: "projections", places: []string{"projections/*"},
		allowed:   []string{"context", "log/slog", eventstore, service, money, id, calendar, pgx, pgxpool, river},
		forbidden: []string{projection, ui, view, nats, jetstream, watermill, fiber, templ, storePG, relay, app, reactor},
	},
	{
		rule: "ui", places: []string{"ui/*"},
		allowed: []string{
			"net/http", eventstore, service, projections, projection, view, session, money, id, calendar, fiber, templ,
		},
		forbidden: []string{
			pgx, pgxpool, "database/sql", nats, jetstream, watermill, river, storePG, relay, migrations, app, reactor,
		},
	},
	{
		rule: "internal-leaves", places: []string{"internal/money", "internal/calendar"},
		allowed:   []string{"time"},
		forbidden: []string{pgx, nats, eventstore, service, app, id},
	},
	{
		rule: "internal-statement", places: []string{"internal/statement/*"},
		allowed:   []string{"time", money, id, calendar},
		forbidden: []string{"os", "net/http", "database/sql", pgx, nats, fiber, eventstore, service, projection, ui, app, session},
	},
	{
		rule:      "internal-adapter",
		places:    []string{"internal/adapter", "internal/adapter/midtrans", "internal/adapter/banktransfer"},
		allowed:   []string{"net/http", service, money, id},
		forbidden: []string{pgx, nats, watermill, fiber, mail, blob, projections, projection, ui, storePG, app, migrations},
	},
	{
		rule: "internal-adapter-smtp", places: []string{"internal/adapter/smtp"},
		allowed: []string{"net", service, mail}, forbidden: []string{pgx, nats, fiber, blob, projection, ui, app},
	},
	{
		rule: "internal-adapter-blob", places: []string{"internal/adapter/blob"},
		allowed: []string{"io", service, blob}, forbidden: []string{pgx, nats, fiber, mail, projection, ui, app},
	},
	{
		rule: "main", places: []string{"."}, exact: true, file: "main.go",
		allowed:   []string{"os/signal", app, kong},
		forbidden: []string{pgx, nats, fiber, eventstore, service, projections, ui, migrations, session},
	},
	{
		rule: "e2e", places: []string{"test/e2e/*"}, file: "*_test.go",
		allowed:   []string{"testing", "net/http", app, require, goCmp},
		forbidden: []string{pgx, nats, fiber, eventstore, service, projections, ui, migrations},
	},
	{
		rule: "everywhere", places: []string{"services/*", "projections/*", "ui/*", "internal/app"}, file: "*_test.go",
		allowed: []string{require, goCmp, rapid}, forbidden: []string{assert, suite, mock},
	},
	{
		rule: "ids", places: []string{"services/*", "projections/*", "ui/*", "internal/app"}, file: "*_test.go",
		forbidden: []string{uuid},
	},
	{rule: "ids", places: []string{"internal/id"}, allowed: []string{uuid}},
}
