#ifndef PLUMBLINE_CLIBPQ_SHIM_H
#define PLUMBLINE_CLIBPQ_SHIM_H

#include <libpq-fe.h>

#endif
