package ui_test

import (
	"context"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/trail"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/auditlog"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// trail is a campaign's whole trail as of a position, from the read model.
func (s *site) trail(campaign id.ID, at eventstore.Position) (entries []auditlog.Entry) {
	s.t.Helper()
	require.NoError(s.t, s.read(s.t.Context(), s.subject("hana"), func(ctx context.Context, q projections.Querier) error {
		trail, err := auditlog.OfCampaign(ctx, q, auditlog.Window{Campaign: campaign, At: at, Limit: 10_000})
		entries = trail.Entries
		return err
	}))
	return entries
}

// busy is the campaign of the demo data with the longest trail, and where the log ends.
func (s *site) busy() (campaign id.ID, entries []auditlog.Entry, head eventstore.Position) {
	s.t.Helper()
	head, err := s.store.Head(s.t.Context())
	require.NoError(s.t, err)
	for _, title := range []string{"Wening Subuh", "Nilam Biru", "Pala Banda", "Kenanga Loteng"} {
		found := s.campaign(title).ID
		if trail := s.trail(found, head); len(trail) > len(entries) {
			campaign, entries = found, trail
		}
	}
	require.Greater(s.t, len(entries), 60, "more than a page")
	return campaign, entries, head
}

var eventOn = regexp.MustCompile(`<article class="ev[^"]*" id="ev-(\d+)"`)

// eventsOn are the positions of the events on a page of a trail.
func eventsOn(page string) (positions []eventstore.Position) {
	for _, found := range eventOn.FindAllStringSubmatch(page, -1) {
		position, _ := strconv.ParseInt(found[1], 10, 64)
		positions = append(positions, eventstore.Position(position))
	}
	return positions
}

// linked is where a link of a page with some relation leads; empty: there is none.
func linked(page, rel string) string {
	found := regexp.MustCompile(`href="([^"]+)" rel="` + rel + `"`).FindStringSubmatch(page)
	if found == nil {
		return ""
	}
	return regexp.MustCompile(`&amp;`).ReplaceAllString(found[1], "&")
}

func TestATrailIsReadByPagesAndEachSaysTheSameOfTheWhole(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	campaign, entries, _ := s.busy()
	var all []eventstore.Position
	for _, entry := range entries {
		all = append(all, entry.Position)
	}
	hana, total := s.as("hana"), view.Grouped(int64(len(all)))
	last := hana.page(view.AuditCampaignURL(campaign.String()))
	require.Equal(t, all[len(all)-50:], eventsOn(last.body), "the newest, oldest first")
	require.Empty(t, linked(last.body, "next"))
	var back []eventstore.Position
	for page := last; ; page = hana.page(linked(page.body, "prev")) {
		require.Contains(t, words(page.body), "Seimbang, selisih Rp0. Dihitung dari pembukuan "+total+" peristiwa sambatan ini.")
		require.Contains(t, words(page.body), "daun di halaman ini dihitung ulang")
		require.Contains(t, words(page.body), "Daun cocok")
		back = append(eventsOn(page.body), back...)
		if linked(page.body, "prev") == "" {
			break
		}
	}
	require.Equal(t, all, back)
	var forth []eventstore.Position
	for page := hana.page(linked(last.body, "first")); ; page = hana.page(linked(page.body, "next")) {
		forth = append(forth, eventsOn(page.body)...)
		if linked(page.body, "next") == "" {
			break
		}
	}
	require.Equal(t, all, forth)
	beyond := hana.page(view.TrailQuery{Campaign: campaign.String(), From: 1 << 40}.URL())
	require.Equal(t, eventsOn(last.body), eventsOn(beyond.body))
	require.Equal(t, http.StatusNotFound, hana.get(view.AuditCampaignURL(id.New().String())).status)
}

func TestAnEventsAddressShowsTheStateRightAfterIt(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	campaign, entries, _ := s.busy()
	hana, middle := s.as("hana"), entries[len(entries)/2]
	address := view.AuditEventURL(campaign.String(), int64(middle.Position))
	page := hana.page(address)
	on := eventsOn(page.body)
	require.Equal(t, middle.Position, on[len(on)-1])
	require.Contains(t, words(page.body), "Keadaan pada posisi "+view.Grouped(int64(middle.Position))+", "+view.Date(middle.RecordedAt)+", "+view.ClockSeconds(middle.RecordedAt)+" WIB.")
	require.Contains(t, words(page.body), "Dihitung dari pembukuan "+view.Grouped(int64(len(s.trail(campaign, middle.Position))))+" peristiwa")
	require.Contains(t, page.body, `href="`+view.AuditCampaignURL(campaign.String())+`">Kembali ke keadaan sekarang`)
	first := hana.page(view.AuditEventURL(campaign.String(), int64(entries[0].Position)))
	require.Contains(t, words(first.body), "INACTIVE")
	require.Contains(t, words(first.body), "Dihitung dari pembukuan 1 peristiwa")
	earlier := hana.page(linked(page.body, "first"))
	require.Contains(t, words(earlier.body), "Keadaan pada posisi "+view.Grouped(int64(middle.Position)), "other pages are of the same instant")
}

var barOn = regexp.MustCompile(`<li class="(at)?[^"]*"[^>]*>(?:<span class="pin".*?</span></span>)?\s*<a href="([^"]+)"([^>]*)>.*?<span class="tip">([^<]+)</span>`)

// barsOn are the bars of one of a track's sizes that lead somewhere.
func barsOn(t *testing.T, page, size string) (bars [][]string) {
	t.Helper()
	_, track, found := strings.Cut(page, `<ol class="track `+size+`"`)
	require.True(t, found)
	track, _, _ = strings.Cut(track, "</ol>")
	return barOn.FindAllStringSubmatch(strings.ReplaceAll(track, "&amp;", "&"), -1)
}

var happenedIn = regexp.MustCompile(`: ([0-9.]+) peristiwa`)

func TestATrackLeadsToEveryStretchOfACampaignsTime(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	campaign, entries, _ := s.busy()
	hana, middle := s.as("hana"), entries[len(entries)/2]
	address := view.AuditCampaignURL(campaign.String())
	for _, page := range []string{address, view.AuditEventURL(campaign.String(), int64(middle.Position))} {
		shown := hana.page(page)
		for size, most := range map[string]int{"broad": 40, "slim": 11} {
			bars, events := barsOn(t, shown.body, size), 0
			require.NotEmpty(t, bars)
			require.LessOrEqual(t, len(bars), most)
			chosen := 0
			for _, bar := range bars {
				n, err := strconv.Atoi(strings.ReplaceAll(happenedIn.FindStringSubmatch(bar[4])[1], ".", ""))
				require.NoError(t, err)
				events += n
				chosen += strings.Count(bar[3], `aria-current="true"`)
				require.Equal(t, bar[1] == "at", strings.Contains(bar[3], "aria-current"), "who sees it and who hears it know the same")
			}
			require.Equal(t, len(entries), events, "each event is in one bar")
			require.Equal(t, 1, chosen)
		}
	}
	broad := barsOn(t, hana.page(address).body, "broad")
	for _, bar := range []int{0, len(broad) / 2, len(broad) - 1} {
		then := hana.page(broad[bar][2])
		on := eventsOn(then.body)
		require.Contains(t, broad[bar][2], "posisi="+strconv.FormatInt(int64(on[len(on)-1]), 10)+"#kapan", "the last event of the bar is the last of the page")
		require.Equal(t, bar < len(broad)-1, strings.Contains(then.body, "sesudah saat yang dipilih"))
	}
}

func TestATrackIsLookedAtMoreCloselyAndStepByStep(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	campaign, entries, _ := s.busy()
	hana, n := s.as("hana"), len(entries)/2
	middle := entries[n]
	query := view.TrailQuery{Campaign: campaign.String(), Position: strconv.FormatInt(int64(middle.Position), 10)}
	for span, each := range map[string]time.Duration{view.SpanDay: 24 * time.Hour, view.SpanHour: time.Hour} {
		query.Span = span
		page := hana.page(query.URL())
		require.Contains(t, words(page.body), "Peristiwa pada "+view.Date(middle.RecordedAt))
		begin := middle.RecordedAt.Add(7 * time.Hour).Truncate(each).Add(-7 * time.Hour) // WIB
		wanted, events := 0, 0
		for _, entry := range entries {
			if !entry.RecordedAt.Before(begin) && entry.RecordedAt.Before(begin.Add(each)) {
				wanted++
			}
		}
		for _, bar := range barsOn(t, page.body, "broad") {
			in, _ := strconv.Atoi(strings.ReplaceAll(happenedIn.FindStringSubmatch(bar[4])[1], ".", ""))
			events += in
			require.Contains(t, bar[2], "rentang="+span, "it stays as close")
		}
		require.Equal(t, wanted, events)
		require.Contains(t, page.body, `<input type="hidden" name="rentang" value="`+span+`"`)
	}
	query.Span = "abad"
	require.Contains(t, words(hana.page(query.URL()).body), "Kapan peristiwanya terjadi", "what is no span is all of it")

	step := func(page, name string) string {
		found := regexp.MustCompile(`href="([^"]+)" aria-label="` + name + `"`).FindStringSubmatch(page)
		require.NotNil(t, found, name)
		address, _, _ := strings.Cut(found[1], "#")
		return strings.ReplaceAll(address, "&amp;", "&")
	}
	query.Span = ""
	page := hana.page(query.URL())
	require.Contains(t, words(page.body), "peristiwa "+strconv.Itoa(n+1)+" dari "+strconv.Itoa(len(entries)))
	require.Contains(t, step(page.body, "Mundur 1"), "posisi="+strconv.FormatInt(int64(entries[n-1].Position), 10))
	require.Contains(t, step(page.body, "Maju 1"), "posisi="+strconv.FormatInt(int64(entries[n+1].Position), 10))
	newest := hana.page(step(page.body, "Keadaan terbaru"))
	require.Contains(t, words(newest.body), "Keadaan sekarang")
	require.NotContains(t, newest.body, `aria-label="Maju 1"`)
	first := hana.page(step(page.body, "Peristiwa pertama"))
	require.Equal(t, []eventstore.Position{entries[0].Position}, eventsOn(first.body))
	require.NotContains(t, first.body, `aria-label="Mundur 1"`)
}

func TestAnAuditorSeesThatAllBooksAreBalanced(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	hana := s.as("hana")
	require.Contains(t, words(hana.page(view.AuditURL).body), "Pembukuan seluruh platform seimbang: debit Rp")
	_, err := s.db.Pool.Exec(t.Context(), `UPDATE sambatan_balances SET debit = debit + 1 WHERE account = (SELECT min(account) FROM sambatan_balances)`)
	require.NoError(t, err)
	require.Contains(t, words(hana.page(view.AuditURL).body), "Pembukuan seluruh platform tidak seimbang")
	require.Contains(t, words(hana.page(view.AuditURL).body), "selisih Rp1")
}

func TestAMomentIsReadAsItIsTyped(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	campaign, entries, _ := s.busy()
	hana, middle := s.as("hana"), entries[len(entries)/2].RecordedAt
	for _, typed := range []string{view.ClockSeconds(middle), view.Clock(middle)} {
		query := view.TrailQuery{Campaign: campaign.String(), Day: view.DateInput(middle), Time: typed}
		until := middle.Truncate(time.Second).Add(time.Second)
		if len(typed) == 5 {
			until = middle.Truncate(time.Minute).Add(time.Minute)
		}
		past := slices.IndexFunc(entries, func(e auditlog.Entry) bool { return !e.RecordedAt.Before(until) })
		require.Positive(t, past)
		page := hana.page(query.URL())
		on := eventsOn(page.body)
		require.Equal(t, entries[past-1].Position, on[len(on)-1], "all of the second or minute has happened")
		require.Contains(t, words(page.body), "Dihitung dari pembukuan "+view.Grouped(int64(past))+" peristiwa")
		require.Contains(t, page.body, `value="`+typed+`"`, "what was typed stays")
		require.Contains(t, words(page.body), view.Date(middle)+", "+view.ClockSeconds(until.Add(-time.Microsecond))+" WIB. Saldo, slot, dan peristiwa")
	}
	tomorrow := time.Now().AddDate(0, 0, 1)
	for name, row := range map[string]struct {
		query view.TrailQuery
		says  []string
	}{
		"a day that is none":     {view.TrailQuery{Day: "31/02/2026", Time: "10.00"}, []string{"Tulis tanggal seperti 24/11/2026. Anda menulis “31/02/2026”."}},
		"a day without its time": {view.TrailQuery{Day: "22/11/2026"}, []string{"Jam keadaan wajib diisi"}},
		"a time that is none":    {view.TrailQuery{Day: "22/11/2026", Time: "25.00"}, []string{"Tulis jam seperti 14.06"}},
		"tomorrow":               {view.TrailQuery{Day: view.DateInput(tomorrow), Time: "10.00"}, []string{"Saat itu belum tiba. Sekarang"}},
		"before it began":        {view.TrailQuery{Day: "01/01/2020", Time: "10.00"}, []string{"Sambatan ini belum ada pada saat itu", "Peristiwa pertamanya ada di posisi " + view.Grouped(int64(entries[0].Position))}},
		"no position":            {view.TrailQuery{Position: "tujuh"}, []string{"Posisi adalah angka bulat dari 1 sampai"}},
		"a position to come":     {view.TrailQuery{Position: "99.999.999"}, []string{"Anda menulis “99.999.999”"}},
		"one that can't be read": {view.TrailQuery{Position: "99999999999999999999"}, []string{"Posisi adalah angka bulat"}},
		"one before it began":    {view.TrailQuery{Position: "1"}, []string{"Sambatan ini belum ada pada saat itu"}},
	} {
		row.query.Campaign = campaign.String()
		got := hana.get(row.query.URL())
		require.Equal(t, http.StatusUnprocessableEntity, got.status, name)
		for _, text := range row.says {
			require.Contains(t, words(got.body), text, name)
		}
		for _, typed := range []string{row.query.Day, row.query.Time, row.query.Position} {
			require.Contains(t, got.body, `value="`+typed+`"`, "what was typed stays")
		}
		require.Contains(t, words(got.body), "Keadaan sekarang")
	}
}

// TestAChangedEventIsSeenOnItsPageAndInItsFile, though nobody can change one but who owns the
// database.
func TestAChangedEventIsSeenOnItsPageAndInItsFile(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	campaign, entries, head := s.busy()
	changed := entries[len(entries)-3].Position
	_, err := s.db.Pool.Exec(t.Context(), `ALTER TABLE events DISABLE TRIGGER append_only`)
	require.NoError(t, err)
	_, err = s.db.Pool.Exec(t.Context(), `UPDATE events SET actor = 'user:somebody' WHERE position = $1`, int64(changed))
	require.NoError(t, err)
	hana := s.as("hana")
	page := hana.page(view.AuditCampaignURL(campaign.String()))
	require.Contains(t, words(page.body), "Ada daun yang tidak cocok")
	require.Contains(t, words(page.body), "Hentikan pembacaan laporan dan hubungi tim inti")
	first := hana.page(linked(page.body, "first"))
	require.Contains(t, words(first.body), "Daun di halaman ini cocok")
	_, err = trail.Verify(strings.NewReader(hana.page(view.AuditExportURL(campaign.String(), int64(head))).body))
	require.ErrorIs(t, err, trail.ErrRefused)
	require.ErrorContains(t, err, "position "+strconv.FormatInt(int64(changed), 10)+": the event does not match its leaf")
}

// TestAnExportedTrailIsCheckedFromTheFileAlone, as it is now and as it was.
func TestAnExportedTrailIsCheckedFromTheFileAlone(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	hana := s.as("hana")
	campaign, entries, head := s.busy()
	page := hana.page(view.AuditCampaignURL(campaign.String()))
	address := view.AuditCampaignURL(campaign.String()) + "/jejak.ndjson?posisi="
	got := hana.page(address + quoted(t, page.body, `href="`+address))
	require.Equal(t, "application/x-ndjson; charset=utf-8", got.header.Get("Content-Type"))
	require.Equal(t, "private, no-store", got.header.Get("Cache-Control"))
	require.Contains(t, got.header.Get("Content-Disposition"), ".ndjson")
	for _, personal := range []string{"Dinar", "Anggrek", "Hana", "1234567890"} {
		require.NotContains(t, got.body, personal, "what is sealed stays sealed")
	}
	report, err := trail.Verify(strings.NewReader(got.body))
	require.NoError(t, err)
	require.Equal(t, len(entries), report.Head.Events)
	require.Equal(t, s.store.ID(), eventstore.UUID(report.Head.Log))
	require.Equal(t, s.subject("hana").User, report.Head.By)

	middle := entries[len(entries)/2].Position
	then, err := trail.Verify(strings.NewReader(hana.page(view.AuditExportURL(campaign.String(), int64(middle))).body))
	require.NoError(t, err)
	require.Equal(t, len(s.trail(campaign, middle)), then.Head.Events)
	again := hana.page(view.AuditExportURL(campaign.String(), int64(middle)))
	_, first, _ := strings.Cut(again.body, "\n")
	_, second, _ := strings.Cut(hana.page(view.AuditExportURL(campaign.String(), int64(middle))).body, "\n")
	require.Equal(t, first, second, "what is true as of a position stays true")

	early := hana.get(view.AuditExportURL(campaign.String(), int64(head)+100_000))
	require.Equal(t, http.StatusNotFound, early.status)
	require.Contains(t, words(early.body), "Pada posisi itu jejak sambatan ini belum ada, atau posisinya belum tercatat.")
	require.Contains(t, words(early.body), "Ke Audit")
	require.Equal(t, http.StatusNotFound, hana.get(view.AuditExportURL(campaign.String(), 1)).status, "before it began")
	require.Equal(t, http.StatusNotFound, hana.get(view.AuditExportURL(id.New().String(), int64(head))).status)
}
