package smtp

import "crypto/tls"

// Trusting makes a postman trust a server's own certificate.
func Trusting(p *Postman, trust *tls.Config) *Postman {
	p.trust = trust
	return p
}
