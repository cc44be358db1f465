package postgres

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"errors"
	"fmt"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// ErrWrongKEK means that a person's key was wrapped with another key than the
// one that was configured, or that it was damaged or moved to another person.
var ErrWrongKEK = errors.New("a person's key can't be unwrapped: wrong key encryption key, or damaged")

// wrapV1 marks AES-256-GCM: the mark, a random nonce, the box. The person's id
// is bound in, so that a key can't be moved to another person.
const wrapV1 = 1

func newWrapper(kek [32]byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(kek[:])
	if err != nil {
		return nil, fmt.Errorf("key encryption key: %w", err)
	}
	return cipher.NewGCM(block)
}

func wrap(box cipher.AEAD, person string, key eventstore.PersonKey) []byte {
	nonce := make([]byte, box.NonceSize())
	rand.Read(nonce)
	return box.Seal(append([]byte{wrapV1}, nonce...), nonce, key[:], []byte(person))
}

func unwrap(box cipher.AEAD, person string, wrapped []byte) (key eventstore.PersonKey, err error) {
	head := 1 + box.NonceSize()
	if len(wrapped) != head+len(key)+box.Overhead() || wrapped[0] != wrapV1 {
		return key, ErrWrongKEK
	}
	plain, err := box.Open(nil, wrapped[1:head], wrapped[head:], []byte(person))
	if err != nil {
		return key, ErrWrongKEK
	}
	copy(key[:], plain)
	return key, nil
}
