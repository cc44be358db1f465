package demo

import (
	"fmt"
	"strings"

	"github.com/sensasiwangi/sambatan/services/identity"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// resident is an invented buyer with a place to live and a bank account.
type resident struct {
	key, name string
	n         int // tells phones, house numbers and accounts apart
	home      place
}

// address, account and proof have the shapes in which the pages seal them.
type address struct {
	Recipient   string `json:"recipient"`
	Phone       string `json:"phone"`
	Province    string `json:"province"`
	City        string `json:"city"`
	District    string `json:"district"`
	Subdistrict string `json:"subdistrict"`
	PostalCode  string `json:"postal_code"`
	Street      string `json:"street"`
}

type account struct {
	Bank   string `json:"bank"`
	Number string `json:"number"`
	Holder string `json:"holder"`
}

func (r resident) person() Person {
	return Person{
		Key: r.key, ID: UserID(r.key), Name: r.name, Email: r.key + "@surat.example",
		Roles: []identity.Role{identity.Buyer},
	}
}

func (r resident) address() address {
	return address{
		Recipient: r.name, Phone: fmt.Sprintf("+62812000%05d", 4000+37*r.n),
		Province: r.home.province, City: r.home.city, District: r.home.district, Subdistrict: r.home.subdistrict,
		PostalCode: r.home.postalCode, Street: fmt.Sprintf("%s No. %d", r.home.street, 3+7*r.n%88),
	}
}

// bankAccounts are banks with how many digits their account numbers have.
var bankAccounts = []struct {
	name   string
	digits int
}{{"BCA", 10}, {"Mandiri", 13}, {"BRI", 15}, {"BNI", 10}, {"Bank Jago", 12}, {"Bank Syariah Indonesia", 10}}

func (r resident) account() account {
	bank := bankAccounts[r.n%len(bankAccounts)]
	number := fmt.Sprintf("70%013d", 1_193+982_451_653*int64(r.n+1))
	return account{Bank: bank.name, Number: "7" + number[len(number)-bank.digits+1:], Holder: strings.ToUpper(r.name)}
}

func (r resident) label() sambatan.PublicLabel {
	words := strings.Fields(r.name)
	city := strings.TrimPrefix(strings.TrimPrefix(r.home.city, "Kota "), "Kabupaten ")
	return sambatan.PublicLabel{Initials: words[0][:1] + ". " + words[1][:1] + ".", City: city}
}

// buyersByName are the buyers to sign in as.
var buyersByName = []resident{
	{dinar, "Dinar Nareswari", 0, places[0]},
	{"raka", "Raka Adiputra", 1, places[0]},
	{"maya", "Maya Siregar", 2, places[1]},
	{"tirta", "Tirta Wibowo", 3, places[2]},
	{"intan", "Intan Fadhila", 4, places[3]},
	{"lestari", "Lestari Hapsari", 5, places[4]},
}

// crowd are the names of buyers whom only the figures need.
var crowd = []string{
	"Bayu Tanaya", "Sinta Kirana", "Made Riana", "Anwar Pohan", "Yuliana Sari", "Nadia Fitri", "Wulan Dewanti", "Eko Saputro",
	"Kirana Ayu", "Joko Susilo", "Rani Oktavia", "Fajar Nugroho", "Putri Maharani", "Agus Setiadi", "Citra Melati", "Dewi Larasati",
	"Galih Ramadhan", "Hesti Purnama", "Ilham Akbar", "Kartika Sukma", "Laila Zahra", "Mirza Hakim", "Nisa Amalia", "Oki Firmansyah",
	"Priyo Utomo", "Qonita Aulia", "Rizal Mahendra", "Siti Rahmawati", "Teguh Wijaya", "Ulfa Hidayah", "Vina Permata", "Wisnu Aji",
	"Yanti Kusumo", "Zaki Maulana", "Arini Puspita", "Bagas Pamungkas", "Cahya Rinjani", "Dimas Anggara", "Elok Wardhani", "Ferdi Sihombing",
}

// residents are all buyers: those with a part of their own, then the crowd.
func residents() []resident {
	all := append([]resident(nil), buyersByName...)
	for i, name := range crowd {
		key := strings.ToLower(strings.ReplaceAll(name, " ", "-"))
		n := len(all)
		all = append(all, resident{key, name, n, places[(3*i+1)%len(places)]})
	}
	return all
}

// place is where a street is.
type place struct{ province, city, district, subdistrict, postalCode, street string }

var places = []place{
	{"Jawa Barat", "Kota Bandung", "Coblong", "Dago", "40135", "Jalan Anggrek Hutan"},
	{"Sulawesi Selatan", "Kota Makassar", "Panakkukang", "Masale", "90231", "Jalan Kenari Timur"},
	{"Jawa Tengah", "Kota Salatiga", "Sidorejo", "Salatiga", "50711", "Jalan Merbabu Indah"},
	{"Sumatera Barat", "Kota Padang", "Padang Barat", "Olo", "25117", "Jalan Pasir Putih"},
	{"Jawa Tengah", "Kota Surakarta", "Laweyan", "Sondakan", "57147", "Jalan Sogan"},
	{"Bali", "Kota Denpasar", "Denpasar Timur", "Kesiman", "80237", "Gang Cempaka"},
	{"Sumatera Selatan", "Kota Palembang", "Ilir Timur I", "Sungai Pangeran", "30129", "Jalan Songket"},
	{"DKI Jakarta", "Kota Jakarta Timur", "Duren Sawit", "Klender", "13470", "Jalan Delima Raya"},
	{"Maluku", "Kota Ambon", "Sirimau", "Batu Meja", "97128", "Jalan Teluk Dalam"},
	{"Jawa Timur", "Kota Malang", "Klojen", "Oro-oro Dowo", "65119", "Jalan Kawi Kecil"},
	{"Nusa Tenggara Timur", "Kota Kupang", "Oebobo", "Fatululi", "85111", "Jalan Lontar"},
	{"DI Yogyakarta", "Kabupaten Sleman", "Depok", "Caturtunggal", "55281", "Jalan Gejayan Lor"},
	{"Kalimantan Timur", "Kota Balikpapan", "Balikpapan Kota", "Klandasan Ilir", "76113", "Jalan Ulin"},
	{"Sumatera Utara", "Kota Medan", "Medan Baru", "Babura", "20154", "Jalan Sei Tenang"},
	{"Aceh", "Kota Banda Aceh", "Kuta Alam", "Lampriet", "23126", "Jalan Seulanga"},
	{"Papua", "Kota Jayapura", "Abepura", "Awiyo", "99351", "Jalan Matoa"},
}
