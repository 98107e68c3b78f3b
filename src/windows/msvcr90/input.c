/*
 * input.c - formatted input: all functions of the scanf family end here. Compiled twice: winput.c is the wide one.
 *
 *     %[*][width][h | l | ll | I32 | I64 | I | w | L]type
 *
 * The secure functions take behind each %c, %s and %[ argument one more: the room there.
 */
#include "internal.h"
#include <ctype.h>

#ifdef _UNICODE
#define _tchar wchar_t
#define _tint wint_t
#define _input_function _winput
#define _TEOF WEOF
#define _GET(stream) _getwc_nolock(stream)
#define _UNGET(c, stream) _ungetwc_nolock((wint_t)(c), stream)
#define _ISSPACE(c) iswspace(c)
#else
#define _tchar char
#define _tint int
#define _input_function _input
#define _TEOF EOF
#define _GET(stream) _getc_nolock(stream)
#define _UNGET(c, stream) _ungetc_nolock(c, stream)
#define _ISSPACE(c) isspace(c)
#endif

#define FLOAT_SIZE 1024

struct input_state {
    FILE *stream;
    /* Characters read so far. */
    int charcount;
    /* The input ended while a character was wanted. */
    int ended;
    int secure;
    /* Of the conversion at work. */
    int suppress;
    int width; /* 0: none given */
    int size;  /* 'h', 'l', 'w', 'L', 8 for 64 bits, 0 */
};

static int get(struct input_state *state)
{
    _tint c = _GET(state->stream);

    if (c == _TEOF) {
        state->ended = 1;
        return -1;
    }
    state->charcount++;
    return (int)c;
}

static void unget(struct input_state *state, int c)
{
    if (c != -1) {
        _UNGET(c, state->stream);
        state->charcount--;
    }
}

/* The first character that is no blank, -1 at the end. */
static int skip_blanks(struct input_state *state)
{
    int c;

    do {
        c = get(state);
    } while (c != -1 && _ISSPACE(c));
    return c;
}

/* Is c in the set between first and last of the format (behind [ or [^)? */
static int in_set(const _tchar *first, const _tchar *last, int c)
{
    const _tchar *p;

    for (p = first; p < last; p++) {
        int low = (int)*p & (sizeof(_tchar) == 1 ? 0xFF : 0xFFFF);

        if (p + 2 < last && p[1] == '-') {
            int high = (int)p[2] & (sizeof(_tchar) == 1 ? 0xFF : 0xFFFF);

            if ((c >= low && c <= high) || (c >= high && c <= low))
                return 1;
            p += 2;
        } else if (c == low) {
            return 1;
        }
    }
    return 0;
}

/* One character into the caller's text, converted if it is of the other kind. Gives how many units were written, -1: none fits. */
static int put_text(void *where, int index, size_t room, int wide, int c)
{
#ifdef _UNICODE
    char bytes[8];
    int count, i;

    if (wide) {
        if ((size_t)index >= room)
            return -1;
        ((wchar_t *)where)[index] = (wchar_t)c;
        return 1;
    }
    count = __wctomb_crt(bytes, (wchar_t)c);
    if (count < 0 || (size_t)(index + count) > room)
        return -1;
    for (i = 0; i < count; i++)
        ((char *)where)[index + i] = bytes[i];
    return count;
#else
    if ((size_t)index >= room)
        return -1;
    if (wide)
        ((wchar_t *)where)[index] = (wchar_t)(unsigned char)c;
    else
        ((char *)where)[index] = (char)c;
    return 1;
#endif
}

/* %c, %s and %[: type is 'c', 's' or '['. 1: done, 0: nothing matched, -1: too little room. */
static int read_text(struct input_state *state, int type, int wide, const _tchar *set, const _tchar *setEnd, int negated, void *where, size_t room)
{
    int limit = state->width > 0 ? state->width : type == 'c' ? 1 : INT_MAX;
    int index = 0, taken = 0;
    int c = type == 's' ? skip_blanks(state) : get(state);

    while (c != -1 && limit > 0) {
        if (type == 's' && _ISSPACE(c))
            break;
        if (type == '[' && in_set(set, setEnd, c) == negated)
            break;
        taken++;
        limit--;
        if (!state->suppress) {
            int written = put_text(where, index, type == 'c' ? room : room - 1, wide, c);

            if (written < 0) {
                if (wide)
                    *(wchar_t *)where = 0;
                else
                    *(char *)where = 0;
                errno = ENOMEM;
                return -1;
            }
            index += written;
        }
        if (limit > 0)
            c = get(state);
        else
            c = -2;
    }
    if (c >= 0)
        unget(state, c);
    if (taken == 0 || (type == 'c' && limit > 0))
        return 0;
    if (!state->suppress && type != 'c') {
        if (wide)
            ((wchar_t *)where)[index] = 0;
        else
            ((char *)where)[index] = 0;
    }
    return 1;
}

static int digit_value(int c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return 99;
}

/* A whole number. 0: there was none. */
static int read_integer(struct input_state *state, int type, unsigned __int64 *result)
{
    int limit = state->width > 0 ? state->width : INT_MAX;
    int radix = type == 'o' ? 8 : type == 'x' || type == 'X' || type == 'p' ? 16 : 10;
    int negative = 0, any = 0;
    unsigned __int64 number = 0;
    int c = skip_blanks(state);

    if (c == '-' || c == '+') {
        negative = c == '-';
        if (--limit == 0)
            return 0;
        c = get(state);
    }
    if (c == '0' && (type == 'i' || radix == 16)) {
        /* A zero may begin a prefix, and is a digit if it does not. */
        any = 1;
        c = --limit > 0 ? get(state) : -1;
        if (c == 'x' || c == 'X') {
            radix = 16;
            any = 0;
            c = --limit > 0 ? get(state) : -1;
        } else if (type == 'i') {
            radix = 8;
        }
    }
    while (c != -1 && digit_value(c) < radix) {
        number = number * radix + digit_value(c);
        any = 1;
        c = --limit > 0 ? get(state) : -1;
    }
    unget(state, c);
    *result = negative ? 0 - number : number;
    return any;
}

static void store_integer(struct input_state *state, void *where, unsigned __int64 number)
{
    if (state->size == 8)
        *(unsigned __int64 *)where = number;
    else if (state->size == 'h')
        *(unsigned short *)where = (unsigned short)number;
    else if (state->size == 'H')
        *(unsigned char *)where = (unsigned char)number;
    else
        *(unsigned long *)where = (unsigned long)number;
}

/* Collects what looks like a number with a fraction, then lets strtod read it. */
static int read_float(struct input_state *state, double *result)
{
    char text[FLOAT_SIZE];
    int limit = state->width > 0 && state->width < FLOAT_SIZE - 1 ? state->width : FLOAT_SIZE - 1;
    int count = 0, digits = 0, range;
    int c = skip_blanks(state);
    const char *end;

    if (limit > 0 && (c == '-' || c == '+')) {
        text[count++] = (char)c;
        c = --limit > 0 ? get(state) : -1;
    }
    while (limit > 0 && c >= '0' && c <= '9') {
        text[count++] = (char)c;
        digits++;
        c = --limit > 0 ? get(state) : -1;
    }
    if (limit > 0 && c == '.') {
        text[count++] = (char)c;
        c = --limit > 0 ? get(state) : -1;
        while (limit > 0 && c >= '0' && c <= '9') {
            text[count++] = (char)c;
            digits++;
            c = --limit > 0 ? get(state) : -1;
        }
    }
    if (digits > 0 && limit > 0 && (c == 'e' || c == 'E')) {
        text[count++] = (char)c;
        c = --limit > 0 ? get(state) : -1;
        if (limit > 0 && (c == '-' || c == '+')) {
            text[count++] = (char)c;
            c = --limit > 0 ? get(state) : -1;
        }
        while (limit > 0 && c >= '0' && c <= '9') {
            text[count++] = (char)c;
            c = --limit > 0 ? get(state) : -1;
        }
    }
    unget(state, c);
    text[count] = '\0';
    *result = __strgtod(text, &end, &range);
    return digits > 0;
}

static const _tchar *parse_size(struct input_state *state, const _tchar *format)
{
    state->size = 0;
    for (;;) {
        switch (*format) {
        case 'h':
            state->size = state->size == 'h' ? 'H' : 'h';
            break;
        case 'l':
            state->size = state->size == 'l' ? 8 : 'l';
            break;
        case 'w':
        case 'L':
            state->size = *format == 'w' ? 'l' : 'L';
            break;
        case 'z':
        case 't':
        case 'F':
        case 'N':
            break;
        case 'j':
            state->size = 8;
            break;
        case 'I':
            if (format[1] == '6' && format[2] == '4') {
                state->size = 8;
                format += 2;
            } else if (format[1] == '3' && format[2] == '2') {
                format += 2;
            }
            break;
        default:
            return format;
        }
        format++;
    }
}

int __cdecl _input_function(FILE *stream, const _tchar *format, int secure, va_list arglist)
{
    struct input_state state;
    int count = 0, matched = 1, attempted = 0;

    _VALIDATE_RETURN(stream != NULL, EINVAL, EOF);
    _VALIDATE_RETURN(format != NULL, EINVAL, EOF);
    state.stream = stream;
    state.charcount = 0;
    state.ended = 0;
    state.secure = secure;
    while (*format && matched) {
        int type, wide, c;
        const _tchar *set = NULL;
        const _tchar *setEnd = NULL;
        int negated = 0;

        if (_ISSPACE((int)*format & (sizeof(_tchar) == 1 ? 0xFF : 0xFFFF))) {
            unget(&state, skip_blanks(&state));
            state.ended = 0;
            format++;
            continue;
        }
        if (*format != '%' || format[1] == '%') {
            if (*format == '%') {
                format++;
                c = skip_blanks(&state);
            } else {
                c = get(&state);
            }
            if (c != ((int)*format & (sizeof(_tchar) == 1 ? 0xFF : 0xFFFF))) {
                unget(&state, c);
                break;
            }
            format++;
            continue;
        }
        format++;
        state.suppress = 0;
        state.width = 0;
        if (*format == '*') {
            state.suppress = 1;
            format++;
        }
        while (*format >= '0' && *format <= '9')
            state.width = state.width * 10 + (*format++ - '0');
        format = parse_size(&state, format);
        type = *format;
        if (type == 0)
            break;
        format++;
#ifdef _UNICODE
        wide = type == 'C' || type == 'S' ? state.size == 'l' : state.size != 'h';
#else
        wide = type == 'C' || type == 'S' ? state.size != 'h' : state.size == 'l';
#endif
        if (type == 'C')
            type = 'c';
        if (type == 'S')
            type = 's';
        switch (type) {
        case '[':
            if (*format == '^') {
                negated = 1;
                format++;
            }
            set = format;
            if (*format == ']')
                format++;
            while (*format && *format != ']')
                format++;
            setEnd = format;
            if (*format)
                format++;
            /* fall through */
        case 'c':
        case 's': {
            void *where = state.suppress ? NULL : va_arg(arglist, void *);
            size_t room = state.suppress || !secure ? INT_MAX : va_arg(arglist, size_t);

            attempted = 1;
            matched = 0;
            if (room > 0)
                matched = read_text(&state, type, wide, set, setEnd, negated, where, room) > 0;
            if (matched && !state.suppress)
                count++;
            break;
        }
        case 'd':
        case 'i':
        case 'u':
        case 'o':
        case 'x':
        case 'X':
        case 'p': {
            unsigned __int64 number = 0;

            attempted = 1;
            matched = read_integer(&state, type, &number);
            if (matched && !state.suppress) {
                store_integer(&state, va_arg(arglist, void *), number);
                count++;
            }
            break;
        }
        case 'e':
        case 'E':
        case 'f':
        case 'g':
        case 'G':
        case 'a': {
            double value = 0.0;

            attempted = 1;
            matched = read_float(&state, &value);
            if (matched && !state.suppress) {
                if (state.size == 'l' || state.size == 'L')
                    *va_arg(arglist, double *) = value;
                else
                    *va_arg(arglist, float *) = (float)value;
                count++;
            }
            break;
        }
        case 'n':
            if (!state.suppress)
                store_integer(&state, va_arg(arglist, void *), (unsigned __int64)state.charcount);
            break;
        default:
            c = get(&state);
            if (c != type) {
                unget(&state, c);
                matched = 0;
            }
            break;
        }
    }
    /* The end of the input before the first value is not "no value matched". */
    if (count == 0 && state.ended && (attempted || *format))
        return EOF;
    return count;
}
