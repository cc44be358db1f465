-- One row for each time that a bank statement brought something, or was new.
CREATE TABLE imports (
    position          bigint      PRIMARY KEY, -- of the event
    statement         uuid        NOT NULL,
    account           text        NOT NULL,
    hash              text        NOT NULL,
    format            text        NOT NULL,
    first_day         timestamptz, -- midnight in WIB; NULL: no line had a day
    last_day          timestamptz,
    imported_at       timestamptz NOT NULL,
    imported_by       uuid, -- NULL: the program itself
    matched           integer     NOT NULL,
    matched_amount    bigint      NOT NULL,
    unknown           integer     NOT NULL,
    unknown_amount    bigint      NOT NULL,
    known             integer     NOT NULL,
    known_amount      bigint      NOT NULL,
    undecided         integer     NOT NULL,
    undecided_amount  bigint      NOT NULL,
    pending           integer     NOT NULL,
    outgoing          integer     NOT NULL,
    unreadable        integer     NOT NULL
);
CREATE INDEX imports_statement ON imports (statement, position);

COMMENT ON TABLE imports IS 'kind: derived; imports of bank statements, from their events';

CREATE POLICY seen ON imports FOR SELECT TO sambatan_web USING ((SELECT viewer_is_staff()));
