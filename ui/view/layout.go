package view

// htmxConfig keeps htmx inside the content policy and leaves the page as it is
// when the answer is not meant for it.
const htmxConfig = `{"includeIndicatorCSS":false,"mode":"same-origin","extensions":"sse","defaultTimeout":15000,"noSwap":[204,304,401,403,404,429,"5xx"]}`

// navItem is an entry of the header.
type navItem struct {
	Text    string
	URL     string
	Icon    string
	Section Section
	Low     bool // in the bar at the bottom only: the header has a button for it
}

var (
	navMarket  = navItem{"Pasar", MarketURL, "shop", SectionMarket, false}
	navProfile = navItem{"Profil", ProfileURL, "user", SectionProfile, false}
	navMine    = navItem{"Sambatan saya", MineURL, "home", SectionMine, false}
	navWallet  = navItem{"Saldo", WalletURL, "coins", SectionWallet, false}
	navOps     = []navItem{
		{"Papan", OpsURL, "board", SectionBoard, false},
		{"Transfer", OpsTransferURL, "inbox", SectionTransfer, false},
		{"Titipan", OpsSuspenseURL, "coins", SectionSuspense, false},
		{"Dana kembali", OpsRefundURL, "back", SectionRefund, false},
		{"Pencairan", OpsPayoutURL, "send", SectionPayout, false},
		{"Komplain", OpsDisputesURL, "alert", SectionDispute, false},
		navProfile,
	}
)

// navigation is what a role can go to. Only pages that exist are listed.
func navigation(role Role) []navItem {
	switch role {
	case Buyer:
		return []navItem{navMarket, navMine, navWallet, navProfile}
	case Maker:
		return []navItem{{"Sambatan", MakerURL, "board", SectionMaker, false}, {"Saldo", SellerURL, "coins", SectionSeller, false}, navMarket, navProfile}
	case Operator, Lead, Admin:
		return navOps
	case Auditor:
		return []navItem{{"Audit", AuditURL, "lock", SectionAudit, false}, navMarket, navProfile}
	case Curator:
		return []navItem{{"Tinjauan", CuratorURL, "inbox", SectionReview, false}, navMarket, navProfile}
	case Guest:
	}
	return []navItem{navMarket, {"Cara kerja", HowURL, "shield", SectionNone, false}, {"Masuk", SignInURL, "user", SectionProfile, true}}
}

// workroom narrows the chrome on the pages that people work on all day.
func workroom(s Section) string {
	switch s {
	case SectionBoard, SectionTransfer, SectionSuspense, SectionRefund, SectionPayout, SectionDispute, SectionMail, SectionAudit, SectionReview:
		return "work"
	case SectionNone, SectionMarket, SectionMine, SectionMaker, SectionSeller, SectionWallet, SectionProfile, SectionInbox:
	}
	return ""
}

func flashIcon(k FlashKind) string {
	switch k {
	case FlashOK:
		return "check"
	case FlashErr:
		return "alert"
	case FlashNote:
	}
	return "clock"
}
