DROP TRIGGER four_eyes_call_off ON events;
DELETE FROM four_eyes WHERE type = 'sambatan.cancelled.v1';
