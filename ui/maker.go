package ui

import (
	"context"
	"slices"
	"time"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/catalogue"
	"github.com/sensasiwangi/sambatan/projections/dashboard"
	"github.com/sensasiwangi/sambatan/projections/lifecycle"
	"github.com/sensasiwangi/sambatan/projections/participants"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// makerParticipants is how many participants a brand owner's page lists.
const makerParticipants = 50

// makerList lists the brand's own sambatan.
func (s *Server) makerList(c fiber.Ctx) error {
	subject := who(c).Subject
	shown := view.MakerList{Now: s.Now()}
	err := s.Read(c.Context(), subject, func(ctx context.Context, q projections.Querier) error {
		brand, err := catalogue.BrandByID(ctx, q, subject.Brand)
		if err != nil {
			return err
		}
		shown.Brand = brand.Name
		rows, err := dashboard.OfBrand(ctx, q, subject.Brand)
		for _, row := range rows {
			shown.Rows = append(shown.Rows, makerRow(row))
		}
		return err
	})
	if err != nil {
		return err
	}
	return render(c, fiber.StatusOK, view.MakerListPage(s.shell(c, view.SectionMaker), shown))
}

func makerRow(row dashboard.Campaign) view.MakerRow {
	shown := view.MakerRow{
		Campaign: row.ID.String(), Name: batchName(row.Title, row.Batch), Picture: row.Art,
		State: view.CampaignState(row.Phase), Secured: secured(row), Slots: row.Terms.Slots, Deadline: row.Terms.Deadline, Refunds: row.Refunds, Settled: row.Settled,
	}
	if row.Desk != nil {
		shown.Held = int64(row.Desk.Held())
	}
	if next := nextAction(row, view.Form{}); next != nil {
		shown.Next = next.Title
	}
	return shown
}

// own reads a campaign of the brand owner's own brand; any other is not found.
func (s *Server) own(ctx context.Context, subject session.Subject, campaign id.ID) (row dashboard.Campaign, err error) {
	err = s.Read(ctx, subject, func(ctx context.Context, q projections.Querier) error {
		row, err = dashboard.ByID(ctx, q, campaign)
		return err
	})
	if err == nil && row.Brand != subject.Brand {
		err = projections.ErrNotFound
	}
	return row, err
}

// makerShow is the brand owner's page of one sambatan.
func (s *Server) makerShow(c fiber.Ctx) error {
	return s.showMaker(c, fiber.StatusOK, nil)
}

func (s *Server) showMaker(c fiber.Ctx, status int, failed *form) error {
	campaign, err := pathID(c, "campaign")
	if err != nil {
		return err
	}
	subject := who(c).Subject
	row, err := s.own(c.Context(), subject, campaign)
	if err != nil {
		return err
	}
	blank := s.blank(c)
	if failed != nil {
		blank = failed.Form
	}
	shown := view.MakerCampaign{
		Now: s.Now(), Brand: row.BrandName, Name: batchName(row.Title, row.Batch),
		Campaign: campaignBlock(row, s.Now()), FilledAt: row.FilledAt, Stages: stages(row),
		Next: nextAction(row, blank), TakeBack: blank, Escrow: escrow(row), CanCancel: abortable(row.Phase),
		CanClose: closable(row, s.Now()), CanExtend: extendable(row, s.Now()),
	}
	if row.Review != nil {
		shown.ReviewBy, shown.Late, shown.Returned = row.Review.ReviewBy, row.Review.Late, row.Review.Returned
	}
	err = s.Read(c.Context(), subject, func(ctx context.Context, q projections.Querier) error {
		if shown.Answers, err = answersOf(ctx, q, row); err != nil {
			return err
		}
		if err := s.fillOrdersOf(ctx, q, campaign, &shown); err != nil {
			return err
		}
		return s.fillMaker(ctx, q, campaign, &shown)
	})
	if err != nil {
		return err
	}
	return page(c, status, view.MakerCampaignPage(s.shell(c, view.SectionMaker), shown), view.MakerCampaignFragment(shown))
}

func (s *Server) fillMaker(ctx context.Context, q projections.Querier, campaign id.ID, shown *view.MakerCampaign) error {
	rows, total, err := participants.OfCampaign(ctx, q, campaign, makerParticipants, 0)
	if err != nil {
		return err
	}
	shown.More = total - len(rows)
	for _, row := range rows {
		label := s.label(ctx, row.Public)
		person := view.Participant{Code: row.Code, Initials: label.Initials, City: label.City, Slots: row.Slots, State: view.ParticipationState(row.State)}
		if row.State == participants.Secured {
			person.Paid = int64(row.Amount)
		}
		shown.Participants = append(shown.Participants, person)
	}
	steps, err := lifecycle.History(ctx, q, campaign)
	if err != nil {
		return err
	}
	for i, step := range steps {
		title := phaseNews(step.Phase)
		if i > 0 && step.Phase == sambatan.PhaseDraft {
			title = "Kembali menjadi draf"
		}
		shown.News = append(shown.News, view.Moment{Kind: view.MomentDone, Title: title, At: step.At})
	}
	told, err := lifecycle.Production(ctx, q, []id.ID{campaign})
	shown.Making = makingOf(told[campaign], sambatan.Phase(shown.Campaign.State), shown.Now, "Anda")
	shown.News = append(shown.News, newsMoments(told[campaign])...)
	slices.SortStableFunc(shown.News, func(a, b view.Moment) int { return a.At.Compare(b.At) })
	return err
}

func escrow(row dashboard.Campaign) view.Escrow {
	if row.Desk == nil {
		return view.Escrow{}
	}
	held := row.Desk.Held()
	shown := view.Escrow{Received: int64(row.Desk.Received), Returned: int64(row.Desk.Returned), Released: int64(row.Desk.Released), Held: int64(held)}
	if row.Secured == 0 || row.Desk.Released > 0 {
		return shown
	}
	goods := int64(row.Terms.Price) * int64(row.Secured)
	fee := goods * int64(row.Terms.FeePerMille) / 1000
	shown.Parts = []view.SumLine{
		{Text: "Untuk Anda, setelah paket diterima", Amount: goods - fee},
		{Text: "Ongkir", Amount: int64(held) - goods},
		{Text: "Biaya layanan", Amount: fee},
	}
	return shown
}

// abortable tells whether the maker can still call the campaign off.
func abortable(phase sambatan.Phase) bool {
	return phase == sambatan.PhaseDraft || phase == sambatan.PhaseInReview || phase == sambatan.PhaseScheduled || phase == sambatan.PhaseSucceeded ||
		phase == sambatan.PhaseInProduction || phase.Undecided()
}

// phaseNews says that a campaign reached a phase.
func phaseNews(phase sambatan.Phase) string {
	switch phase {
	case sambatan.PhaseDraft:
		return "Draf dibuat"
	case sambatan.PhaseInReview:
		return "Dikirim untuk ditinjau"
	case sambatan.PhaseScheduled:
		return "Disetujui dan terbit, syarat terkunci"
	case sambatan.PhaseOpen:
		return "Dibuka untuk pembeli"
	case sambatan.PhaseFullyHeld:
		return "Semua slot terambil"
	case sambatan.PhaseSettling:
		return "Ditutup, menunggu transfer yang masih di jalan"
	case sambatan.PhaseSucceeded:
		return "Sambatan berhasil"
	case sambatan.PhaseInProduction:
		return "Produksi dimulai"
	case sambatan.PhaseReadyToShip:
		return "Lulus uji, siap kirim"
	case sambatan.PhaseShipping:
		return "Paket dikirim"
	case sambatan.PhaseCompleted:
		return "Semua paket diterima"
	case sambatan.PhaseFailed:
		return "Slot minimal tidak tercapai"
	case sambatan.PhaseCancelled:
		return "Dibatalkan"
	case sambatan.PhaseUnwinding:
		return "Pengembalian dana berjalan"
	case sambatan.PhaseClosedFailed:
		return "Semua dana sudah kembali"
	case sambatan.PhaseNone:
	}
	return "Tahap berubah"
}

// stages are the six steps from draft to payment.
func stages(row dashboard.Campaign) []view.Stage {
	names := []string{"Draf", "Terbit", outcomeName(row), "Produksi", "Kirim", "Selesai"}
	notes := []string{"", "", "", "", "", ""}
	notes[1] = "tutup " + view.ShortTime(row.Terms.Deadline)
	if row.Terms.ShipsBy != "" {
		notes[4] = row.Terms.ShipsBy
	}
	if row.Phase == sambatan.PhaseInReview {
		notes[1] = "sedang ditinjau"
	}
	at, bad := stageOf(row.Phase)
	list := make([]view.Stage, len(names))
	for i, name := range names {
		kind := view.MomentNext
		switch {
		case i < at || at == len(names)-1:
			kind = view.MomentDone
		case i == at && bad:
			kind = view.MomentBad
		case i == at:
			kind = view.MomentNow
		}
		list[i] = view.Stage{Name: name, Note: notes[i], Kind: kind}
	}
	return list
}

// outcomeName is the step that decides. It may succeed without being full.
func outcomeName(row dashboard.Campaign) string {
	_, bad := stageOf(row.Phase)
	switch {
	case bad:
		return "Batal"
	case row.Secured == row.Terms.Slots:
		return "Penuh"
	}
	return "Berhasil"
}

func stageOf(phase sambatan.Phase) (at int, bad bool) {
	switch phase {
	case sambatan.PhaseNone, sambatan.PhaseDraft:
		return 0, false
	case sambatan.PhaseInReview, sambatan.PhaseScheduled, sambatan.PhaseOpen, sambatan.PhaseFullyHeld, sambatan.PhaseSettling:
		return 1, false
	case sambatan.PhaseSucceeded:
		return 2, false
	case sambatan.PhaseInProduction, sambatan.PhaseReadyToShip:
		return 3, false
	case sambatan.PhaseShipping:
		return 4, false
	case sambatan.PhaseCompleted:
		return 5, false
	case sambatan.PhaseFailed, sambatan.PhaseCancelled, sambatan.PhaseUnwinding, sambatan.PhaseClosedFailed:
		return 2, true
	}
	return 0, false
}

// produceWithin is how soon a filled batch should be begun; a promise on the
// page, not a rule of the campaign.
const produceWithin = 3 * 24 * time.Hour

// nextAction is the one thing that waits for the maker, nil when nothing does. What
// a frozen campaign refuses waits for us instead; parcels may leave all the same.
func nextAction(row dashboard.Campaign, blank view.Form) *view.NextAction {
	if row.Frozen != "" && (row.Phase == sambatan.PhaseSucceeded || row.Phase == sambatan.PhaseInProduction) {
		return nil
	}
	switch row.Phase {
	case sambatan.PhaseDraft:
		return &view.NextAction{Title: "Kirim untuk ditinjau", Consequence: "Kurator memeriksanya dalam satu hari kerja. Setelah disetujui, harga, jumlah slot, dan tenggat terkunci untuk semua pembeli.", Button: "Periksa draf", URL: view.SubmitURL(row.ID.String()), Form: blank}
	case sambatan.PhaseSucceeded:
		return &view.NextAction{Title: "Mulai produksi", Consequence: "Sambatan berhasil. Mulai paling lambat " + view.ShortTime(row.PhaseSince.Add(produceWithin)) + ". Semua peserta dikabari bahwa batch ini mulai dibuat.", Button: "Mulai produksi", Step: view.StepProduce, Form: blank}
	case sambatan.PhaseInProduction:
		return &view.NextAction{Title: "Nyatakan lulus uji", Consequence: "Semua peserta dikabari bahwa batch siap kirim.", Button: "Lulus uji", Step: view.StepQC, Form: blank}
	case sambatan.PhaseReadyToShip:
		return &view.NextAction{Title: "Kirim paket", Consequence: "Catat kurir dan resi setiap pesanan. Pembelinya langsung dikabari.", Button: "Lihat kiriman", URL: view.ShipmentsAnchor}
	case sambatan.PhaseShipping:
		return &view.NextAction{Title: "Kabarkan paket yang sampai", Consequence: "Pesanan selesai setelah pembeli mengonfirmasi, atau tiga hari setelah sampai tanpa komplain. Dananya lalu diteruskan ke Anda.", Button: "Lihat kiriman", URL: view.ShipmentsAnchor}
	case sambatan.PhaseNone, sambatan.PhaseInReview, sambatan.PhaseScheduled, sambatan.PhaseOpen, sambatan.PhaseFullyHeld, sambatan.PhaseSettling,
		sambatan.PhaseCompleted, sambatan.PhaseFailed, sambatan.PhaseCancelled, sambatan.PhaseUnwinding, sambatan.PhaseClosedFailed:
	}
	return nil
}
