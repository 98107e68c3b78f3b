/*
 * Prints what a real processor does: one row for each instruction (or short sequence) with given registers and memory.
 *
 *     gcc -m32 -O1 -static -o rows rows.c && ./rows | gzip -9n > rows.txt.gz
 *
 * A row:   kind bytes eax,ecx,edx,ebx,esp,ebp,esi,edi,flags > end changed-registers flags/mask [memory]
 *
 * kind   x exact, t: the double at [edi] is compared with a tolerance
 * end    ok, or the vector of the fault (14:address:w or r), registers being those at the fault
 * memory (offset:bytes), …: what changed in the 1024 bytes at 30000800h. Before each row they are filled from
 *        s = row number, s = s * 1103515245 + 12345 (mod 2^32), byte = s >> 16.
 *
 * The bytes stand at 31000100h. 30001000h and above is not mapped; 2FFFF000h is mapped to read only.
 */
#define _GNU_SOURCE
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>

#define DATA 0x30000000u
#define WINDOW 0x30000800u
#define READONLY 0x2FFFF000u
#define STATE 0x32000000u
#define CODE 0x31000000u
#define START (CODE + 0x100)

enum { EAX, ECX, EDX, EBX, ESP, EBP, ESI, EDI, FLAGS };
enum { CF = 1, PF = 4, AF = 0x10, ZF = 0x40, SF = 0x80, DF = 0x400, OF = 0x800, ALL = CF | PF | AF | ZF | SF | OF | DF };

static uint32_t in[9];
static uint32_t *const st = (uint32_t *)STATE; /* 0..8 in, 16..24 out, 32 our esp */
static unsigned char *const code = (unsigned char *)CODE;
static unsigned char *const window = (unsigned char *)WINDOW;
static unsigned row_number;
static sigjmp_buf after;
static volatile int fault;
static uint32_t fault_address, fault_write;

static const uint32_t V[] = { 0, 1, 2, 7, 8, 0xf, 0x10, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x12345678,
	0x7fffffff, 0x80000000, 0x80000001, 0xdeadbeef, 0xfffffffe, 0xffffffff };
#define NV 20

static uint32_t seed = 12345;
static uint32_t rnd(void) { seed = seed * 1103515245u + 12345u; return seed >> 8; }
static uint32_t rnd32(void) { uint32_t a = rnd(); return (a << 16) ^ rnd(); }

static void handler(int sig, siginfo_t *info, void *context)
{
	static const int order[8] = { REG_EAX, REG_ECX, REG_EDX, REG_EBX, REG_ESP, REG_EBP, REG_ESI, REG_EDI };
	greg_t *g = ((ucontext_t *)context)->uc_mcontext.gregs;
	int i;
	(void)sig;
	for (i = 0; i < 8; i++) st[16 + i] = g[order[i]];
	st[24] = g[REG_EFL];
	fault = g[REG_TRAPNO] + 100;
	fault_address = (uint32_t)info->si_addr;
	fault_write = (g[REG_ERR] >> 1) & 1;
	siglongjmp(after, 1);
}

static unsigned char *put32(unsigned char *p, uint32_t v) { memcpy(p, &v, 4); return p + 4; }

static void prepare(const unsigned char *bytes, int length)
{
	unsigned char before[128], *p = before;
	int i, n;
	static const unsigned char load[8] = { 0x05, 0x0d, 0x15, 0x1d, 0x25, 0x2d, 0x35, 0x3d };
	*p++ = 0x60;                                                    /* pushad */
	*p++ = 0x89; *p++ = 0x25; p = put32(p, STATE + 32 * 4);         /* mov [32], esp */
	*p++ = 0xff; *p++ = 0x35; p = put32(p, STATE + FLAGS * 4);      /* push [flags] */
	*p++ = 0x9d;                                                    /* popfd */
	for (i = 0; i < 8; i++) { *p++ = 0x8b; *p++ = load[i]; p = put32(p, STATE + i * 4); }
	n = p - before;
	memcpy(code + 0x100 - n, before, n);
	st[33] = START - n;
	p = code + 0x100;
	memcpy(p, bytes, length); p += length;
	for (i = 0; i < 8; i++) { *p++ = 0x89; *p++ = load[i]; p = put32(p, STATE + (16 + i) * 4); }
	*p++ = 0x8b; *p++ = 0x25; p = put32(p, STATE + 32 * 4);
	*p++ = 0x9c;
	*p++ = 0x8f; *p++ = 0x05; p = put32(p, STATE + 24 * 4);
	*p++ = 0xfc;                                                    /* cld */
	*p++ = 0x61; *p++ = 0xc3;
}

static void row(char kind, uint32_t mask, const unsigned char *bytes, int length)
{
	unsigned char old[1024];
	uint32_t s = row_number;
	int i, first = -1, last = -1, comma = 0;
	for (i = 0; i < 1024; i++) { s = s * 1103515245u + 12345u; old[i] = window[i] = (unsigned char)(s >> 16); }
	memcpy(st, in, sizeof in);
	prepare(bytes, length);
	fault = 0;
	if (!sigsetjmp(after, 1)) ((void (*)(void))st[33])();
	printf("%c ", kind);
	for (i = 0; i < length; i++) printf("%02x", bytes[i]);
	putchar(' ');
	for (i = 0; i < 9; i++) printf("%s%x", i ? "," : "", in[i]);
	printf(" > ");
	if (!fault) printf("ok ");
	else if (fault - 100 == 14) printf("14:%x:%c ", fault_address, fault_write ? 'w' : 'r');
	else printf("%d ", fault - 100);
	for (i = 0; i < 8; i++)
		if (st[16 + i] != in[i]) printf("%s%d=%x", comma++ ? "," : "", i, st[16 + i]);
	printf("%s %x/%x", comma ? "" : "-", st[24] & ALL & mask, mask);
	for (i = 0; i < 1024; i++) {
		if (window[i] == old[i]) continue;
		if (last < 0 || i > last + 4) printf(" %x:", first = i);
		else for (; first < i; first++) printf("%02x", window[first]);
		printf("%02x", window[i]);
		first = i + 1; last = i;
	}
	putchar('\n');
	row_number++;
}

/* Bytes as text, so that the rows below read like a listing. */
static void go(char kind, uint32_t mask, const char *format, ...)
{
	char text[256];
	unsigned char bytes[128];
	int n = 0;
	char *p;
	__builtin_va_list list;
	__builtin_va_start(list, format);
	vsnprintf(text, sizeof text, format, list);
	__builtin_va_end(list);
	for (p = text; *p;) {
		if (*p == ' ') { p++; continue; }
		char two[3] = { p[0], p[1], 0 };
		bytes[n++] = (unsigned char)strtoul(two, 0, 16);
		p += 2;
	}
	row(kind, mask, bytes, n);
}

static void fresh(void)
{
	static const uint32_t usual[9] = { 0x11111111, 0x22222222, 0x33333333, 0x44444444, WINDOW + 0x300, WINDOW + 0x380,
		WINDOW + 0x100, WINDOW + 0x200, 0x202 };
	memcpy(in, usual, sizeof in);
}

static void flags(void) { static const uint32_t f[] = { 0, CF, ALL & ~DF, ZF | PF, SF | OF, AF | CF, OF, SF }; in[FLAGS] = 0x202 | f[rnd() % 8]; }
static uint32_t le(uint32_t v) { return __builtin_bswap32(v); }

static const char *const SIZE[] = { "", "66", "" };  /* prefix for 8, 16 and 32 bits */

static void arithmetic(void)
{
	int op, size, i, j;
	for (op = 0; op < 8; op++) {
		uint32_t mask = (op == 1 || op == 4 || op == 6) ? ALL & ~AF : ALL;
		for (size = 0; size < 3; size++) for (i = 0; i < NV; i++) for (j = 0; j < 4; j++) {
			fresh(); flags();
			in[EAX] = V[i]; in[ECX] = V[(i * 3 + j * 5 + op) % NV];
			go('x', mask, "%s%02x c8", SIZE[size], op * 8 + (size ? 1 : 0));
		}
		for (i = 0; i < 6; i++) {
			uint32_t v = V[rnd() % NV], w = V[rnd() % NV];
			fresh(); flags(); in[EAX] = v; in[EBX] = v;
			go('x', mask, "83 %02x %02x", 0xc3 + op * 8, w & 0xff);
			go('x', mask, "66 83 %02x %02x", 0xc3 + op * 8, w & 0xff);
			go('x', mask, "81 %02x %08x", 0xc3 + op * 8, le(w));
			go('x', mask, "80 %02x %02x", 0xc7 + op * 8, w & 0xff);
			go('x', mask, "%02x %02x", op * 8 + 4, w & 0xff);
			go('x', mask, "%02x %08x", op * 8 + 5, le(w));
			go('x', mask, "66 %02x %04x", op * 8 + 5, le(w) >> 16);
			go('x', mask, "%02x 26", op * 8 + (i & 1 ? 0 : 2));       /* ah, [esi] */
			in[ECX] = rnd32();
			go('x', mask, "%02x 0e", op * 8 + 1);                       /* [esi], ecx */
			go('x', mask, "%02x 4e 05", op * 8 + 3);                    /* ecx, [esi+5] */
			go('x', mask, "66 %02x 4e 03", op * 8 + 1);
			if (op != 7) go('x', mask, "f0 %02x 4e 10", op * 8 + 1);
		}
	}
}

static void one_operand(void)
{
	int i, size;
	for (i = 0; i < NV; i++) for (size = 0; size < 3; size++) {
		int w = size ? 1 : 0;
		fresh(); flags(); in[EDX] = V[i];
		go('x', ALL, "%s%02x c2", SIZE[size], 0xfe + w);
		go('x', ALL, "%s%02x ca", SIZE[size], 0xfe + w);
		go('x', ALL, "%s%02x da", SIZE[size], 0xf6 + w);
		go('x', ALL, "%s%02x d2", SIZE[size], 0xf6 + w);
		go('x', ALL & ~AF, "%s%02x d2", SIZE[size], 0x84 + w);
	}
	for (i = 0; i < 12; i++) {
		fresh(); flags();
		go('x', ALL, "fe 06"); go('x', ALL, "ff 4e 07"); go('x', ALL, "f7 1e"); go('x', ALL, "66 f7 5e 09"); go('x', ALL, "f7 16");
		go('x', ALL, "40"); go('x', ALL, "4b"); go('x', ALL, "66 47");
	}
}

static void shifts(void)
{
	int op, size, count, k;
	for (op = 0; op < 8; op++) for (size = 0; size < 3; size++) for (count = 0; count <= 40; count++) for (k = 0; k < 2; k++) {
		int bits = 8 << size, n = count & 31;
		uint32_t mask = ALL;
		if (op == 6) continue;
		if (n != 0) { if (n != 1) mask &= ~OF; if (op >= 4) { mask &= ~AF; if (n >= bits && op != 7) mask &= ~CF; } }
		fresh(); flags(); in[EBX] = k ? rnd32() : V[(count + op) % NV]; in[ECX] = count;
		if (k) go('x', mask, "%s%02x %02x", SIZE[size], size ? 0xd3 : 0xd2, 0xc3 + op * 8);
		else go('x', mask, "%s%02x %02x %02x", SIZE[size], size ? 0xc1 : 0xc0, 0xc3 + op * 8, count);
		if (count < 3) go('x', (op >= 4 ? ALL & ~AF : ALL), "%s%02x %02x", SIZE[size], size ? 0xd1 : 0xd0, 0xc3 + op * 8);
		if (count % 8 == 3) go('x', mask, "%s%02x %02x", SIZE[size], size ? 0xd3 : 0xd2, 0x06 + op * 8);
	}
	for (count = 0; count <= 40; count++) for (k = 0; k < 4; k++) {
		int n = count & 31;
		uint32_t mask = n == 0 ? ALL : n == 1 ? ALL & ~AF : ALL & ~AF & ~OF;
		fresh(); flags(); in[EBX] = rnd32(); in[EDX] = rnd32(); in[ECX] = count;
		go('x', mask, "0f %02x d3", k & 1 ? 0xa5 : 0xad);
		if (n <= 16) go('x', mask, "66 0f %02x d3", k & 1 ? 0xa5 : 0xad);
	}
	for (count = 0; count <= 33; count++) {
		int n = count & 31;
		uint32_t mask = n == 0 ? ALL : n == 1 ? ALL & ~AF : ALL & ~AF & ~OF;
		fresh(); in[EDX] = rnd32(); in[EBX] = rnd32();
		go('x', mask, "0f a4 d3 %02x", count);
		go('x', mask, "0f ac 16 %02x", count);
	}
}

static void multiply(void)
{
	int i, j, size, op;
	for (op = 4; op < 8; op++) for (size = 0; size < 3; size++) for (i = 0; i < 45; i++) {
		fresh(); flags();
		in[EAX] = i < 20 ? V[i] : rnd32() >> (rnd() % 32); in[EDX] = i % 3 ? V[(i * 7) % NV] : (op == 7 ? (uint32_t)((int32_t)in[EAX] >> 31) : 0);
		in[ECX] = i % 4 ? V[(i * 3 + op) % NV] : rnd32() >> (rnd() % 32);
		go('x', op < 6 ? CF | OF | DF : DF, "%s%02x %02x", SIZE[size], size ? 0xf7 : 0xf6, 0xc1 + op * 8);
	}
	for (i = 0; i < 40; i++) for (j = 0; j < 2; j++) {
		fresh(); in[EAX] = i < 20 ? V[i] : rnd32() >> (rnd() % 32); in[ECX] = j ? V[(i * 3) % NV] : rnd32() >> (rnd() % 28);
		go('x', CF | OF | DF, "0f af c1"); go('x', CF | OF | DF, "66 0f af c1");
		go('x', CF | OF | DF, "6b d1 %02x", rnd() & 0xff); go('x', CF | OF | DF, "69 d1 %08x", rnd32() >> (rnd() % 28));
		go('x', CF | OF | DF, "66 6b d1 %02x", rnd() & 0xff);
	}
	for (i = 0; i < 6; i++) { fresh(); in[EDX] = 0; go('x', DF, "f7 36"); go('x', CF | OF | DF, "f7 26"); go('x', CF | OF | DF, "0f af 46 03"); }
}

static void bits(void)
{
	int i, op;
	for (i = 0; i < 40; i++) {
		fresh(); flags(); in[EAX] = rnd32(); in[ECX] = i < 34 ? (uint32_t)i : (uint32_t)-i;
		for (op = 0; op < 4; op++) {
			go('x', CF | ZF | DF, "0f %02x c8", 0xa3 + op * 8);
			go('x', CF | ZF | DF, "66 0f %02x c8", 0xa3 + op * 8);
			in[EDX] = rnd() % 600 - 300;
			go('x', CF | ZF | DF, "0f %02x 16", 0xa3 + op * 8);
			if (i < 10) go('x', CF | ZF | DF, "66 0f %02x 16", 0xa3 + op * 8);
			go('x', CF | ZF | DF, "0f ba %02x %02x", 0xe0 + op * 8, i);
			if (i < 10) go('x', CF | ZF | DF, "0f ba %02x %02x", 0x26 + op * 8, i * 5);
		}
		in[ECX] = i < NV ? V[i] : rnd32() << (rnd() % 32);
		go('x', ZF | DF, "0f bc c1"); go('x', ZF | DF, "0f bd c1"); go('x', ZF | DF, "66 0f bc c1"); go('x', ZF | DF, "66 0f bd c1");
		go('x', ALL, "0f c9");
	}
}

static void moves(void)
{
	int i, c, f;
	for (i = 0; i < 20; i++) {
		fresh(); flags(); in[EAX] = V[i]; in[ECX] = rnd32();
		go('x', ALL, "0f b6 d0"); go('x', ALL, "0f be d4"); go('x', ALL, "0f b7 d0"); go('x', ALL, "0f bf d0");
		go('x', ALL, "66 0f b6 d0"); go('x', ALL, "66 0f be d0"); go('x', ALL, "0f be 4e 05"); go('x', ALL, "0f b7 4e 07");
		go('x', ALL, "98"); go('x', ALL, "66 98"); go('x', ALL, "99"); go('x', ALL, "66 99");
		go('x', ALL, "88 e9"); go('x', ALL, "8a f1"); go('x', ALL, "66 89 c2"); go('x', ALL, "b4 %02x", i * 9); go('x', ALL, "66 bb %04x", i * 999);
		go('x', ALL, "88 66 03"); go('x', ALL, "66 89 4e 05"); go('x', ALL, "89 4e 09"); go('x', ALL, "c6 07 55"); go('x', ALL, "66 c7 47 03 3412");
		go('x', ALL, "c7 47 0d 78563412"); go('x', ALL, "a1 03080030"); go('x', ALL, "a2 07080030"); go('x', ALL, "66 a3 09080030"); go('x', ALL, "a0 0b080030");
		go('x', ALL, "86 c4"); go('x', ALL, "87 ca"); go('x', ALL, "87 0e"); go('x', ALL, "66 87 4e 01"); go('x', ALL, "93"); go('x', ALL, "86 26");
		go('x', ALL, "0f c1 c8"); go('x', ALL, "0f c0 e1"); go('x', ALL, "f0 0f c1 4e 04"); go('x', ALL, "66 0f c1 c8"); go('x', ALL, "0f c1 c0");
		go('x', ALL, "0f b1 ca"); go('x', ALL, "0f b0 cd"); go('x', ALL, "8b 06 f0 0f b1 0e"); go('x', ALL, "0f b1 0e"); go('x', ALL, "66 0f b1 c8");
		go('x', ALL, "8b 06 8b 56 04 0f c7 0e"); go('x', ALL, "0f c7 0e");
		in[EBX] = WINDOW; go('x', ALL, "d7");
		go('x', ALL, "9f"); go('x', ALL, "9e"); go('x', ALL, "f5"); go('x', ALL, "f8"); go('x', ALL, "f9"); go('x', ALL, "fd"); go('x', ALL, "fd fc");
	}
	for (c = 0; c < 16; c++) for (f = 0; f < 16; f++) {
		fresh(); in[FLAGS] = 0x202 | (f & 1 ? CF : 0) | (f & 2 ? ZF : 0) | (f & 4 ? SF : 0) | (f & 8 ? OF : 0) | ((f * 7 + c) & 4 ? PF : 0);
		go('x', ALL, "0f %02x c0", 0x90 + c);
		if (f % 3 == c % 3) { go('x', ALL, "0f %02x c1", 0x40 + c); go('x', ALL, "66 0f %02x 06", 0x40 + c); }
		go('x', ALL, "%02x 05 b8 01000000", 0x70 + c);
		if (f % 4 == c % 4) go('x', ALL, "0f %02x 05000000 b8 01000000", 0x80 + c);
	}
	for (i = 0; i < 5; i++) for (f = 0; f < 2; f++) {
		fresh(); in[ECX] = i ? i : 7; in[FLAGS] = 0x202 | (f ? ZF : 0); in[EAX] = 0;
		go('x', ALL, "8d 40 01 e2 fb"); in[ECX] = i; go('x', ALL, "e1 02 b0 01"); go('x', ALL, "e0 02 b0 01"); go('x', ALL, "e3 02 b0 01"); go('x', ALL, "67 e3 02 b0 01");
	}
}

static void addresses(void)
{
	int i;
	for (i = 0; i < 250; i++) {
		int mod = rnd() % 3, rm = rnd() & 7, reg = rnd() & 7, sib = rnd() & 0xff;
		fresh(); in[EAX] = rnd32(); in[ECX] = rnd32(); in[EDX] = rnd32(); in[EBX] = rnd32(); in[EBP] = rnd32(); in[ESI] = rnd32(); in[EDI] = rnd32();
		if (reg == 4) reg = 0;
		if (i % 5 == 4) {
			if (mod == 0) go('x', ALL, rm == 6 ? "67 8d %02x %04x" : "67 8d %02x", reg * 8 + rm, rnd() & 0xffff);
			else go('x', ALL, mod == 1 ? "67 8d %02x %02x" : "67 8d %02x %04x", mod * 64 + reg * 8 + rm, mod == 1 ? rnd() & 0xff : rnd() & 0xffff);
			continue;
		}
		if (i % 2) rm = 4;
		if (rm == 4) {
			if (mod == 0) go('x', ALL, (sib & 7) == 5 ? "8d %02x %02x %08x" : "8d %02x %02x", reg * 8 + 4, sib, rnd32());
			else go('x', ALL, mod == 1 ? "8d %02x %02x %02x" : "8d %02x %02x %08x", mod * 64 + reg * 8 + 4, sib, mod == 1 ? rnd() & 0xff : rnd32());
		} else {
			if (mod == 0) go('x', ALL, rm == 5 ? "8d %02x %08x" : "8d %02x", reg * 8 + rm, rnd32());
			else go('x', ALL, mod == 1 ? "8d %02x %02x" : "8d %02x %08x", mod * 64 + reg * 8 + rm, mod == 1 ? rnd() & 0xff : rnd32());
		}
	}
}

static void stack(void)
{
	int i;
	static const char *const list[] = { "50", "54", "66 53", "6a 85", "68 78563412", "66 68 3412", "66 6a fe", "ff 36", "66 ff 36", "ff 74 24 04", "ff 34 24",
		"58", "5c", "66 5b", "8f 06", "8f 44 24 04", "8f 04 24", "66 8f 06", "60", "61", "66 60", "66 61", "9c 58", "66 9c 66 58", "68 d5080000 9d", "68 02020000 9d",
		"68 d70c0000 9d", "c8 100000", "c8 200001", "c8 040003", "c9", "66 c9", "e8 00000000", "e8 05000000 b8 01000000", "eb 02 b0 01",
		"e9 02000000 b0 01", "68 0d010031 c3 b8 01000000 90 90", "68 0d010031 c2 0800 b0 01 90 90 90", "b8 09010031 ff e0 b0 01", "b8 09010031 ff d0 b0 01",
		"c7 06 0d010031 ff 26 b0 01 90 90 90", "c7 06 0d010031 ff 16 b0 01 90 90 90" };
	for (i = 0; i < (int)(sizeof list / sizeof *list); i++) {
		fresh(); flags(); in[EAX] = rnd32();
		go('x', ALL, list[i]);
		fresh(); in[EBP] = WINDOW + 0x340; in[EBX] = rnd32();
		go('x', ALL, list[i]);
	}
}

static void strings(void)
{
	static const unsigned char op[] = { 0xa4, 0xa6, 0xaa, 0xac, 0xae };
	int o, size, rep, count, down;
	for (o = 0; o < 5; o++) for (size = 0; size < 3; size++) for (rep = 0; rep < 3; rep++) for (down = 0; down < 2; down++) for (count = 0; count < 40; count = count * 2 + 1) {
		fresh(); in[ECX] = count; in[FLAGS] |= down ? DF : 0; in[EAX] = rnd32();
		if (count & 4) in[EDI] = in[ESI] + (rnd() % 16) - 8;
		if (count == 31) in[ESI] |= 1;
		if (o == 2 && (count & 1)) in[EDI] = WINDOW + 0x101;
		/* something equal to find: copy, then compare */
		if (op[o] == 0xa6 && count > 2) { in[EDI] = in[ESI]; }
		go('x', ALL, "%s%s%02x", rep == 1 ? "f3" : rep == 2 ? "f2" : "", SIZE[size], op[o] + (size ? 1 : 0));
		if (op[o] == 0xae && rep) {
			in[ESI] = in[EDI]; /* search for the element that stands two further on */
			go('x', ALL, "%s %s%s%02x", size == 0 ? "8a 46 02" : size == 1 ? "66 8b 46 04" : "8b 46 08", rep == 1 ? "f3" : "f2", SIZE[size], 0xae + (size ? 1 : 0));
		}
	}
}

static void decimal(void)
{
	int i, f;
	for (i = 0; i < 64; i++) for (f = 0; f < 2; f++) {
		fresh(); in[EAX] = i < 32 ? (uint32_t)i * 8 + f : rnd() & 0xffff; in[FLAGS] = 0x202 | ((i + f) & 1 ? CF : 0) | ((i >> 1) & 1 ? AF : 0);
		go('x', ALL & ~OF, "27"); go('x', ALL & ~OF, "2f");
		go('x', CF | AF | DF, "37"); go('x', CF | AF | DF, "3f");
		if (f) { go('x', SF | ZF | PF | DF, "d4 0a"); go('x', SF | ZF | PF | DF, "d5 0a"); go('x', SF | ZF | PF | DF, "d4 %02x", i % 7); go('x', SF | ZF | PF | DF, "d5 %02x", i); }
	}
}

static void faults(void)
{
	static const char *const list[] = { "89 0e", "8b 0e", "01 0e", "66 89 0e", "f0 0f c1 0e", "ff 36", "8f 06", "0f b1 0e", "0f c7 0e", "d3 26", "fe 06", "87 0e", "f7 36",
		"f3 aa", "f3 ab", "f3 a4", "f3 a5", "ac", "ff 26", "dd 06", "dd 1e", "db 3e" };
	static const uint32_t where[] = { DATA + 0x1000, DATA + 0xffe, DATA + 0xffd, READONLY + 0x100, 0, READONLY - 2 };
	int i, j;
	for (i = 0; i < (int)(sizeof list / sizeof *list); i++) for (j = 0; j < 6; j++) {
		fresh(); in[ESI] = where[j]; in[EDI] = WINDOW + 0x100; in[ECX] = 9;
		if (i >= 13 && i <= 14) in[EDI] = where[j];
		go('x', i == 9 || i == 12 ? DF : 0x400, "%s%s", i == 20 || i == 21 ? "d9ee" : "", list[i]);
	}
	for (j = 0; j < 40; j += 5) {
		fresh(); in[EDI] = DATA + 0xfe0 + j; in[ECX] = 100; in[ESI] = WINDOW + 0x10 + j;
		go('x', DF, "f3 ab"); go('x', DF, "f3 aa"); go('x', DF, "f3 a5"); go('x', DF, "f3 66 a5"); go('x', DF, "f3 a4");
		in[ESI] = DATA + 0xfe0 + j; in[EDI] = WINDOW;
		go('x', DF, "f3 a5"); go('x', DF, "f3 ac"); go('x', ALL, "f3 66 a7");
		in[ESP] = DATA + 2; go('x', DF, "50"); go('x', DF, "60"); go('x', DF, "e8 00000000");
	}
	fresh(); go('x', DF, "0f 0b"); go('x', DF, "f0 90"); go('x', DF, "f0 89 c8"); go('x', DF, "f4"); go('x', DF, "fa"); go('x', DF, "e4 60"); go('x', DF, "0f 22 c0"); go('x', DF, "8d c0");
}

static void x87(void)
{
	static const double D[] = { 0.0, -0.0, 1.0, -1.0, 0.5, 1.5, 2.5, -2.5, 3.141592653589793, 1e10, -1e-10, 123456789.125, 1e300, -1e300, 2147483647.0, -2147483648.5, 4294967296.0, 9007199254740993.0, 1e19, 1.0/0.0, -1.0/0.0 };
	static const char *const two[] = { "d8 c1", "d8 c9", "d8 e1", "d8 e9", "d8 f1", "d8 f9", "dc c1", "dc c9", "dc e1", "dc e9", "dc f1", "dc f9", "de c1", "de c9", "de e1", "de e9", "de f1", "de f9", "d9 c9", "d9 c0", "d9 c1", "dd d1", "dd d9" };
	static const char *const compare[] = { "d8 d1", "d8 d9", "de d9", "dd e1", "dd e9", "da e9" };
	static const char *const toflags[] = { "db e9", "db f1", "df e9", "df f1" };
	static const char *const one[] = { "d9 e0", "d9 e1", "d9 fa", "d9 fc", "d9 e4", "d9 e5" };
	static const char *const round[] = { "df 1f", "db 1f", "df 3f", "df 17", "db 17", "dd 0f", "db 0f", "df 0f", "d9 1f", "db 3f", "dd 1f", "d9 17" };
	static const char *const mem[] = { "dc 06", "dc 0e", "dc 26", "dc 2e", "dc 36", "dc 3e", "d8 06", "d8 26", "da 06", "da 0e", "da 26", "da 36", "de 06", "de 2e", "de 3e" };
	static const char *const near[] = { "d9 fe", "d9 ff", "d9 f2 dd d8", "d9 f0", "d9 fb dd d8", "d9 fb de c1" };
	static const char *const near2[] = { "d9 f1", "d9 f3", "d9 f9" };
	/* fninit, control word 027F (or with another rounding), the doubles eax:edx and ecx:ebx onto the stack */
#define SETUP "db e3 68 %s0000 d9 2c 24 8d 64 24 04 89 06 89 56 04 89 4e 08 89 5e 0c "
	int i, j, k;
	for (i = 0; i < 21; i++) for (j = 0; j < 6; j++) {
		uint32_t a[2], b[2];
		double x = D[i], y = D[(i * 5 + j * 4 + 2) % 21];
		fresh(); memcpy(a, &x, 8); memcpy(b, &y, 8); in[EAX] = a[0]; in[EDX] = a[1]; in[ECX] = b[0]; in[EBX] = b[1];
		for (k = 0; k < 23; k++) if ((i + j + k) % 2) {
			go('x', DF, SETUP "dd 46 08 dd 06 %s dd 1f dd 5f 08 df e0 66 25 05 7d", "7f02", two[k]);
		}
		for (k = 0; k < 6; k++) go('x', DF, SETUP "dd 46 08 dd 06 %s df e0 66 25 05 7d", "7f02", compare[k]);
		for (k = 0; k < 4; k++) go('x', ALL, SETUP "dd 46 08 dd 06 %s", "7f02", toflags[k]);
		for (k = 0; k < 15; k++) if ((i + j + k) % 3 == 0) go('x', DF, SETUP "dd 46 08 %s dd 1f", "7f02", mem[k]);
		if (j) continue;
		for (k = 0; k < 6; k++) go('x', DF, SETUP "dd 06 %s df e0 66 25 05 7d dd 1f", "7f02", one[k]);
		for (k = 0; k < 12; k++) go('x', DF, SETUP "dd 06 %s df e0 66 25 05 38", k % 4 == 0 ? "7f0e" : k % 4 == 1 ? "7f02" : k % 4 == 2 ? "7f06" : "7f0a", round[k]);
		for (k = 0; k < 12; k++) go('x', DF, SETUP "dd 06 %s df e0 66 25 05 38", k % 4 == 3 ? "7f0e" : k % 4 == 2 ? "7f02" : k % 4 == 1 ? "7f06" : "7f0a", round[k]);
		for (k = 0; k < 4; k++) go('x', DF, SETUP "dd 06 d9 fc dd 1f", k == 0 ? "7f0e" : k == 1 ? "7f02" : k == 2 ? "7f06" : "7f0a");
		if (x > -100 && x < 100 && i != 8) for (k = 0; k < 6; k++) if (k != 3 || (x >= -1 && x <= 1)) go('t', 0, SETUP "dd 06 %s dd 1f 31 c0", "7f02", near[k]);
		go('x', DF, SETUP "df 06 dd 1f", "7f02"); go('x', DF, SETUP "db 06 dd 1f", "7f02"); go('x', DF, SETUP "db 46 04 dd 1f", "7f02"); if (x - x == 0) go('x', DF, SETUP "d9 46 04 dd 1f", "7f02");
		go('x', DF, SETUP "dd 06 db 3f db 2f dd 1f", "7f02");
	}
	for (i = 0; i < 60; i++) {
		uint32_t a[2], b[2];
		double x = (double)(int32_t)rnd32() / (1 + rnd() % 100000), y = (double)(int32_t)rnd32() * (1 + rnd() % 1000);
		fresh(); memcpy(a, &x, 8); memcpy(b, &y, 8); in[EAX] = a[0]; in[EDX] = a[1]; in[ECX] = b[0]; in[EBX] = b[1];
		for (k = 0; k < 6; k++) go('x', DF, SETUP "dd 46 08 dd 06 %s dd 1f df e0 66 25 05 7d", "7f02", two[k]);
		go('x', DF, SETUP "dd 46 08 dd 06 d9 f8 dd 1f", "7f02"); go('x', DF, SETUP "dd 46 08 dd 06 d9 f5 dd 1f", "7f02");
		go('x', DF, SETUP "dd 06 d9 fa dd 1f", "7f02"); go('x', DF, SETUP "dd 06 d9 1f", "7f02"); go('x', DF, SETUP "dd 06 db 1f", "7f0e"); go('x', DF, SETUP "dd 06 df 3f", "7f02");
		go('x', DF, SETUP "dd 06 d9 f4 dd 1f dd 5f 08", "7f02");
		if (x > 0) go('t', 0, SETUP "dd 46 08 dd 06 %s dd 1f", "7f02", near2[0]);
		go('t', 0, SETUP "dd 46 08 dd 06 %s dd 1f", "7f02", near2[1]);
	}
	fresh();
	go('x', DF, "db e3 d9 e8 d9 eb d9 ea d9 ee dd 1f dd 5f 08 dd 5f 10 dd 5f 18");
	go('t', 0, "db e3 d9 e9 dd 1f"); go('t', 0, "db e3 d9 ec dd 1f"); go('t', 0, "db e3 d9 ed dd 1f");
	go('x', DF, "db e3 d9 7f 04 dd 7f 08"); go('x', DF, "db e3 d9 e8 d9 f6 d9 f7 dd c0 df e0");
	go('x', DF, "db e3 d9 c1 df e0 66 25 ff7f"); go('x', DF, "db e3 d9 e8 d9 e8 d9 e8 d9 e8 d9 e8 d9 e8 d9 e8 d9 e8 d9 e8 df e0");
	for (i = 0; i < 16; i++) { fresh(); in[FLAGS] = 0x202 | (i & 1 ? CF : 0) | (i & 2 ? ZF : 0) | (i & 4 ? PF : 0); go('x', DF, "db e3 d9 e8 d9 ee %s c1 dd 1f", i & 8 ? "da" : "db"); go('x', DF, "db e3 d9 e8 d9 ee %s c9 dd 1f", i & 8 ? "da" : "db"); go('x', DF, "db e3 d9 e8 d9 ee %s d1 dd 1f", i & 8 ? "da" : "db"); go('x', DF, "db e3 d9 e8 d9 ee %s d9 dd 1f", i & 8 ? "da" : "db"); }
}

int main(void)
{
	struct sigaction action;
	static char other[65536];
	stack_t alternate = { .ss_sp = other, .ss_size = sizeof other };
	mmap((void *)DATA, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	mmap((void *)READONLY, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	mmap((void *)CODE, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	mmap((void *)STATE, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	sigaltstack(&alternate, 0);
	memset(&action, 0, sizeof action);
	action.sa_sigaction = handler;
	action.sa_flags = SA_SIGINFO | SA_ONSTACK;
	sigaction(SIGSEGV, &action, 0); sigaction(SIGFPE, &action, 0); sigaction(SIGILL, &action, 0); sigaction(SIGBUS, &action, 0); sigaction(SIGTRAP, &action, 0);
	arithmetic(); one_operand(); shifts(); multiply(); bits(); moves(); addresses(); stack(); strings(); decimal(); faults(); x87();
	return 0;
}
