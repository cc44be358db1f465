package view

import (
	"strconv"
	"time"
)

// Names of the fields of the join form.
const (
	FieldSlots       = "slot"
	FieldRecipient   = "penerima"
	FieldPhone       = "telepon"
	FieldProvince    = "provinsi"
	FieldCity        = "kota"
	FieldDistrict    = "kecamatan"
	FieldSubdistrict = "kelurahan"
	FieldPostalCode  = "kode_pos"
	FieldStreet      = "alamat"
	FieldBank        = "bank"
	FieldAccount     = "nomor_rekening"
	FieldHolder      = "atas_nama"
	FieldTerms       = "setuju_syarat"  // tick box, value "ya"
	FieldPrivacy     = "setuju_privasi" // tick box, value "ya"
	FieldTermsVer    = "versi_syarat"   // hidden, Join.TermsVersion
	FieldPrivacyVer  = "versi_privasi"  // hidden, Join.PrivacyVersion
	FieldSlotsStep   = "langkah_slot"   // stepper button: "kurang" or "tambah"; re-render, do not join
)

// JoinForm is the form that asks for slots, as a page and as a dialog.
type JoinForm struct {
	Form           Form
	Campaign       Campaign
	Name           string // the product, with its batch
	Maker          string
	Picture        string
	Slots          int    // chosen now, for the sum
	MaxSlots       int    // what this buyer may still take
	ShippingTo     string // "Kota Bandung"; may be empty
	Provinces      []Option
	Banks          []Option
	TermsVersion   string
	PrivacyVersion string
	Closed         string    // why nobody can join (now); hides the form. 409
	Waitlist       bool      // it asks for a place on the waitlist
	CanWait        bool      // fewer slots are free than were asked for: the button to wait instead is shown
	Unpaid         *OrderRow // the buyer's own slots here that wait for their payment; hides the form. 409
}

// Total is what will be transferred, without the unique code.
func (j JoinForm) Total() int64 { return int64(j.Slots)*j.Campaign.Price + j.Campaign.Shipping }

// Joined is the confirmation on screen after a join.
type Joined struct {
	Now      time.Time
	Name     string
	Slots    int
	Campaign Campaign
	After    int64 // the position that a page has to show when it shows the slots
	Pay      Instruction
	Gateway  bool   // there are other ways to pay
	Code     string // of the participation: "SWG-7K4Q2"
	Refund   string // masked refund account: "•••• 1193"
	Balance  int64  // of the wallet, that can be spent
	Form     Form   // that pays from it
	Own      *Own   // what the page below leads to from now on; nil when it knows
}

// back is the sambatan's page, which offers to pay now: whoever presses "Tutup" loads it anew.
func (j Joined) back() string {
	return CampaignURL(j.Campaign.ID) + "?after=" + strconv.FormatInt(j.After, 10)
}

// missing is how much too little is in the wallet.
func (j Joined) missing() int64 { return max(0, j.Pay.due()-j.Balance) }

// Instruction tells a buyer what to pay and until when; with a unique code, how to
// transfer it.
type Instruction struct {
	Amount   int64 // to the rupiah, with the unique code in it
	Unique   int64 // 1–999, the code alone; 0: all were in use, a transfer can't be told apart
	Bank     string
	Account  string
	Holder   string
	Deadline time.Time
}
