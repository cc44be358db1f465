CREATE TABLE reminders (
    occasion text        NOT NULL,
    campaign uuid        NOT NULL,
    due_at   timestamptz NOT NULL,
    until    timestamptz NOT NULL, -- from when on it is of no use
    position bigint      NOT NULL, -- of the first event that asked for it
    PRIMARY KEY (occasion, campaign, due_at)
);

COMMENT ON TABLE reminders IS 'kind: derived; when to remind whom of what, from the terms and holds of campaigns';

CREATE POLICY seen ON reminders FOR SELECT TO sambatan_web USING ((SELECT viewer_is_staff()));
