/** What Wine leaves open about threads and waits, by the facts of Windows 7: error codes, standard handles, cycles. */
import { describe, expect, it } from 'vitest';
import { closeInput, typeInput } from '../../src/nt/input.ts';
import { exe, run } from './run.ts';

const output = (body: string, before = '') =>
  run(exe(`#include <windows.h>\n#include <stdio.h>\n${before}\nint main(void)\n{\n${body}\n    return 0;\n}\n`))
    .output;

describe('errors', () => {
  it('a pseudo handle among several is refused, and so is an object twice in a wait for all', () => {
    const text = output(`
    HANDLE two[2];
    two[0] = GetCurrentProcess();
    two[1] = CreateEventA(NULL, TRUE, TRUE, NULL);
    printf("%lx", WaitForMultipleObjects(2, two, FALSE, 0));
    printf(" %lu\\n", GetLastError());
    two[0] = two[1];
    printf("%lx", WaitForMultipleObjects(2, two, TRUE, 0));
    printf(" %lu\\n", GetLastError());`);
    expect(text).toBe('ffffffff 6\nffffffff 87\n');
  });

  it('a release of none or fewer is refused and leaves the count alone', () => {
    const text = output(`
    HANDLE semaphore = CreateSemaphoreA(NULL, 2, 3, NULL);
    LONG before = -7;
    int i;
    for (i = 0; i > -2; i--) {
        printf("%d", ReleaseSemaphore(semaphore, i, &before));
        printf(" %lu %ld\\n", GetLastError(), before);
    }`);
    expect(text).toBe('0 87 -7\n0 87 -7\n');
  });

  it('an open that asks for no right is denied; flags that there are not are refused', () => {
    const text = output(`
    CreateMutexA(NULL, FALSE, "open");
    printf("%d", OpenMutexA(0, FALSE, "open") != NULL);
    printf(" %lu\\n", GetLastError());
    printf("%d", CreateWaitableTimerExA(NULL, NULL, 0xbad0, TIMER_ALL_ACCESS) != NULL);
    printf(" %lu\\n", GetLastError());`);
    expect(text).toBe('0 5\n0 87\n');
  });

  it('the exit code of a thread stays what it was when it ended', () => {
    const text = output(
      `
    HANDLE thread = CreateThread(NULL, 0, sleeper, NULL, 0, NULL);
    DWORD code;
    TerminateThread(thread, 1);
    TerminateThread(thread, 2);
    GetExitCodeThread(thread, &code);
    printf("%lu\\n", code);`,
      'static DWORD WINAPI sleeper(LPVOID p) { Sleep(INFINITE); return 0; }',
    );
    expect(text).toBe('1\n');
  });
});

describe('standard handles', () => {
  it('are waited for by their constants: output at once, input when there is some', () => {
    const program = exe(`#include <windows.h>
#include <stdio.h>
int main(void)
{
    HANDLE two[2] = {(HANDLE)STD_INPUT_HANDLE, CreateEventA(NULL, FALSE, FALSE, NULL)};
    char line[20];
    DWORD length;
    printf("%lu ", WaitForSingleObject((HANDLE)STD_OUTPUT_HANDLE, 0));
    printf("%lu ", WaitForSingleObject(GetStdHandle(STD_INPUT_HANDLE), 0));
    printf("%lu ", WaitForMultipleObjects(2, two, FALSE, INFINITE));
    ReadFile(GetStdHandle(STD_INPUT_HANDLE), line, 20, &length, NULL);
    printf("%lu ", length);
    printf("%lu ", WaitForSingleObject(two[0], 0));
    return 0;
}
`);
    const { machine, stop } = run(program);
    expect(stop.kind).toBe('input');
    typeInput(machine, 'abc\n');
    expect(machine.run(20_000_000)).toEqual({ kind: 'exit', code: 0 });
    const text = machine.log.entries
      .filter((entry) => entry.kind === 'output')
      .map((entry) => new TextDecoder().decode((entry as unknown as { bytes: Uint8Array }).bytes));
    expect(text.join('')).toBe('0 258 0 5 258 ');
    closeInput(machine);
  });

  it('a file that is closed while somebody waits for it stays until the wait is over', () => {
    const text = output(
      `
    HANDLE thread, two[2];
    two[0] = CreateFileA("x.txt", GENERIC_READ | GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    two[1] = go = CreateEventA(NULL, FALSE, FALSE, NULL);
    thread = CreateThread(NULL, 0, waiter, two, 0, NULL);
    Sleep(20);
    CloseHandle(two[0]);
    Sleep(20);
    SetEvent(go);
    printf("%lu\\n", WaitForSingleObject(thread, 1000));`,
      `static HANDLE go;
static DWORD WINAPI waiter(LPVOID p) { return WaitForMultipleObjects(2, (HANDLE *)p, TRUE, INFINITE); }`,
    );
    expect(text).toBe('0\n');
  });
});

it('cycles are counted while a thread runs, and only then', () => {
  const text = output(`
    ULONG64 a, b, c;
    volatile int i;
    QueryThreadCycleTime(GetCurrentThread(), &a);
    for (i = 0; i < 100000; i++)
        ;
    Sleep(1);
    QueryThreadCycleTime(GetCurrentThread(), &b);
    Sleep(5000);
    QueryThreadCycleTime(GetCurrentThread(), &c);
    printf("%d %d\\n", b - a > 100000, c - b < 100000);`);
  expect(text).toBe('1 1\n');
});
