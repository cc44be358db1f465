DROP INDEX sign_in_letters;
