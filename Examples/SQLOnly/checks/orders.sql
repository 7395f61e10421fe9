-- plumb:check orders.paid_at
-- description: Orders that are paid or shipped have a time of payment
-- severity: error
-- key: id
SELECT id FROM app.orders WHERE status <> 'open' AND paid_at IS NULL;

-- plumb:check orders.total
-- description: Few orders are free
-- severity: warning
-- threshold: 10%
-- table: app.orders
-- key: id
SELECT id FROM app.orders WHERE total = 0;
