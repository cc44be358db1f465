package ui

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/auditlog"
	"github.com/sensasiwangi/sambatan/projections/dashboard"
	"github.com/sensasiwangi/sambatan/projections/payments"
	"github.com/sensasiwangi/sambatan/projections/timers"
	"github.com/sensasiwangi/sambatan/projections/transactions"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// opsTail is how many of the newest events the board shows.
const opsTail = 12

// opsShow is the live board.
func (s *Server) opsShow(c fiber.Ctx) error {
	filter := view.Health(c.Query("saring"))
	shown, err := s.opsBoard(c.Context(), who(c).Subject, filter)
	if err != nil {
		return err
	}
	return render(c, fiber.StatusOK, view.OpsPage(s.shell(c, view.SectionBoard), shown))
}

// opsLive streams the board. All operators see the same.
func (s *Server) opsLive(c fiber.Ctx) (liveView, error) {
	filter := view.Health(c.Query("saring"))
	return liveView{key: "ops " + string(filter), topic: projections.OpsTopic, paint: func(ctx context.Context) ([]byte, bool, error) {
		shown, err := s.opsBoard(ctx, session.Subject{Roles: operators[:1]}, filter)
		if err != nil {
			return nil, false, err
		}
		var body bytes.Buffer
		err = view.OpsLive(shown).Render(ctx, &body)
		return body.Bytes(), false, err
	}}, nil
}

func (s *Server) opsBoard(ctx context.Context, subject session.Subject, filter view.Health) (view.Ops, error) {
	shown := view.Ops{Now: s.Now(), Filter: filter, CountByHealth: map[view.Health]int{}, Streams: s.hub.watching()}
	err := s.Read(ctx, subject, func(ctx context.Context, q projections.Querier) error {
		for _, fill := range []func(context.Context, projections.Querier, *view.Ops) error{
			s.fillRows, s.fillMoney, s.fillProjections, s.fillTail,
		} {
			if err := fill(ctx, q, &shown); err != nil {
				return err
			}
		}
		return nil
	})
	return shown, err
}

func (s *Server) fillRows(ctx context.Context, q projections.Querier, shown *view.Ops) error {
	rows, err := dashboard.Live(ctx, q)
	if err != nil {
		return err
	}
	proposals, err := dashboard.CallOffs(ctx, q)
	if err != nil {
		return err
	}
	for _, row := range rows {
		line := opsRow(row, shown.Now)
		if p, waits := proposals[row.ID]; waits {
			line.Health, line.Word, line.Why = view.HealthLook, "Diusulkan batal", sentence(p.Reason)+" Menunggu persetujuan petugas lain sejak "+view.ShortTime(p.At)+"."
			line.Action, line.ActionURL = "Putuskan", view.OpsCancelURL(row.ID.String())
		}
		shown.KPI.Live++
		shown.CountByHealth[line.Health]++
		if shown.Filter == "" || shown.Filter == line.Health {
			shown.Rows = append(shown.Rows, line)
		}
	}
	shown.KPI.Healthy = shown.CountByHealth[view.HealthOK]
	worst := map[view.Health]int{view.HealthBad: 0, view.HealthLook: 1, view.HealthOK: 2}
	slices.SortStableFunc(shown.Rows, func(a, b view.OpsRow) int {
		return cmp.Or(cmp.Compare(worst[a.Health], worst[b.Health]), a.Deadline.Compare(b.Deadline))
	})
	return nil
}

func (s *Server) fillMoney(ctx context.Context, q projections.Querier, shown *view.Ops) error {
	totals, err := dashboard.Sum(ctx, q, shown.Now)
	if err != nil {
		return err
	}
	desk, err := payments.Summary(ctx, q, shown.Now)
	if err != nil {
		return err
	}
	trial, err := transactions.TrialBalance(ctx, q)
	if err != nil {
		return err
	}
	kpi := &shown.KPI
	kpi.SecuredToday, kpi.Held, kpi.Transfers = totals.SecuredToday, int64(totals.Held), desk.ToConfirm
	if !desk.OldestReport.IsZero() {
		kpi.OldestTransfer = shown.Now.Sub(desk.OldestReport)
	}
	kpi.Suspense, kpi.RefundsDue, kpi.RefundsLate = desk.Suspense, desk.RefundsDue, desk.RefundsLate
	shown.Debit, shown.Credit, shown.Accounts = int64(trial.Debit), int64(trial.Credit), trial.Accounts
	return nil
}

func (s *Server) fillProjections(ctx context.Context, q projections.Querier, shown *view.Ops) error {
	states, err := projections.ReadStatus(ctx, q, s.Log, shown.Now)
	if err != nil {
		return err
	}
	for _, state := range states {
		shown.Projections = append(shown.Projections, view.Projection{
			Name: state.Name, Behind: state.Behind, Lag: state.Lag, Parked: state.Parked, Stopped: state.Stopped != "",
		})
		shown.KPI.Lag = max(shown.KPI.Lag, state.Lag)
		shown.KPI.LagEvents = max(shown.KPI.LagEvents, state.Behind)
		shown.Parked += state.Parked
		shown.Position = max(shown.Position, int64(state.Position))
	}
	shown.Jobs, err = timers.Scheduled(ctx, q, shown.Now)
	return err
}

func (s *Server) fillTail(ctx context.Context, q projections.Querier, shown *view.Ops) error {
	entries, err := auditlog.Tail(ctx, q, opsTail)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		shown.Tail = append(shown.Tail, view.TailEvent{
			At: entry.RecordedAt, Position: int64(entry.Position), Type: entry.Type, What: eventWords(entry.Type),
		})
	}
	shown.EventRate, err = auditlog.Rate(ctx, q, shown.Now)
	return err
}

// opsRow judges one live sambatan: a word, the reason in a sentence, and the one
// action that cures it. The most pressing reason wins.
func opsRow(row dashboard.Campaign, now time.Time) view.OpsRow {
	line := view.OpsRow{
		Campaign: row.ID.String(), Name: batchName(row.Title, row.Batch), Maker: row.BrandName, State: view.CampaignState(row.Phase),
		Secured: secured(row), Slots: row.Terms.Slots, Deadline: row.Terms.Deadline, Health: view.HealthOK,
	}
	desk := row.Desk
	if desk == nil {
		desk = &dashboard.Desk{}
	}
	line.Held = int64(desk.Held())
	phase := row.Phase
	line.Action, line.ActionURL = "Buka", view.OpsCampaignURL(row.ID.String())
	switch {
	case row.Frozen != "":
		line.Health, line.Word, line.Why = view.HealthLook, "Dibekukan", sentence(row.Frozen)
		line.Action = "Periksa"
	case phase == sambatan.PhaseInReview:
		line.Health, line.Word = view.HealthLook, "Tinjauan terlambat"
		line.Why = "Dijanjikan paling lambat " + view.ShortTime(row.Review.ReviewBy) + ", belum ada kurator yang memutuskan."
	case desk.RefundsDue > 0:
		line.Health, line.Word = view.HealthLook, "Dana harus kembali"
		line.Why = fmt.Sprintf("%s pengembalian, %s, tertua sejak %s.", count(desk.RefundsDue), desk.RefundsDueAmount, view.ShortTime(desk.OldestRefund))
		if now.Sub(desk.OldestRefund) > 24*time.Hour {
			line.Health = view.HealthBad
		}
		line.Action, line.ActionURL = "Kirim dana", view.OpsRefundURL
	case desk.Waiting > 0:
		waited := now.Sub(desk.OldestWaiting)
		line.Health = view.HealthLook
		if waited > 2*time.Hour {
			line.Health = view.HealthBad
		}
		line.Why = fmt.Sprintf("%s transfer menunggu verifikasi, tertua %s.", count(desk.Waiting), view.Span(waited))
		line.Action, line.ActionURL = "Verifikasi "+count(desk.Waiting), view.OpsTransferURL
	case row.Extension != nil:
		line.Health, line.Word = view.HealthLook, "Tenggat ditanyakan"
		line.Why = "Pembeli ditanya tentang tenggat " + view.ShortTime(row.Extension.To) + ", sampai " + view.ShortTime(row.Extension.From) + "."
	case phase == sambatan.PhaseSettling:
		line.Health, line.Why = view.HealthLook, fmt.Sprintf("Sudah ditutup, %s slot masih menunggu transfer.", count(row.Held))
	case phase == sambatan.PhaseSucceeded && now.Sub(row.PhaseSince) > produceWithin:
		line.Health, line.Why = view.HealthLook, "Sudah berhasil sejak "+view.ShortTime(row.PhaseSince)+", produksi belum dimulai."
	case phase.Undecided() && row.Secured < row.Terms.MinFill && row.Terms.Deadline.Sub(now) < 24*time.Hour:
		line.Health, line.Word = view.HealthLook, "Terancam gagal"
		line.Why = fmt.Sprintf("Kurang %s slot aman dari batas minimal, kurang dari sehari lagi tutup.", count(row.Terms.MinFill-row.Secured))
	default:
		line.Why = healthyWhy(row, phase)
	}
	return line
}

func healthyWhy(row dashboard.Campaign, phase sambatan.Phase) string {
	if phase.Undecided() {
		return fmt.Sprintf("%s slot aman, %s menunggu bayar. Semua pembayaran cocok.", count(row.Secured), count(row.Held))
	}
	return phaseNews(phase) + " sejak " + view.ShortTime(row.PhaseSince) + "."
}
