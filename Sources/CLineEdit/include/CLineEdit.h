#ifndef C_LINE_EDIT_H
#define C_LINE_EDIT_H

#include "LineEdit.h"
#include "Signals.h"

#endif
