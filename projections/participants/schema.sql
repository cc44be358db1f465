-- One row per join. It changes soon, once and again: with as much room beside it as it takes, that
-- leaves the indexes alone, and a change costs a fifth.
CREATE TABLE participants (
    participation  uuid        PRIMARY KEY,
    code           text        NOT NULL,
    campaign       uuid        NOT NULL,
    brand          uuid,
    product        uuid,
    buyer          uuid        NOT NULL,
    slots          integer     NOT NULL,
    amount         bigint      NOT NULL, -- rupiah: price × slots + shipping
    missing        bigint      NOT NULL DEFAULT 0, -- rupiah of amount, after parts came for a hold; 0: none came
    state          text        NOT NULL,
    joined_at      timestamptz NOT NULL,
    held_at        timestamptz,          -- when slots were taken; later than joined_at for who waited
    expires_at     timestamptz,          -- the hold's own expiry; none while waiting
    offered_until  timestamptz,          -- while slots are offered to who waits
    kept_until     timestamptz,          -- while a reported transfer is looked for
    ending         text,                 -- why a hold ends as soon as its channel has said that no payment comes
    paid_at        timestamptz,
    secured_at     timestamptz,
    ended_at       timestamptz,
    settled_at     timestamptz,
    receipt        uuid,
    regained       boolean     NOT NULL DEFAULT false,
    reason         text,
    declined       text,
    declined_at    timestamptz,
    answer         text,                 -- to the question about a later deadline
    answer_round   integer     NOT NULL DEFAULT 0,
    agreed         timestamptz,          -- the proposed deadline that was known when joining
    consent        json        NOT NULL,
    address        text,                 -- sealed, as in the event: json that nobody looks into
    refund_account text,                 -- sealed
    public         text,                 -- sealed
    joined         bigint      NOT NULL, -- position of the join
    position       bigint      NOT NULL  -- of the newest event in the row
) WITH (fillfactor = 80);

-- Who waits, for everyone to count: no more than how many slots, and since when.
CREATE TABLE waitlist (
    participation uuid    PRIMARY KEY,
    campaign      uuid    NOT NULL,
    joined        bigint  NOT NULL, -- position
    slots         integer NOT NULL,
    offered       boolean NOT NULL
);
CREATE INDEX waitlist_campaign ON waitlist (campaign, joined);

-- What every row of a campaign shares.
CREATE TABLE campaigns (
    campaign uuid PRIMARY KEY,
    brand    uuid NOT NULL,
    product  uuid NOT NULL
);

-- The newest joins of each campaign, for everyone to see: initials and city.
CREATE TABLE latest_joins (
    campaign      uuid        NOT NULL,
    joined        bigint      NOT NULL,
    participation uuid        NOT NULL,
    slots         integer     NOT NULL,
    joined_at     timestamptz NOT NULL,
    public        text, -- sealed
    gone          boolean     NOT NULL,
    PRIMARY KEY (campaign, joined)
);

COMMENT ON TABLE participants IS 'kind: derived; participations, from the events of campaigns';
COMMENT ON TABLE campaigns IS 'kind: derived; brand and product of each campaign, from its draft';
COMMENT ON TABLE waitlist IS 'kind: derived; the waitlists of campaigns, from their events';
COMMENT ON TABLE latest_joins IS 'kind: derived; the newest joins of each campaign, from its events';

CREATE POLICY seen ON participants FOR SELECT TO sambatan_web USING (
    buyer = (SELECT viewer()) OR brand = (SELECT viewer_brand()) OR (SELECT viewer_is_staff())
);
CREATE POLICY seen ON campaigns FOR SELECT TO sambatan_web USING (true);
CREATE POLICY seen ON latest_joins FOR SELECT TO sambatan_web USING (true);
CREATE POLICY seen ON waitlist FOR SELECT TO sambatan_web USING (true);
