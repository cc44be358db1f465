-- Timers are written again from the log once the queue is back: forgetting how far
-- they had been written makes the projection of timers begin anew.
DELETE FROM projection_effects WHERE name = 'timers';
DROP TABLE river_notification, river_queue, river_leader, river_job;
DROP FUNCTION river_job_state_in_bitmask(bit, river_job_state);
DROP TYPE river_job_state;
