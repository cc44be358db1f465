// Package pgtest gives every test a database of its own on a real PostgreSQL.
//
//	func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }
//
//	func TestSomething(t *testing.T) {
//		t.Parallel()
//		db := pgtest.New(t)
//		... db.Pool, db.DSN, db.DSNAs("sambatan_web") ...
//	}
//
// One server runs per test binary, with durability off. The migrations run once
// into a template that each test's database is a copy of. A missing PostgreSQL
// fails the test and says how to get one; it never skips.
package pgtest
