-- Whoever asks for a sign-in link is asked how many were asked for to the same inbox lately,
-- by whichever process: among the letters themselves. See docs/adr/0025. Policies let nothing
-- be looked for by what is in the arguments, so it goes by time.
CREATE INDEX sign_in_letters ON river_job (created_at) WHERE kind = 'sign_in_letter';
