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
	Further bool // in that bar behind "Lainnya": it holds five entries
}

var (
	navMarket  = navItem{Text: "Pasar", URL: MarketURL, Icon: "shop", Section: SectionMarket}
	navProfile = navItem{Text: "Profil", URL: ProfileURL, Icon: "user", Section: SectionProfile}
	navMine    = navItem{Text: "Sambatan saya", URL: MineURL, Icon: "home", Section: SectionMine}
	navWallet  = navItem{Text: "Saldo", URL: WalletURL, Icon: "coins", Section: SectionWallet}
	navOps     = []navItem{
		{Text: "Papan", URL: OpsURL, Icon: "board", Section: SectionBoard},
		{Text: "Transfer", URL: OpsTransferURL, Icon: "inbox", Section: SectionTransfer},
		{Text: "Titipan", URL: OpsSuspenseURL, Icon: "coins", Section: SectionSuspense, Further: true},
		{Text: "Dana kembali", URL: OpsRefundURL, Icon: "back", Section: SectionRefund},
		{Text: "Pencairan", URL: OpsPayoutURL, Icon: "send", Section: SectionPayout, Further: true},
		{Text: "Komplain", URL: OpsDisputesURL, Icon: "alert", Section: SectionDispute},
		{Text: "Profil", URL: ProfileURL, Icon: "user", Section: SectionProfile, Further: true},
	}
)

// navigation is what a role can go to. Only pages that exist are listed.
func navigation(role Role) []navItem {
	switch role {
	case Buyer:
		return []navItem{navMarket, navMine, navWallet, navProfile}
	case Maker:
		return []navItem{
			{Text: "Sambatan", URL: MakerURL, Icon: "board", Section: SectionMaker},
			{Text: "Saldo", URL: SellerURL, Icon: "coins", Section: SectionSeller},
			navMarket, navProfile,
		}
	case Operator, Lead, Admin:
		return navOps
	case Auditor:
		return []navItem{{Text: "Audit", URL: AuditURL, Icon: "lock", Section: SectionAudit}, navMarket, navProfile}
	case Curator:
		return []navItem{{Text: "Tinjauan", URL: CuratorURL, Icon: "inbox", Section: SectionReview}, navMarket, navProfile}
	case Guest:
	}
	return []navItem{
		navMarket, {Text: "Cara kerja", URL: HowURL, Icon: "shield"}, {Text: "Masuk", URL: SignInURL, Icon: "user", Section: SectionProfile, Low: true},
	}
}

// further are the entries behind "Lainnya", and tell whether one of them is where we are.
func further(s Shell) (items []navItem, here bool) {
	for _, item := range navigation(s.Viewer.Role) {
		if item.Further {
			items, here = append(items, item), here || item.Section == s.Section
		}
	}
	return items, here
}

// environmentWords say what kind of installation this is.
func environmentWords(name string) string {
	switch name {
	case "production":
		return "Layanan resmi"
	case "staging":
		return "Ruang uji coba"
	}
	return "Ruang pengembangan"
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
