-- Who is signed in. Only hashes of tokens are stored: whoever reads this table
-- can't sign in with it.
CREATE TABLE sessions (
    token_hash bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
    user_id uuid NOT NULL,
    roles text[] NOT NULL,
    brand_id uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    seen_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL
);
CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);
COMMENT ON TABLE sessions IS 'kind: operational; a sign-in ends with its session and is not history';

CREATE TABLE sign_in_links (
    token_hash bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
    user_id uuid NOT NULL,
    roles text[] NOT NULL,
    brand_id uuid,
    reusable boolean NOT NULL DEFAULT false,
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);
CREATE INDEX sign_in_links_expiry ON sign_in_links (expires_at);
COMMENT ON TABLE sign_in_links IS 'kind: operational; a link lives for minutes';

CREATE TABLE api_tokens (
    token_hash bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
    user_id uuid NOT NULL,
    roles text[] NOT NULL,
    brand_id uuid,
    name text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL
);
CREATE INDEX api_tokens_user ON api_tokens (user_id);
COMMENT ON TABLE api_tokens IS 'kind: operational; issued to a user''s programs and revoked by deleting the row';

ALTER TABLE sessions ENABLE ROW LEVEL SECURITY;
ALTER TABLE sign_in_links ENABLE ROW LEVEL SECURITY;
ALTER TABLE api_tokens ENABLE ROW LEVEL SECURITY;

-- A request is nobody's until its token was looked up, so the web role sees all
-- rows; what it sees are hashes.
CREATE POLICY web ON sessions TO sambatan_web USING (true) WITH CHECK (true);
CREATE POLICY web ON sign_in_links TO sambatan_web USING (true) WITH CHECK (true);
CREATE POLICY web ON api_tokens TO sambatan_web USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON sessions, sign_in_links, api_tokens TO sambatan_web;
