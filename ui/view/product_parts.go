package view

import (
	"net/url"
	"slices"
	"strings"
)

func (p Product) level() int {
	if p.Campaign == nil {
		return 100
	}
	return percent(p.Campaign.Secured, p.Campaign.Slots)
}

func (p Product) alt() string {
	card := Card{Name: p.Name}
	if p.Campaign != nil {
		card.Campaign, card.Secured, card.Slots = p.Campaign.ID, p.Campaign.Secured, p.Campaign.Slots
	}
	return card.alt()
}

// invite hands the sambatan on, in words that say what it is, for how much and until when.
func (p Product) invite() string {
	words := "Ikut sambatan " + p.Name + " dari " + p.Maker.Name + ", " + Rupiah(p.Campaign.Price) + " per slot, tutup " + FullTime(p.Campaign.Deadline) + ": " + p.Address
	return "https://wa.me/?text=" + strings.ReplaceAll(url.QueryEscape(words), "+", "%20")
}

func (p Product) about() string {
	if p.Story != "" {
		return p.Story
	}
	return p.Name + " dari " + p.Maker.Name + ", " + p.Maker.City + "."
}

// emblem is the drawing of the plant that stays longest on the skin.
func (p Product) emblem() string {
	if len(p.Scent) == 0 {
		return ScentNote{}.drawing()
	}
	return p.Scent[len(p.Scent)-1].drawing()
}

// facts are the product's own and, with a sambatan, what a slot brings along.
func (p Product) facts() []Fact {
	facts := slices.Clone(p.Facts)
	c := p.Campaign
	if c == nil {
		return facts
	}
	add := func(name, value string) {
		if value != "" {
			facts = append(facts, Fact{name, value})
		}
	}
	add("Perkiraan kirim", c.ShipsBy)
	add("Dikirim dari", c.ShipsFrom)
	add("Ongkir per pembeli", Rupiah(c.Shipping))
	if c.MinPerBuyer > 1 {
		add("Min. per orang", number(c.MinPerBuyer)+" slot")
	}
	if c.MaxPerBuyer > 0 {
		add("Maks. per orang", number(c.MaxPerBuyer)+" slot")
	}
	return facts
}

func (m MyParticipation) word() string {
	return strings.ToLower(OrderRow{State: m.State}.mark().Text)
}

// botanicals are the drawings that a scent note may name.
var botanicals = map[string]bool{
	"akar-wangi": true, "cendana": true, "cengkih": true, "daun": true, "jeruk-purut": true, "kemenyan": true,
	"kenanga": true, "kopi": true, "melati": true, "nilam": true, "pala": true, "vanili": true,
}

func (n ScentNote) drawing() string {
	if botanicals[n.Botanical] {
		return "botani-" + n.Botanical
	}
	return "botani-daun"
}

// phase is 0 for the head, 1 for the heart, 2 for the base.
func (n ScentNote) phase() int {
	switch strings.ToLower(n.Phase) {
	case "puncak":
		return 0
	case "hati":
		return 1
	}
	return 2
}

func (n ScentNote) class() string { return [...]string{"head", "heart", "base"}[n.phase()] }

// curve rises and falls where the phase is smelled.
func (n ScentNote) curve() string {
	return [...]string{
		"M0 9.500V2H8C14 2 16 9.500 26 9.500Z",
		"M4 9.500C18 9.500 18 2 34 2H44C62 2 66 9.500 86 9.500Z",
		"M26 9.500C50 9.500 52 2 76 2H104C126 2 130 9.500 150 9.500Z",
	}[n.phase()]
}
