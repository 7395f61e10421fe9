CREATE TABLE app.countries (
    code text PRIMARY KEY,
    name text NOT NULL
);

-- plumb:rows app.countries
INSERT INTO app.countries VALUES ('DE', 'Germany'), ('FR', 'France');

CREATE TABLE app.orders (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id bigint NOT NULL REFERENCES app.customers,
    country text NOT NULL REFERENCES app.countries,
    status app.order_status NOT NULL DEFAULT 'open',
    total numeric(12, 2) NOT NULL CHECK (total >= 0),
    paid_at timestamptz
);

CREATE INDEX orders_customer ON app.orders (customer_id);
CREATE INDEX orders_country ON app.orders (country);

CREATE VIEW app.open_orders AS
SELECT o.id, c.email, o.total
FROM app.orders o JOIN app.customers c ON c.id = o.customer_id
WHERE o.status = 'open';

GRANT SELECT ON app.open_orders TO shop_reader;
