/**
 * Which header declares what, for the hint at an undeclared function; and what belongs to other languages and systems.
 */
import { nearest } from './nearest.ts';

const TABLE: Readonly<Record<string, string>> = {
  'stdio.h':
    'printf fprintf sprintf _snprintf snprintf vprintf vfprintf vsprintf _vsnprintf scanf sscanf fscanf puts fputs putchar putc fputc getchar getc fgetc gets fgets fopen fclose fread fwrite fflush fseek ftell rewind feof ferror perror remove rename wprintf fwprintf swprintf _getws _putws sprintf_s printf_s scanf_s fopen_s FILE stdin stdout stderr EOF',
  'stdlib.h':
    'malloc calloc realloc free exit abort atexit atoi atol atof strtol strtoul strtod rand srand qsort bsearch abs labs div getenv system _itoa itoa _ltoa _countof _wtoi wcstol mbstowcs wcstombs RAND_MAX EXIT_SUCCESS EXIT_FAILURE',
  'string.h':
    'strlen strcpy strncpy strcat strncat strcmp strncmp strchr strrchr strstr strtok strdup _strdup strspn strcspn strpbrk strerror memcpy memmove memset memcmp memchr _stricmp stricmp _strnicmp strcpy_s strcat_s strncpy_s wcslen wcscpy wcscat wcscmp wcschr wcsstr wcsncpy _wcsdup _wcsicmp',
  'ctype.h': 'isalpha isdigit isalnum isspace isupper islower isprint ispunct isxdigit iscntrl isgraph toupper tolower',
  'math.h':
    'sin cos tan asin acos atan atan2 sqrt pow exp log log10 floor ceil fabs fmod sinh cosh tanh ldexp frexp modf',
  'time.h': 'time clock difftime localtime gmtime mktime strftime asctime ctime time_t clock_t CLOCKS_PER_SEC',
  'stdarg.h': 'va_start va_arg va_end va_list va_copy',
  'stddef.h': 'size_t ptrdiff_t offsetof wchar_t NULL',
  'assert.h': 'assert',
  'errno.h': 'errno ENOMEM EINVAL ERANGE',
  'limits.h': 'INT_MAX INT_MIN UINT_MAX CHAR_BIT LONG_MAX LONG_MIN SHRT_MAX UCHAR_MAX',
  'float.h': 'DBL_MAX DBL_MIN DBL_EPSILON FLT_MAX',
  'setjmp.h': 'setjmp longjmp jmp_buf',
  'signal.h': 'signal raise SIGINT SIGABRT SIGSEGV',
  'locale.h': 'setlocale LC_ALL',
  'stdbool.h': 'bool true false',
  'stdint.h': 'int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t intptr_t uintptr_t',
  'conio.h': '_getch _kbhit getch kbhit _putch _cputs _cprintf',
  'process.h': '_beginthread _beginthreadex _endthread _endthreadex',
  'malloc.h': '_alloca alloca _msize _expand _heapmin _heapchk _heapwalk _aligned_malloc _aligned_free _malloca _freea',
  'crtdbg.h':
    '_CrtSetDbgFlag _CrtDumpMemoryLeaks _CrtCheckMemory _CrtMemCheckpoint _CrtMemDifference _CrtMemDumpStatistics _CrtSetReportMode _CrtSetReportFile _CrtSetBreakAlloc _malloc_dbg _free_dbg _ASSERT _ASSERTE _RPT0 _RPT1',
  'tchar.h': '_tmain _tprintf _T TEXT _tcslen _tcscpy _tcscat _tcscmp _stprintf _TCHAR TCHAR',
  'strsafe.h':
    'StringCchPrintf StringCchPrintfW StringCchPrintfA StringCchCopy StringCchCat StringCchLength StringCbPrintf StringCbCopy',
};

const headers = new Map<string, string>();
for (const [header, names] of Object.entries(TABLE)) for (const name of names.split(' ')) headers.set(name, header);

/** The header that declares a well-known name, or windows.h for what looks like one of Windows' functions. */
export function headerOf(name: string): string | undefined {
  const header = headers.get(name);
  if (header) return header;
  if (
    /^(Get|Set|Create|Open|Close|Wait|Heap|Virtual|Global|Local|Tls|Load|Free|Read|Write|Enter|Leave|Initialize|Delete|Interlocked|Sleep|Exit|Is|Query|Find|Release|Reset|Raise|Output|Format)[A-Z][A-Za-z]+$/.test(
      name,
    )
  )
    return 'windows.h';
  if (
    /^(HANDLE|DWORD|BOOL|LPVOID|PVOID|WORD|BYTE|HMODULE|HINSTANCE|LPCTSTR|LPTSTR|LPSTR|LPCSTR|LPWSTR|UINT|ULONG|LONG|SIZE_T|TRUE|FALSE|WINAPI|CALLBACK|CRITICAL_SECTION|Sleep|Beep)$/.test(
      name,
    )
  )
    return 'windows.h';
  return undefined;
}

const FOREIGN: readonly (readonly [RegExp, string])[] = [
  [/^(string|String)$/, 'C has no type for strings: write char * or an array of char'],
  [/^(cout|cin|cerr|endl|std)$/, "C++'s streams are not there: printf and scanf of stdio.h print and read"],
  [/^(class|template|namespace|public|private)$/, 'that is C++, which is not supported beyond a little: use a struct'],
  [/^(nullptr|null|nil|None)$/, 'the null pointer is NULL'],
  [/^(boolean|Boolean)$/, 'write BOOL with windows.h, or int'],
  [/^(byte|uint|ulong|ushort)$/, 'write unsigned char, unsigned int, unsigned long or unsigned short'],
  [/^(elif|elseif|elsif)$/, "write 'else if'"],
  [/^(fork|pthread_\w+|usleep|sbrk|mmap|execve?|strcasecmp|getline|strsep)$/, "that is Unix; this is Windows' library"],
  [/^(System|Console|console|println?|puts?s|echo)$/, 'printf of stdio.h prints'],
];

/** What to say of a name that belongs to another language or system. */
export function foreignHint(name: string): string | undefined {
  return FOREIGN.find(([names]) => names.test(name))?.[1];
}

const CPLUSPLUS =
  /^(iostream|string|vector|map|set|list|algorithm|memory|fstream|sstream|iomanip|utility|functional|thread|bits\/stdc\+\+\.h|iostream\.h)$/;
const UNIX =
  /^(unistd\.h|pthread\.h|dirent\.h|termios\.h|dlfcn\.h|sys\/(mman|wait|socket|time)\.h|arpa\/.*|netinet\/.*)$/;

/** What to say of a header that is not there. */
export function headerHint(name: string, angled: boolean): string | undefined {
  if (CPLUSPLUS.test(name))
    return "C++'s library is not there, only C's: stdio.h prints, stdlib.h allocates, string.h has strings";
  if (UNIX.test(name))
    return "it belongs to Unix; Windows' functions are in windows.h, and C's in stdio.h, io.h, process.h …";
  if (!angled) return 'a header of your own must lie beside the file that includes it';
  const near = nearest(name, [...Object.keys(TABLE), 'windows.h', 'wchar.h', 'io.h', 'fcntl.h']);
  return near ? `did you mean '${near}'?` : undefined;
}
