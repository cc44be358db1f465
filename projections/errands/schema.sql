CREATE TABLE errands (
    kind     text        NOT NULL,
    subject  text        NOT NULL, -- what it is about: a participation, or a name at the gateway
    due_at   timestamptz NOT NULL,
    position bigint      NOT NULL, -- of the event that asked for it
    PRIMARY KEY (position, kind, due_at)
);
CREATE INDEX errands_due ON errands (due_at);

COMMENT ON TABLE errands IS 'kind: derived; what a payment gateway is to be asked, and when';

CREATE POLICY seen ON errands FOR SELECT TO sambatan_web USING ((SELECT viewer_is_staff()));
