CREATE INDEX notifications_position ON notifications (position);
