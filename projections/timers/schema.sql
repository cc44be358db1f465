CREATE TABLE timers (
    kind     text        NOT NULL CHECK (kind IN ('review', 'open', 'close', 'lapse', 'decide', 'offer', 'remind', 'confirm', 'execute', 'return', 'give_up')),
    subject  uuid        NOT NULL, -- the campaign; of an order's timers, the participation
    due_at   timestamptz NOT NULL,
    position bigint      NOT NULL, -- of the first event that asked for it
    PRIMARY KEY (kind, subject, due_at)
);
CREATE INDEX timers_due ON timers (due_at);

COMMENT ON TABLE timers IS 'kind: derived; what falls due, from the terms, holds and offers of campaigns, deliveries, decisions of disputes, and orders that are held back';

CREATE POLICY seen ON timers FOR SELECT TO sambatan_web USING ((SELECT viewer_is_staff()));
