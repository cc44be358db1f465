package signup

import (
	"encoding/base64"
	"errors"
	"fmt"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// LinkLife is how long a link that registers somebody is good for. Nobody's account is
// behind it, and a first letter to an inbox may be hours late.
const LinkLife = 24 * time.Hour

// What an address is sealed as. One can't be taken for the other: who reads the queue
// has no link.
const (
	forLetter = "letter"
	forLink   = "link"
)

// asker is whom addresses are sealed for that are nobody's yet.
const asker = "sign-up"

// linked is what a link carries.
type linked struct {
	Address string `json:"a"`
	Until   int64  `json:"u"` // seconds since 1970
}

// SealAddress hides an address for its way to the letter's writer.
func (d *Desk) SealAddress(address string) ([]byte, error) { return d.seal(forLetter, address) }

// OpenAddress reads what SealAddress has hidden.
func (d *Desk) OpenAddress(box []byte) (address string, err error) {
	err = d.open(forLetter, box, &address)
	return address, err
}

// IssueLink returns the token of a link that registers whoever reads mail at an address,
// and until when. It is stored nowhere: registering is what uses it up.
func (d *Desk) IssueLink(address string) (token string, until time.Time, err error) {
	until = d.Now().Add(LinkLife).Truncate(time.Second)
	box, err := d.seal(forLink, linked{address, until.Unix()})
	return base64.RawURLEncoding.EncodeToString(box), until, err
}

// read returns the address of a link, or ErrInvalid.
func (d *Desk) read(token string) (address string, err error) {
	box, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil {
		return "", ErrInvalid
	}
	var found linked
	err = d.open(forLink, box, &found)
	if errors.Is(err, eventstore.ErrUnsealable) || err == nil && !d.Now().Before(time.Unix(found.Until, 0)) {
		return "", ErrInvalid
	}
	return found.Address, err
}

// nonceSize is that of a box's nonce, which is written before it.
const nonceSize = 12

func (d *Desk) seal(purpose string, value any) ([]byte, error) {
	sealed, err := eventstore.Seal(d.Key, asker, purpose, value)
	return append(sealed.Nonce, sealed.Box...), err
}

func (d *Desk) open(purpose string, box []byte, value any) error {
	if len(box) < nonceSize {
		return fmt.Errorf("open a %s: %w", purpose, eventstore.ErrUnsealable)
	}
	return eventstore.Open(d.Key, purpose, eventstore.Sealed{Person: asker, Nonce: box[:nonceSize], Box: box[nonceSize:]}, value)
}
