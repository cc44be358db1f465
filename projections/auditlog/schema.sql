-- One row per event: what it is about. The event itself is read from the log.
CREATE TABLE entries (
    position      bigint      PRIMARY KEY,
    campaign      uuid, -- that the event is about
    participation uuid,
    since         bigint      NOT NULL, -- position from which that is known: money may be matched later
    receipt       uuid,       -- whose campaign was not known when this was recorded
    issued        boolean     NOT NULL, -- the event ties a participation to its campaign
    recorded_at   timestamptz NOT NULL
);
CREATE INDEX entries_unmatched ON entries (receipt) WHERE campaign IS NULL AND receipt IS NOT NULL;
CREATE INDEX entries_issued ON entries (participation) WHERE issued;

COMMENT ON TABLE entries IS 'kind: derived; the campaign and the participation that each event is about';

CREATE POLICY seen ON entries FOR SELECT TO sambatan_web USING ((SELECT viewer_is_staff()));

-- The log's own bytes, so that a trail can't differ from the log.
CREATE VIEW audit_logs WITH (security_invoker = true) AS
    SELECT position, e.stream_id, e.stream_version, e.event_id, e.type, e.actor, e.recorded_at, a.campaign,
        a.participation, e.data, e.metadata, e.command_id, e.correlation_id, e.causation_id, e.leaf_hash
    FROM entries a JOIN public.events e USING (position);
