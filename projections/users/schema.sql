CREATE TABLE users (
    id         uuid        PRIMARY KEY,
    name       json, -- sealed
    email      json, -- sealed
    roles      text[]      NOT NULL,
    brand      uuid,
    registered bigint      NOT NULL, -- position
    since      timestamptz NOT NULL
);

COMMENT ON TABLE users IS 'kind: derived; who may sign in, from the events of users';

CREATE POLICY seen ON users FOR SELECT TO sambatan_web USING (id = (SELECT viewer()) OR (SELECT viewer_is_staff()));
