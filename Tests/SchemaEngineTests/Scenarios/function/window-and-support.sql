-- new
CREATE FUNCTION w(int) RETURNS bigint LANGUAGE internal WINDOW AS 'window_row_number';

-- up
CREATE FUNCTION public.w(integer)
RETURNS bigint
LANGUAGE internal
WINDOW
AS $function$window_row_number$function$;

-- down
DROP FUNCTION public.w(integer);
