package ui

import (
	"github.com/gofiber/fiber/v3"
	"github.com/gofiber/fiber/v3/middleware/adaptor"

	"github.com/sensasiwangi/sambatan/projections/catalogue"
	"github.com/sensasiwangi/sambatan/projections/clawbacks"
	"github.com/sensasiwangi/sambatan/projections/dashboard"
	"github.com/sensasiwangi/sambatan/projections/intents"
	"github.com/sensasiwangi/sambatan/projections/lifecycle"
	"github.com/sensasiwangi/sambatan/projections/orders"
	"github.com/sensasiwangi/sambatan/projections/participants"
	"github.com/sensasiwangi/sambatan/projections/payments"
	"github.com/sensasiwangi/sambatan/projections/payouts"
	"github.com/sensasiwangi/sambatan/projections/refunds"
	"github.com/sensasiwangi/sambatan/projections/statements"
	"github.com/sensasiwangi/sambatan/projections/wallets"
	"github.com/sensasiwangi/sambatan/services/identity"
	"github.com/sensasiwangi/sambatan/ui/static"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// routes is the site map. Paths are the addresses that ui/view links to.
func (s *Server) routes() {
	s.app.Get("/healthz", healthz)
	s.app.Get("/readyz", s.readyz)
	s.app.Get("/metrics", inside, adaptor.HTTPHandler(s.Metrics))
	s.app.Get(static.Prefix+"*", asset)
	s.app.Get("/", leads(view.MarketQuery{}.URL()))
	s.api(s.app.Group(apiPrefix))
	if s.Gateway != nil { // signed by the gateway: no visitor, and no form of ours
		s.app.Post("/gateway/*", adaptor.HTTPHandler(s.Gateway.Reports))
	}

	s.app.Post(view.MuteURL+"/:token", s.perAddress(signInsPerAddress), s.mutePost) // a mail program has no form token
	s.app.Use(s.identify, s.ownForms)
	s.public()
	s.account()
	s.buyer(s.app.Group(view.MineURL, s.only(buyers...)))
	s.wallet(s.app.Group(view.WalletURL, s.only(buyers...)))
	s.app.Get(view.MakerHomeURL, s.only(makers...), leads(view.MakerURL))
	s.maker(s.app.Group(view.MakerURL, s.only(makers...)))
	s.seller(s.app.Group(view.SellerURL, s.only(makers...)))
	s.curator(s.app.Group(view.CuratorURL, s.only(curators...)))
	s.operator(s.app.Group(view.OpsURL, s.only(operators...)))
	s.auditor(s.app.Group(view.AuditURL, s.only(auditors...)))
	s.app.Use(s.astray)
}

// leads sends whoever types the beginning of other addresses to the first page there.
func leads(to string) fiber.Handler {
	return func(c fiber.Ctx) error { return c.Redirect().Status(fiber.StatusSeeOther).To(to) }
}

// public is what everyone may see, and the way in to a sambatan.
func (s *Server) public() {
	seen := s.catchUp(dashboard.Name, participants.Name, catalogue.Name, lifecycle.Name)
	for _, begin := range []string{view.MarketURL, "/sambatan", "/produk"} {
		s.app.Get(begin, leads(view.MarketQuery{}.URL()))
	}
	s.app.Get(view.MarketURL+"/:tab", seen, s.marketShow)
	s.app.Get("/produk/:product", seen, s.productShow)
	s.app.Get("/sambatan/:campaign", seen, s.campaignShow)
	s.app.Get("/sse/sambatan/:campaign", s.stream(s.campaignLive, false))
	s.app.Get("/sse/sambatan/:campaign/milik", s.only(buyers...), s.stream(s.ownLive, true))
	s.app.Get("/sambatan/:campaign/gabung", s.only(buyers...), s.joinForm)
	s.app.Post("/sambatan/:campaign/gabung", s.only(buyers...), s.perVisitor(joinsPerVisitor), s.perAddress(joinsPerAddress), s.joinPost)
	for article, path := range articles {
		s.app.Get(path, s.articleShow(article))
	}
	s.app.Get(view.TermsURL+"/:version", s.termsShow)
}

func (s *Server) account() {
	perVisitor, perAddress := s.perVisitor(linksPerVisitor, s.linksUsedUp), s.perAddress(linksPerAddress, s.linksUsedUp) // on both pages together
	s.app.Get(view.SignInURL, s.signInShow)
	s.app.Post(view.SignInURL, perVisitor, perAddress, s.linkPost)
	s.app.Get(view.SignInSentURL, s.linkSent)
	s.app.Get(view.SignInURL+"/:token", s.signInLink)
	s.app.Post(view.SignInURL+"/:token", s.perVisitor(signInsPerVisitor), s.perAddress(signInsPerAddress), s.signInPost)
	s.app.Get(view.SignUpURL, s.signUpShow)
	s.app.Post(view.SignUpURL, perVisitor, perAddress, s.signUpPost)
	s.app.Get(view.SignUpSentURL, s.signUpSent)
	s.app.Get(view.SignUpURL+"/:token", s.signUpLink)
	s.app.Post(view.SignUpURL+"/:token", s.perVisitor(signInsPerVisitor), s.perAddress(signInsPerAddress), s.signUpFinish)
	s.app.Post(view.SignOutURL, s.signOutPost)
	s.app.Post(view.DisplayURL, s.displayPost)
	s.app.Get(view.ProfileURL, s.only(signedIn...), s.profileShow)
	s.app.Post(view.KeyURL, s.only(buyers...), s.perVisitor(tokensPerVisitor), s.tokenPost)
	s.app.Post(view.SignOutAllURL, s.only(signedIn...), s.signOutAllPost)
	s.app.Get(view.NotificationsURL, s.only(signedIn...), s.notificationList)
	s.app.Post(view.NotificationsURL, s.only(signedIn...), s.notificationsRead)
	s.app.Get(view.NotificationsURL+"/:position/:template", s.only(signedIn...), s.notificationOpen)
	s.app.Post(view.MailWishesURL, s.only(identity.Buyer, identity.Brand), s.mailWishesPost)
	s.app.Get(view.MuteURL+"/:token", s.muteShow)
	s.devMails()
	s.confirmations()
	s.app.Get(view.BadgeLiveURL, s.only(signedIn...), s.stream(s.badgeLive, true))
}

func (s *Server) buyer(r fiber.Router) {
	seen := s.catchUp(participants.Name, payments.Name, dashboard.Name, intents.Name, refunds.Name, orders.Name, lifecycle.Name, wallets.Name)
	r.Get("/", seen, s.mineShow)
	r.Get("/:code", seen, s.orderShow)
	s.app.Get(view.OrderLiveURL+"/:code", s.only(buyers...), s.stream(s.orderLive, true))
	r.Post("/:code/bayar", s.perVisitor(paymentsPerVisitor), s.payPost)
	r.Post("/:code/transfer", s.transferPost)
	r.Post("/:code/lepas", s.cancelHoldPost)
	r.Post("/:code/ambil", s.acceptPost)
	r.Post("/:code/keluar", s.leavePost)
	r.Post("/:code/tenggat", s.answerPost)
	r.Post("/:code/terima", s.confirmPost)
	r.Get("/:code/komplain", seen, s.complainForm)
	r.Post("/:code/komplain", s.complainPost)
	r.Post("/:code/komplain/cabut", s.withdrawPost)
	r.Post("/:code/putusan", s.acceptVerdictPost)
	r.Get("/:code/banding", seen, s.appealForm)
	r.Post("/:code/banding", s.appealPost)
	r.Get("/:code/kirim-balik", seen, s.sendBackForm)
	r.Post("/:code/kirim-balik", s.sendBackPost)
	r.Get("/:code/batal", seen, s.cancelOrderForm)
	r.Post("/:code/batal", s.cancelOrderPost)
	r.Get("/:code/rekening", seen, s.accountForm)
	r.Post("/:code/rekening", s.accountPost)
}

// wallet is a buyer's balance.
func (s *Server) wallet(r fiber.Router) {
	seen := s.catchUp(wallets.Name, intents.Name)
	r.Get("/", seen, s.walletShow)
	r.Post("/isi", s.perVisitor(paymentsPerVisitor), s.topUpPost)
	r.Get("/isi/:topup", seen, s.topUpShow)
	r.Get("/tarik", seen, s.cashOutForm)
	r.Post("/tarik", s.perVisitor(paymentsPerVisitor), s.cashOutPost)
	r.Get("/tarik/:tarik", s.catchUp(wallets.Name, refunds.Name), s.cashOutShow)
	r.Post("/tarik/:tarik/batal", s.cashOutStop)
	r.Get("/tarik/:tarik/rekening", s.cashOutAccountForm)
	r.Post("/tarik/:tarik/rekening", s.cashOutAccountPost)
	s.app.Get(view.TopUpLiveURL+"/:topup", s.only(buyers...), s.stream(s.topUpLive, true))
}

func (s *Server) maker(r fiber.Router) {
	seen := s.catchUp(dashboard.Name, participants.Name, lifecycle.Name, orders.Name)
	r.Get("/", seen, s.makerList)
	r.Post("/", s.draftPost)
	r.Get("/baru", s.draftForm)
	r.Get("/:campaign", seen, s.makerShow)
	r.Get("/:campaign/tinjauan", s.submitForm)
	r.Post("/:campaign/tinjauan", s.submitPost)
	r.Post("/:campaign/tinjauan/tarik", s.takeBackPost)
	r.Get("/:campaign/ubah", seen, s.reviseForm)
	r.Post("/:campaign/ubah", s.revisePost)
	r.Post("/:campaign/langkah/:step", s.stepPost)
	r.Get("/:campaign/resi", seen, s.manifestForm)
	r.Post("/:campaign/resi", s.perVisitor(uploadsPerVisitor), s.manifestPost)
	r.Get("/:campaign/pesanan/:code", seen, s.makerOrderShow)
	r.Post("/:campaign/pesanan/:code/:act", s.makerOrderPost)
	r.Get("/:campaign/hasil", seen, s.makerYieldForm)
	r.Post("/:campaign/hasil", s.makerYieldPost)
	r.Get("/:campaign/kabar", seen, s.progressForm)
	r.Post("/:campaign/kabar", s.progressPost)
	r.Get("/:campaign/batalkan", s.makerCancelForm)
	r.Post("/:campaign/batalkan", s.makerCancelPost)
	r.Get("/:campaign/tenggat", seen, s.makerExtendForm)
	r.Post("/:campaign/tenggat", s.makerExtendPost)
	r.Get("/:campaign/tutup", seen, s.makerCloseForm)
	r.Post("/:campaign/tutup", s.makerClosePost)
}

// curator is the desk of what waits to be reviewed.
func (s *Server) curator(r fiber.Router) {
	seen := s.catchUp(dashboard.Name, catalogue.Name)
	r.Get("/", seen, s.reviewList)
	r.Get("/:campaign", seen, s.reviewShow)
	r.Post("/:campaign/setujui", s.approvePost)
	r.Post("/:campaign/kembalikan", s.returnPost)
}

// seller is what a brand is due.
func (s *Server) seller(r fiber.Router) {
	seen := s.catchUp(payouts.Name)
	r.Get("/", seen, s.sellerShow)
	r.Get("/rekening", seen, s.sellerAccountForm)
	r.Post("/rekening", s.sellerAccountPost)
	r.Get("/laporan", seen, s.sellerStatement)
	r.Get("/mutasi.csv", s.sellerCSV)
}

// payouts is the desk of payouts.
func (s *Server) payouts(r fiber.Router) {
	seen := s.catchUp(payouts.Name)
	r.Get("/pencairan", seen, s.payoutList)
	r.Get("/pencairan/merek", seen, s.sellerList)
	r.Get("/pencairan/merek/:brand", seen, s.opsSellerShow)
	r.Post("/pencairan/merek/:brand/:act", s.opsSellerAct)
	r.Get("/pencairan/:payout", seen, s.payoutShow)
	r.Post("/pencairan/:payout/:act", s.payoutAct)
}

// clawbacks is the desk of refunds after the release.
func (s *Server) clawbacks(r fiber.Router) {
	seen := s.catchUp(payments.Name, dashboard.Name, participants.Name, orders.Name, clawbacks.Name)
	r.Get("/sesudah-lepas", seen, s.clawbackList)
	r.Get("/sesudah-lepas/:order", seen, s.clawbackShow)
	r.Post("/sesudah-lepas/:order", s.clawbackPost)
	r.Post("/sesudah-lepas/:order/:act", s.clawbackAct)
}

func (s *Server) operator(r fiber.Router) {
	seen := s.catchUp(payments.Name, dashboard.Name, participants.Name, refunds.Name, orders.Name)
	r.Get("/", seen, s.opsShow)
	s.app.Get(view.OpsLiveURL, s.only(operators...), s.stream(s.opsLive, true))
	r.Get("/transfer", seen, s.transferList)
	r.Get("/transfer/:transfer/terima", seen, s.transferForm)
	r.Post("/transfer/:transfer/terima", s.transferConfirm)
	r.Post("/transfer/:transfer/tolak", s.transferReject)
	r.Get("/titipan", seen, s.suspenseList)
	r.Post("/titipan/:receipt", s.suspensePost)
	r.Post("/titipan/:receipt/kekurangan", s.shortfallPost)
	s.statements(r)
	s.payouts(r)
	s.clawbacks(r)
	r.Get("/pengembalian", seen, s.refundList)
	r.Get("/pengembalian/:refund", seen, s.refundShow)
	r.Get("/pengembalian/:refund/terkirim", seen, s.refundForm)
	r.Post("/pengembalian/:refund/terkirim", s.refundPost)
	r.Post("/pengembalian/:refund/:act", s.refundAct)
	r.Get("/komplain", seen, s.disputeList)
	r.Get("/komplain/:order", seen, s.disputeShow)
	r.Post("/komplain/:order", s.disputePost)
	r.Post("/komplain/:order/sampai", s.arrivedPost)
	r.Post("/komplain/:order/setuju", s.verdictPost)
	r.Post("/komplain/:order/kembali", s.returnedPost)
	r.Get("/surat", s.deadMailList)
	r.Post("/surat/:mail/kirim", s.mailResend)
	r.Get("/sambatan", leads(view.OpsURL))
	r.Get("/sambatan/:campaign", seen, s.opsCampaign)
	r.Post("/sambatan/:campaign/bekukan", s.freezePost)
	r.Post("/sambatan/:campaign/cabut", s.unfreezePost)
	r.Get("/sambatan/:campaign/hasil", seen, s.opsYieldForm)
	r.Post("/sambatan/:campaign/hasil", s.opsYieldPost)
	r.Get("/sambatan/:campaign/batalkan", seen, s.opsCancelForm)
	r.Post("/sambatan/:campaign/batalkan", s.opsCancelPost)
	r.Post("/sambatan/:campaign/batalkan/setuju", s.callOffAgreePost)
	r.Post("/sambatan/:campaign/batalkan/tarik", s.callOffDropPost)
	r.Get("/sambatan/:campaign/tenggat", seen, s.opsExtendForm)
	r.Post("/sambatan/:campaign/tenggat", s.opsExtendPost)
}

// statements is the import of bank statements.
func (s *Server) statements(r fiber.Router) {
	seen := s.catchUp(payments.Name, dashboard.Name, participants.Name, statements.Name)
	r.Get("/mutasi", seen, s.statementList)
	r.Post("/mutasi", s.perVisitor(uploadsPerVisitor), s.statementUpload)
	r.Get("/mutasi/:statement", seen, s.statementShow)
	r.Post("/mutasi/:statement", s.statementRecord)
	r.Get("/mutasi/:statement/perlu-tangan.csv", seen, s.statementHand)
}

func (s *Server) auditor(r fiber.Router) {
	r.Get("/", s.auditList)
	r.Get("/sambatan", leads(view.AuditURL))
	r.Get("/sambatan/:campaign", s.trailShow)
	r.Get("/sambatan/:campaign/jejak.ndjson", s.trailExport)
}
