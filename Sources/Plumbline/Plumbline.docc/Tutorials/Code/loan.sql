CREATE TABLE app.loans (
    id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    member_id bigint NOT NULL,
    book text NOT NULL,
    lent_on date NOT NULL DEFAULT CURRENT_DATE,
    due_on date NOT NULL,
    note text,
    CONSTRAINT loans_pkey PRIMARY KEY (id),
    CONSTRAINT loans_due CHECK (due_on >= lent_on),
    CONSTRAINT loans_member_id_fkey FOREIGN KEY (member_id) REFERENCES app.members(id) ON DELETE CASCADE
);
CREATE INDEX loans_due_on_idx ON app.loans USING btree (due_on);
