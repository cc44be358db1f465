-- One row per event: what it is about. The event itself is read from the log.
CREATE TABLE entries (
    position      bigint      PRIMARY KEY,
    campaign      uuid, -- that the event is about
    participation uuid,
    since         bigint      NOT NULL, -- position from which that is known: money may be matched later
    receipt       uuid,       -- whose campaign was not known when this was recorded
    issued        boolean     NOT NULL, -- the event ties a participation to its campaign
    recorded_at   timestamptz NOT NULL,
    moves         boolean     NOT NULL, -- money: it has postings
    secured       integer     NOT NULL, -- slots of the campaign that it secured; negative: let go again
    turn          boolean     NOT NULL  -- it says what the campaign is, or how it was lost
);
CREATE INDEX entries_unmatched ON entries (receipt) WHERE campaign IS NULL AND receipt IS NOT NULL;
CREATE INDEX entries_issued ON entries (participation) WHERE issued;

-- What the entries of a campaign in 512 positions come to, so that nobody counts all of them.
CREATE TABLE blocks (
    campaign uuid    NOT NULL,
    block    bigint  NOT NULL, -- position / 512
    events   integer NOT NULL,
    money    integer NOT NULL, -- of those, that moved some
    secured  integer NOT NULL,
    PRIMARY KEY (campaign, block)
) WITH (fillfactor = 70);

COMMENT ON TABLE entries IS 'kind: derived; the campaign and the participation that each event is about';

COMMENT ON TABLE blocks IS 'kind: derived; how much happened to a campaign in a stretch of positions';

CREATE POLICY seen ON blocks FOR SELECT TO sambatan_web USING ((SELECT viewer_is_staff()));
CREATE POLICY seen ON entries FOR SELECT TO sambatan_web USING ((SELECT viewer_is_staff()));

-- The log's own bytes, so that a trail can't differ from the log.
CREATE VIEW audit_logs WITH (security_invoker = true) AS
    SELECT position, e.stream_id, e.stream_version, e.event_id, e.type, e.actor, e.recorded_at, a.campaign,
        a.participation, e.data, e.metadata, e.command_id, e.correlation_id, e.causation_id, e.leaf_hash
    FROM entries a JOIN public.events e USING (position);
