-- One row per order.
CREATE TABLE orders (
    participation uuid        PRIMARY KEY,
    campaign      uuid        NOT NULL,
    buyer         uuid        NOT NULL,
    brand         uuid        NOT NULL,
    slots         integer     NOT NULL,
    phase         text        NOT NULL,
    opened_at     timestamptz NOT NULL,
    opened        bigint      NOT NULL, -- position: the order in which they are listed
    send_by       timestamptz NOT NULL,
    delivered_at  timestamptz,
    confirm_by    timestamptz,          -- then it counts as confirmed, unless it is disputed
    ended_at      timestamptz,
    ground        text,                 -- why it counts as confirmed
    disputed      boolean     NOT NULL, -- a dispute is open, or can be appealed
    disputed_at   timestamptz,          -- the newest dispute
    reason        text,
    words         json,                 -- sealed: the buyer's
    answer        json,                 -- sealed: the brand's
    answered_at   timestamptz,
    decided_for   text,
    decided_by    uuid,
    decided_at    timestamptz,
    note          text,
    withdrawn_at  timestamptz,
    amount        bigint      NOT NULL, -- that was paid; 0: the log does not tell
    refund        bigint      NOT NULL, -- decided in part: goes back to the buyer
    agreed        uuid,                 -- who else agreed to the decision
    proposed_for  text,                 -- a decision that waits for somebody else
    proposed_refund bigint    NOT NULL,
    proposed_by   uuid,
    proposed_note text,
    proposed_hash text,
    proposed_at   timestamptz,
    appeal_by     timestamptz,          -- the decision can be appealed until then
    buyer_accepts boolean     NOT NULL,
    brand_accepts boolean     NOT NULL,
    appealed_by   text,                 -- which side did
    appealed_at   timestamptz,
    plea          json,                 -- sealed: its words
    return_due    timestamptz,          -- goods go back: the brand's address by then, the buyer's parcel, its arrival, the brand's answer
    return_to     json,                 -- sealed: the address
    return_courier text,
    return_resi   text,
    sent_back_at  timestamptz,
    lapsed_by     text,                 -- which side did not do its part of it
    short         bigint      NOT NULL, -- of what was paid: taken back and not made good
    give_up_by    timestamptz,          -- held back: until then
    gave_up       boolean     NOT NULL, -- because nobody made it good
    return_overdue boolean    NOT NULL, -- the brand is asked whether goods came back
    return_missing boolean    NOT NULL  -- and said no
) WITH (fillfactor = 80);
CREATE INDEX orders_campaign ON orders (campaign, opened);
CREATE INDEX orders_to_decide ON orders (disputed_at) WHERE (disputed OR phase = 'SendingBack') AND appeal_by IS NULL;

-- Every parcel, with what was entered wrongly before.
CREATE TABLE parcels (
    participation uuid        NOT NULL,
    parcel        integer     NOT NULL,
    buyer         uuid        NOT NULL,
    brand         uuid        NOT NULL,
    courier       text        NOT NULL,
    resi          text        NOT NULL,
    was           text,                 -- resi before the newest correction
    sent_at       timestamptz NOT NULL,
    delivered_at  timestamptz,
    delivered_by  text,                 -- in whose word
    trouble       text,
    replaces      integer     NOT NULL, -- 0: none
    replaced      boolean     NOT NULL,
    PRIMARY KEY (participation, parcel)
) WITH (fillfactor = 80);
CREATE INDEX parcels_resi ON parcels (brand, resi);

COMMENT ON TABLE orders IS 'kind: derived; orders and their disputes, from their events';
COMMENT ON TABLE parcels IS 'kind: derived; the parcels of orders, from their events';

CREATE POLICY seen ON orders FOR SELECT TO sambatan_web USING (
    buyer = (SELECT viewer()) OR brand = (SELECT viewer_brand()) OR (SELECT viewer_is_staff())
);
CREATE POLICY seen ON parcels FOR SELECT TO sambatan_web USING (
    buyer = (SELECT viewer()) OR brand = (SELECT viewer_brand()) OR (SELECT viewer_is_staff())
);
