-- One row per posting. Amounts: positive is a debit, negative a credit.
CREATE TABLE lines (
    position      bigint      NOT NULL,
    line          smallint    NOT NULL,
    account       text        NOT NULL,
    amount        bigint      NOT NULL, -- rupiah
    campaign      uuid,
    since         bigint      NOT NULL, -- position from which the campaign is known: money may be matched later
    participation uuid,
    buyer         uuid,
    receipt       uuid, -- NULL: paid to a brand, what many receipts had released
    refund        uuid,
    type          text        NOT NULL,
    recorded_at   timestamptz NOT NULL,
    PRIMARY KEY (position, line)
);
CREATE INDEX lines_receipt ON lines (receipt);

CREATE TABLE balances (
    account text   PRIMARY KEY,
    debit   bigint NOT NULL,
    credit  bigint NOT NULL,
    buyer   uuid -- whose account it is
) WITH (fillfactor = 50);
CREATE INDEX balances_buyer ON balances (buyer) WHERE buyer IS NOT NULL;

-- What the lines of a campaign that became its own in 512 positions come to, so that nobody adds up
-- all of them. Buyers' accounts of a kind are one: liability:escrow:*.
CREATE TABLE blocks (
    campaign uuid   NOT NULL,
    block    bigint NOT NULL, -- since / 512
    account  text   NOT NULL,
    debit    bigint NOT NULL,
    credit   bigint NOT NULL,
    PRIMARY KEY (campaign, block, account)
) WITH (fillfactor = 70);

COMMENT ON TABLE lines IS 'kind: derived; the postings inside the events of receipts and payouts';
COMMENT ON TABLE balances IS 'kind: derived; what the postings add up to';
COMMENT ON TABLE blocks IS 'kind: derived; what the postings of a campaign add up to in a stretch of positions';

CREATE POLICY seen ON blocks FOR SELECT TO sambatan_web USING ((SELECT viewer_is_staff()));
CREATE POLICY seen ON lines FOR SELECT TO sambatan_web USING (buyer = (SELECT viewer()) OR (SELECT viewer_is_staff()));
CREATE POLICY seen ON balances FOR SELECT TO sambatan_web USING (buyer = (SELECT viewer()) OR (SELECT viewer_is_staff()));
