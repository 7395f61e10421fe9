-- new
CREATE AGGREGATE middle(float8 ORDER BY float8) (SFUNC = ordered_set_transition, STYPE = internal, FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA, FINALFUNC_MODIFY = shareable);

-- up
CREATE AGGREGATE public.middle(double precision ORDER BY double precision) (
    SFUNC = ordered_set_transition,
    STYPE = internal,
    FINALFUNC = percentile_disc_final,
    FINALFUNC_EXTRA = true,
    FINALFUNC_MODIFY = SHAREABLE
);

-- down
DROP AGGREGATE public.middle(double precision, double precision);
