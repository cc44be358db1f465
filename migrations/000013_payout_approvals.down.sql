DROP TRIGGER four_eyes_payout ON events;
DROP FUNCTION demand_two_approvals();
DELETE FROM four_eyes WHERE type LIKE 'payout.%';
