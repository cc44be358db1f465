-- One row per proposal to give a buyer money back that had been released to the brand.
CREATE TABLE clawbacks (
    receipt       uuid        NOT NULL,
    number        integer     NOT NULL, -- of the receipt's proposals
    campaign      uuid        NOT NULL,
    participation uuid        NOT NULL,
    buyer         uuid        NOT NULL,
    brand         uuid        NOT NULL,
    amount        bigint      NOT NULL,
    reason        text        NOT NULL,
    note          text        NOT NULL,
    limit_one     bigint      NOT NULL,
    hash          text        NOT NULL,
    proposed_by   uuid        NOT NULL,
    proposed_at   timestamptz NOT NULL,
    state         text        NOT NULL CHECK (state IN ('Proposed', 'Done', 'Dropped')),
    changed_at    timestamptz NOT NULL,
    ended_by      uuid,                 -- who else agreed, or who dropped it
    ended_note    text,                 -- why it was dropped
    PRIMARY KEY (receipt, number)
) WITH (fillfactor = 80);
CREATE INDEX clawbacks_listed ON clawbacks (state, changed_at);
CREATE INDEX clawbacks_participation ON clawbacks (participation);

COMMENT ON TABLE clawbacks IS 'kind: derived; refunds after the release, from the events of receipts';

CREATE POLICY seen ON clawbacks FOR SELECT TO sambatan_web USING (
    state = 'Done' AND (buyer = (SELECT viewer()) OR brand = (SELECT viewer_brand())) OR (SELECT viewer_is_staff())
);
