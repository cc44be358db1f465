package demo

// descriptions tell more about a product than its summary, by key.
var descriptions = map[string]string{
	"wening-subuh":      "Dibuat untuk jam sebelum orang lain bangun. Melati dipetik saat masih kuncup supaya tidak menusuk, lalu ditahan akar wangi yang disuling dua kali. Di kulit kering bertahan sekitar tujuh jam.",
	"akar-hujan":        "Bau pekarangan lima menit setelah hujan pertama. Akar wanginya berumur empat belas bulan, jadi bulat dan tidak pahit. Cocok untuk yang bosan dengan wangi manis.",
	"nilam-biru":        "Nilam Aceh yang sudah disimpan dua tahun sampai bau apaknya hilang. Sisanya bersih, asin, dan sedikit seperti halaman buku lama.",
	"melati-pukul-lima": "Dua jenis melati yang dipetik sore hari dan diolah malam itu juga. Teh hijau menjaganya tetap ringan, madu hutan memberi ekor yang panjang.",
	"cendana-sumba":     "Cendana dari kebun tanam ulang, lengkap dengan surat asalnya. Susu dan kulit jeruk membuka pelan, kayunya baru terasa setelah satu jam.",
	"pala-banda":        "Biji dan fuli dari pohon yang sama, ditingtur terpisah selama enam minggu. Hangat tanpa menjadi kue, karena gula arennya hanya setetes.",
	"lawang-cengkih":    "Extrait tutul untuk malam hari. Cengkih Gamalama dipetik pagi, saat kuncupnya masih merah muda, lalu dipasangkan dengan jeruk keprok dan damar.",
	"kenanga-loteng":    "Kenanga kering di loteng rumah lama, dengan kayu jati dan sedikit debu kapur. Aneh pada lima menit pertama, sulit dilupakan sesudahnya.",
	"kopi-gerimis":      "Warung kopi di teras saat gerimis. Kopinya diekstrak dari biji sangrai sedang, sehingga tidak gosong, dan ditutup akar wangi yang basah.",
	"vanili-serambi":    "Vanili Alor yang diperam sembilan bulan di peti kayu. Lebih dekat ke kulit polong dan rum daripada ke es krim.",
	"teh-kabut":         "Ringan, dingin, dan dekat di kulit. Untuk meja kerja, ruang kelas, dan orang yang biasanya tidak suka parfum.",
	"jeruk-teras":       "Jeruk purut dan sabun batang, seperti tangan yang baru dicuci di sumur. Tahan tiga jam, jadi botolnya kami buat kecil.",
	"minyak-nilam":      "Disuling delapan jam di ketel baja dan didiamkan tiga bulan. Hasil uji lot ini ada di dalam kotak.",
	"vetiver-garut":     "Akar dari lahan berpasir di Samarang. Rendam semalam sebelum disuling, atau simpan di lemari sebagai pengharum.",
	"absolut-melati":    "Satu botol ini berasal dari kira-kira empat kilo bunga. Encerkan sampai sepuluh persen sebelum menilai.",
	"minyak-cengkih":    "Dari bunga, bukan daun, sehingga lebih bulat dan tidak seperti obat gigi. Uji tempel dulu sebelum dipakai di kulit.",
	"kemenyan-toba":     "Resin mata dari Humbang Hasundutan, disortir tangan. Larut dalam etanol hangat, endapannya bisa disaring.",
	"kotak-contoh":      "Enam parfum dari enam perajin, masing-masing cukup untuk seminggu. Nilainya dipotong dari botol penuh yang Anda beli sesudahnya.",
	"lilin-cengkih":     "Lilin kedelai yang dituang tangan. Nyalakan sampai seluruh permukaannya cair pada kali pertama, supaya tidak berlubang.",
}
