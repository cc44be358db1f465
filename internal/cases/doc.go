// Package cases ties what is specified about money to the tests that show it. A
// test names the case that it shows in a comment above it,
//
//	//money:case §4.3 double pay
//
// and rows.txt lists every case there is. docs/money.md is generated from both; a
// case without a test fails this package's test, unless its row says that it is
// not built yet ("open"), or was decided against ("without").
package cases

//go:generate go run ./generate
