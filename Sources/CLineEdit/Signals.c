#define _GNU_SOURCE
#include "Signals.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <termios.h>
#include <unistd.h>

/* An end that was asked for comes after this many seconds even if nothing polls the flags. */
enum { GRACE_SECONDS = 2 };

_Atomic unsigned signals_pending_flags;
static _Atomic int terminating_signal;
static int wake[2] = {-1, -1};

static unsigned flag_of(int number) {
  switch (number) {
    case SIGINT: return SIGNALS_INTERRUPT;
    case SIGWINCH: return SIGNALS_WINDOW;
    case SIGTSTP: return SIGNALS_STOP;
    case SIGCONT: return SIGNALS_CONTINUE;
    default: return SIGNALS_TERMINATE;
  }
}

static void on_signal(int number) {
  int saved = errno;
  unsigned flag = flag_of(number);
  if (flag == SIGNALS_TERMINATE) {
    atomic_store(&terminating_signal, number);
    alarm(GRACE_SECONDS);
  }
  atomic_fetch_or(&signals_pending_flags, flag);
  /* The pipe does not block; when it is full, a byte to wake the reader is there already. */
  if (write(wake[1], "", 1) < 0) errno = 0;
  errno = saved;
}

static int exit_terminal = -1;
static struct termios exit_modes;

void signals_restore_at_exit(int descriptor, const void *modes) {
  exit_modes = *(const struct termios *)modes;
  exit_terminal = descriptor;
}

static void on_alarm(int number) {
  (void)number;
  if (exit_terminal >= 0) tcsetattr(exit_terminal, TCSANOW, &exit_modes);
  _exit(128 + atomic_load(&terminating_signal));
}

/* Unlike SIG_IGN, a handler is not inherited by a pager or an editor. */
static void on_closed_pipe(int number) { (void)number; }

static void handle(int number, void (*handler)(int)) {
  struct sigaction action = {.sa_handler = handler};
  sigemptyset(&action.sa_mask);
  sigaction(number, &action, NULL);
}

static bool is_ignored(int number) {
  struct sigaction action;
  return sigaction(number, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
}

void signals_install(void) {
  if (wake[0] >= 0 || pipe2(wake, O_CLOEXEC | O_NONBLOCK) != 0) return;
  handle(SIGINT, on_signal);
  handle(SIGTERM, on_signal);
  handle(SIGWINCH, on_signal);
  handle(SIGCONT, on_signal);
  handle(SIGALRM, on_alarm);
  handle(SIGPIPE, on_closed_pipe);
  /* `nohup` ignores it on purpose. */
  if (!is_ignored(SIGHUP)) handle(SIGHUP, on_signal);
}

int signals_wake_descriptor(void) { return wake[0]; }

int signals_terminating_signal(void) { return atomic_load(&terminating_signal); }

unsigned signals_take(unsigned flags) {
  return atomic_fetch_and(&signals_pending_flags, ~flags) & flags;
}

void signals_catch_stop(bool on) { handle(SIGTSTP, on ? on_signal : SIG_DFL); }

void signals_stop_now(void) {
  signals_catch_stop(false);
  raise(SIGTSTP);
  signals_catch_stop(true);
}
