package ui

import (
	"strconv"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/projections/dashboard"
	"github.com/sensasiwangi/sambatan/projections/participants"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// apiList is one page of a list; Total counts all pages.
type apiList[T any] struct {
	Items []T `json:"items"`
	Total int `json:"total"`
}

// apiCampaign is a sambatan. Amounts are whole rupiah, times RFC 3339 in UTC.
type apiCampaign struct {
	ID          id.ID              `json:"id"`
	Title       string             `json:"title"`
	Batch       int                `json:"batch"`
	Brand       string             `json:"brand"`
	City        string             `json:"city"`
	Phase       string             `json:"phase"`
	Lifecycle   sambatan.Lifecycle `json:"lifecycle"`
	Price       money.Rupiah       `json:"price"`
	Shipping    money.Rupiah       `json:"shipping"`
	Slots       int                `json:"slots"`
	MinFill     int                `json:"min_fill"`
	MinPerBuyer int                `json:"min_per_buyer"`
	MaxPerBuyer int                `json:"max_per_buyer"`
	Held        int                `json:"held"`
	Offered     int                `json:"offered"` // kept for buyers of the waitlist
	Waiting     int                `json:"waiting"` // buyers on the waitlist
	Frozen      bool               `json:"frozen"`
	Secured     int                `json:"secured"`
	OpensAt     time.Time          `json:"opens_at"`
	Deadline    time.Time          `json:"deadline"`
	Terms       string             `json:"terms_version"`
	Privacy     string             `json:"privacy_version"`
}

func apiCampaignOf(row dashboard.Campaign) apiCampaign {
	terms := row.Terms
	return apiCampaign{
		ID: row.ID, Title: row.Title, Batch: row.Batch, Brand: row.BrandName, City: row.BrandCity,
		Phase: string(row.Phase), Lifecycle: row.Phase.Lifecycle(),
		Price: terms.Price, Shipping: terms.Shipping, Slots: terms.Slots, MinFill: terms.MinFill,
		MinPerBuyer: terms.MinPerBuyer, MaxPerBuyer: terms.MaxPerBuyer, Held: row.Held, Secured: row.Secured,
		Offered: row.Offered, Waiting: row.Waiting, Frozen: row.Frozen != "",
		OpensAt: terms.OpensAt, Deadline: terms.Deadline, Terms: view.TermsVersion, Privacy: view.PrivacyVersion,
	}
}

// apiTransfer tells what to transfer, where and until when.
type apiTransfer struct {
	Bank    string       `json:"bank"`
	Account string       `json:"account"`
	Holder  string       `json:"holder"`
	Total   money.Rupiah `json:"total"` // to the rupiah: the last three digits identify the transfer
	Code    int          `json:"code"`
	PayBy   time.Time    `json:"pay_by"` // a transfer sent later does not count
}

// apiParticipation is one of the caller's own.
type apiParticipation struct {
	ID       id.ID        `json:"id"`
	Code     string       `json:"code"`
	Campaign id.ID        `json:"campaign"`
	Slots    int          `json:"slots"`
	Amount   money.Rupiah `json:"amount"`
	Missing  money.Rupiah `json:"missing,omitzero"` // of amount, after a part came for a hold
	State    string       `json:"state"`
	JoinedAt time.Time    `json:"joined_at"`
	Transfer *apiTransfer `json:"transfer,omitempty"`
}

func (s *Server) apiParticipationOf(o order) apiParticipation {
	row, instruction := o.row, o.instruction
	shown := apiParticipation{
		ID: row.Participation, Code: row.Code, Campaign: row.Campaign, Slots: row.Slots,
		Amount: row.Amount, Missing: o.missing(), State: string(row.State), JoinedAt: row.JoinedAt,
	}
	if row.State == participants.Held && o.transferable() {
		shown.Transfer = apiTransferOf(instruction.Total, instruction.Code, o.payTo(s.Account), o.payBy())
	}
	return shown
}

// apiTransferOf is nil when no code was free: then only the other ways to pay are left.
func apiTransferOf(total money.Rupiah, code int, to ReceivingAccount, payBy time.Time) *apiTransfer {
	if code == 0 {
		return nil
	}
	return &apiTransfer{
		Bank: to.Bank, Account: to.Number, Holder: to.Holder,
		Total: total, Code: code, PayBy: payBy,
	}
}

// apiJoined is the answer to a join.
type apiJoined struct {
	Participation id.ID               `json:"participation"`
	Code          string              `json:"code"`
	Slots         int                 `json:"slots"`
	Amount        money.Rupiah        `json:"amount"`
	Position      eventstore.Position `json:"position"`
	Transfer      *apiTransfer        `json:"transfer"`
}

func (s *Server) apiJoinedOf(j joined) apiJoined {
	return apiJoined{
		Participation: j.held.Participation, Code: participants.Code(j.held.Participation),
		Slots: j.held.Slots, Amount: j.held.Amount, Position: j.at,
		Transfer: apiTransferOf(j.issued.Total, j.issued.Code, s.Account.issued(j.issued.Account, j.issued.Bank, j.issued.Holder), j.held.PayBy),
	}
}

// apiJoin is the body of a join.
type apiJoin struct {
	Slots   int `json:"slots"`
	Address struct {
		Recipient   string `json:"recipient"`
		Phone       string `json:"phone"`
		Province    string `json:"province"`
		City        string `json:"city"`
		District    string `json:"district"`
		Subdistrict string `json:"subdistrict"`
		PostalCode  string `json:"postal_code"`
		Street      string `json:"street"`
	} `json:"address"`
	RefundAccount struct {
		Bank   string `json:"bank"` // a code, as "bca"
		Number string `json:"number"`
		Holder string `json:"holder"`
	} `json:"refund_account"`
	Consent struct {
		Terms   string `json:"terms"`   // the version read, from the campaign
		Privacy string `json:"privacy"` // likewise
	} `json:"consent"`
}

// values are the body in the words of the join form, so that one reader checks both.
func (b apiJoin) values() map[string]string {
	return map[string]string{
		view.FieldSlots: strconv.Itoa(b.Slots), view.FieldRecipient: b.Address.Recipient, view.FieldPhone: b.Address.Phone,
		view.FieldProvince: b.Address.Province, view.FieldCity: b.Address.City, view.FieldDistrict: b.Address.District,
		view.FieldSubdistrict: b.Address.Subdistrict, view.FieldPostalCode: b.Address.PostalCode, view.FieldStreet: b.Address.Street,
		view.FieldBank: b.RefundAccount.Bank, view.FieldAccount: b.RefundAccount.Number, view.FieldHolder: b.RefundAccount.Holder,
		view.FieldTerms: b.Consent.Terms, view.FieldTermsVer: b.Consent.Terms,
		view.FieldPrivacy: b.Consent.Privacy, view.FieldPrivacyVer: b.Consent.Privacy,
	}
}

// apiFieldNames are the form's field names as the API calls them.
var apiFieldNames = map[string]string{
	view.FieldSlots: "slots", view.FieldRecipient: "address.recipient", view.FieldPhone: "address.phone",
	view.FieldProvince: "address.province", view.FieldCity: "address.city", view.FieldDistrict: "address.district",
	view.FieldSubdistrict: "address.subdistrict", view.FieldPostalCode: "address.postal_code", view.FieldStreet: "address.street",
	view.FieldBank: "refund_account.bank", view.FieldAccount: "refund_account.number", view.FieldHolder: "refund_account.holder",
	view.FieldTerms: "consent.terms", view.FieldPrivacy: "consent.privacy",
}
