// For syscall.
#define _GNU_SOURCE 1
#include "CPythonRecorder.h"

#include <sys/syscall.h>
#include <unistd.h>

// A Swift global would need the runtime's `once`; interpreters with locks of their own may race here.
static uint64_t recorder_word;

// Swift has no thread-local storage without its runtime.
static _Thread_local int capturing;

int *martlet_capturing(void) { return &capturing; }

uint64_t *martlet_recorder_word(void) { return &recorder_word; }

static int raise_now(void *argument) {
    PyObject *exception = argument;
    PyErr_SetObject((PyObject *)Py_TYPE(exception), exception);
    Py_DECREF(exception);
    return -1;
}

void martlet_raise_again(PyObject *exception) {
    // Pending calls run in the main thread, where signal handlers do. Elsewhere the exception was
    // sent to the thread by its type, and is sent again.
    if ((pid_t)syscall(SYS_gettid) == getpid()) {
        if (Py_AddPendingCall(raise_now, exception) == 0) return;
    } else {
        PyThreadState_SetAsyncExc(PyThread_get_thread_ident(), (PyObject *)Py_TYPE(exception));
    }
    Py_DECREF(exception);
}
