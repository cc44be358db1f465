package demo

// house is an invented perfume house.
type house struct {
	key, name, city, story string
	owner                  named
}

// named is a user's key and name.
type named struct{ key, name string }

var houses = []house{
	{"rumah-wening", "Rumah Wening", "Yogyakarta", "Bengkel berdua di lereng utara Yogyakarta. Akar wangi dibeli kering dari tiga petani di Samarang, Garut, lalu disuling ulang di kompor kecil sampai asapnya hilang. Wening Subuh lahir dari bau halaman pukul lima: tanah basah, melati yang belum rontok, air cucian beras.", named{"sekar", "Sekar Pratiwi"}},
	{"akar-embun", "Akar Embun", "Garut", "Keluarga penyuling akar wangi, generasi ketiga. Mereka menunggu akar berumur empat belas bulan sebelum dicabut, supaya wanginya bulat dan tidak pahit.", named{"ujang", "Ujang Suryana"}},
	{"laras-kebun", "Laras Kebun", "Banda Aceh", "Koperasi sembilan petani nilam di Aceh Besar. Daun dilayukan dua hari di para-para bambu, baru disuling dengan ketel baja.", named{"cut-nurlela", "Cut Nurlela"}},
	{"sekar-lampah", "Sekar Lampah", "Tegal", "Bekas pabrik teh melati yang kini merangkai melati untuk kulit. Bunga dipetik sebelum mekar dan diolah malam itu juga.", named{"wahyu", "Wahyu Santosa"}},
	{"tirta-sanggul", "Tirta Sanggul", "Waingapu", "Bengkel kecil di Sumba Timur yang hanya memakai cendana dari pohon tumbang dan kebun tanam ulang, lengkap dengan surat asalnya.", named{"umbu", "Umbu Ndapa"}},
	{"nira-senja", "Nira Senja", "Banda Neira", "Dua bersaudara di pulau pala. Fuli dan biji dipisah, dijemur di atas tikar, lalu ditingtur enam minggu.", named{"salim", "Salim Rumatora"}},
	{"kelana-rempah", "Kelana Rempah", "Ternate", "Peracik rempah Maluku Utara. Cengkihnya dipetik pagi dari pohon-pohon tua di kaki Gamalama.", named{"nuraini", "Nuraini Gamtohe"}},
	{"pagi-di-selo", "Pagi di Selo", "Boyolali", "Rumah racik di antara Merapi dan Merbabu. Teh, kenanga, dan udara dingin adalah bahan utamanya.", named{"kinanti", "Kinanti Lestari"}},
	{"balai-minyak", "Balai Minyak", "Semarang", "Toko bahan yang memotong sendiri minyak atsiri ke ukuran kecil, dengan nomor lot dan hasil uji di setiap botol.", named{"hendra", "Hendra Gunawan"}},
}
