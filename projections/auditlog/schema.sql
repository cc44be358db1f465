-- One row per event. Data and metadata are copies of the log's own bytes.
CREATE TABLE audit_logs (
    position       bigint      PRIMARY KEY,
    stream_id      text        NOT NULL,
    stream_version bigint      NOT NULL,
    event_id       uuid        NOT NULL,
    type           text        NOT NULL,
    actor          text        NOT NULL,
    recorded_at    timestamptz NOT NULL,
    campaign       uuid, -- that the event is about
    participation  uuid,
    data           json        NOT NULL,
    metadata       json        NOT NULL,
    command_id     uuid        NOT NULL,
    correlation_id uuid        NOT NULL,
    causation_id   uuid        NOT NULL,
    leaf_hash      bytea       NOT NULL
);
CREATE INDEX audit_logs_campaign ON audit_logs (campaign, position) WHERE campaign IS NOT NULL;
CREATE INDEX audit_logs_issued ON audit_logs (participation) WHERE type = 'payment.instruction_issued.v1';
CREATE INDEX audit_logs_time ON audit_logs USING brin (recorded_at);

COMMENT ON TABLE audit_logs IS 'kind: derived; every event, by the campaign that it is about';

CREATE POLICY seen ON audit_logs FOR SELECT TO sambatan_web USING ((SELECT viewer_is_staff()));
