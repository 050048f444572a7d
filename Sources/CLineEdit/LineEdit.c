#define _GNU_SOURCE
#include "LineEdit.h"

#include <fcntl.h>
#include <histedit.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <wchar.h>

_Static_assert(sizeof(wchar_t) == sizeof(int32_t), "characters are handed over as int32_t");

/* A sequence no key sends. */
#define SUBMIT "\033[~N"

struct LineEdit {
  EditLine *edit;
  FILE *input;
  FILE *output;
  FILE *error;
  LineEditCallbacks callbacks;
  void *context;
};

static LineEdit *owner(EditLine *edit) {
  void *editor = NULL;
  el_get(edit, EL_CLIENTDATA, &editor);
  return editor;
}

static int read_character(EditLine *edit, wchar_t *character) {
  LineEdit *editor = owner(edit);
  int32_t value = 0;
  int status = editor->callbacks.read(editor->context, &value);
  *character = value;
  return status;
}

static char *prompt(EditLine *edit) {
  LineEdit *editor = owner(edit);
  return editor->callbacks.prompt(editor->context);
}

static unsigned char older_line(EditLine *edit, int key) {
  (void)key;
  LineEdit *editor = owner(edit);
  editor->callbacks.walk(editor->context, true, false);
  return CC_REFRESH;
}

static unsigned char newer_line(EditLine *edit, int key) {
  (void)key;
  LineEdit *editor = owner(edit);
  editor->callbacks.walk(editor->context, false, false);
  return CC_REFRESH;
}

static unsigned char row_above(EditLine *edit, int key) {
  (void)key;
  LineEdit *editor = owner(edit);
  editor->callbacks.walk(editor->context, true, true);
  return CC_REFRESH;
}

static unsigned char row_below(EditLine *edit, int key) {
  (void)key;
  LineEdit *editor = owner(edit);
  editor->callbacks.walk(editor->context, false, true);
  return CC_REFRESH;
}

static unsigned char break_row(EditLine *edit, int key) {
  (void)key;
  return el_insertstr(edit, "\n") == 0 ? CC_REFRESH : CC_ERROR;
}

static unsigned char submit_or_break(EditLine *edit, int key) {
  LineEdit *editor = owner(edit);
  if (!editor->callbacks.submits(editor->context)) return break_row(edit, key);
  /* libedit's own end of a line also leaves the cursor below the text; it is bound to this. */
  el_push(edit, SUBMIT);
  return CC_NORM;
}

static unsigned char accept_or_right(EditLine *edit, int key) {
  (void)key;
  LineEdit *editor = owner(edit);
  if (!editor->callbacks.accept(editor->context)) {
    const LineInfoW *line = el_wline(edit);
    if (line->cursor >= line->lastchar) return CC_ERROR;
    el_cursor(edit, 1);
  }
  return CC_REFRESH;
}

static unsigned char accept_or_end(EditLine *edit, int key) {
  (void)key;
  LineEdit *editor = owner(edit);
  if (!editor->callbacks.accept(editor->context)) lineedit_move_to_end(editor);
  return CC_REFRESH;
}

static unsigned char take_back(EditLine *edit, int key) {
  (void)key;
  LineEdit *editor = owner(edit);
  return editor->callbacks.undo(editor->context) ? CC_REFRESH : CC_ERROR;
}

static unsigned char search_back(EditLine *edit, int key) {
  (void)key;
  LineEdit *editor = owner(edit);
  editor->callbacks.search(editor->context);
  return CC_REFRESH;
}

static unsigned char write_elsewhere(EditLine *edit, int key) {
  (void)key;
  LineEdit *editor = owner(edit);
  editor->callbacks.write(editor->context);
  return CC_REDISPLAY;
}

static unsigned char take_paste(EditLine *edit, int key) {
  (void)key;
  LineEdit *editor = owner(edit);
  editor->callbacks.paste(editor->context);
  return CC_REFRESH;
}

static unsigned char complete_word(EditLine *edit, int key) {
  (void)key;
  LineEdit *editor = owner(edit);
  switch (editor->callbacks.complete(editor->context)) {
    case LINEEDIT_CHANGED: return CC_REFRESH;
    case LINEEDIT_LISTED: return CC_REDISPLAY;
    default: return CC_REFRESH_BEEP;
  }
}

static FILE *stream(int descriptor, const char *mode) {
  int copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
  if (copy < 0) return NULL;
  FILE *file = fdopen(copy, mode);
  if (file == NULL) close(copy);
  return file;
}

/* Keys of any editor. */
static const char *const common_keys[][2] = {
  /* libedit's own Down on a fresh line brings a stale text back. */
  {"\\e[A", "row-above"}, {"\\eOA", "row-above"}, {"^P", "older-line"},
  {"\\e[B", "row-below"}, {"\\eOB", "row-below"}, {"^N", "newer-line"},
  {"\\ep", "older-line"}, {"\\en", "newer-line"},
  {"^M", "submit-or-break"}, {"^J", "submit-or-break"}, {"\\e[~N", "ed-newline"},
  {"\\e^M", "break-row"}, {"\\e^J", "break-row"}, {"\\e[200~", "take-paste"},
  {"\\e[H", "ed-move-to-beg"}, {"\\eOH", "ed-move-to-beg"}, {"\\e[1~", "ed-move-to-beg"},
  {"\\e[F", "accept-or-end"}, {"\\eOF", "accept-or-end"}, {"\\e[4~", "accept-or-end"},
  {"\\e[C", "accept-or-right"}, {"\\eOC", "accept-or-right"},
  {"\\e[D", "ed-prev-char"}, {"\\eOD", "ed-prev-char"},
  {"\\e[3~", "ed-delete-next-char"}, {"^R", "search-back"},
  {"^X^E", "write-elsewhere"},
  {"\\e[1;5C", "em-next-word"}, {"\\e[1;5D", "ed-prev-word"},
};

static const char *const insert_keys[][2] = {
  {"^W", "ed-delete-prev-word"}, {"^I", "complete-word"}, {"^F", "accept-or-right"},
  {"^E", "accept-or-end"}, {"^A", "ed-move-to-beg"}, {"^_", "take-back"},
};

/* A lone escape of vi, which the reader sends as LINEEDIT_ESCAPE: bound so, keys that send a sequence
   work while text is inserted. Down and its like would bring a stale text back here too. */
static const char *const command_keys[][2] = {
  {"k", "row-above"}, {"j", "row-below"}, {"-", "row-above"}, {"+", "row-below"},
  {"/", "search-back"}, {"?", "search-back"}, {"\xC2\x80", "ed-unassigned"},
};

#define BIND(edit, keys)                                                       \
  for (size_t i = 0; i < sizeof(keys) / sizeof *(keys); i++)                   \
    el_set(edit, EL_BIND, (keys)[i][0], (keys)[i][1], NULL)

#define BIND_COMMANDS(edit, keys)                                              \
  for (size_t i = 0; i < sizeof(keys) / sizeof *(keys); i++)                   \
    el_set(edit, EL_BIND, "-a", (keys)[i][0], (keys)[i][1], NULL)

static void bind_keys(LineEdit *editor) {
  EditLine *edit = editor->edit;
  BIND(edit, common_keys);
  BIND(edit, insert_keys);
  if (!lineedit_is_vi(editor)) return;
  el_set(edit, EL_BIND, "\xC2\x80", "vi-command-mode", NULL);
  BIND_COMMANDS(edit, common_keys);
  BIND_COMMANDS(edit, command_keys);
}

static bool moves_cursor_up(EditLine *edit) {
  char *capability = NULL;
  return el_get(edit, EL_GETTC, "up", &capability) == 0 && capability != NULL && *capability != 0;
}

static bool set_up(LineEdit *editor) {
  EditLine *edit = editor->edit;
  if (!moves_cursor_up(edit)) return false;
  el_set(edit, EL_CLIENTDATA, editor);
  el_set(edit, EL_EDITOR, "emacs");
  el_set(edit, EL_SIGNAL, 0);
  el_set(edit, EL_PROMPT_ESC, prompt, '\1');
  el_set(edit, EL_ADDFN, "older-line", "Recall the line before", older_line);
  el_set(edit, EL_ADDFN, "newer-line", "Recall the line after", newer_line);
  el_set(edit, EL_ADDFN, "row-above", "Go to the row above, or the line before", row_above);
  el_set(edit, EL_ADDFN, "row-below", "Go to the row below, or the line after", row_below);
  el_set(edit, EL_ADDFN, "submit-or-break", "Give back what is whole", submit_or_break);
  el_set(edit, EL_ADDFN, "break-row", "Begin a row", break_row);
  el_set(edit, EL_ADDFN, "accept-or-right", "Go right, or take the hint", accept_or_right);
  el_set(edit, EL_ADDFN, "accept-or-end", "Go to the end, or take the hint", accept_or_end);
  el_set(edit, EL_ADDFN, "take-back", "Undo the last change", take_back);
  el_set(edit, EL_ADDFN, "search-back", "Search the history", search_back);
  el_set(edit, EL_ADDFN, "write-elsewhere", "Go on in $EDITOR", write_elsewhere);
  el_set(edit, EL_ADDFN, "take-paste", "Insert what is pasted", take_paste);
  el_set(edit, EL_ADDFN, "complete-word", "Complete the word before the cursor", complete_word);
  el_source(edit, NULL);
  /* Line ends of a paste come as they are: an end of two characters would come as two ends. */
  el_set(edit, EL_SETTY, "-d", "-icrnl", "-inlcr", NULL);
  bind_keys(editor);
  el_set(edit, EL_GETCFN, read_character);
  return true;
}

LineEdit *lineedit_open(int input, int output, LineEditCallbacks callbacks, void *context) {
  LineEdit *editor = calloc(1, sizeof *editor);
  if (editor == NULL) return NULL;
  editor->callbacks = callbacks;
  editor->context = context;
  editor->input = stream(input, "r");
  editor->output = stream(output, "w");
  /* libedit complains here of a terminal it does not know; the caller reads plainly instead. */
  editor->error = fopen("/dev/null", "we");
  if (editor->input != NULL && editor->output != NULL && editor->error != NULL)
    editor->edit = el_init("ritorno", editor->input, editor->output, editor->error);
  if (editor->edit != NULL && set_up(editor)) return editor;
  lineedit_close(editor);
  return NULL;
}

void lineedit_close(LineEdit *editor) {
  if (editor->edit != NULL) el_end(editor->edit);
  if (editor->input != NULL) fclose(editor->input);
  if (editor->output != NULL) fclose(editor->output);
  if (editor->error != NULL) fclose(editor->error);
  free(editor);
}

const char *lineedit_gets(LineEdit *editor, int *length) { return el_gets(editor->edit, length); }

LineEditText lineedit_text(LineEdit *editor) {
  const LineInfoW *line = el_wline(editor->edit);
  LineEditText text = {
    .characters = (const int32_t *)line->buffer,
    .count = (size_t)(line->lastchar - line->buffer),
    .cursor = (size_t)(line->cursor - line->buffer),
  };
  return text;
}

void lineedit_move_to_end(LineEdit *editor) {
  const LineInfoW *line = el_wline(editor->edit);
  el_cursor(editor->edit, (int)(line->lastchar - line->cursor));
}

void lineedit_move(LineEdit *editor, int count) { el_cursor(editor->edit, count); }

void lineedit_erase_before_cursor(LineEdit *editor, int count) {
  el_deletestr(editor->edit, count);
}

void lineedit_insert(LineEdit *editor, const char *text) {
  if (*text != 0) el_insertstr(editor->edit, text);
}

void lineedit_replace_text(LineEdit *editor, const char *text) {
  lineedit_move_to_end(editor);
  const LineInfoW *line = el_wline(editor->edit);
  el_deletestr(editor->edit, (int)(line->lastchar - line->buffer));
  if (*text != 0) el_insertstr(editor->edit, text);
}

void lineedit_refresh(LineEdit *editor) { el_set(editor->edit, EL_REFRESH); }

bool lineedit_is_vi(LineEdit *editor) {
  const char *name = NULL;
  return el_get(editor->edit, EL_EDITOR, &name) == 0 && name != NULL && *name == 'v';
}

void lineedit_resize(LineEdit *editor) { el_resize(editor->edit); }

void lineedit_set_editing_modes(LineEdit *editor, bool editing) {
  el_set(editor->edit, EL_PREP_TERM, editing ? 1 : 0);
}

int lineedit_width(int32_t character) {
  int width = wcwidth(character);
  return width < 0 ? 0 : width;
}

char **lineedit_environment(void) { return environ; }
