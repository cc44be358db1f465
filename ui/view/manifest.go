package view

// Names of the fields of a file of resi, and what its form can ask for besides a check.
const (
	FieldManifest = "isi"
	FieldShown    = "ditunjukkan" // names what the check showed
	ActRecord     = "catat"
	ActBadLines   = "unduh"
)

// ManifestURL takes GET and POST of a file of resi.
func ManifestURL(campaign string) string { return MakerCampaignURL(campaign) + "/resi" }

// Manifest is a file of resi: the form, and what the file would do.
type Manifest struct {
	Campaign, Name   string
	Content          string // of the file that was checked
	Shown            string
	Lines            []ManifestLine
	Good, Known, Bad int
	Form             Form
}

// ManifestLine is one line of the file.
type ManifestLine struct {
	Number              int
	Code, Courier, Resi string
	Fate                string
	Good, Bad           bool
}

func (m Manifest) summary() string {
	return number(m.Good) + " akan dicatat, " + number(m.Known) + " sudah tercatat, " + number(m.Bad) + " perlu diperbaiki"
}
