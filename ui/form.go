package ui

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// form is a posted form: what was typed, cleaned, and what is wrong with it.
type form struct {
	view.Form
	command id.ID
}

// blank is a form that was not posted yet, with a fresh command id.
func (s *Server) blank(c fiber.Ctx) view.Form {
	return view.Form{CSRF: s.formToken(c), CommandID: id.New().String()}
}

// posted reads a form. Typed values come back trimmed; the command id is the
// one that the page was made with, so that sending twice does the thing once.
func (s *Server) posted(c fiber.Ctx, fields ...string) (*form, error) {
	f := &form{Form: view.Form{CSRF: s.formToken(c), Values: map[string]string{}}}
	for _, field := range fields {
		f.Values[field] = strings.TrimSpace(c.FormValue(field))
	}
	command, err := id.Parse(c.FormValue(view.FieldCommandID))
	if err != nil {
		return nil, fiber.ErrBadRequest
	}
	f.command, f.CommandID = command, command.String()
	return f, nil
}

// again is the page of the form with what was typed, for whoever is sent away from a
// POST and comes back; refilled reads it.
func (f *form) again(page string) string {
	typed := url.Values{}
	for field, value := range f.Values {
		if value != "" && len(value) <= longestRefill {
			typed.Set(field, value)
		}
	}
	if len(typed) == 0 {
		return page
	}
	return page + "?" + typed.Encode()
}

// longestRefill bounds what an address carries of one field.
const longestRefill = 400

// refilled is a blank form with what its address says was typed before.
func (s *Server) refilled(c fiber.Ctx, fields ...string) view.Form {
	f, said := s.blank(c), c.Queries()
	f.Values = map[string]string{}
	for _, field := range fields {
		if value, typed := said[field]; typed && len(value) <= longestRefill {
			f.Values[field] = value
		}
	}
	return f
}

// againSealed is again for what no address may show, such as an account's number: it is
// sealed with the visitor's own key, and unsealed reads it.
func (s *Server) againSealed(c fiber.Ctx, f *form, page string) (string, error) {
	sealed := s.sealer(c.Context(), who(c).User)
	box, err := json.Marshal(sealed.seal(fieldTyped, f.Values))
	if err = errors.Join(sealed.err, err); err != nil {
		return "", err
	}
	return page + "?" + url.Values{view.FieldTyped: {base64.RawURLEncoding.EncodeToString(box)}}.Encode(), nil
}

// unsealed is a blank form with what was typed before the visitor was sent away; blank too
// where the address holds nothing of theirs.
func (s *Server) unsealed(c fiber.Ctx) view.Form {
	f := s.blank(c)
	box, err := base64.RawURLEncoding.DecodeString(c.Query(view.FieldTyped))
	var sealed eventstore.Sealed
	if err != nil || json.Unmarshal(box, &sealed) != nil || sealed.Person != who(c).User.String() {
		return f
	}
	if err := s.open(c.Context(), fieldTyped, sealed, &f.Values); err != nil {
		f.Values = nil
	}
	return f
}

// wrong notes what is wrong with a field.
func (f *form) wrong(field, summary, message string) {
	f.Errors = append(f.Errors, view.FieldError{Field: field, Summary: summary, Message: message})
}

// need notes an empty field and tells whether it was filled in.
func (f *form) need(field, name string) bool {
	if f.Value(field) != "" {
		return true
	}
	f.wrong(field, name+" belum diisi", name+" wajib diisi.")
	return false
}

// limit notes a text that is too long.
func (f *form) limit(field, name string, longest int) {
	if n := len([]rune(f.Value(field))); n > longest {
		f.wrong(field, name+" terlalu panjang", fmt.Sprintf("%s paling banyak %d huruf. Anda menulis %d.", name, longest, n))
	}
}

// number reads a whole number between two bounds.
func (f *form) number(field, name string, least, most int) int {
	if !f.need(field, name) {
		return 0
	}
	n, err := strconv.Atoi(f.Value(field))
	if err != nil || n < least || n > most {
		f.wrong(field, name+" perlu diperbaiki", fmt.Sprintf("%s harus angka bulat antara %s dan %s. Anda menulis “%s”.", name, count(least), count(most), f.Value(field)))
		return 0
	}
	return n
}

// rupiah reads an amount as people write it: 265000, 265.000 or Rp265.000.
func (f *form) rupiah(field, name string) money.Rupiah {
	typed := strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(f.Value(field), "Rp"), "rp"))
	if typed == "" {
		return 0
	}
	n, err := strconv.ParseInt(strings.ReplaceAll(typed, ".", ""), 10, 64)
	if err != nil || n > maxRupiah || !grouped(typed) {
		f.wrong(field, name+" perlu diperbaiki", fmt.Sprintf("%s ditulis dalam rupiah bulat, misalnya 265.000. Anda menulis “%s”.", name, f.Value(field)))
		return 0
	}
	return money.Rupiah(n)
}

// maxRupiah is a hundred billion: more is a slip of the finger.
const maxRupiah = 100_000_000_000

// grouped tells whether there are digits only, with dots, if any, between groups
// of three.
func grouped(typed string) bool {
	if strings.Trim(typed, ".0123456789") != "" {
		return false
	}
	groups := strings.Split(typed, ".")
	for i, group := range groups {
		if i > 0 && len(group) != 3 || group == "" || len(groups) > 1 && i == 0 && len(group) > 3 {
			return false
		}
	}
	return true
}

// lastMinute reads a date in WIB, as its last minute: 24/11/2026. Zero when none was typed.
func (f *form) lastMinute(field, name string) time.Time {
	if f.Value(field) == "" {
		return time.Time{}
	}
	day, ok := f.date(field, name)
	if !ok {
		return time.Time{}
	}
	return day.AddDate(0, 0, 1).Add(-time.Minute).UTC()
}

// date reads a date that was typed, as its first moment in WIB.
func (f *form) date(field, name string) (time.Time, bool) {
	day, err := time.ParseInLocation("2/1/2006", strings.ReplaceAll(f.Value(field), "-", "/"), wib)
	if err != nil {
		f.wrong(field, name+" perlu diperbaiki", fmt.Sprintf("Tulis tanggal seperti 24/11/2026. Anda menulis “%s”.", f.Value(field)))
	}
	return day, err == nil
}

// moment reads a date and a time of day in WIB: 24/11/2026 and 14.06.
func (f *form) moment(dateField, timeField, name string) time.Time {
	dated, timed := f.need(dateField, "Tanggal "+name), f.need(timeField, "Jam "+name)
	if !dated || !timed {
		return time.Time{}
	}
	day, ok := f.date(dateField, "Tanggal "+name)
	clock, err := clockTime(f.Value(timeField))
	if err != nil {
		f.wrong(timeField, "Jam "+name+" perlu diperbaiki", fmt.Sprintf("Tulis jam seperti 14.06. Anda menulis “%s”.", f.Value(timeField)))
	}
	if !ok || err != nil {
		return time.Time{}
	}
	return day.Add(clock.Sub(clock.Truncate(24 * time.Hour))).UTC()
}

// clockTime reads 14.06 or, as auditors and banks write it, 14.06.30.
func clockTime(typed string) (time.Time, error) {
	typed = strings.ReplaceAll(typed, ":", ".")
	if strings.Count(typed, ".") == 2 {
		return time.Parse("15.04.05", typed)
	}
	return time.Parse("15.04", typed)
}

// count is how many of something, as pages write it: 1.250.
func count[N ~int | ~int64](n N) string { return view.Grouped(int64(n)) }
