package view

import (
	"strconv"
	"strings"
)

// Rack geometry: blocks of ten tubes, two blocks a row.
const (
	rackLimit  = 120 // more slots than this are shown by the tube alone
	tubeWidth  = 22
	rowHeight  = 28
	blockWidth = 10*tubeWidth + 8
)

// run is a stretch of equal tubes inside one block.
type run struct {
	block, from, count int
	kind               byte // a, t or k
}

func (r run) path() string {
	return "M" + strconv.Itoa(r.from*tubeWidth) + " 0h" + strconv.Itoa(r.count*tubeWidth) + "v" + strconv.Itoa(rowHeight) + "h-" + strconv.Itoa(r.count*tubeWidth) + "z"
}

func (r run) move() string {
	return "translate(" + strconv.Itoa(r.block%2*blockWidth) + " " + strconv.Itoa(r.block/2*rowHeight) + ")"
}

func (r run) ink() string { return "url(#tabung-" + string(r.kind) + ")" }

// rack cuts the slots into runs: secured first, then waiting, then free.
func (c Campaign) rack() []run {
	var runs []run
	for slot := range c.Slots {
		kind := byte('k')
		switch {
		case slot < c.Secured:
			kind = 'a'
		case slot < c.Secured+c.Held:
			kind = 't'
		}
		block, from := slot/10, slot%10
		if last := len(runs) - 1; last >= 0 && runs[last].block == block && runs[last].kind == kind {
			runs[last].count++
			continue
		}
		runs = append(runs, run{block: block, from: from, count: 1, kind: kind})
	}
	return runs
}

func rackRows(slots int) int { return (slots + 19) / 20 }

func rackBox(slots int) string {
	return "0 0 " + strconv.Itoa(2*blockWidth) + " " + strconv.Itoa(rackRows(slots)*rowHeight)
}

func shelves(slots int) string {
	var b strings.Builder
	for row := range rackRows(slots) {
		b.WriteString("M0 " + strconv.Itoa(row*rowHeight+25) + "H" + strconv.Itoa(2*blockWidth))
	}
	return b.String()
}

func (c Campaign) rackWords() string {
	return "Rak " + number(c.Slots) + " slot: " + number(c.Secured) + " aman, " + number(c.Held) + " menunggu pembayaran, " + c.freeWords()
}
