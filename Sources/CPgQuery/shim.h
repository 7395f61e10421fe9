#ifndef PLUMBLINE_CPGQUERY_SHIM_H
#define PLUMBLINE_CPGQUERY_SHIM_H

#include <pg_query.h>

#endif
