package ui

import (
	"cmp"
	"strconv"
	"time"

	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/projections/dashboard"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// feePerMille is the platform's fee of the price, pinned in the terms.
const feePerMille = 50

// mostSlots bounds a batch: more is a slip of the finger.
const mostSlots = 100_000

func (s *Server) readTerms(f *form) sambatan.Terms {
	terms := sambatan.Terms{
		Version: 1, FeePerMille: feePerMille,
		Price: f.rupiah(view.FieldPrice, "Harga per slot"), RetailPrice: f.rupiah(view.FieldRetail, "Harga satuan biasa"),
		Shipping: f.rupiah(view.FieldShipCost, "Ongkir"),
		Slots:    f.number(view.FieldSlots, "Jumlah slot", 1, mostSlots),
		ShipsBy:  f.Value(view.FieldShipsBy),
	}
	most := cmp.Or(terms.Slots, mostSlots) // without a number of slots only that is wrong
	f.need(view.FieldPrice, "Harga per slot")
	terms.MinFill = optional(f, view.FieldMinFill, "Slot minimal supaya jalan", terms.Slots, most)
	terms.MinPerBuyer = optional(f, view.FieldMinBuyer, "Minimal per pembeli", 1, most)
	terms.MaxPerBuyer = optional(f, view.FieldMaxBuyer, "Maksimal per pembeli", min(4, max(terms.Slots, 1)), most)
	terms.HoldFor = optional(f, view.FieldHoldHours, "Batas waktu bayar (jam)", 4, 72) * 3600
	terms.MaxExtensions = f.orNone(view.FieldExtensions, "Boleh mundur", sambatan.MostExtensions)
	terms.CoolOff = f.orNone(view.FieldCoolOff, "Masa pikir-pikir (jam)", int(sambatan.MaxCoolOff/time.Hour)) * 3600
	terms.OpensAt = s.Now().UTC()
	if f.Value(view.FieldOpenDate) != "" {
		terms.OpensAt = f.moment(view.FieldOpenDate, view.FieldOpenTime, "buka")
	}
	terms.Deadline = f.moment(view.FieldCloseDate, view.FieldCloseTime, "tutup")
	if f.need(view.FieldShipsFrom, "Kota asal pengiriman") {
		f.limit(view.FieldShipsFrom, "Kota asal pengiriman", 80)
	}
	terms.ShipsFrom = f.Value(view.FieldShipsFrom)
	f.limit(view.FieldShipsBy, "Perkiraan kirim", 80)
	return terms
}

// optional reads a number that may be left out.
func optional(f *form, field, name string, otherwise, most int) int {
	if f.Value(field) == "" {
		return otherwise
	}
	return f.number(field, name, 1, most)
}

// orNone reads a number that may be left out, which means none.
func (f *form) orNone(field, name string, most int) int {
	if f.Value(field) == "" {
		return 0
	}
	return f.number(field, name, 0, most)
}

// typedTerms are a draft's terms the way they were typed. A time to open that
// has passed is left out: the campaign opens when it is published.
func typedTerms(row dashboard.Campaign, now time.Time) map[string]string {
	terms := row.Terms
	values := map[string]string{
		view.FieldTitle: row.Title, view.FieldPrice: amount(terms.Price), view.FieldShipCost: amount(terms.Shipping),
		view.FieldSlots: strconv.Itoa(terms.Slots), view.FieldMinFill: strconv.Itoa(terms.MinFill),
		view.FieldMinBuyer: strconv.Itoa(terms.MinPerBuyer), view.FieldMaxBuyer: strconv.Itoa(terms.MaxPerBuyer),
		view.FieldHoldHours:  strconv.Itoa(max(1, terms.HoldFor/3600)),
		view.FieldExtensions: strconv.Itoa(terms.MaxExtensions), view.FieldCoolOff: strconv.Itoa(terms.CoolOff / 3600),
		view.FieldCloseDate: view.DateInput(terms.Deadline), view.FieldCloseTime: view.ClockInput(terms.Deadline),
		view.FieldShipsFrom: terms.ShipsFrom, view.FieldShipsBy: terms.ShipsBy,
	}
	if terms.RetailPrice > 0 {
		values[view.FieldRetail] = amount(terms.RetailPrice)
	}
	if terms.OpensAt.After(now) {
		values[view.FieldOpenDate], values[view.FieldOpenTime] = view.DateInput(terms.OpensAt), view.ClockInput(terms.OpensAt)
	}
	return values
}

func amount(sum money.Rupiah) string { return view.Grouped(int64(sum)) }
