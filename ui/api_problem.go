package ui

import (
	"encoding/json"
	"net/http"

	"github.com/gofiber/fiber/v3"
	"github.com/gofiber/fiber/v3/middleware/requestid"
)

// problem is RFC 9457 problem details.
type problem struct {
	Type      string         `json:"type"`
	Title     string         `json:"title"`
	Status    int            `json:"status"`
	Detail    string         `json:"detail,omitempty"`
	Errors    []fieldProblem `json:"errors,omitempty"`
	RequestID string         `json:"request_id,omitempty"`
}

// fieldProblem says what is wrong with one field of the body.
type fieldProblem struct {
	Field  string `json:"field"`
	Detail string `json:"detail"`
}

func writeProblem(c fiber.Ctx, p problem) error {
	p.Type, p.RequestID = "about:blank", requestid.FromContext(c)
	body, err := json.Marshal(p)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "application/problem+json")
	return c.Status(p.Status).Send(body)
}

func problemOf(f failure) problem {
	return problem{Status: f.status, Title: http.StatusText(f.status), Detail: f.detail}
}

func invalidFields(f *form) problem {
	p := problem{Status: fiber.StatusUnprocessableEntity, Title: "Some fields need to be corrected"}
	for _, wrong := range f.Errors {
		p.Errors = append(p.Errors, fieldProblem{Field: apiFieldNames[wrong.Field], Detail: wrong.Message})
	}
	return p
}
