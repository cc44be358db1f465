package calendar

// Known is the holiday file as it was read, for the test that it is in order.
var Known = known
