package drawing

import (
	"maps"
	"slices"
)

// placed is a part of the scene: its name in parts/, where its origin stands,
// its turn in degrees, its size and how far it steps back.
type placed struct {
	part    string
	x, y    float64
	turn    float64
	scale   float64
	opacity float64
}

// Label is what is printed on the paper of a bottle.
type Label struct{ Maker, Name, Kind string }

// recipe is one product's picture. Without a shape it is a still life.
type recipe struct {
	tint   tint
	back   []placed // behind the bottle
	front  []placed // before it, or the still life itself
	shape  *shape
	juice  juice
	cap    string
	metal  metal
	label  Label
	flower string // part repeated on bands and stages
}

// pair stands one plant on either side of the bottle.
func pair(part string, scale float64) []placed {
	return []placed{{part, 182, 223, 16, 1.15 * scale, .95}, {part, 56, 223, -16, .9 * scale, .85}}
}

// afloat lets two blossoms without a stem hang beside the bottle.
func afloat(part string) []placed {
	return []placed{{part, 184, 112, 10, 1.1, .95}, {part, 48, 152, 40, .9, .9}}
}

var recipes = map[string]recipe{
	// Parfum
	"wening-subuh":      {celadon, pair("melati", 1), nil, &square, straw, boxCap, mangosteen, Label{"Rumah Wening", "Wening Subuh", "EDP 50 ml"}, "melati"},
	"akar-hujan":        {sand, []placed{{"rumput", 120, 196, 0, 1.2, .9}}, nil, &cylinder, moss, woodCap, teak, Label{"Akar Embun", "Akar Hujan", "EDP 50 ml"}, "rumput"},
	"nilam-biru":        {water, pair("nilam", 1.05), nil, &shoulder, indigo, ballCap, silver, Label{"Laras Kebun", "Nilam Biru", "EDP 50 ml"}, "nilam"},
	"melati-pukul-lima": {mist, pair("melati", .86), nil, &disc, honey, ballCap, pearl, Label{"Sekar Lampah", "Melati Pukul 5", "EDP 30 ml"}, "melati"},
	"cendana-sumba":     {sand, []placed{{"cendana", 150, 224, 0, 1.15, .92}}, nil, &cylinder, amber, ballCap, basalt, Label{"Tirta Sanggul", "Cendana Sumba", "EDP 50 ml"}, "cendana"},
	"pala-banda":        {hibiscus, []placed{{"pala", 186, 222, 0, 1.2, .98}, {"pala", 50, 222, 0, .95, .9}, {"daun", 194, 176, -70, 1, .8}}, nil, &faceted, rose, stoneCap, river, Label{"Nira Senja", "Pala Banda", "EDP 50 ml"}, "pala"},
	"lawang-cengkih":    {clay, pair("cengkih", 1.08), nil, &faceted, brick, boxCap, ebony, Label{"Kelana Rempah", "Lawang Cengkih", "Extrait 30 ml"}, "cengkih"},
	"kenanga-loteng":    {mist, afloat("kenanga"), nil, &shoulder, yolk, tallCap, brass, Label{"Pagi di Selo", "Kenanga Loteng", "EDP 50 ml"}, "kenanga"},
	"kopi-gerimis":      {clay, pair("kopi", 1), nil, &square, tar, woodCap, teak, Label{"Kelana Rempah", "Kopi Gerimis", "EDP 50 ml"}, "kopi"},
	"vanili-serambi":    {sand, pair("vanili", 1), nil, &disc, amber, woodCap, teak, Label{"Sekar Lampah", "Vanili Serambi", "EDP 50 ml"}, "vanili"},
	"teh-kabut":         {celadon, pair("ranting", 1), nil, &cylinder, leaf, ballCap, pearl, Label{"Pagi di Selo", "Teh Kabut", "EDT 50 ml"}, "ranting"},
	"jeruk-teras":       {water, []placed{{"jeruk-purut", 186, 190, 8, .85, .95}, {"jeruk-purut", 46, 200, -12, .7, .85}}, nil, &faceted, yolk, boxCap, brass, Label{"Rumah Wening", "Jeruk Teras", "EDT 30 ml"}, "jeruk-purut"},
	// Raw Material
	"minyak-nilam":   {water, pair("nilam", .95), nil, &dropper, tar, rubberCap, ebony, Label{"Laras Kebun", "Minyak Nilam", "30 ml"}, "nilam"},
	"vetiver-garut":  {clay, nil, []placed{{"akar-wangi", 120, 124, 0, 1.15, 1}}, nil, juice{}, "", metal{}, Label{}, "akar-wangi"},
	"minyak-kenanga": {mist, afloat("kenanga"), nil, &dropper, yolk, rubberCap, brass, Label{"Balai Minyak", "Minyak Kenanga", "10 ml"}, "kenanga"},
	"absolut-melati": {celadon, pair("melati", .9), nil, &dropper, honey, rubberCap, silver, Label{"Balai Minyak", "Absolut Melati", "5 ml"}, "melati"},
	"minyak-cengkih": {hibiscus, pair("cengkih", .9), nil, &dropper, brick, rubberCap, ebony, Label{"Kelana Rempah", "Minyak Cengkih", "30 ml"}, "cengkih"},
	"kemenyan-toba":  {sand, nil, []placed{{"kemenyan", 118, 222, 0, 1.7, 1}}, nil, juice{}, "", metal{}, Label{}, "ranting"},
	"serbuk-cendana": {clay, []placed{{"cendana", 170, 224, 0, .8, .8}}, []placed{{"toples", 0, 0, 0, 1, 1}}, nil, juice{}, "", metal{}, Label{}, "cendana"},
	// Tools
	"gelas-ukur":     {mist, nil, []placed{{"gelas", 0, 0, 0, 1, 1}}, nil, juice{}, "", metal{}, Label{}, "ranting"},
	"pipet-tetes":    {celadon, nil, []placed{{"pipet", 0, 0, 0, 1, 1}}, nil, juice{}, "", metal{}, Label{}, "ranting"},
	"timbangan-saku": {water, nil, []placed{{"timbangan", 0, 0, 0, 1, 1}}, nil, juice{}, "", metal{}, Label{}, "ranting"},
	"kertas-bloter":  {hibiscus, nil, []placed{{"bloter", 0, 0, 0, 1, 1}}, nil, juice{}, "", metal{}, Label{}, "ranting"},
	"botol-racik":    {sand, []placed{{"ranting", 190, 222, 14, 1, .7}}, nil, &square, straw, tallCap, silver, Label{"Balai Minyak", "Botol Racik", "50 ml"}, "ranting"},
	// Lainnya
	"kotak-contoh":   {celadon, []placed{{"daun", 206, 150, -30, .9, .8}, {"daun", 34, 150, -140, .9, .7}}, []placed{{"kotak", 0, 0, 0, 1, 1}}, nil, juice{}, "", metal{}, Label{"Balai Minyak", "Kotak Contoh", ""}, "ranting"},
	"lilin-cengkih":  {clay, pair("cengkih", .8), []placed{{"lilin", 0, 0, 0, 1, 1}}, nil, juice{}, "", metal{}, Label{}, "cengkih"},
	"penyegar-kamar": {water, pair("nilam", .9), nil, &shoulder, leaf, woodCap, teak, Label{"Laras Kebun", "Penyegar Kamar", "100 ml"}, "nilam"},
	"minyak-pijat":   {hibiscus, []placed{{"pala", 188, 222, 0, 1, .95}, {"pala", 48, 222, 0, 1, .9}}, nil, &cylinder, amber, tallCap, basalt, Label{"Nira Senja", "Minyak Pijat", "100 ml"}, "pala"},
}

// keys are the known keys in order, for a stable fallback.
var keys = slices.Sorted(maps.Keys(recipes))

// Keys lists every key that has a drawing of its own, in order.
func Keys() []string { return slices.Clone(keys) }

// Known returns key when it has a drawing, and otherwise a drawing that the
// same unknown key always gets.
func Known(key string) string {
	if _, ok := recipes[key]; ok {
		return key
	}
	sum := 0
	for _, r := range key {
		sum = (sum*31 + int(r)) % len(keys)
	}
	return keys[sum]
}

// HasBottle reports whether the key's drawing holds a bottle whose juice can
// stand at a level.
func HasBottle(key string) bool { return recipes[Known(key)].shape != nil }
