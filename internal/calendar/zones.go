package calendar

import (
	"time"
	_ "time/tzdata" // a bare machine may have no zones
)

// Indonesia's time zones.
var (
	WIB  = mustZone("Asia/Jakarta")  // western, UTC+7: the platform's own
	WITA = mustZone("Asia/Makassar") // central, UTC+8
	WIT  = mustZone("Asia/Jayapura") // eastern, UTC+9
)

func mustZone(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		panic("calendar: " + err.Error())
	}
	return zone
}
