package calendar

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"time"
)

// Holiday is a day on which nobody works.
type Holiday struct {
	Date string `json:"date"` // 2026-08-17
	Name string `json:"name"`
	// Joint marks cuti bersama: joint leave around a public holiday.
	Joint bool `json:"joint,omitempty"`
}

// Year is what is known of one year's holidays.
type Year struct {
	Year   int    `json:"year"`
	Source string `json:"source"`
	// Provisional years rest on computed dates: the government's decree was not
	// at hand. Replace them when it is, and raise the file's version.
	Provisional bool      `json:"provisional,omitempty"`
	Holidays    []Holiday `json:"holidays"`
}

//go:embed holidays.json
var holidaysFile []byte

// book is the content of holidays.json.
type book struct {
	Version string `json:"version"`
	Years   []Year `json:"years"`
}

var (
	known  = mustRead(holidaysFile)
	byDate = known.index()
)

// HolidayOn returns the holiday on t's day in WIB, if there is one.
func HolidayOn(t time.Time) (Holiday, bool) {
	holiday, ok := byDate[t.In(WIB).Format(time.DateOnly)]
	return holiday, ok
}

func mustRead(file []byte) book {
	var b book
	if err := json.Unmarshal(file, &b); err != nil {
		panic(fmt.Sprintf("calendar: holidays.json: %v", err))
	}
	return b
}

func (b book) index() map[string]Holiday {
	index := map[string]Holiday{}
	for _, year := range b.Years {
		for _, holiday := range year.Holidays {
			index[holiday.Date] = holiday
		}
	}
	return index
}
