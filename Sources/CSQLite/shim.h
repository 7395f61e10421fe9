#ifndef PLUMBLINE_CSQLITE_SHIM_H
#define PLUMBLINE_CSQLITE_SHIM_H

#include <sqlite3.h>

#endif
