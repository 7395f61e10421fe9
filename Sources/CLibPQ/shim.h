#ifndef PLUMBLINE_CLIBPQ_SHIM_H
#define PLUMBLINE_CLIBPQ_SHIM_H

#include <libpq-fe.h>
#include <stdio.h>

// libpq 17 sends a cancel request over a connection with the TLS settings of the original one; before, it went in the
// clear. Which of the two the header offers is known here alone, so that Swift sees one set of functions.
#ifdef LIBPQ_HAS_ASYNC_CANCEL

static inline void *plumb_cancel_create(PGconn *connection) {
    return PQcancelCreate(connection);
}

static inline int plumb_cancel_send(void *cancel, char *message, int size) {
    int sent = PQcancelBlocking((PGcancelConn *)cancel);
    if (!sent && size > 0) snprintf(message, (size_t)size, "%s", PQcancelErrorMessage((PGcancelConn *)cancel));
    return sent;
}

static inline void plumb_cancel_free(void *cancel) {
    PQcancelFinish((PGcancelConn *)cancel);
}

#else

static inline void *plumb_cancel_create(PGconn *connection) {
    return PQgetCancel(connection);
}

static inline int plumb_cancel_send(void *cancel, char *message, int size) {
    return PQcancel((PGcancel *)cancel, message, size);
}

static inline void plumb_cancel_free(void *cancel) {
    PQfreeCancel((PGcancel *)cancel);
}

#endif

#endif
