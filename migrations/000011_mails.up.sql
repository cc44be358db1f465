-- Mails on their way, and what their readers want of them. The log says what is
-- worth a mail; whether a server has taken it is no fact of the business, and
-- would be one event more for each of a million mails. See docs/adr/0011.
CREATE TABLE mails (
    id            uuid        PRIMARY KEY, -- follows from event, recipient, channel and template
    event         uuid        NOT NULL,
    recipient     text        NOT NULL CHECK (recipient LIKE 'user:%'),
    channel       text        NOT NULL CHECK (channel = 'email'),
    template      text        NOT NULL,
    position      bigint      NOT NULL CHECK (position > 0), -- of the event
    at            timestamptz NOT NULL,                      -- of the event
    campaign      uuid,
    participation uuid,
    params        json        NOT NULL, -- as those of the message in the application
    state         text        NOT NULL DEFAULT 'Queued'
        CHECK (state IN ('Queued', 'Sending', 'RetryWait', 'Sent', 'Dead', 'Suppressed')),
    reason        text, -- why it was suppressed, postponed or given up
    code          text, -- of the mail server's last answer
    round         integer     NOT NULL DEFAULT 0 CHECK (round >= 0), -- how often an operator sent it anew
    attempts      integer     NOT NULL DEFAULT 0 CHECK (attempts >= 0), -- in this round
    due_at        timestamptz NOT NULL DEFAULT now(), -- later than queued when it was postponed
    changed_at    timestamptz NOT NULL DEFAULT now(),
    sent_at       timestamptz,
    resent_by     uuid,
    UNIQUE (event, recipient, channel, template),
    CHECK ((state = 'Sent') = (sent_at IS NOT NULL))
) WITH (fillfactor = 70);
CREATE INDEX mails_waiting ON mails (due_at) WHERE state IN ('Queued', 'Sending', 'RetryWait');
CREATE INDEX mails_dead ON mails (changed_at) WHERE state = 'Dead';
CREATE INDEX mails_done ON mails (changed_at) WHERE state IN ('Sent', 'Suppressed');
COMMENT ON TABLE mails IS 'kind: operational; mails on their way: what the log gave rise to, and how far each has come. No address is in it';
COMMENT ON COLUMN mails.due_at IS 'since when it could have been sent, whatever was tried since';

CREATE TABLE mail_wishes (
    recipient uuid   PRIMARY KEY,
    zone      text   NOT NULL DEFAULT 'WIB' CHECK (zone IN ('WIB', 'WITA', 'WIT')),
    muted     text[] NOT NULL DEFAULT '{}'
);
COMMENT ON TABLE mail_wishes IS 'kind: operational; which mails each person does not want, and where it is night for them';

ALTER TABLE mails ENABLE ROW LEVEL SECURITY;
ALTER TABLE mail_wishes ENABLE ROW LEVEL SECURITY;

GRANT SELECT, INSERT ON mails TO sambatan_project;
GRANT SELECT, UPDATE, DELETE ON mails TO sambatan_scheduler;
GRANT SELECT ON mails TO sambatan_web, sambatan_auditor;
GRANT SELECT, INSERT, UPDATE ON mail_wishes TO sambatan_web;
GRANT SELECT ON mail_wishes TO sambatan_scheduler;

CREATE POLICY writer ON mails TO sambatan_project USING (true) WITH CHECK (true);
CREATE POLICY work ON mails TO sambatan_scheduler USING (true) WITH CHECK (true);
CREATE POLICY staff_reads ON mails FOR SELECT TO sambatan_web USING ((SELECT viewer_is_staff()));
CREATE POLICY everyone_reads ON mails FOR SELECT TO sambatan_auditor USING (true);
CREATE POLICY own ON mail_wishes TO sambatan_web
    USING (recipient = (SELECT viewer())) WITH CHECK (recipient = (SELECT viewer()));
CREATE POLICY work ON mail_wishes FOR SELECT TO sambatan_scheduler USING (true);

ALTER TABLE mails OWNER TO sambatan_owner;
ALTER TABLE mail_wishes OWNER TO sambatan_owner;
