ALTER TABLE app.loans ADD CONSTRAINT plumbline_renewals_not_null CHECK (renewals IS NOT NULL) NOT VALID;
ALTER TABLE app.loans VALIDATE CONSTRAINT plumbline_renewals_not_null;
ALTER TABLE app.loans ALTER COLUMN renewals SET NOT NULL;
