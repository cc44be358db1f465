-- What every brand is due, and how it is paid.
CREATE TABLE sellers (
    brand          uuid        PRIMARY KEY,
    due            bigint      NOT NULL, -- released and not paid
    owed           bigint      NOT NULL, -- clawed back and not paid with a payout
    account_number integer     NOT NULL, -- 0: none was given
    account        json,                 -- sealed
    account_by     uuid,
    account_state  text,
    account_at     timestamptz,          -- when it was given
    account_reason text,                 -- why it was refused
    usable_from    timestamptz,
    held           text,                 -- why nothing is paid, while nothing is
    run_at         timestamptz,          -- of the next run
    changed_at     timestamptz NOT NULL
) WITH (fillfactor = 50);

-- Every payout.
CREATE TABLE payouts (
    payout     uuid        PRIMARY KEY,
    brand      uuid        NOT NULL,
    number     integer     NOT NULL,
    gross      bigint      NOT NULL,
    clawback   bigint      NOT NULL,
    amount     bigint      NOT NULL,
    account    integer     NOT NULL, -- its number
    limit_one  bigint      NOT NULL,
    hash       text        NOT NULL,
    opened_by  uuid,                 -- NULL: the run
    opened_at  timestamptz NOT NULL,
    agreed     text        NOT NULL, -- ids of who has, with spaces between
    state      text        NOT NULL,
    changed_at timestamptz NOT NULL, -- when the state was reached
    way        text,
    attempt    integer     NOT NULL,
    reference  text,                 -- the channel's name for the newest attempt
    not_before timestamptz,
    failure    text,
    code       text,
    evidence   text,
    paid_by    uuid,                 -- NULL: the channel
    paid_at    timestamptz,
    reason     text                  -- why it was cancelled
) WITH (fillfactor = 80);
CREATE INDEX payouts_brand ON payouts (brand, number);
CREATE INDEX payouts_open ON payouts (state, opened_at) WHERE state NOT IN ('Paid', 'Cancelled', 'Ended', 'Reversed');

-- The brand's statement: what was released, clawed back, paid, and what came back.
CREATE TABLE lines (
    position      bigint      PRIMARY KEY,
    brand         uuid        NOT NULL,
    kind          text        NOT NULL CHECK (kind IN ('release', 'clawback', 'payout', 'return', 'charge')),
    campaign      uuid,
    participation uuid,
    payout        uuid,
    goods         bigint      NOT NULL,
    shipping      bigint      NOT NULL,
    fee           bigint      NOT NULL,
    tax           bigint      NOT NULL,
    amount        bigint      NOT NULL, -- to the brand's good; negative: out of its account
    evidence      text,
    at            timestamptz NOT NULL
);
CREATE INDEX lines_brand ON lines (brand, position);

COMMENT ON TABLE sellers IS 'kind: derived; what brands are due, from the events of their accounts';
COMMENT ON TABLE payouts IS 'kind: derived; payouts to brands, from the events of their accounts';
COMMENT ON TABLE lines IS 'kind: derived; statements of brands, from the events of their accounts';

CREATE POLICY seen ON sellers FOR SELECT TO sambatan_web USING (brand = (SELECT viewer_brand()) OR (SELECT viewer_is_staff()));
CREATE POLICY seen ON payouts FOR SELECT TO sambatan_web USING (brand = (SELECT viewer_brand()) OR (SELECT viewer_is_staff()));
CREATE POLICY seen ON lines FOR SELECT TO sambatan_web USING (brand = (SELECT viewer_brand()) OR (SELECT viewer_is_staff()));
