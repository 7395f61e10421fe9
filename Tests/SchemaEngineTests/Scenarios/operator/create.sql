-- common
CREATE FUNCTION same(point, point) RETURNS bool LANGUAGE sql IMMUTABLE RETURN $1 ~= $2;
CREATE FUNCTION other(point, point) RETURNS bool LANGUAGE sql IMMUTABLE RETURN NOT $1 ~= $2;
-- new
CREATE OPERATOR === (FUNCTION = same, LEFTARG = point, RIGHTARG = point, COMMUTATOR = ===, NEGATOR = !==, RESTRICT = eqsel, JOIN = eqjoinsel);
CREATE OPERATOR !== (FUNCTION = other, LEFTARG = point, RIGHTARG = point, COMMUTATOR = !==, NEGATOR = ===);
COMMENT ON OPERATOR === (point, point) IS 'equal, by all of it';

-- up
CREATE OPERATOR public.!== (
    FUNCTION = public.other,
    LEFTARG = point,
    RIGHTARG = point,
    COMMUTATOR = OPERATOR(public.!==),
    NEGATOR = OPERATOR(public.===)
);

CREATE OPERATOR public.=== (
    FUNCTION = public.same,
    LEFTARG = point,
    RIGHTARG = point,
    COMMUTATOR = OPERATOR(public.===),
    NEGATOR = OPERATOR(public.!==),
    RESTRICT = eqsel,
    JOIN = eqjoinsel
);

COMMENT ON OPERATOR public.=== (point, point) IS 'equal, by all of it';

-- down
DROP OPERATOR public.!== (point, point);

DROP OPERATOR public.=== (point, point);
