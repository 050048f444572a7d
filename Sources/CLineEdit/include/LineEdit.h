#ifndef LINE_EDIT_H
#define LINE_EDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* libedit behind functions of fixed arity: `el_set` and `history` are variadic, and Swift cannot
   call variadic functions. No policy lives here. */

typedef struct LineEdit LineEdit;

/* What became of a completion. */
typedef enum {
  LINEEDIT_NOTHING,
  LINEEDIT_CHANGED,
  /* Something was printed below the text: prompt and text are to be drawn anew there. */
  LINEEDIT_LISTED,
} LineEditCompletion;

/* What `read` gives for an escape that begins no sequence, where the editor is vi's. */
enum { LINEEDIT_ESCAPE = 0x80 };

typedef struct {
  /* Waits for the next character: 1 and the character, 0 at the end, -1 to give the line up. */
  int (*read)(void *context, int32_t *character);
  /* The prompt, UTF-8, with \1 around what does not move the cursor. Valid until the next call. */
  char *(*prompt)(void *context);
  /* The user asked for an older (or newer) line of the history; with `withinText` for the row above
     (or below) first, where the text has one. */
  void (*walk)(void *context, bool older, bool withinText);
  /* Enter: whether the text is to be given back as it stands; it gets one more row otherwise. */
  bool (*submits)(void *context);
  /* The user asked to go right, at the end of the text too: whether a hint was taken instead. */
  bool (*accept)(void *context);
  /* Undo: whether there was a change to take back. */
  bool (*undo)(void *context);
  /* Ctrl-R: searches the history until the user has done with it. */
  void (*search)(void *context);
  /* The text is to be gone on with in an editor of its own. */
  void (*write)(void *context);
  /* The terminal begins to hand over a paste, which the callback reads and inserts. */
  void (*paste)(void *context);
  /* The user asked what could stand before the cursor. */
  LineEditCompletion (*complete)(void *context);
} LineEditCallbacks;

/* What is being edited; valid until the next call on the same editor. */
typedef struct {
  const int32_t *characters;
  size_t count;
  size_t cursor;
} LineEditText;

/* Returns NULL when libedit cannot drive this terminal. LC_CTYPE must be set before. */
LineEdit *lineedit_open(int input, int output, LineEditCallbacks callbacks, void *context);
void lineedit_close(LineEdit *editor);

/* Reads one line: its UTF-8 text with the newline, or NULL; valid until the next call. */
const char *lineedit_gets(LineEdit *editor, int *length);

LineEditText lineedit_text(LineEdit *editor);
/* Replaces the text by this UTF-8 text and puts the cursor behind it. */
void lineedit_replace_text(LineEdit *editor, const char *text);
void lineedit_erase_before_cursor(LineEdit *editor, int count);
/* Inserts this UTF-8 text at the cursor. */
void lineedit_insert(LineEdit *editor, const char *text);
void lineedit_move_to_end(LineEdit *editor);
/* Moves the cursor by so many characters, to the left where negative. */
void lineedit_move(LineEdit *editor, int count);
/* Draws prompt and text anew from the cursor's present place. */
void lineedit_refresh(LineEdit *editor);
/* Whether ~/.editrc asked for the keys of vi. */
bool lineedit_is_vi(LineEdit *editor);
/* Asks the terminal for its size again. */
void lineedit_resize(LineEdit *editor);
/* Switches between the terminal's own modes and those of editing. */
void lineedit_set_editing_modes(LineEdit *editor, bool editing);

/* The columns libedit gives to a character; 0 for one that does not print. */
int lineedit_width(int32_t character);

/* Swift sees `environ` as unsynchronised shared state and refuses it. */
char **lineedit_environment(void);

#endif
