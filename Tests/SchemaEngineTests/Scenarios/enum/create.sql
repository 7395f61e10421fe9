-- new
CREATE TYPE mood AS ENUM ('sad', 'it''s fine', 'glad');

-- up
CREATE TYPE public.mood AS ENUM ('sad', 'it''s fine', 'glad');

-- down
DROP TYPE public.mood;
