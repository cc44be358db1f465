DROP TRIGGER four_eyes_transfer ON events;
DROP TRIGGER four_eyes_refund ON events;
DROP FUNCTION demand_four_eyes();
DROP TABLE four_eyes;
DROP TABLE passkey_challenges;
DROP TABLE passkeys;
ALTER TABLE sessions DROP COLUMN stepped_up_at;
