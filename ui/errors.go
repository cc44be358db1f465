package ui

import (
	"crypto/rand"
	"errors"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v3"
	"github.com/gofiber/fiber/v3/middleware/requestid"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// errForged means that a form did not come from the visitor's own page, or that
// the page was too old.
var errForged = errors.New("form token missing or wrong")

// wrongRoleError refuses a page to somebody whose account is not the kind it is for.
type wrongRoleError struct{ has, needs view.Role }

func (e *wrongRoleError) Error() string {
	return "the page is for the role " + string(e.needs) + ", not for " + string(e.has)
}

// failure is what an error becomes: the one table from errors to answers.
type failure struct {
	status int
	title  string // in Indonesian, like detail; empty for the status's own words
	detail string
	retry  time.Duration
}

func classify(err error) failure {
	var busy *eventstore.BusyError
	var invalid *eventstore.InvalidInputError
	var role *wrongRoleError
	var framework *fiber.Error
	switch {
	case errors.As(err, &busy):
		return failure{status: fiber.StatusServiceUnavailable, retry: max(busy.RetryAfter, time.Second)}
	case errors.As(err, &invalid):
		return failure{status: fiber.StatusUnprocessableEntity, detail: "Isian memuat karakter yang tidak bisa disimpan. Hapus karakter itu, lalu kirim lagi."}
	case errors.Is(err, eventstore.ErrCommandReused):
		return failure{status: fiber.StatusConflict, title: "Formulir ini sudah pernah dikirim", detail: "Yang pertama tercatat, yang ini tidak, karena isinya lain. Buka lagi halamannya untuk melihat keadaan terbaru."}
	case errors.Is(err, errNoTrail):
		return failure{status: fiber.StatusNotFound, detail: "Pada posisi itu jejak sambatan ini belum ada, atau posisinya belum tercatat. Buka jejaknya, pilih saatnya, lalu ekspor dari sana."}
	case errors.Is(err, projections.ErrNotFound):
		return failure{status: fiber.StatusNotFound}
	case errors.Is(err, errForged):
		return failure{status: fiber.StatusForbidden, title: "Halaman ini sudah terlalu lama terbuka", detail: "Kiriman Anda belum tercatat. Buka lagi halamannya, lalu kirim sekali lagi."}
	case errors.As(err, &role):
		return failure{status: fiber.StatusForbidden, detail: view.WrongRole(role.has, role.needs)}
	case errors.As(err, &framework):
		return failure{status: framework.Code}
	}
	return failure{status: fiber.StatusInternalServerError}
}

// problem answers an error: JSON for programs, a page or fragment for people.
// The cause goes to the log and never to the visitor.
func (s *Server) problem(c fiber.Ctx, err error) error {
	f := classify(err)
	if f.status >= fiber.StatusInternalServerError {
		slog.ErrorContext(c.Context(), "request failed", "path", loggedPath(c), "error", err, "request_id", requestid.FromContext(c))
	}
	if f.retry > 0 {
		c.Set(fiber.HeaderRetryAfter, strconv.Itoa(int(f.retry.Seconds())))
	} else if wait, err := strconv.Atoi(c.GetRespHeader(fiber.HeaderRetryAfter)); err == nil {
		f.retry = time.Duration(wait) * time.Second // set by a limiter
	}
	c.Response().ResetBody() // what is too large was refused for its token before, unread
	if strings.HasPrefix(c.Path(), apiPrefix) {
		return writeProblem(c, problemOf(f))
	}
	shown := view.Problem{Status: f.status, Title: f.title, Detail: f.detail, RequestID: requestid.FromContext(c), RetryAfter: f.retry, Back: again(c, f), Contact: s.Contact}
	shell := s.shell(c, view.SectionNone)
	shown.Viewer = shell.Viewer.Role
	if isFragment(c) {
		return render(c, f.status, view.ProblemFragment(shown))
	}
	return render(c, f.status, view.ProblemPage(shell, shown))
}

// requestCode names a request, short enough to be read out on the telephone: R-7K4Q2M3XVB.
func requestCode() string { return "R-" + rand.Text()[:10] }

// again is where the way back leads: after a form to the page with it, unless that page
// is not there or not the visitor's; else to this very page, if the failure may pass.
func again(c fiber.Ctx, f failure) string {
	passes := f.status == fiber.StatusTooManyRequests || f.status >= fiber.StatusInternalServerError
	switch {
	case c.Method() == fiber.MethodGet && passes:
		return ownPath(c.OriginalURL())
	case c.Method() == fiber.MethodGet, f.status == fiber.StatusNotFound, f.status == fiber.StatusForbidden && f.title == "":
		return ""
	}
	return cameFrom(c)
}
