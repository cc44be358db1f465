package view

import (
	"strconv"
	"time"
)

// FullDate is Selasa, 24 Nov 2026.
func FullDate(t time.Time) string { return days[t.In(wib).Weekday()] + ", " + Date(t) }

// shortDate is 24 Nov.
func shortDate(t time.Time) string {
	t = t.In(wib)
	return strconv.Itoa(t.Day()) + " " + shortMonths[t.Month()-1]
}

func (o Ops) liveURL() string {
	if o.Filter == "" {
		return OpsLiveURL
	}
	return OpsLiveURL + "?saring=" + string(o.Filter)
}

func (h Health) icon() string {
	switch h {
	case HealthBad:
		return "alert"
	case HealthLook:
		return "clock"
	case HealthOK:
	}
	return "check"
}

func (h Health) tone() string {
	switch h {
	case HealthBad:
		return "c-err"
	case HealthLook:
		return "c-warn"
	case HealthOK:
	}
	return "c-ok"
}

func (h Health) word() string {
	switch h {
	case HealthBad:
		return "Bermasalah"
	case HealthLook:
		return "Perlu dilihat"
	case HealthOK:
	}
	return "Sehat"
}

// tile is one figure of the strip with its verdict.
type tile struct {
	Name, Value, Word, URL string
	Health                 Health
}

func (t tile) tone() string { return t.Health.tone() }
func (t tile) icon() string { return t.Health.icon() }

func (o Ops) tiles() []tile {
	k := o.KPI
	return []tile{
		{"Sambatan berjalan", number(k.Live), number(k.Healthy) + " sehat", "", when(k.Healthy < k.Live, HealthLook)},
		{"Slot aman hari ini", number(k.SecuredToday), "sejak 00.00 WIB", "", HealthOK},
		{"Dana ditahan", Rupiah(k.Held), "di Rekening Bersama", "", HealthOK},
		k.transfers(),
		k.refunds(),
		k.lag(),
	}
}

func when(look bool, then Health) Health {
	if look {
		return then
	}
	return HealthOK
}

func (k OpsKPI) transfers() tile {
	t := tile{"Transfer dicek", number(k.Transfers), "semua sudah dicek", OpsTransferURL, HealthOK}
	if k.Transfers > 0 {
		t.Word, t.Health = "tertua "+Span(k.OldestTransfer), when(k.OldestTransfer >= time.Hour, HealthLook)
	}
	if k.Suspense > 0 {
		t.Word, t.Health = t.Word+", "+number(k.Suspense)+" titipan", HealthLook
	}
	return t
}

func (k OpsKPI) refunds() tile {
	t := tile{"Pengembalian terbuka", number(k.RefundsDue), "tidak ada yang menunggu", OpsRefundURL, HealthOK}
	switch {
	case k.RefundsLate > 0:
		t.Word, t.Health = number(k.RefundsLate)+" lewat janji", HealthBad
	case k.RefundsDue > 0:
		t.Word, t.Health = "semua dalam janji", HealthLook
	}
	return t
}

func (k OpsKPI) lag() tile {
	t := tile{"Lag proyeksi", Lag(k.Lag), Grouped(k.LagEvents) + " peristiwa tertinggal", "", HealthOK}
	switch {
	case k.Lag >= 10*time.Second:
		t.Health = HealthBad
	case k.Lag >= time.Second:
		t.Health = HealthLook
	}
	return t
}

func (o Ops) zeroTone() string {
	if o.Debit == o.Credit {
		return "c-ok"
	}
	return "c-err"
}

func (o Ops) zeroWords() string {
	words := "Semua akun, dihitung pada posisi " + Grouped(o.Position) + "."
	if o.Accounts > 0 {
		words = number(o.Accounts) + " akun, dihitung pada posisi " + Grouped(o.Position) + "."
	}
	if o.Debit == o.Credit {
		return words + " Tidak ada rupiah tanpa pasangan."
	}
	return words + " Ada selisih: hentikan pengiriman dana dan hubungi tim inti."
}

func (o Ops) chips() []chip {
	total := 0
	for _, n := range o.CountByHealth {
		total += n
	}
	all := []chip{{ID: "semua", Text: "Semua", URL: OpsURL, Count: total, On: o.Filter == ""}}
	for _, h := range [...]Health{HealthBad, HealthLook, HealthOK} {
		all = append(all, chip{ID: string(h), Text: h.word(), URL: OpsURL + "?saring=" + string(h), Count: o.CountByHealth[h], On: o.Filter == h})
	}
	return all
}

// left is the time to the deadline while that matters, the state afterwards.
func (r OpsRow) left(now time.Time) string {
	if r.State == Open || r.State == FullyHeld {
		return RoughLeft(r.Deadline, now)
	}
	return lower(campaignMark(r.State).Text)
}

// filled are the secured slots of all; a dash where they are not known.
func (r OpsRow) filled() string {
	if r.State.Lost() && r.Secured == 0 {
		return "–/" + number(r.Slots)
	}
	return number(r.Secured) + "/" + number(r.Slots)
}

func (r OpsRow) word() string {
	if r.Word != "" {
		return r.Word
	}
	return r.Health.word()
}

func (r OpsRow) button() string {
	if r.Action != "" {
		return r.Action
	}
	return "Buka"
}

func (r OpsRow) url() string {
	if r.ActionURL != "" {
		return r.ActionURL
	}
	return CampaignURL(r.Campaign)
}

func (p Projection) tone() string {
	switch {
	case p.Stopped || p.Parked > 0 || p.Lag >= 10*time.Second:
		return "c-err"
	case p.Lag >= time.Second:
		return "c-warn"
	}
	return "c-ok"
}

func (p Projection) words() string {
	switch {
	case p.Stopped:
		return "berhenti"
	case p.Parked > 0:
		return number(p.Parked) + " diparkir"
	case p.Behind == 0:
		return "terkini"
	}
	return Grouped(p.Behind) + " peristiwa, " + Lag(p.Lag)
}
