-- PostgreSQL compares bytes: a text of another Unicode normal form is another text.
-- only: 17
-- common
CREATE SCHEMA s;
-- old
CREATE TABLE s.t (a text DEFAULT U&'caf\00e9');
CREATE TYPE s.e AS ENUM (U&'M\00fcller');
-- new
CREATE TABLE s.t (a text DEFAULT U&'cafe\0301');
CREATE TYPE s.e AS ENUM (U&'Mu\0308ller');
