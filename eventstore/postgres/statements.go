package postgres

// The appender's statements. Those of readers stand in reader.go.
const (
	// A stopped appender must not hold the others: its session ends after 2 s
	// between its trips, and nobody waits longer than that for the lock. The
	// plans must not depend on what the planner believes about a young table, and
	// are made once.
	beginAppend = `SELECT set_config('role', 'sambatan_append', true), set_config('lock_timeout', '2s', true),
		set_config('idle_in_transaction_session_timeout', '2s', true), set_config('enable_seqscan', 'off', true),
		set_config('plan_cache_mode', 'force_generic_plan', true)`
	// In this order, so that lock_timeout holds for the lock.
	beginLocked = beginAppend + `, ` + takeLock
	takeLock    = `pg_advisory_xact_lock($1)`
	// The statement after the lock has a snapshot of its own, so that it sees
	// what the lock's last holder committed.
	readHead = `SELECT clock_timestamp(), coalesce(position, 0), coalesce(recorded_at, '-infinity') FROM (VALUES (1)) AS one
		LEFT JOIN (SELECT position, recorded_at FROM events ORDER BY position DESC LIMIT 1) AS last ON true`
	// LATERAL and ORDER BY keep it one index scan per stream.
	readTails = `SELECT ` + tailColumns + ` FROM unnest($1::text[], $2::bigint[]) AS wanted (stream, known)
		CROSS JOIN LATERAL (SELECT * FROM events WHERE stream_id = wanted.stream
			AND stream_version > wanted.known ORDER BY stream_version LIMIT CASE wanted.known WHEN 0 THEN $3::bigint ELSE $4 END) AS tail`
	readVersions = `SELECT wanted.stream, coalesce((SELECT max(stream_version) FROM events
		WHERE stream_id = wanted.stream), 0) FROM unnest($1::text[]) AS wanted (stream)`
	// Without ORDER BY: asked for the order of positions, the planner walks the
	// whole log along them.
	readCommands = `SELECT ` + columns + ` FROM events WHERE command_id = ANY($1::uuid[])`
	notify       = `SELECT pg_notify('sambatan_log', '')`
)
