// Package postgres keeps the log in PostgreSQL.
//
// One appender per process gathers all commands that wait while its previous
// batch is on the way, takes the log's lock, decides each of them against the
// latest state, and records what they make happen in one transaction of two
// round trips. So positions are gapless and in commit order, acceptances and
// refusals are exact across processes, and no command is decided in vain.
//
// Everything goes through a transaction pooler as well: settings, roles and
// locks live in transactions. Only [Store.Listen] needs a session.
package postgres
