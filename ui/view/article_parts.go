package view

// Versions of the texts that a buyer consents to. A changed text is a new
// version; what was agreed to is recorded with the registration and with each join.
const (
	TermsVersion   = "2026-11-28"
	PrivacyVersion = "2026-11-29"
)

// TermsVersions are all that somebody may have agreed to, the newest first.
var TermsVersions = []string{TermsVersion, "2026-11-27", "2026-11"}

// codeWords end the sentence about an order's code.
func codeWords(c Contact) string {
	if c.Given() {
		return "; sertakan kalau menghubungi kami."
	}
	return "."
}

func (a Article) title() string {
	switch a {
	case ArticleRefund:
		return "Aturan pengembalian dana"
	case ArticleTerms:
		return "Syarat sambatan"
	case ArticlePrivacy:
		return "Kebijakan privasi"
	case ArticleHelp:
		return "Bantuan"
	case ArticleHow:
	}
	return "Cara kerja sambatan"
}
