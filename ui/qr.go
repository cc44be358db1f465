package ui

import (
	"fmt"
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
	return view.QRCode{Path: path.String(), Size: code.Size + 2*quiet}, nil
}
