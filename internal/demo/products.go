package demo

import (
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/product"
)

// item is an invented product. Its key also names its drawing.
type item struct {
	key, house, name, kind, summary string
	tab                             product.Tab
	price                           money.Rupiah // from stock; 0: only by sambatan
	stock                           int
	notes                           [3]string // puncak, hati, dasar; empty for what is not a perfume
	art                             [3]string // a drawing for each of them
	facts                           []product.Fact
}

func facts(pairs ...string) []product.Fact {
	list := make([]product.Fact, 0, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		list = append(list, product.Fact{Name: pairs[i], Value: pairs[i+1]})
	}
	return list
}

var items = []item{
	{
		key: "wening-subuh", house: "rumah-wening", name: "Wening Subuh", kind: "EDP 50 ml", tab: product.Perfume, price: 385_000,
		summary: "Halaman pukul lima: melati, tanah basah, teh putih",
		notes:   [3]string{"Jeruk purut, embun daun, kapulaga", "Melati sambac, teh putih, kenanga", "Akar wangi Garut, cendana, ambrette"},
		art:     [3]string{"jeruk-purut", "melati", "akar-wangi"},
		facts:   facts("Isi", "50 ml, semprot", "Konsentrasi", "EDP, 18%", "Basis", "Etanol tebu", "Notifikasi BPOM", "Sudah terbit", "Pengiriman", "Jalur darat", "Alergen", "Linalool, geraniol, sitral"),
	},
	{
		key: "akar-hujan", house: "akar-embun", name: "Akar Hujan", kind: "EDP 50 ml", tab: product.Perfume, price: 285_000, stock: 14,
		summary: "Akar wangi, lumut, hujan pertama",
		notes:   [3]string{"Daun jeruk, ozon, jahe muda", "Lumut, rumput teki, iris", "Akar wangi, guaiac, kesturi nabati"},
		art:     [3]string{"jeruk-purut", "akar-wangi", "akar-wangi"},
		facts:   facts("Isi", "50 ml, semprot", "Konsentrasi", "EDP, 16%", "Basis", "Etanol tebu", "Notifikasi BPOM", "Sudah terbit", "Pengiriman", "Jalur darat"),
	},
	{
		key: "nilam-biru", house: "laras-kebun", name: "Nilam Biru", kind: "EDP 50 ml", tab: product.Perfume, price: 330_000,
		summary: "Nilam Aceh yang bersih, garam laut, kertas tua",
		notes:   [3]string{"Garam laut, jeruk purut, lada putih", "Nilam hati, violet daun, kertas", "Nilam tua, ambar, cendana"},
		art:     [3]string{"jeruk-purut", "nilam", "cendana"},
		facts:   facts("Isi", "50 ml, semprot", "Konsentrasi", "EDP, 17%", "Basis", "Etanol tebu", "Notifikasi BPOM", "Sudah terbit", "Pengiriman", "Jalur darat"),
	},
	{
		key: "melati-pukul-lima", house: "sekar-lampah", name: "Melati Pukul 5", kind: "EDP 30 ml", tab: product.Perfume, price: 310_000, stock: 6,
		summary: "Melati sambac, teh hijau, madu",
		notes:   [3]string{"Teh hijau, bergamot, daun pandan", "Melati sambac, melati gambir", "Madu hutan, kayu manis, kesturi nabati"},
		art:     [3]string{"jeruk-purut", "melati", "cengkih"},
		facts:   facts("Isi", "30 ml, semprot", "Konsentrasi", "EDP, 20%", "Basis", "Etanol tebu", "Notifikasi BPOM", "Sudah terbit"),
	},
	{
		key: "cendana-sumba", house: "tirta-sanggul", name: "Cendana Sumba", kind: "EDP 50 ml", tab: product.Perfume, price: 420_000, stock: 3,
		summary: "Cendana, susu, kulit jeruk",
		notes:   [3]string{"Kulit jeruk, adas, merica", "Susu, cendana muda, mawar", "Cendana tua, kemenyan, tonka"},
		art:     [3]string{"jeruk-purut", "kenanga", "cendana"},
		facts:   facts("Isi", "50 ml, semprot", "Konsentrasi", "EDP, 18%", "Asal kayu", "Tanam ulang, bersurat", "Notifikasi BPOM", "Sudah terbit"),
	},
	{
		key: "pala-banda", house: "nira-senja", name: "Pala Banda", kind: "EDP 50 ml", tab: product.Perfume, price: 275_000,
		summary: "Pala, fuli, gula aren, kulit kayu",
		notes:   [3]string{"Fuli, jeruk keprok, jahe", "Pala, gula aren, mawar", "Kulit kayu, vanila, damar"},
		art:     [3]string{"jeruk-purut", "pala", "cendana"},
		facts:   facts("Isi", "50 ml, semprot", "Konsentrasi", "EDP, 15%", "Basis", "Etanol aren", "Notifikasi BPOM", "Sudah terbit"),
	},
	{
		key: "lawang-cengkih", house: "kelana-rempah", name: "Lawang Cengkih", kind: "Extrait 30 ml", tab: product.Perfume, price: 470_000,
		summary: "Cengkih Ternate, jeruk keprok, kulit kayu manis",
		notes:   [3]string{"Jeruk keprok, lada, kapulaga", "Cengkih, kayu manis, anyelir", "Damar, nilam, labdanum"},
		art:     [3]string{"jeruk-purut", "cengkih", "nilam"},
		facts:   facts("Isi", "30 ml, tutul", "Konsentrasi", "Extrait, 28%", "Basis", "Etanol tebu", "Notifikasi BPOM", "Sudah terbit"),
	},
	{
		key: "kenanga-loteng", house: "pagi-di-selo", name: "Kenanga Loteng", kind: "EDP 50 ml", tab: product.Perfume, price: 315_000,
		summary: "Kenanga kering, kayu loteng, debu kapur",
		notes:   [3]string{"Aldehida lembut, jeruk nipis", "Kenanga, ylang, teh hitam", "Kayu jati tua, kapur, kesturi nabati"},
		art:     [3]string{"jeruk-purut", "kenanga", "cendana"},
		facts:   facts("Isi", "50 ml, semprot", "Konsentrasi", "EDP, 17%", "Basis", "Etanol tebu", "Notifikasi BPOM", "Sudah terbit"),
	},
	{
		key: "kopi-gerimis", house: "kelana-rempah", name: "Kopi Gerimis", kind: "EDP 50 ml", tab: product.Perfume, price: 345_000,
		summary: "Kopi sangrai, hujan, kayu manis",
		notes:   [3]string{"Kopi hijau, kulit jeruk", "Kopi sangrai, kayu manis, tembakau", "Akar wangi, vanila, asap"},
		art:     [3]string{"jeruk-purut", "cengkih", "akar-wangi"},
		facts:   facts("Isi", "50 ml, semprot", "Konsentrasi", "EDP, 17%", "Notifikasi BPOM", "Sudah terbit"),
	},
	{
		key: "vanili-serambi", house: "sekar-lampah", name: "Vanili Serambi", kind: "EDP 50 ml", tab: product.Perfume, price: 360_000,
		summary: "Vanili Alor, kayu serambi, rum",
		notes:   [3]string{"Rum, kulit jeruk, kayu manis", "Vanili, kenanga, daun tembakau", "Cendana, benzoin, kesturi nabati"},
		art:     [3]string{"jeruk-purut", "kenanga", "cendana"},
		facts:   facts("Isi", "50 ml, semprot", "Konsentrasi", "EDP, 19%", "Notifikasi BPOM", "Sudah terbit"),
	},
	{
		key: "teh-kabut", house: "pagi-di-selo", name: "Teh Kabut", kind: "EDT 50 ml", tab: product.Perfume, price: 240_000, stock: 21,
		summary: "Teh putih, kabut pagi, kayu basah",
		notes:   [3]string{"Embun, jeruk nipis, mentimun", "Teh putih, melati, iris", "Kayu basah, lumut, ambar putih"},
		art:     [3]string{"jeruk-purut", "melati", "akar-wangi"},
		facts:   facts("Isi", "50 ml, semprot", "Konsentrasi", "EDT, 10%", "Notifikasi BPOM", "Sudah terbit"),
	},
	{
		key: "jeruk-teras", house: "rumah-wening", name: "Jeruk Teras", kind: "EDT 30 ml", tab: product.Perfume, price: 175_000, stock: 32,
		summary: "Jeruk purut, daun salam, sabun batang",
		notes:   [3]string{"Jeruk purut, jeruk nipis", "Daun salam, neroli, sabun", "Kesturi nabati, akar wangi"},
		art:     [3]string{"jeruk-purut", "melati", "akar-wangi"},
		facts:   facts("Isi", "30 ml, semprot", "Konsentrasi", "EDT, 9%", "Notifikasi BPOM", "Sudah terbit"),
	},

	{key: "minyak-nilam", house: "laras-kebun", name: "Minyak Nilam Aceh", kind: "30 ml", tab: product.RawMaterial, price: 165_000, stock: 40, summary: "Patchouli alcohol 33%, lot 2026-09", facts: facts("Isi", "30 ml", "Kadar PA", "33%", "Metode", "Suling uap, ketel baja", "Hasil uji", "GC-MS di dalam kotak")},
	{key: "vetiver-garut", house: "akar-embun", name: "Akar Wangi Kering", kind: "250 g", tab: product.RawMaterial, price: 68_000, stock: 25, summary: "Akar 14 bulan, dicuci dan dijemur tiga hari", facts: facts("Isi", "250 g", "Umur akar", "14 bulan", "Asal", "Samarang, Garut")},
	{key: "minyak-kenanga", house: "balai-minyak", name: "Minyak Kenanga", kind: "10 ml", tab: product.RawMaterial, price: 98_000, stock: 18, summary: "Suling pertama, Boyolali", facts: facts("Isi", "10 ml", "Metode", "Suling uap, fraksi pertama", "Asal", "Boyolali")},
	{key: "absolut-melati", house: "balai-minyak", name: "Absolut Melati Sambac", kind: "5 ml", tab: product.RawMaterial, price: 420_000, stock: 7, summary: "Ekstraksi pelarut, Tegal", facts: facts("Isi", "5 ml", "Metode", "Ekstraksi pelarut", "Asal", "Tegal", "Simpan", "Sejuk dan gelap")},
	{key: "minyak-cengkih", house: "kelana-rempah", name: "Minyak Bunga Cengkih", kind: "30 ml", tab: product.RawMaterial, price: 74_000, stock: 36, summary: "Eugenol 82%, dari bunga, bukan daun", facts: facts("Isi", "30 ml", "Eugenol", "82%", "Bagian", "Bunga")},
	{key: "kemenyan-toba", house: "balai-minyak", name: "Kemenyan Toba", kind: "100 g", tab: product.RawMaterial, price: 88_000, stock: 15, summary: "Resin mata, kelas satu, Humbang Hasundutan", facts: facts("Isi", "100 g", "Kelas", "Mata, satu", "Asal", "Humbang Hasundutan")},
	{key: "serbuk-cendana", house: "tirta-sanggul", name: "Serbuk Cendana", kind: "50 g", tab: product.RawMaterial, price: 135_000, stock: 9, summary: "Sisa bubut kayu bersurat, diayak halus", facts: facts("Isi", "50 g", "Asal kayu", "Tanam ulang, bersurat")},

	{key: "gelas-ukur", house: "balai-minyak", name: "Gelas Ukur 100 ml", kind: "Borosilikat", tab: product.Tools, price: 62_000, stock: 44, summary: "Skala 1 ml, borosilikat, bibir tuang", facts: facts("Isi", "100 ml", "Skala", "1 ml", "Bahan", "Borosilikat 3.3")},
	{key: "pipet-tetes", house: "balai-minyak", name: "Pipet Tetes 3 ml", kind: "Isi 50", tab: product.Tools, price: 28_000, stock: 120, summary: "Sekali pakai, skala 0,5 ml", facts: facts("Isi", "50 buah", "Skala", "0,5 ml")},
	{key: "timbangan-saku", house: "balai-minyak", name: "Timbangan Saku 0,01 g", kind: "Maks. 200 g", tab: product.Tools, price: 145_000, stock: 12, summary: "Ketelitian 0,01 g, dengan anak timbang", facts: facts("Ketelitian", "0,01 g", "Maksimum", "200 g")},
	{key: "kertas-bloter", house: "sekar-lampah", name: "Kertas Bloter", kind: "Isi 100", tab: product.Tools, price: 35_000, stock: 86, summary: "Kertas 300 g tanpa pemutih, ujung runcing", facts: facts("Isi", "100 lembar", "Kertas", "300 g, tanpa pemutih")},
	{key: "botol-racik", house: "balai-minyak", name: "Botol Racik 50 ml", kind: "Isi 6", tab: product.Tools, price: 96_000, stock: 30, summary: "Kaca bening, tutup fenol, enam botol", facts: facts("Isi", "6 botol", "Volume", "50 ml")},

	{key: "kotak-contoh", house: "balai-minyak", name: "Kotak Contoh 6 × 2 ml", kind: "6 vial", tab: product.Other, price: 96_000, stock: 52, summary: "Enam perajin dalam satu kotak", facts: facts("Isi", "6 × 2 ml", "Perajin", "Enam rumah")},
	{key: "lilin-cengkih", house: "kelana-rempah", name: "Lilin Cengkih", kind: "180 g", tab: product.Other, price: 128_000, stock: 17, summary: "Lilin kedelai, sumbu katun, 40 jam", facts: facts("Isi", "180 g", "Lama nyala", "40 jam")},
	{key: "penyegar-kamar", house: "laras-kebun", name: "Penyegar Kamar Nilam", kind: "100 ml", tab: product.Other, price: 85_000, stock: 23, summary: "Nilam dan serai, tanpa gas pendorong", facts: facts("Isi", "100 ml", "Basis", "Air dan etanol tebu")},
	{key: "minyak-pijat", house: "nira-senja", name: "Minyak Pijat Pala", kind: "100 ml", tab: product.Other, price: 92_000, stock: 28, summary: "Kelapa murni, pala, dan sedikit jahe", facts: facts("Isi", "100 ml", "Basis", "Minyak kelapa murni")},
}
