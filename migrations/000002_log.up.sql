-- The log: one ordered, append-only sequence of events. Everything else in this
-- database is derived from it. There is no counter table, no streams table and no
-- command table: what they would hold is read from here, so SELECT and INSERT are
-- all that the program needs.

-- The sum check sits inside the log's table, so an event whose postings do not
-- balance does not enter. Names of members are compared as Go's decoder does it:
-- without regard to case or escapes, the long s for an s. Duplicates count each.
CREATE FUNCTION postings_balance(data json) RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    AS $$
DECLARE
    postings json;
    posting  json;
    total    numeric;
BEGIN
    IF json_typeof(data) <> 'object' THEN
        RETURN true;
    END IF;
    FOR postings IN
        SELECT value FROM json_each(data)
        WHERE translate(lower(key COLLATE "C"), 'ſ', 's') = 'postings' AND json_typeof(value) <> 'null'
    LOOP
        total := 0;
        FOR posting IN SELECT value FROM json_array_elements(postings) LOOP
            -- Exactly these two members: a second amount could hide the first.
            IF (SELECT array_agg(key ORDER BY key) FROM json_each(posting)) IS DISTINCT FROM '{account,amount}'
               OR ((posting ->> 'amount') ~ '^-?[0-9]+$') IS NOT TRUE THEN
                RETURN false;
            END IF;
            total := total + (posting ->> 'amount')::numeric;
        END LOOP;
        IF total <> 0 THEN
            RETURN false;
        END IF;
    END LOOP;
    RETURN true;
END
$$;

-- Names sort by their bytes: an update of the machine's locales can't spoil an index.
CREATE TABLE events (
    position       bigint      PRIMARY KEY CHECK (position > 0),
    stream_id      text        COLLATE "C" NOT NULL CHECK (stream_id <> ''),
    stream_version bigint      NOT NULL CHECK (stream_version > 0),
    event_id       uuid        NOT NULL UNIQUE,
    type           text        COLLATE "C" NOT NULL CHECK (type <> ''),
    data           json        NOT NULL, -- json, not jsonb: the stored bytes are the hashed bytes
    metadata       json        NOT NULL,
    command_id     uuid        NOT NULL,
    fingerprint    bytea       NOT NULL,
    correlation_id uuid        NOT NULL,
    causation_id   uuid        NOT NULL,
    actor          text        NOT NULL,
    recorded_at    timestamptz NOT NULL,
    leaf_hash      bytea       NOT NULL CHECK (octet_length(leaf_hash) = 32),
    UNIQUE (stream_id, stream_version),
    -- An event that can't hold postings costs two scans of its text. The end of the
    -- name has only letters that no other character folds to; an escape may spell
    -- the name. Not a function: Postgres would parse it again for every statement.
    CONSTRAINT balanced CHECK (
        (strpos(lower(data::text COLLATE "C"), 'ting') = 0 AND strpos(data::text, '\u') = 0) OR postings_balance(data)
    )
);
CREATE INDEX events_command_id ON events (command_id);

COMMENT ON TABLE events IS 'kind: log; every event there ever was, append-only';
COMMENT ON COLUMN events.position IS 'place in the whole log: from 1 on, gapless, in commit order';
COMMENT ON COLUMN events.fingerprint IS 'HMAC of the command, to tell a retry from another request under the same id';
COMMENT ON COLUMN events.recorded_at IS 'never runs backwards along the positions';
COMMENT ON COLUMN events.leaf_hash IS 'RFC 6962 leaf hash of the event in leaf encoding v1';

CREATE TABLE log_identity (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    log_id uuid    NOT NULL DEFAULT gen_random_uuid()
);
COMMENT ON TABLE log_identity IS 'kind: log; one row that tells this log from every other one, hashed into every leaf';
INSERT INTO log_identity DEFAULT VALUES;

CREATE FUNCTION refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused: the log is append-only', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END
$$;

-- Row triggers for changes (logical replication fires no statement triggers for
-- them), a statement trigger for TRUNCATE. ALWAYS: session_replication_role does not
-- switch them off.
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON events FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncate BEFORE TRUNCATE ON events FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON log_identity FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncate BEFORE TRUNCATE ON log_identity FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE events ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE events ENABLE ALWAYS TRIGGER never_truncate;
ALTER TABLE log_identity ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE log_identity ENABLE ALWAYS TRIGGER never_truncate;

-- Some platforms grant everything in public to everybody by default.
REVOKE ALL ON events, log_identity FROM PUBLIC;
DO $$
DECLARE
    name text;
BEGIN
    FOR name IN SELECT rolname FROM pg_roles WHERE rolname IN ('anon', 'authenticated', 'service_role') LOOP
        EXECUTE format('REVOKE ALL ON events, log_identity FROM %I', name);
    END LOOP;
END
$$;

GRANT SELECT, INSERT ON events TO sambatan_append;
GRANT SELECT ON events TO sambatan_project, sambatan_auditor;
GRANT SELECT ON log_identity
    TO sambatan_append, sambatan_project, sambatan_web, sambatan_scheduler, sambatan_auditor;

ALTER TABLE events ENABLE ROW LEVEL SECURITY;
ALTER TABLE events FORCE ROW LEVEL SECURITY;
ALTER TABLE log_identity ENABLE ROW LEVEL SECURITY;
ALTER TABLE log_identity FORCE ROW LEVEL SECURITY;
-- The owner reads too, or a dump would be empty and the way back would find no event.
CREATE POLICY read_all ON events FOR SELECT
    TO sambatan_owner, sambatan_append, sambatan_project, sambatan_auditor USING (true);
CREATE POLICY append ON events FOR INSERT TO sambatan_append WITH CHECK (true);
CREATE POLICY read_all ON log_identity FOR SELECT USING (true);

ALTER TABLE events OWNER TO sambatan_owner;
ALTER TABLE log_identity OWNER TO sambatan_owner;
ALTER FUNCTION refuse_change() OWNER TO sambatan_owner;
