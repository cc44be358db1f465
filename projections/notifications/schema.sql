CREATE TABLE notifications (
    recipient     text        NOT NULL, -- 'user:<id>', or 'role:<role>': a desk
    position      bigint      NOT NULL, -- of the event that it is about
    channel       text        NOT NULL,
    template      text        NOT NULL,
    event         uuid        NOT NULL,
    campaign      uuid,
    participation uuid,
    params        json        NOT NULL,
    at            timestamptz NOT NULL,
    PRIMARY KEY (recipient, position, channel, template)
);

-- What it takes to find a campaign's maker and its buyers, and to notice that few
-- of its slots are left.
CREATE TABLE brands (
    brand uuid PRIMARY KEY,
    owner uuid NOT NULL
);
CREATE TABLE campaigns (
    campaign uuid        PRIMARY KEY,
    brand    uuid        NOT NULL,
    slots    integer     NOT NULL,
    deadline timestamptz,
    taken    integer     NOT NULL, -- slots held or secured
    nearly   bigint      NOT NULL, -- position at which it was said that few slots are left; 0: not yet
    shut     bigint      NOT NULL  -- position at which joining ended; 0: not yet
) WITH (fillfactor = 50);
CREATE TABLE joins (
    participation uuid        PRIMARY KEY,
    campaign      uuid        NOT NULL,
    buyer         uuid        NOT NULL,
    slots         integer     NOT NULL,
    amount        bigint      NOT NULL,
    expires_at    timestamptz NOT NULL, -- the hold's own expiry
    pay_by        timestamptz NOT NULL,
    warn_at       timestamptz,          -- when to be reminded of it; NULL: never
    held          bigint      NOT NULL, -- position of the join
    reports       bigint[]    NOT NULL, -- positions at which the hold was kept for a reported transfer, no more, again …
    parts         bigint[]    NOT NULL, -- position of a part that came, or went, and the rupiah missing then; of the next, …
    gone          bigint      NOT NULL, -- position at which the hold ended unpaid; 0: not yet
    secured       bigint      NOT NULL, -- position of the payment
    released      bigint      NOT NULL  -- position of the release
) WITH (fillfactor = 70);
-- Hours in which the desk was told of mails that were given up: once is enough.
CREATE TABLE alarms (
    hour timestamptz PRIMARY KEY
);
CREATE INDEX joins_campaign ON joins (campaign);

COMMENT ON TABLE notifications IS 'kind: derived; what people are told, under keys that follow from the events';
COMMENT ON TABLE brands IS 'kind: derived; owners of brands, from their registration';
COMMENT ON TABLE campaigns IS 'kind: derived; brand, terms and taken slots of campaigns, from their events';
COMMENT ON TABLE alarms IS 'kind: derived; hours in which mails were given up, from their events';
COMMENT ON TABLE joins IS 'kind: derived; who had which slots and when, from the events of campaigns';

CREATE POLICY seen ON notifications FOR SELECT TO sambatan_web USING (
    recipient = (SELECT 'user:' || viewer()::text) OR (recipient LIKE 'role:%' AND (SELECT viewer_is_staff()))
    OR recipient = (SELECT 'role:' || claim('role'))
);
CREATE POLICY mailed ON notifications FOR SELECT TO sambatan_scheduler USING (recipient LIKE 'user:%');
