-- What each buyer was told to transfer. The id is the participation's, which has another
-- one for what is missing after a part came.
CREATE TABLE instructions (
    instruction  uuid        NOT NULL,
    campaign     uuid        NOT NULL,
    buyer        uuid        NOT NULL,
    account      text        NOT NULL, -- receiving account number
    bank         text, -- of that account, and its holder; NULL where they were not kept
    holder       text,
    amount       bigint      NOT NULL, -- rupiah, without the code
    code         integer     NOT NULL,
    total        bigint      NOT NULL, -- rupiah, with the code
    issued_at    timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    state        text        NOT NULL,
    reported_at  timestamptz,
    told_paid_at timestamptz,
    decide_by    timestamptz,
    proof        json, -- sealed
    rejected     text,
    rejected_at  timestamptz,
    closed       text,
    receipt      uuid,
    PRIMARY KEY (instruction, amount)
) WITH (fillfactor = 85);
CREATE INDEX instructions_total ON instructions (account, total); -- closed ones too: money may come late
CREATE INDEX instructions_reported ON instructions (campaign) WHERE state = 'Reported';

-- Every transfer that came in.
CREATE TABLE receipts (
    receipt       uuid        PRIMARY KEY,
    channel       text        NOT NULL, -- empty: bank transfer
    method        text        NOT NULL, -- of the channel
    account       text        NOT NULL,
    amount        bigint      NOT NULL,
    paid_at       timestamptz NOT NULL,
    recorded_at   timestamptz NOT NULL,
    reference     text        NOT NULL,
    instruction   uuid,
    campaign      uuid,
    participation uuid,
    buyer         uuid,
    due           bigint      NOT NULL,
    code          integer     NOT NULL,
    state         text        NOT NULL,
    escrow        bigint      NOT NULL DEFAULT 0, -- allocated to it
    wallet        bigint      NOT NULL DEFAULT 0,
    refund        bigint      NOT NULL DEFAULT 0, -- due or returned
    returned      bigint      NOT NULL DEFAULT 0,
    unbacked      bigint      NOT NULL DEFAULT 0, -- sent although its refund had been withdrawn, or had left already
    twice         bigint      NOT NULL DEFAULT 0, -- of short, that a refund left once more
    covered       bigint      NOT NULL DEFAULT 0, -- of that and of what the channel took back, by this money
    short         bigint      NOT NULL DEFAULT 0, -- of both, by nobody yet
    borne         bigint      NOT NULL DEFAULT 0, -- of both, by us so far
    given         bigint      NOT NULL DEFAULT 0, -- of both, back by the channel
    lost          bigint      NOT NULL DEFAULT 0, -- of what we have borne, that nothing made good since
    taken_at      timestamptz, -- when some of it last went
    reason        text,
    said_by       uuid, -- who says that it is the return of what we had sent; somebody else has to say so too
    said_refund   uuid, -- of which refund
    said_payout   uuid  -- or of which payout
) WITH (fillfactor = 85);
CREATE INDEX receipts_said ON receipts (recorded_at) WHERE said_by IS NOT NULL;
CREATE INDEX receipts_suspense ON receipts (recorded_at) WHERE state = 'Suspense';
CREATE INDEX receipts_part ON receipts (recorded_at) WHERE state = 'Part';
CREATE INDEX receipts_short ON receipts (taken_at) WHERE short > 0;
CREATE INDEX receipts_lost ON receipts (taken_at) WHERE lost > 0;
CREATE INDEX receipts_participation ON receipts (participation) WHERE participation IS NOT NULL;

-- Proposals that we bear what is short, or that it was given back, which wait for somebody else's word.
CREATE TABLE losses (
    receipt     uuid        PRIMARY KEY,
    number      integer     NOT NULL,
    amount      bigint      NOT NULL, -- rupiah that were short when it was made; or that come off what we have borne
    note        text        NOT NULL,
    limit_one   bigint      NOT NULL, -- rupiah that are decided by one person's word
    cover       text        NOT NULL, -- who gave it back; empty: we bear it
    evidence    text        NOT NULL, -- by which reference; empty: we bear it
    hash        text        NOT NULL,
    proposed_by uuid        NOT NULL,
    proposed_at timestamptz NOT NULL
);

-- Money on its way back, or back.
CREATE TABLE refunds (
    refund         uuid        PRIMARY KEY,
    receipt        uuid        NOT NULL,
    campaign       uuid,
    participation  uuid,
    buyer          uuid,
    amount         bigint      NOT NULL,
    reason         text        NOT NULL,
    due_at         timestamptz NOT NULL,
    promised_by    timestamptz NOT NULL,
    evidence       text,
    transferred_at timestamptz
) WITH (fillfactor = 85);
CREATE INDEX refunds_due ON refunds (promised_by) WHERE transferred_at IS NULL;
CREATE INDEX refunds_participation ON refunds (participation) WHERE participation IS NOT NULL;
CREATE INDEX refunds_campaign ON refunds (campaign) WHERE campaign IS NOT NULL;

-- Refunds that were withdrawn, as they were listed until then: one may turn out to have been sent.
CREATE TABLE withdrawn (LIKE refunds, PRIMARY KEY (refund));

COMMENT ON TABLE instructions IS 'kind: derived; transfer instructions, from their events';
COMMENT ON TABLE receipts IS 'kind: derived; incoming transfers, from the events of receipts';
COMMENT ON TABLE losses IS 'kind: derived; proposals to bear what is short, from the events of receipts';
COMMENT ON TABLE refunds IS 'kind: derived; refunds due and done, from the events of receipts';
COMMENT ON TABLE withdrawn IS 'kind: derived; refunds that are not due after all, from the events of receipts';

CREATE POLICY seen ON instructions FOR SELECT TO sambatan_web USING (buyer = (SELECT viewer()) OR (SELECT viewer_is_staff()));
CREATE POLICY seen ON receipts FOR SELECT TO sambatan_web USING (buyer = (SELECT viewer()) OR (SELECT viewer_is_staff()));
CREATE POLICY seen ON losses FOR SELECT TO sambatan_web USING ((SELECT viewer_is_staff()));
CREATE POLICY seen ON withdrawn FOR SELECT TO sambatan_web USING ((SELECT viewer_is_staff()));
CREATE POLICY seen ON refunds FOR SELECT TO sambatan_web USING (buyer = (SELECT viewer()) OR (SELECT viewer_is_staff()));
