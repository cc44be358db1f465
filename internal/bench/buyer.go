package bench

import (
	"crypto/rand"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// What a buyer types, in the form in which the pages seal it; both the sambatan and its rivals store it.
type (
	typedAddress struct {
		Recipient   string `json:"recipient"`
		Phone       string `json:"phone"`
		Province    string `json:"province"`
		City        string `json:"city"`
		District    string `json:"district"`
		Subdistrict string `json:"subdistrict"`
		PostalCode  string `json:"postal_code"`
		Street      string `json:"street"`
	}
	typedAccount struct {
		Bank   string `json:"bank"`
		Number string `json:"number"`
		Holder string `json:"holder"`
	}
)

var (
	home = typedAddress{
		Recipient: "Dinar Nareswari", Phone: "+6281200004471", Province: "Jawa Barat", City: "Kota Bandung",
		District: "Coblong", Subdistrict: "Dago", PostalCode: "40135", Street: "Jl. Cemara Gading 18, RT 04/RW 02",
	}
	account = typedAccount{Bank: "BCA", Number: "2048119311", Holder: "Dinar Nareswari"}
)

// buyer is a fresh buyer with one join to make.
type buyer struct {
	id, participation, command id.ID
	address, account, public   eventstore.Sealed
}

// newBuyer seals what the buyer typed with a key of their own, as a page does.
func newBuyer() (b buyer, err error) {
	b = buyer{id: id.New(), participation: id.New(), command: id.New()}
	var key eventstore.PersonKey
	_, _ = rand.Read(key[:]) // never fails: crypto/rand aborts the program instead
	err = b.seal(key, account)
	return b, err
}

// seal seals what the buyer typed, with a refund account.
func (b *buyer) seal(key eventstore.PersonKey, to typedAccount) error {
	sealer, err := eventstore.NewSealer(key, b.id.String())
	if err != nil {
		return err
	}
	if b.address, err = sealer.Seal("address", home); err != nil {
		return err
	}
	if b.account, err = sealer.Seal("refund_account", to); err != nil {
		return err
	}
	b.public, err = sealer.Seal("public", sambatan.PublicLabel{Initials: "D. N.", City: "Bandung"})
	return err
}

func (b buyer) join() sambatan.Join {
	return sambatan.Join{
		Participation: b.participation, Buyer: b.id, Slots: 1,
		Consent: sambatan.Consent{Terms: "2026-11-22", Privacy: "2026-11-22"},
		Address: b.address, RefundAccount: b.account, Public: b.public,
	}
}

// Terms of the hot campaign: as many slots as the platform allows.
func hotTerms(now time.Time) sambatan.Terms {
	return sambatan.Terms{
		Version: 1, Price: 265_000, Shipping: 18_000, Slots: sambatan.MaxSlots, MinFill: 1,
		MinPerBuyer: 1, MaxPerBuyer: 4, HoldFor: 4 * 3600, OpensAt: now.Add(-time.Minute), Deadline: now.Add(240 * time.Hour),
		FeePerMille: 50, ShipsFrom: "Yogyakarta",
	}
}
