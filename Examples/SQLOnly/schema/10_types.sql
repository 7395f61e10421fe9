CREATE SCHEMA app;

CREATE TYPE app.order_status AS ENUM ('open', 'paid', 'shipped');
