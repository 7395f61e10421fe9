ALTER TABLE app.loans RENAME COLUMN note TO remark;
