#ifndef SIGNALS_H
#define SIGNALS_H

#include <stdatomic.h>
#include <stdbool.h>

/* Signals turned into flags and a byte in a pipe. In C because a handler may only do what is
   async-signal-safe, which the Swift runtime does not promise. */

typedef enum SignalFlag {
  SIGNALS_INTERRUPT = 1,
  SIGNALS_TERMINATE = 2,
  SIGNALS_WINDOW = 4,
  SIGNALS_STOP = 8,
  SIGNALS_CONTINUE = 16,
} SignalFlag;

extern _Atomic unsigned signals_pending_flags;

/* Installs the handlers once; later calls do nothing. */
void signals_install(void);
/* The end of the pipe that becomes readable after a signal, or -1 before `signals_install`. */
int signals_wake_descriptor(void);
/* SIGTERM or SIGHUP once one of them came, else 0. */
int signals_terminating_signal(void);
/* Clears these flags and returns which of them were set. */
unsigned signals_take(unsigned flags);
/* While on, Ctrl-Z sets SIGNALS_STOP instead of stopping the process. */
void signals_catch_stop(bool on);
/* Stops the process as Ctrl-Z does; returns when it is continued. */
void signals_stop_now(void);

/* The modes that a process that ends by a signal gives the terminal back with; none for -1. */
void signals_restore_at_exit(int descriptor, const void *modes);

/* One relaxed load, so that it can be polled from an inner loop. */
static inline bool signals_any(unsigned flags) {
  return (atomic_load_explicit(&signals_pending_flags, memory_order_relaxed) & flags) != 0;
}

#endif
