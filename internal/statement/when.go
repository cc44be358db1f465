package statement

import (
	"strconv"
	"strings"
	"time"
)

// period is what the head of a file says about its days.
type period struct{ from, until time.Time }

// year finds the year of a day and month in the period: KlikBCA leaves it out.
func (p period) year(month time.Month, day int) (time.Time, bool) {
	if p.from.IsZero() || p.until.IsZero() {
		return time.Time{}, false
	}
	for year := p.from.Year(); year <= p.until.Year(); year++ {
		at, ok := dayOf(year, month, day)
		if ok && !at.Before(p.from) && !at.After(p.until) {
			return at, true
		}
	}
	return time.Time{}, false
}

// periodOf reads "01/11/2026 - 30/11/2026", or the same with s/d between.
func periodOf(text string) (p period) {
	from, until, ok := strings.Cut(strings.NewReplacer(" s/d ", " - ", " s.d. ", " - ").Replace(text), " - ")
	if !ok {
		return period{}
	}
	first, wrongFrom := dateOf(strings.TrimSpace(from), period{})
	last, wrongUntil := dateOf(strings.TrimSpace(until), period{})
	if wrongFrom != nil || wrongUntil != nil || last.Sub(first) > 2*366*24*time.Hour {
		return period{}
	}
	return period{first, last}
}

var months = map[string]time.Month{
	"jan": 1, "feb": 2, "mar": 3, "apr": 4, "mei": 5, "may": 5, "jun": 6, "jul": 7,
	"agu": 8, "ags": 8, "agt": 8, "aug": 8, "sep": 9, "okt": 10, "oct": 10, "nov": 11, "nop": 11, "des": 12, "dec": 12,
}

// dateOf reads a day: 24/11, 24/11/26, 24-11-2026, 2026-11-24, 24 November 2026.
func dateOf(text string, in period) (time.Time, *RowError) {
	parts := strings.FieldsFunc(text, func(r rune) bool { return r == '/' || r == '-' || r == ' ' || r == '.' })
	if len(parts) != 2 && len(parts) != 3 {
		return time.Time{}, problem(RowDate, text)
	}
	if len(parts) == 3 && len(parts[0]) == 4 {
		parts[0], parts[2] = parts[2], parts[0]
	}
	day, okDay := small(parts[0], 2)
	month, okMonth := monthOf(parts[1])
	if !okDay || !okMonth {
		return time.Time{}, problem(RowDate, text)
	}
	if len(parts) == 2 {
		if at, ok := in.year(month, day); ok {
			return at, nil
		}
		if in == (period{}) {
			return time.Time{}, problem(RowYear, text)
		}
		return time.Time{}, problem(RowDate, text)
	}
	year, okYear := yearOf(parts[2])
	at, ok := dayOf(year, month, day)
	if !okYear || !ok {
		return time.Time{}, problem(RowDate, text)
	}
	return at, nil
}

func monthOf(text string) (time.Month, bool) {
	if n, ok := small(text, 2); ok {
		return time.Month(n), n >= 1 && n <= 12
	}
	if len(text) < 3 {
		return 0, false
	}
	month, ok := months[strings.ToLower(text[:3])]
	return month, ok
}

// yearOf reads 2026 and 26.
func yearOf(text string) (int, bool) {
	n, ok := small(text, 4)
	switch {
	case !ok:
		return 0, false
	case len(text) == 2:
		return 2000 + n, true
	}
	return n, len(text) == 4 && n >= 2000 && n < 2100
}

// small reads at most a few digits, and nothing else.
func small(text string, most int) (int, bool) {
	if text == "" || len(text) > most || strings.Trim(text, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.Atoi(text)
	return n, err == nil
}

// clockOf reads a time of day: 14:06, 14.06.33, 140633, 90633. Nothing, and the
// very midnight that stands for "no time" in most exports, is no time.
func clockOf(text string) (time.Duration, bool, *RowError) {
	if text == "" {
		return 0, false, nil
	}
	parts := strings.FieldsFunc(text, func(r rune) bool { return r == ':' || r == '.' })
	if len(parts) == 1 && len(text) <= 6 {
		if _, ok := small(text, 6); ok {
			padded := strings.Repeat("0", 6-len(text)) + text
			parts = []string{padded[:2], padded[2:4], padded[4:]}
		}
	}
	if len(parts) != 2 && len(parts) != 3 {
		return 0, false, problem(RowTime, text)
	}
	var at time.Duration
	for i, unit := range []time.Duration{time.Hour, time.Minute, time.Second}[:len(parts)] {
		n, ok := small(parts[i], 2)
		if !ok || i == 0 && n > 23 || n > 59 {
			return 0, false, problem(RowTime, text)
		}
		at += time.Duration(n) * unit
	}
	return at, at != 0, nil
}

// cutClock takes the time of day off the end of "24/11/26 14.06.33".
func cutClock(text string) (date, clock string) {
	date, last := text, ""
	if at := strings.LastIndexByte(text, ' '); at >= 0 {
		date, last = text[:at], text[at+1:]
	}
	if strings.ContainsAny(last, ":.") {
		return strings.TrimSpace(date), last
	}
	return text, ""
}
