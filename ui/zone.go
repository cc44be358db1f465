package ui

import "time"

// wib is the zone that pages show and forms are read in.
var wib = time.FixedZone("WIB", 7*60*60)
