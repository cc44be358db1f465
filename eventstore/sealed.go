package eventstore

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
)

// Sealed is personal data inside an event or a command: readable only with the
// key of the person it is about. Destroying that key erases the data from the
// log, its copies and its backups, while amounts, ids and proofs stay valid.
// The zero value stands for "nothing was given".
type Sealed struct {
	Person string `json:"p,omitempty"` // whose key opens it
	Nonce  []byte `json:"n,omitzero"`
	Box    []byte `json:"c,omitzero"` // AES-256-GCM ciphertext
}

// PersonKey encrypts one person's data. Keys live in a schema of their own,
// wrapped with a key that is not in the database.
type PersonKey [32]byte

// ErrErased means that the person's key has been destroyed, and with it the
// data. Show "data dihapus", never an error page.
var ErrErased = errors.New("the person's data has been erased")

// ErrUnsealable means that the box was damaged, or belongs to another field.
var ErrUnsealable = errors.New("sealed data can't be opened")

// Empty tells whether nothing was sealed.
func (s Sealed) Empty() bool { return len(s.Box) == 0 }

// Sealer seals fields for one person; it spares deriving the keys for each. It
// is not safe for concurrent use.
type Sealer struct {
	person string
	box    cipher.AEAD
	nonces hash.Hash // the PRF that makes them
}

// NewSealer returns a Sealer for a person and their key.
func NewSealer(key PersonKey, person string) (*Sealer, error) {
	box, err := newGCM(key)
	if err != nil {
		return nil, err
	}
	return &Sealer{person: person, box: box, nonces: hmac.New(sha256.New, key.derive("nonce"))}, nil
}

// Seal encrypts value, as JSON, for one field. The field's name is bound in, so
// that a box can't be moved to another field. Sealing is deterministic (the
// nonce is a PRF of the plaintext, as in RFC 8452's idea of a synthetic IV), so
// a command that is sent again has the same fingerprint.
func (s *Sealer) Seal(field string, value any) (Sealed, error) {
	plain, err := json.Marshal(value)
	if err != nil {
		return Sealed{}, fmt.Errorf("seal %s: %w", field, err)
	}
	bound := sealContext(s.person, field)
	nonce := s.nonce(bound, plain)
	return Sealed{Person: s.person, Nonce: nonce, Box: s.box.Seal(nil, nonce, plain, bound)}, nil
}

// Seal is Sealer.Seal for a single field.
func Seal(key PersonKey, person, field string, value any) (Sealed, error) {
	sealer, err := NewSealer(key, person)
	if err != nil {
		return Sealed{}, err
	}
	return sealer.Seal(field, value)
}

// Open decrypts what Seal made of the same field into value.
func Open(key PersonKey, field string, sealed Sealed, value any) error {
	box, err := newGCM(key)
	if err != nil {
		return err
	}
	if len(sealed.Nonce) != box.NonceSize() {
		return fmt.Errorf("open %s: %w", field, ErrUnsealable)
	}
	plain, err := box.Open(nil, sealed.Nonce, sealed.Box, sealContext(sealed.Person, field))
	if err != nil {
		return fmt.Errorf("open %s: %w", field, ErrUnsealable)
	}
	if err := json.Unmarshal(plain, value); err != nil {
		return fmt.Errorf("open %s: %w", field, err)
	}
	return nil
}

func newGCM(key PersonKey) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key.derive("box"))
	if err != nil {
		return nil, fmt.Errorf("person key: %w", err)
	}
	return cipher.NewGCM(block)
}

func (k PersonKey) derive(purpose string) []byte {
	mac := hmac.New(sha256.New, k[:])
	mac.Write([]byte("sambatan-person-v1 " + purpose))
	return mac.Sum(nil)
}

func sealContext(person, field string) []byte {
	return appendField(appendField(nil, []byte(person)), []byte(field))
}

func (s *Sealer) nonce(bound, plain []byte) []byte {
	s.nonces.Reset()
	s.nonces.Write(appendField(nil, bound))
	s.nonces.Write(plain)
	return s.nonces.Sum(nil)[:s.box.NonceSize()]
}
