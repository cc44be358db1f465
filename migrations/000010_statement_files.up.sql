-- Bank statements between the dry run and the import, and for a while after, so
-- that an operator can look at their lines again. What they brought is in the
-- log; the files themselves name people who bought nothing.
CREATE TABLE statement_files (
    statement   uuid        PRIMARY KEY, -- of the account and the file's hash
    account     text        NOT NULL,
    hash        text        NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
    person      uuid        NOT NULL, -- who sent it: the box opens with their key
    nonce       bytea       NOT NULL,
    box         bytea       NOT NULL, -- AES-256-GCM of the packed file
    uploaded_at timestamptz NOT NULL DEFAULT now(),
    expires_at  timestamptz NOT NULL
);
CREATE INDEX statement_files_expiry ON statement_files (expires_at);
COMMENT ON TABLE statement_files IS 'kind: operational; sealed files of bank statements, which end within weeks: the log holds what they brought';

ALTER TABLE statement_files ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON statement_files TO sambatan_web;
CREATE POLICY staff ON statement_files TO sambatan_web
    USING ((SELECT viewer_is_staff()))
    WITH CHECK ((SELECT viewer_is_staff()) AND person = (SELECT viewer()));
