package view

import (
	"strconv"
	"time"
)

// How much of a campaign's time a track shows, as its address says it; empty: all of it.
const (
	SpanDay  = "hari"
	SpanHour = "jam"
)

// Track is when the events of a campaign happened: bars side by side, each a stretch of time of
// the same length that leads to the state after its last event. There are few on a phone, so that
// each can be touched.
type Track struct {
	Wide, Slim           []Bar
	WideEach, SlimEach   time.Duration // that a bar stands for
	Span                 string        // empty, SpanDay or SpanHour
	Day                  time.Time     // that is shown, of SpanDay and SpanHour
	First, Prev, Next    int64         // positions to step to; 0: there is none
	Instant              time.Time     // that is chosen, or when the newest event was recorded
	EventNumber, OfTotal int           // the last event at the instant, of all there are by now
}

// Bar is one stretch of time. Later is what is not in the trail at the instant.
type Bar struct {
	Begin, End time.Time
	Other      int   // events that moved no money, and are in the trail at the instant
	Money      int   // those that moved some
	LaterOther int   // the same, of what is not there yet
	LaterMoney int   //
	Position   int64 // of the last event; 0: nothing happened
	At         bool  // the instant is in it
}

func (b Bar) events() int { return b.Other + b.Money + b.LaterOther + b.LaterMoney }

// words say what a bar shows: 24 Nov 2026, 10.00–11.00 WIB: 34 peristiwa, 12 memindahkan uang.
func (b Bar) words() string {
	words := b.stretch() + ": " + Grouped(int64(b.events())) + " peristiwa"
	if money := b.Money + b.LaterMoney; money > 0 {
		words += ", " + Grouped(int64(money)) + " memindahkan uang"
	}
	switch later := b.LaterOther + b.LaterMoney; later {
	case 0:
	case b.events():
		words += ", sesudah saat yang dipilih"
	default:
		words += ", " + Grouped(int64(later)) + " sesudah saat yang dipilih"
	}
	return words
}

func (b Bar) stretch() string {
	begin, end, each := b.Begin.In(wib), b.End.In(wib), b.End.Sub(b.Begin)
	switch {
	case each > 24*time.Hour:
		return Date(begin) + " sampai " + Date(end.Add(-time.Second))
	case each == 24*time.Hour:
		return Date(begin)
	case each < time.Minute:
		return Date(begin) + ", " + ClockSeconds(begin) + "–" + ClockSeconds(end) + " WIB"
	}
	return Date(begin) + ", " + Clock(begin) + "–" + Clock(end) + " WIB"
}

// The drawing of a bar: what moved no money stands on the line, what did hangs below it, so that
// the two are told apart without colours. What is not there yet is an outline.
const (
	trackLine  = 38
	trackBelow = 24
	trackTall  = trackLine + trackBelow + 2
	trackLeast = 3 // of anything
)

// box is one rectangle of a bar.
type box struct {
	class     string
	y, height float64
}

func (b box) top() string  { return strconv.FormatFloat(b.y, 'f', 1, 64) }
func (b box) tall() string { return strconv.FormatFloat(b.height, 'f', 1, 64) }

// scale is how tall one event is, so that the tallest bar of either side fits.
func scale(bars []Bar) float64 {
	other, money := 1, 1
	for _, b := range bars {
		other, money = max(other, b.Other+b.LaterOther), max(money, b.Money+b.LaterMoney)
	}
	return min(trackLine/float64(other), trackBelow/float64(money), trackBelow/3)
}

func (b Bar) boxes(each float64) (boxes []box) {
	tall := func(n int) float64 {
		if n == 0 {
			return 0
		}
		return max(float64(n)*each, trackLeast)
	}
	up, down := float64(trackLine), float64(trackLine)+2
	for _, part := range []struct {
		class string
		n     int
		down  bool
	}{{"n", b.Other, false}, {"n later", b.LaterOther, false}, {"m", b.Money, true}, {"m later", b.LaterMoney, true}} {
		height := tall(part.n)
		switch {
		case part.n == 0:
		case part.down:
			height = min(height, trackTall-down)
			boxes = append(boxes, box{part.class, down, height})
			down += height
		default:
			height = min(height, up)
			up -= height
			boxes = append(boxes, box{part.class, up, height})
		}
	}
	return boxes
}

// under is what stands below a bar: every few of them a time, and a day where it begins.
func under(bars []Bar, i, labels int) string {
	every := max((len(bars)+labels-1)/labels, 1)
	if i%every != 0 || i > 0 && len(bars)-i <= every/2 {
		return ""
	}
	begin := bars[i].Begin.In(wib)
	if i == 0 || bars[i-every].Begin.In(wib).YearDay() != begin.YearDay() {
		return shortDate(begin)
	}
	if bars[i].End.Sub(begin) < time.Minute {
		return ClockSeconds(begin)
	}
	return Clock(begin)
}

// length is the words for how much time a bar stands for.
func length(each time.Duration) string {
	switch {
	case each >= 24*time.Hour:
		return number(int(each.Hours()/24)) + " hari"
	case each >= time.Hour:
		return number(int(each.Hours())) + " jam"
	case each >= time.Minute:
		return number(int(each.Minutes())) + " menit"
	}
	return number(int(each.Seconds())) + " detik"
}

// to is the trail right after an event, with the same stretch of time in view.
func (t Trail) to(position int64) string {
	if position == 0 {
		return ""
	}
	return TrailQuery{Campaign: t.Campaign, Position: strconv.FormatInt(position, 10), Span: t.Track.Span}.URL() + trackAnchor
}

// newest is the trail as it is now.
func (t Trail) newest() string {
	return TrailQuery{Campaign: t.Campaign, Span: t.Track.Span}.URL() + trackAnchor
}

// spanned is the same page with more or less time in view.
func (t Trail) spanned(span string) string {
	q := t.Query
	q.Span = span
	return q.URL() + trackAnchor
}

const trackAnchor = "#kapan"

// spans are the choices of how much time is in view.
func (t Trail) spans() []Option {
	return []Option{{"", "Seluruh waktu"}, {SpanDay, "Hari itu"}, {SpanHour, "Jam itu"}}
}

// where says which of how many events the instant is after.
func (t Trail) where() string {
	return "posisi " + Grouped(t.Position) + " · peristiwa " + Grouped(int64(t.Track.EventNumber)) + " dari " + Grouped(int64(t.Track.OfTotal)) +
		" · " + t.Track.Instant.UTC().Format("15.04.05") + " UTC menurut basis data"
}

var barBox = "0 0 10 " + strconv.Itoa(trackTall)

func (t Trail) flag() string {
	if !t.past() {
		return "sekarang"
	}
	return shortDate(t.Track.Instant) + ", " + ClockSeconds(t.Track.Instant)
}

func (t Trail) newestStep() string {
	if !t.past() {
		return ""
	}
	return t.newest()
}

func (t Trail) trackHead() string {
	switch t.Track.Span {
	case SpanDay:
		return "Peristiwa pada " + Date(t.Track.Day)
	case SpanHour:
		return "Peristiwa pada " + Date(t.Track.Day) + ", " + Clock(t.Track.Day) + "–" + Clock(t.Track.Day.Add(time.Hour)) + " WIB"
	}
	return "Kapan peristiwanya terjadi"
}
