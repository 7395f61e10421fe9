CREATE TABLE app.customers (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email text NOT NULL UNIQUE,
    note text,
    created_at timestamptz NOT NULL DEFAULT now()
);

COMMENT ON TABLE app.customers IS 'People who have ordered something';
