-- Roles belong to the cluster, not to this database: they stay.
DROP FUNCTION claim(text);
