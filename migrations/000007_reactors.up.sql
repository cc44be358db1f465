-- Where each reactor stands, and what waits behind an event that it could not
-- handle. What reactors do, they do through commands whose ids are derived from
-- the event's: taking an event again has no second effect.
CREATE TABLE reactor_cursors (
    name           text        PRIMARY KEY,
    position       bigint      NOT NULL DEFAULT 0 CHECK (position >= 0),
    stopped_at     timestamptz,
    stopped_reason text,
    updated_at     timestamptz NOT NULL DEFAULT now(),
    CHECK ((stopped_at IS NULL) = (stopped_reason IS NULL))
) WITH (fillfactor = 50);
COMMENT ON TABLE reactor_cursors IS 'kind: operational; up to where each reactor has handled the log, so that losing NATS loses nobody''s place';
COMMENT ON COLUMN reactor_cursors.position IS 'every event up to here was handled, parked or is of no interest';
COMMENT ON COLUMN reactor_cursors.stopped_reason IS 'why a reactor that handles money stopped; it waits to be released';

CREATE TABLE reactor_parked (
    name        text        NOT NULL REFERENCES reactor_cursors ON DELETE CASCADE,
    position    bigint      NOT NULL CHECK (position > 0),
    stream_id   text        NOT NULL,
    lane        text        NOT NULL,
    reason      text,
    attempts    integer     NOT NULL DEFAULT 0,
    parked_at   timestamptz NOT NULL DEFAULT now(),
    released_at timestamptz,
    PRIMARY KEY (name, position)
);
CREATE INDEX reactor_parked_lane ON reactor_parked (name, lane, position);
COMMENT ON TABLE reactor_parked IS 'kind: operational; events that a reactor could not handle, and the later ones of their lanes';
COMMENT ON COLUMN reactor_parked.lane IS 'what the reaction is about, or else the stream: events of one lane are handled in order';
COMMENT ON COLUMN reactor_parked.reason IS 'why the event failed; NULL for one that waits behind another of its lane';
COMMENT ON COLUMN reactor_parked.released_at IS 'since when it is to be taken again; NULL: it waits to be released';

ALTER TABLE reactor_cursors ENABLE ROW LEVEL SECURITY;
ALTER TABLE reactor_parked ENABLE ROW LEVEL SECURITY;

GRANT SELECT, INSERT, UPDATE, DELETE ON reactor_cursors, reactor_parked TO sambatan_append, sambatan_project;
GRANT SELECT ON reactor_cursors, reactor_parked TO sambatan_web, sambatan_scheduler, sambatan_auditor;

CREATE POLICY runner ON reactor_cursors TO sambatan_append, sambatan_project USING (true) WITH CHECK (true);
CREATE POLICY everyone_reads ON reactor_cursors FOR SELECT
    TO sambatan_web, sambatan_scheduler, sambatan_auditor USING (true);
CREATE POLICY runner ON reactor_parked TO sambatan_append, sambatan_project USING (true) WITH CHECK (true);
CREATE POLICY everyone_reads ON reactor_parked FOR SELECT
    TO sambatan_web, sambatan_scheduler, sambatan_auditor USING (true);

ALTER TABLE reactor_cursors OWNER TO sambatan_owner;
ALTER TABLE reactor_parked OWNER TO sambatan_owner;
