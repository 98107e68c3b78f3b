/**
 * A machine without an operating system on which a compiled program runs: a stack, the image, and one door.
 *
 * `int 2Eh` with EAX = 0 ends the program (ECX: its code), 1 formats: ECX points at the format, EDX at its arguments, EBX
 * at a buffer or 0 for the output; EAX is the count of characters. All else of the little C library is C, below.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { compile } from '../../src/compiler/compile.ts';
import { link } from '../../src/compiler/link.ts';
import type { ObjectFile } from '../../src/compiler/object.ts';
import type { Image } from '../../src/compiler/symbols.ts';
import { Machine } from '../../src/machine/machine.ts';
import type { Processor, Trap } from '../../src/machine/processor.ts';
import type { Space } from '../../src/machine/space.ts';
import type { Stop } from '../../src/machine/stop.ts';

const IMAGE_BASE = 0x400000;
const STACK_TOP = 0x200000;
const STACK_SIZE = 0x180000;

const HEADERS: Readonly<Record<string, string>> = {
  'stddef.h': `#pragma once
typedef unsigned int size_t; typedef int ptrdiff_t;
#ifndef __cplusplus
typedef unsigned short wchar_t;
#endif
#define NULL 0
#define offsetof(s, m) ((size_t)&((s *)0)->m)`,
  'stdarg.h': `#pragma once
typedef char *va_list;
#define _INTSIZEOF(n) ((sizeof(n) + sizeof(int) - 1) & ~(sizeof(int) - 1))
#define va_start(ap, v) (ap = (va_list)&v + _INTSIZEOF(v))
#define va_arg(ap, t) (*(t *)((ap += _INTSIZEOF(t)) - _INTSIZEOF(t)))
#define va_end(ap) (ap = (va_list)0)`,
  'stdio.h': `#pragma once
#include <stddef.h>
#include <stdarg.h>
#define EOF (-1)
int printf(const char *, ...); int sprintf(char *, const char *, ...); int vsprintf(char *, const char *, va_list); int puts(const char *); int putchar(int);`,
  'stdlib.h': `#pragma once
#include <stddef.h>
void *malloc(size_t); void *calloc(size_t, size_t); void *realloc(void *, size_t); void free(void *); void exit(int); int abs(int); int atoi(const char *);
void qsort(void *, size_t, size_t, int (*)(const void *, const void *)); void *bsearch(const void *, const void *, size_t, size_t, int (*)(const void *, const void *));`,
  'string.h': `#pragma once
#include <stddef.h>
void *memcpy(void *, const void *, size_t); void *memmove(void *, const void *, size_t); void *memset(void *, int, size_t); int memcmp(const void *, const void *, size_t);
size_t strlen(const char *); char *strcpy(char *, const char *); char *strcat(char *, const char *); int strcmp(const char *, const char *); int strncmp(const char *, const char *, size_t);
char *strchr(const char *, int);`,
  'ctype.h': `#pragma once
int isdigit(int); int isalpha(int); int isspace(int); int isupper(int); int islower(int); int tolower(int); int toupper(int);`,
  'limits.h': `#pragma once
#define INT_MAX 2147483647
#define UINT_MAX 0xffffffff
#define CHAR_MIN (-128)`,
  'stdbool.h': `#pragma once
#ifndef __cplusplus
#define bool _Bool
#define true 1
#define false 0
#endif`,
};

const LIBRARY = `
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
static int format(char *to, const char *f, void *arguments) { int n; __asm { mov eax, 1 } __asm { mov ecx, f } __asm { mov edx, arguments } __asm { mov ebx, to } __asm { int 2Eh } __asm { mov n, eax } return n; }
void exit(int code) { __asm { xor eax, eax } __asm { mov ecx, code } __asm { int 2Eh } }
int printf(const char *f, ...) { return format(0, f, (char *)&f + 4); }
int sprintf(char *to, const char *f, ...) { return format(to, f, (char *)&f + 4); }
int vsprintf(char *to, const char *f, va_list ap) { return format(to, f, ap); }
int puts(const char *s) { return printf("%s\\n", s); }
int putchar(int c) { printf("%c", c); return c; }
static char arena[0x40000]; static unsigned used;
void *malloc(size_t n) { char *p = arena + used; used += (n + 15) & ~7; *(size_t *)p = n; return p + 8; }
void *calloc(size_t n, size_t m) { return memset(malloc(n * m), 0, n * m); }
void *realloc(void *p, size_t n) { void *q = malloc(n); size_t old = p ? ((size_t *)p)[-2] : 0; return memcpy(q, p, old < n ? old : n); }
void free(void *p) {}
int abs(int x) { return x < 0 ? -x : x; }
int atoi(const char *s) { int n = 0, minus = *s == '-'; if (minus) s++; while (*s >= '0' && *s <= '9') n = n * 10 + *s++ - '0'; return minus ? -n : n; }
void *memcpy(void *d, const void *s, size_t n) { char *a = d; const char *b = s; while (n--) *a++ = *b++; return d; }
void *memmove(void *d, const void *s, size_t n) { char *a = d; const char *b = s; if (a < b) return memcpy(d, s, n); while (n--) a[n] = b[n]; return d; }
void *memset(void *d, int c, size_t n) { char *a = d; while (n--) *a++ = c; return d; }
int memcmp(const void *x, const void *y, size_t n) { const unsigned char *a = x, *b = y; for (; n--; a++, b++) if (*a != *b) return *a - *b; return 0; }
size_t strlen(const char *s) { size_t n = 0; while (s[n]) n++; return n; }
char *strcpy(char *d, const char *s) { char *p = d; while (*p++ = *s++); return d; }
char *strcat(char *d, const char *s) { strcpy(d + strlen(d), s); return d; }
int strcmp(const char *a, const char *b) { while (*a && *a == *b) a++, b++; return (unsigned char)*a - (unsigned char)*b; }
int strncmp(const char *a, const char *b, size_t n) { while (n && *a && *a == *b) a++, b++, n--; return n ? (unsigned char)*a - (unsigned char)*b : 0; }
char *strchr(const char *s, int c) { for (;; s++) { if (*s == (char)c) return (char *)s; if (!*s) return 0; } }
int isdigit(int c) { return c >= '0' && c <= '9'; } int isupper(int c) { return c >= 'A' && c <= 'Z'; } int islower(int c) { return c >= 'a' && c <= 'z'; } int isalpha(int c) { return isupper(c) || islower(c); }
int isspace(int c) { return c == ' ' || (c >= 9 && c <= 13); } int tolower(int c) { return isupper(c) ? c + 32 : c; } int toupper(int c) { return islower(c) ? c - 32 : c; }
void qsort(void *base, size_t n, size_t size, int (*f)(const void *, const void *)) { char *a = base; size_t i, j, k; for (i = 1; i < n; i++) for (j = i; j > 0 && f(a + (j - 1) * size, a + j * size) > 0; j--) for (k = 0; k < size; k++) { char t = a[j * size + k]; a[j * size + k] = a[(j - 1) * size + k]; a[(j - 1) * size + k] = t; } }
void *bsearch(const void *key, const void *base, size_t n, size_t size, int (*f)(const void *, const void *)) { size_t lo = 0, hi = n; while (lo < hi) { size_t mid = (lo + hi) / 2; int c = f(key, (char *)base + mid * size); if (c == 0) return (char *)base + mid * size; if (c < 0) hi = mid; else lo = mid + 1; } return 0; }
int main(void);
typedef void (*initializer)(void);
__declspec(allocate(".CRT$XCA")) initializer first_initializer[] = { 0 };
__declspec(allocate(".CRT$XCZ")) initializer last_initializer[] = { 0 };
void start(void) { initializer *f; for (f = first_initializer; f < last_initializer; f++) if (*f) (*f)(); exit(main()); }
`;

const include = (name: string) => {
  const text = HEADERS[name];
  if (text === undefined) return undefined;
  return { name, text: `#ifdef __cplusplus\nextern "C" {\n#endif\n${text}\n#ifdef __cplusplus\n}\n#endif\n` };
};

export interface Result {
  readonly output: string;
  readonly stop: Stop;
}

const folder = new URL('../../src/windows/intrinsics/', import.meta.url);

/** The functions that the generator calls for what takes many instructions. */
function helpers(): ObjectFile[] {
  return readdirSync(folder).map((name) => {
    const text = readFileSync(new URL(name, folder), 'utf8');
    return compile({ name, text }, { defines: {}, include, debug: true, language: 'c' });
  });
}

let compiledHelpers: ObjectFile[] = [];

/** Compiles and links a program with the little library. Throws CompileError. */
export function buildBare(name: string, text: string): Image {
  if (compiledHelpers.length === 0) compiledHelpers = helpers();
  const options = { defines: {}, include, debug: true };
  const objects = [
    compile({ name, text }, { ...options, language: name.endsWith('.cpp') ? 'c++' : 'c' }),
    compile({ name: 'library.c', text: LIBRARY }, { ...options, language: 'c' }),
  ];
  return link({
    fileName: 'bare.exe',
    isDll: false,
    entry: 'start',
    base: IMAGE_BASE,
    subsystem: 'console',
    subsystemVersion: [5, 0],
    stackReserve: 0x100000,
    stackCommit: 0x1000,
    heapReserve: 0x100000,
    heapCommit: 0x1000,
    objects,
    libraries: [{ kind: 'static', name: 'helpers', members: compiledHelpers }],
    dynamicBase: false,
    relocations: false,
  });
}

/** Runs a program to its end. */
export function runBare(name: string, text: string, limit = 20_000_000): Result {
  const image = buildBare(name, text);
  const m = new Machine({ framesMax: 0x4000 });
  const directory = (m.memory.allocateFrame() as number) << 12;
  const space = m.spaceOf(directory);
  const p = m.processors[0] as Processor;
  m.setDirectory(p, directory);
  let output = '';
  m.hooks = {
    trap: (_, __, trap) => {
      if (trap.vector !== 0x2e) fault(m, p, trap);
      else if (p.r[0] === 0) m.stop = { kind: 'exit', code: p.r[1] as number };
      else {
        const made = formatted(space, p.r[1] as number, (p.r[2] as number) >>> 0);
        p.r[0] = made.length;
        if (p.r[3] === 0) output += made;
        else space.setBytes((p.r[3] as number) >>> 0, bytesOf(`${made}\0`));
      }
    },
    due: () => {},
    idle: () => false,
  };
  const map = (page: number) => space.setPte(page, ((m.memory.allocateFrame() as number) << 12) | 7);
  for (let page = STACK_TOP - STACK_SIZE; page < STACK_TOP; page += 0x1000) map(page);
  p.eip = load(image.bytes, space, map);
  p.r[4] = STACK_TOP - 0x100;
  const stop = m.run(limit);
  return { output, stop };
}

function fault(m: Machine, p: Processor, trap: Trap): void {
  const at = (p.eip >>> 0).toString(16);
  m.stop = {
    kind: 'exit',
    code: -1,
    reason: `trap ${trap.vector} at ${at}, address ${(trap.address ?? 0).toString(16)}`,
  };
}

function load(bytes: Uint8Array, space: Space, map: (page: number) => void): number {
  const file = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const nt = file.getUint32(0x3c, true);
  const size = file.getUint32(nt + 0x50, true);
  for (let offset = 0; offset < size; offset += 0x1000) map(IMAGE_BASE + offset);
  const table = nt + 0x18 + file.getUint16(nt + 0x14, true);
  for (let i = 0; i < file.getUint16(nt + 6, true); i++) {
    const row = table + i * 40;
    const raw = file.getUint32(row + 0x14, true);
    const length = Math.min(file.getUint32(row + 8, true), file.getUint32(row + 0x10, true));
    space.setBytes(IMAGE_BASE + file.getUint32(row + 0xc, true), bytes.subarray(raw, raw + length));
  }
  return IMAGE_BASE + file.getUint32(nt + 0x28, true);
}

const bytesOf = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));

function stringAt(space: Space, address: number): string {
  let text = '';
  for (let at = address >>> 0; space.u8(at) !== 0; at++) text += String.fromCharCode(space.u8(at));
  return text;
}

/** printf, as far as the programs here use it. */
function formatted(space: Space, format: number, argumentsAt: number): string {
  let at = argumentsAt;
  const word = () => {
    at += 4;
    return space.u32(at - 4);
  };
  const wide = () => BigInt(word()) | (BigInt(word()) << 32n);
  const real = () => {
    const view = new DataView(new ArrayBuffer(8));
    view.setBigUint64(0, wide(), true);
    return view.getFloat64(0, true);
  };
  return stringAt(space, format).replace(
    /%([-+ #0]*)(\*|\d*)(?:\.(\d+))?(ll|l|hh|h|I64)?([diuxXocspfeg%])/g,
    (_, flags: string, width: string, precision: string | undefined, size: string | undefined, kind: string) => {
      if (kind === '%') return '%';
      const columns = width === '*' ? word() | 0 : Number(width || 0);
      const body = conversion(kind, size, precision, flags, {
        word,
        wide,
        real,
        string: () => stringAt(space, word()),
      });
      if (flags.includes('-')) return body.padEnd(columns);
      if (!flags.includes('0') || (precision !== undefined && !'feg'.includes(kind))) return body.padStart(columns);
      const sign = /^[-+ ]/.test(body) ? (body[0] as string) : '';
      return sign + body.slice(sign.length).padStart(columns - sign.length, '0');
    },
  );
}

interface Arguments {
  word(): number;
  wide(): bigint;
  real(): number;
  string(): string;
}

function conversion(
  kind: string,
  size: string | undefined,
  precision: string | undefined,
  flags: string,
  args: Arguments,
): string {
  const plus = flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  const signed = (text: string) => (text.startsWith('-') ? text : plus + text);
  const long = size === 'll' || size === 'I64';
  const digits = (text: string) => text.replace(/\d+/, (d) => d.padStart(Number(precision ?? 1), '0'));
  switch (kind) {
    case 'c':
      return String.fromCharCode(args.word() & 255);
    case 's':
      return args.string().slice(0, precision === undefined ? undefined : Number(precision));
    case 'p':
      return args.word().toString(16).toUpperCase().padStart(8, '0');
    case 'd':
    case 'i': {
      const bits = long ? 64 : size === 'hh' ? 8 : size === 'h' ? 16 : 32;
      return signed(digits(BigInt.asIntN(bits, long ? args.wide() : BigInt(args.word())).toString()));
    }
    case 'f':
      return signed(args.real().toFixed(Number(precision ?? 6)));
    case 'e':
      return signed(exponent(args.real().toExponential(Number(precision ?? 6))));
    case 'g': {
      const value = args.real();
      const places = Number(precision ?? 6);
      const power = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)));
      if (power < -4 || power >= places)
        return signed(exponent(String(Number(value.toPrecision(places)).toExponential())));
      return signed(String(Number(value.toPrecision(places))));
    }
    default: {
      const radix = kind === 'u' ? 10 : kind === 'o' ? 8 : 16;
      const value = (long ? args.wide() : BigInt(args.word())).toString(radix);
      const prefix = flags.includes('#') && value !== '0' ? (radix === 16 ? '0x' : '0') : '';
      const text = prefix + value.padStart(Number(precision ?? 1), '0');
      return kind === 'X' ? text.toUpperCase() : text;
    }
  }
}

const exponent = (text: string) => text.replace(/e([+-])(\d)$/, 'e$10$2');
