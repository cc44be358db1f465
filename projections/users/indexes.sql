CREATE INDEX users_registered ON users (registered);
