package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"path"
	"strings"

	"github.com/andybalholm/brotli"
)

// Prefix is where every asset lives.
const Prefix = "/s/"

// Asset is one file, ready to be sent.
type Asset struct {
	Body        []byte
	Brotli      []byte // nil when compressing gains nothing
	Gzip        []byte // nil when compressing gains nothing
	ContentType string
	ETag        string // quoted
	Immutable   bool   // its path changes with its content: cache for a year
}

// newAsset compresses a body for its name's type. It costs milliseconds, so it
// is done once, at the first request.
// Many drawings are made at run time, so they are compressed with less effort.
func newAsset(name string, body []byte) Asset {
	a := Asset{Body: body, ContentType: contentType(name), ETag: `"` + digest(body) + `"`, Immutable: true}
	if path.Ext(name) != ".woff2" {
		a.Brotli, a.Gzip = brotlied(name, body), gzipped(body)
	}
	return a
}

func contentType(name string) string {
	switch path.Ext(name) {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".woff2":
		return "font/woff2"
	}
	return "application/octet-stream"
}

// digest is the part of an asset's name that stands for its content.
func digest(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:6])
}

func brotlied(name string, body []byte) []byte {
	level := brotli.BestCompression
	if path.Ext(name) == ".svg" {
		level = 9
	}
	var b bytes.Buffer
	w := brotli.NewWriterLevel(&b, level)
	return finish(&b, w, body)
}

func gzipped(body []byte) []byte {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil // not reachable: the level is a constant that exists
	}
	return finish(&b, w, body)
}

// finish returns the compressed body, or nil when it did not become smaller.
// Writing to a bytes.Buffer does not fail.
func finish(b *bytes.Buffer, w interface {
	Write([]byte) (int, error)
	Close() error
}, body []byte,
) []byte {
	if _, err := w.Write(body); err != nil {
		return nil
	}
	if err := w.Close(); err != nil || b.Len() >= len(body) {
		return nil
	}
	return b.Bytes()
}

// hashed puts a digest into a name: app.css → app.1a2b3c4d5e6f.css.
func hashed(name, digest string) string {
	ext := path.Ext(name)
	return strings.TrimSuffix(name, ext) + "." + digest + ext
}
