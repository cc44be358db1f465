-- The way of every refund that has one of its own, and of those that the channel made by itself.
CREATE TABLE ways (
    refund        uuid        PRIMARY KEY,
    receipt       uuid        NOT NULL,
    campaign      uuid,
    participation uuid,
    buyer         uuid,
    channel       text, -- the money came in through; NULL: bank transfer
    method        text,
    paid_at       timestamptz,
    amount        bigint      NOT NULL,
    reason        text        NOT NULL,
    promised_by   timestamptz,
    opened_at     timestamptz NOT NULL,
    state         text        NOT NULL,
    changed_at    timestamptz NOT NULL, -- when the state was reached
    way           text,
    why           text,
    attempt       integer     NOT NULL, -- the newest one; 0: none yet
    not_before    timestamptz,          -- of the next one
    rests_until   timestamptz,          -- nothing is sent to this account before
    problem       text, -- with the buyer's account
    reminded      integer     NOT NULL,
    rest          text,
    account       json, -- sealed; NULL: the one that was given when joining
    exits         integer     NOT NULL,
    evidence      text, -- while the money is out
    sent_at       timestamptz,
    proposed_by   uuid, -- who said first that they sent a large amount
    proposed      text,
    doubled       text, -- evidence of what left last, besides the newest exit
    contradicted  boolean     NOT NULL,
    stopped       boolean     NOT NULL, -- the channel took back what is to be sent
    key           text, -- the channel's, of a refund of its own
    note          text
) WITH (fillfactor = 80);
CREATE INDEX ways_open ON ways (state, promised_by) WHERE state NOT IN ('Succeeded', 'ManualDone', 'Voided', 'Resolved');
CREATE INDEX ways_participation ON ways (participation) WHERE participation IS NOT NULL;
CREATE INDEX ways_receipt ON ways (receipt);

-- Every attempt to send one.
CREATE TABLE attempts (
    refund       uuid        NOT NULL,
    attempt      integer     NOT NULL,
    buyer        uuid,
    way          text        NOT NULL,
    submitted_at timestamptz NOT NULL,
    reference    text, -- the channel's name for it
    unclear_at   timestamptz,
    outcome      text, -- sent, failed, returned; NULL: not known
    failure      text,
    code         text, -- the channel's
    ended_at     timestamptz,
    PRIMARY KEY (refund, attempt)
) WITH (fillfactor = 80);

COMMENT ON TABLE ways IS 'kind: derived; the ways of refunds, from their events';
COMMENT ON TABLE attempts IS 'kind: derived; attempts to send refunds, from the events of their ways';

CREATE POLICY seen ON ways FOR SELECT TO sambatan_web USING (buyer = (SELECT viewer()) OR (SELECT viewer_is_staff()));
CREATE POLICY seen ON attempts FOR SELECT TO sambatan_web USING (buyer = (SELECT viewer()) OR (SELECT viewer_is_staff()));
