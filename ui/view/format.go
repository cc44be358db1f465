package view

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// wib is Western Indonesian Time. Indonesia has no daylight saving, so a fixed
// zone is exact and needs no zone database.
var wib = time.FixedZone("WIB", 7*60*60)

var (
	days        = [...]string{"Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"}
	shortDays   = [...]string{"Min", "Sen", "Sel", "Rab", "Kam", "Jum", "Sab"}
	months      = [...]string{"Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember"}
	shortMonths = [...]string{"Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"}
)

// Grouped writes a whole number with dots: 1.284.907.
func Grouped(n int64) string {
	digits := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, digits = "−", digits[1:]
	}
	var b strings.Builder
	b.WriteString(sign)
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte('.')
		}
		b.WriteRune(d)
	}
	return b.String()
}

// Rupiah writes whole rupiah the way PUEBI asks for: Rp1.250.000.
func Rupiah(amount int64) string {
	if amount < 0 {
		return "−Rp" + strings.TrimPrefix(Grouped(amount), "−")
	}
	return "Rp" + Grouped(amount)
}

// splitUnique cuts an amount before its last three digits: "Rp548." and "127".
func splitUnique(amount int64) (head, tail string) {
	text := Rupiah(amount)
	if amount < 1000 {
		return "", text
	}
	return text[:len(text)-3], text[len(text)-3:]
}

// Clock is the time of day: 18.06.
func Clock(t time.Time) string { return t.In(wib).Format("15.04") }

// ClockSeconds is the time of day to the second: 18.06.12.
func ClockSeconds(t time.Time) string { return t.In(wib).Format("15.04.05") }

// Date is a date without its weekday: 18 Nov 2026.
func Date(t time.Time) string {
	t = t.In(wib)
	return strconv.Itoa(t.Day()) + " " + shortMonths[t.Month()-1] + " " + strconv.Itoa(t.Year())
}

// Month is November 2026.
func Month(t time.Time) string {
	t = t.In(wib)
	return months[t.Month()-1] + " " + strconv.Itoa(t.Year())
}

// DateInput is a date as people type it: 18/11/2026.
func DateInput(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(wib).Format("02/01/2006")
}

// ClockInput is a time of day as people type it: 18.06, or 18.06.12 where the
// seconds are known.
func ClockInput(t time.Time) string {
	switch {
	case t.IsZero():
		return ""
	case t.Second() != 0:
		return ClockSeconds(t)
	}
	return Clock(t)
}

// FullTime is Rabu, 18 Nov 2026, 18.06 WIB.
func FullTime(t time.Time) string {
	return days[t.In(wib).Weekday()] + ", " + Date(t) + ", " + Clock(t) + " WIB"
}

// ShortTime leaves the year out: Rab, 18 Nov, 18.06 WIB.
func ShortTime(t time.Time) string { return shortDay(t) + ", " + Clock(t) + " WIB" }

// shortDay is Rab, 18 Nov.
func shortDay(t time.Time) string {
	t = t.In(wib)
	return shortDays[t.Weekday()] + ", " + strconv.Itoa(t.Day()) + " " + shortMonths[t.Month()-1]
}

// NearTime names a near day instead of its date: hari ini 18.06 WIB, besok
// 20.00 WIB, kemarin; anything further is a ShortTime.
func NearTime(t, now time.Time) string {
	switch dayNumber(t) - dayNumber(now) {
	case 0:
		return "hari ini " + Clock(t) + " WIB"
	case 1:
		return "besok " + Clock(t) + " WIB"
	case -1:
		return "kemarin " + Clock(t) + " WIB"
	}
	return ShortTime(t)
}

// joinTime is the right column of "Baru bergabung": a clock today, then a day.
func joinTime(t, now time.Time) string {
	switch dayNumber(now) - dayNumber(t) {
	case 0:
		return Clock(t) + " WIB"
	case 1:
		return "Kemarin"
	}
	return shortDay(t)
}

// dayNumber counts WIB days.
func dayNumber(t time.Time) int64 { return (t.Unix() + 7*60*60) / (24 * 60 * 60) }

// Left says how long until t in words: "5 hari 5 jam", "42 menit", "kurang dari
// 1 menit". A time that has passed gives "".
func Left(t, now time.Time) string {
	d := t.Sub(now)
	if d <= 0 {
		return ""
	}
	return Span(d)
}

// Span says how long a duration is, in its two largest units.
func Span(d time.Duration) string {
	minutes := int64(d / time.Minute)
	d2, h, m := minutes/(24*60), minutes/60%24, minutes%60
	switch {
	case minutes == 0:
		return "kurang dari 1 menit"
	case d2 > 0 && h > 0:
		return Grouped(d2) + " hari " + Grouped(h) + " jam"
	case d2 > 0:
		return Grouped(d2) + " hari"
	case h > 0 && m > 0:
		return Grouped(h) + " jam " + Grouped(m) + " menit"
	case h > 0:
		return Grouped(h) + " jam"
	}
	return Grouped(m) + " menit"
}

// RoughLeft is Left in its largest unit, for a narrow card: "5 hari lagi".
func RoughLeft(t, now time.Time) string {
	d := t.Sub(now)
	switch {
	case d <= 0:
		return "ditutup"
	case d >= 24*time.Hour:
		return Grouped(int64(d/(24*time.Hour))) + " hari lagi"
	case d >= time.Hour:
		return Grouped(int64(d/time.Hour)) + " jam lagi"
	}
	return Grouped(max(1, int64(d/time.Minute))) + " menit lagi"
}

// Lag writes a short delay: 84 md (milidetik), 1,2 dtk, 3 menit.
func Lag(d time.Duration) string {
	switch {
	case d < time.Second:
		return Grouped(d.Milliseconds()) + " md"
	case d < time.Minute:
		return decimal(d.Seconds()) + " dtk"
	}
	return Span(d)
}

// decimal writes one decimal with a comma: 11,4.
func decimal(f float64) string {
	return strings.Replace(strconv.FormatFloat(f, 'f', 1, 64), ".", ",", 1)
}

// Initials takes the first letters of the first two words: "Rani Astuti" → RA.
func Initials(name string) string {
	var b strings.Builder
	for word := range strings.FieldsSeq(name) {
		r, _ := utf8.DecodeRuneInString(word)
		if !unicode.IsLetter(r) {
			continue
		}
		b.WriteRune(unicode.ToUpper(r))
		if utf8.RuneCountInString(b.String()) == 2 {
			break
		}
	}
	return b.String()
}

// dotted writes initials for reading: RA → R. A.
func dotted(initials string) string {
	var b strings.Builder
	for i, r := range initials {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
		b.WriteByte('.')
	}
	return b.String()
}

// percent is part of whole in whole percent, between 0 and 100.
func percent(part, whole int) int {
	if whole <= 0 {
		return 0
	}
	return min(100, max(0, part*100/whole))
}

// shortHash shows both ends of a hex digest.
func shortHash(hex string) string {
	if len(hex) <= 12 {
		return hex
	}
	return hex[:4] + "…" + hex[len(hex)-4:]
}

// number is a count as people read it: 1.250.
func number(n int) string { return Grouped(int64(n)) }

// plain is a number as machines read it, in attributes and fields.
func plain(n int) string { return strconv.Itoa(n) }

// capital writes the first letter large.
func capital(text string) string {
	r, size := utf8.DecodeRuneInString(text)
	if size == 0 {
		return ""
	}
	return string(unicode.ToUpper(r)) + text[size:]
}

// lower writes the first letter small.
func lower(text string) string {
	r, size := utf8.DecodeRuneInString(text)
	if size == 0 {
		return ""
	}
	return string(unicode.ToLower(r)) + text[size:]
}
