package ui

import (
	"encoding/base64"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"

	"rsc.io/qr"

	"github.com/sensasiwangi/sambatan/ui/view"
)

// quiet is the white border that a scanner needs around a code, in modules.
const quiet = 4

// qrCode draws a QR code as one path of squares, a run of a row each. Printed on
// paper and on bad screens it must still be read: the code corrects up to 15 %.
func qrCode(text string) (view.QRCode, error) {
	if text == "" {
		return view.QRCode{}, nil
	}
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return view.QRCode{}, fmt.Errorf("draw a QR code of %d characters: %w", len(text), err)
	}
	var path strings.Builder
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			if !code.Black(x, y) {
				continue
			}
			from := x
			for x+1 < code.Size && code.Black(x+1, y) {
				x++
			}
			fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", from+quiet, y+quiet, x-from+1, x-from+1)
		}
	}
	picture, err := qrPicture(code)
	return view.QRCode{Path: path.String(), Size: code.Size + 2*quiet, Picture: picture}, err
}

// dot is how many pixels of a picture a module has in each direction.
const dot = 8

// qrPicture is a PNG of the code as a data: URL: banks' apps read pictures only.
func qrPicture(code *qr.Code) (string, error) {
	side := (code.Size + 2*quiet) * dot
	picture := image.NewPaletted(image.Rect(0, 0, side, side), color.Palette{color.White, color.Black})
	for y := range side {
		for x := range side {
			if code.Black(x/dot-quiet, y/dot-quiet) { // outside of it nothing is
				picture.SetColorIndex(x, y, 1)
			}
		}
	}
	var file strings.Builder
	file.WriteString("data:image/png;base64,")
	to := base64.NewEncoder(base64.StdEncoding, &file)
	if err := errors.Join(png.Encode(to, picture), to.Close()); err != nil {
		return "", fmt.Errorf("draw a QR code: %w", err)
	}
	return file.String(), nil
}
