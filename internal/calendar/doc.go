// Package calendar knows Indonesia's working days: Monday to Friday, 08.00 to
// 17.00 WIB, without public holidays and cuti bersama. Promises that people
// have to keep ("at most one working day") are computed with it.
//
// It is pure: the holidays are a versioned data file in the binary, and so is
// the time zone database.
package calendar
