/**
 * Services on time and on what the system tells about itself.
 */
import { systemTime } from '../clock.ts';
import { type Caller, globals } from '../kernel.ts';
import { STATUS } from '../ntstatus.ts';
import { TICK_100NS } from '../scheduler.ts';
import { writeUserI64 } from '../user-memory.ts';
import { answer, words } from './answer.ts';
import { PLARGE_INTEGER, PULONG, PVOID, service, ULONG } from './service.ts';

const PERFORMANCE_SIZE = 0x138;
const AVAILABLE_PAGES = 0x2c / 4;

/** SYSTEM_PERFORMANCE_INFORMATION with its three page counts; nothing else is counted. */
function performance(c: Caller): Uint8Array {
  const { memory } = c.m;
  const { MmTotalCommittedPages, MmTotalCommitLimit } = globals(c.kernel);
  const counts = new Array<number>(PERFORMANCE_SIZE / 4).fill(0);
  counts.splice(AVAILABLE_PAGES, 3, memory.framesMax - memory.framesInUse, MmTotalCommittedPages, MmTotalCommitLimit);
  return words(...counts);
}

function systemInformation(c: Caller, kind: number): Uint8Array | undefined {
  const processors = c.m.processors.length;
  if (kind === 0) {
    return words(
      0,
      TICK_100NS,
      4096,
      c.m.memory.framesMax,
      1,
      c.m.memory.framesMax,
      0x10000,
      0x10000,
      0x7ffeffff,
      2 ** processors - 1,
      processors,
    );
  }
  if (kind === 1) return words(0, 0x000f0006 | 0, 0, 0);
  if (kind === 2) return performance(c);
  if (kind !== 3) return undefined;
  const now = systemTime(c.m);
  const booted = now - BigInt(c.m.time100ns);
  return words(
    ...[booted, now, 0n, 0n].flatMap((time) => [Number(time & 0xffffffffn), Number((time >> 32n) & 0xffffffffn)]),
  );
}

export const systemServices = [
  service(0x107, 'NtQuerySystemTime', { SystemTime: PLARGE_INTEGER }, (c, a) => {
    writeUserI64(c, a.SystemTime, systemTime(c.m));
    return STATUS.STATUS_SUCCESS;
  }),
  service(
    0xfb,
    'NtQueryPerformanceCounter',
    { PerformanceCounter: PLARGE_INTEGER, PerformanceFrequency: PLARGE_INTEGER },
    (c, a) => {
      writeUserI64(c, a.PerformanceCounter, BigInt(c.m.time100ns));
      if (a.PerformanceFrequency !== 0) writeUserI64(c, a.PerformanceFrequency, 10_000_000n);
      return STATUS.STATUS_SUCCESS;
    },
  ),
  service(
    0x105,
    'NtQuerySystemInformation',
    { SystemInformationClass: ULONG, SystemInformation: PVOID, SystemInformationLength: ULONG, ReturnLength: PULONG },
    (c, a) => {
      const bytes = systemInformation(c, a.SystemInformationClass);
      if (!bytes) return STATUS.STATUS_INVALID_INFO_CLASS;
      return answer(c, bytes, a.SystemInformation, a.SystemInformationLength, a.ReturnLength);
    },
  ),
  service(0x88, 'NtGetCurrentProcessorNumber', {}, (c) => c.p.index),
];
