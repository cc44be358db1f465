-- One row per campaign. Busy campaigns are updated with every batch, so pages keep
-- room and no index holds a column that changes (but the phase, which seldom does).
CREATE TABLE campaigns (
    campaign       uuid        PRIMARY KEY,
    brand          uuid        NOT NULL,
    product        uuid        NOT NULL,
    title          text        NOT NULL,
    batch          integer     NOT NULL,
    terms          json        NOT NULL,
    slots          integer     NOT NULL,
    price          bigint      NOT NULL, -- rupiah per slot
    opens_at       timestamptz NOT NULL,
    deadline       timestamptz NOT NULL,
    phase          text        NOT NULL,
    phase_since    timestamptz NOT NULL,
    held           integer     NOT NULL, -- slots
    offered        integer     NOT NULL, -- slots, to buyers of the waitlist
    waiting        integer     NOT NULL, -- buyers on the waitlist
    secured        integer     NOT NULL, -- slots
    reached        integer     NOT NULL, -- slots that were secured when it was lost; 0 before
    participations integer     NOT NULL, -- held or secured
    refunds        integer     NOT NULL,
    settled        integer     NOT NULL,
    opened_at      timestamptz,
    closed_at      timestamptz,
    filled_at      timestamptz,
    ended_at       timestamptz,
    reason         text,
    early          boolean     NOT NULL, -- closed before the deadline
    frozen         text,                 -- why, while it is
    extension      json,                 -- a later deadline, while buyers are asked about it
    review         json,                 -- the newest submission, from then on until it is published
    extended_from  timestamptz,          -- the first deadline, once there is a later one
    drafted        bigint      NOT NULL, -- position
    position       bigint      NOT NULL, -- of the newest event in the row
    updated_at     timestamptz NOT NULL
) WITH (fillfactor = 50);
CREATE INDEX campaigns_product ON campaigns (product);
CREATE INDEX campaigns_brand ON campaigns (brand);

-- Money in and out of escrow, per campaign.
CREATE TABLE escrow (
    campaign uuid   PRIMARY KEY,
    received bigint NOT NULL, -- rupiah
    returned bigint NOT NULL, -- to buyers
    released bigint NOT NULL  -- to the brand, and what the platform keeps and withholds
) WITH (fillfactor = 50);

-- Slots secured per day, in Jakarta.
CREATE TABLE days (
    day     date    PRIMARY KEY,
    secured integer NOT NULL
) WITH (fillfactor = 50);

-- Proposals of operators to call a campaign off, while they wait for a second word.
CREATE TABLE call_offs (
    campaign    uuid        PRIMARY KEY,
    number      integer     NOT NULL,
    reason      text        NOT NULL,
    operator    uuid        NOT NULL,
    amount      bigint      NOT NULL, -- rupiah that buyers had paid when it was proposed
    limit_one   bigint      NOT NULL, -- rupiah that go back by one person's word
    hash        text        NOT NULL,
    proposed_at timestamptz NOT NULL
);

COMMENT ON TABLE campaigns IS 'kind: derived; how each campaign stands, from its events';
COMMENT ON TABLE escrow IS 'kind: derived; money held per campaign, from the postings of receipts';
COMMENT ON TABLE call_offs IS 'kind: derived; proposals to call campaigns off, from their events';
COMMENT ON TABLE days IS 'kind: derived; slots secured per day, from the events of campaigns';

CREATE POLICY seen ON campaigns FOR SELECT TO sambatan_web USING (
    phase NOT IN ('Draft', 'InReview') OR brand = (SELECT viewer_brand()) OR (SELECT viewer_is_staff())
    OR review IS NOT NULL AND (SELECT claim('role')) = 'curator'
);
CREATE POLICY seen ON escrow FOR SELECT TO sambatan_web USING (
    (SELECT viewer_is_staff())
    OR EXISTS (SELECT FROM campaigns c WHERE c.campaign = escrow.campaign AND c.brand = (SELECT viewer_brand()))
);
CREATE POLICY seen ON days FOR SELECT TO sambatan_web USING ((SELECT viewer_is_staff()));
CREATE POLICY seen ON call_offs FOR SELECT TO sambatan_web USING ((SELECT viewer_is_staff()));

-- Who may not see a campaign's money gets NULL.
CREATE VIEW dashboard WITH (security_invoker = true) AS
SELECT c.*, e.received, e.returned, e.released,
    ((SELECT viewer_is_staff()) OR c.brand = (SELECT viewer_brand()) OR current_user = 'sambatan_auditor') AS open_books
FROM campaigns c LEFT JOIN escrow e USING (campaign);
