#include "CPythonRecorder.h"

// A Swift global would need the runtime's `once`; interpreters with locks of their own may race here.
static uint64_t recorder_word;

// Swift has no thread-local storage without its runtime.
static _Thread_local int capturing;

int *martlet_capturing(void) { return &capturing; }

uint64_t *martlet_recorder_word(void) { return &recorder_word; }
