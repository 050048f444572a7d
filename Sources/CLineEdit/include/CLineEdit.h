#ifndef C_LINE_EDIT_H
#define C_LINE_EDIT_H
#endif
