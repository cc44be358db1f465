package simulate

import "fmt"

// joinBody is what the API takes.
type joinBody struct {
	Slots         int           `json:"slots"`
	Address       address       `json:"address"`
	RefundAccount refundAccount `json:"refund_account"`
	Consent       consent       `json:"consent"`
}

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

type refundAccount struct {
	Bank   string `json:"bank"`
	Number string `json:"number"`
	Holder string `json:"holder"`
}

type consent struct {
	Terms   string `json:"terms"`
	Privacy string `json:"privacy"`
}

// cities that simulated buyers live in.
var cities = [...]struct{ province, city string }{
	{"Jawa Barat", "Kota Bandung"},
	{"Jawa Tengah", "Kota Semarang"},
	{"DI Yogyakarta", "Kabupaten Sleman"},
	{"Jawa Timur", "Kota Malang"},
	{"Bali", "Kota Denpasar"},
	{"Sulawesi Selatan", "Kota Makassar"},
	{"Sumatera Utara", "Kota Medan"},
	{"Kalimantan Timur", "Kota Balikpapan"},
}

var (
	firstNames = [...]string{"Adi", "Bunga", "Candra", "Dian", "Endah", "Farid", "Gita", "Hadi", "Indah", "Johan", "Kiki", "Lukman"}
	lastNames  = [...]string{"Wibisono", "Simanjuntak", "Rahayu", "Pratama", "Nasution", "Mulyani", "Latuconsina", "Kusnadi", "Iskandar", "Hutapea", "Gunadi"}
)

// Name of a simulated buyer; with more than a hundred, some share theirs.
func (b Buyer) Name() string {
	return firstNames[b.N%len(firstNames)] + " " + lastNames[b.N%len(lastNames)]
}

func (b Buyer) address() address {
	at := cities[b.N%len(cities)]
	return address{
		Recipient: b.Name(), Phone: fmt.Sprintf("0812%08d", b.N), Province: at.province, City: at.city,
		District: "Kecamatan Contoh", Subdistrict: "Kelurahan Contoh", PostalCode: "40100",
		Street: fmt.Sprintf("Jalan Simulasi No. %d", b.N),
	}
}
