/**
 * The service that lists a directory: one entry a call, by a pattern of * and ?.
 */
import { allFiles, fcbName, findFile, parentPath } from '../files.ts';
import { ObReferenceObjectByHandle } from '../handle.ts';
import type { Caller } from '../kernel.ts';
import { STATUS } from '../ntstatus.ts';
import { ObjectType } from '../object.ts';
import { FCB, FILE_OBJECT } from '../structs/io.ts';
import { ProbeForWrite, readUser, utf16, utf16Bytes, writeUser } from '../user-memory.ts';
import { setStatus } from './file-object.ts';
import { HANDLE, PIO_STATUS_BLOCK, PVOID, service, ULONG } from './service.ts';

/** FILE_BOTH_DIR_INFORMATION of the next file of a directory that fits a pattern; the file object's offset counts them. */
function queryDirectory(
  c: Caller,
  a: {
    FileHandle: number;
    IoStatusBlock: number;
    FileInformation: number;
    Length: number;
    FileInformationClass: number;
    FileName: number;
    RestartScan: number;
  },
): number {
  ProbeForWrite(c, a.IoStatusBlock, 8);
  const file = FILE_OBJECT.at(c.kernel, ObReferenceObjectByHandle(c, a.FileHandle, ObjectType.File));
  if (a.FileInformationClass !== 3) return STATUS.STATUS_INVALID_INFO_CLASS;
  if (file.FsContext === 0) return STATUS.STATUS_INVALID_DEVICE_REQUEST;
  const matches = patternTest(a.FileName === 0 ? '*' : utf16FileName(c, a.FileName) || '*');
  const entries = entriesOf(c, FCB.at(c.kernel, file.FsContext)).filter((entry) => matches(entry.name));
  if (a.RestartScan & 0xff) file.CurrentByteOffset.QuadPart = 0n;
  const index = Number(file.CurrentByteOffset.QuadPart);
  const entry = entries[index];
  if (!entry) return index === 0 ? STATUS.STATUS_NO_SUCH_FILE : STATUS.STATUS_NO_MORE_FILES;
  const { fcb } = entry;
  const name = utf16Bytes(entry.name);
  const bytes = new Uint8Array(0x5e + name.length);
  if (a.Length < bytes.length) return STATUS.STATUS_BUFFER_OVERFLOW;
  const view = new DataView(bytes.buffer);
  [fcb.CreationTime, fcb.LastWriteTime, fcb.LastWriteTime, fcb.LastWriteTime].forEach((time, i) => {
    view.setBigInt64(8 + i * 8, time.QuadPart, true);
  });
  view.setUint32(0x28, fcb.Size, true);
  view.setUint32(0x30, Math.ceil(fcb.Size / 4096) * 4096, true);
  view.setUint32(0x38, fcb.FileAttributes, true);
  view.setUint32(0x3c, name.length, true);
  bytes.set(name, 0x5e);
  writeUser(c, a.FileInformation, bytes);
  file.CurrentByteOffset.QuadPart = BigInt(index + 1);
  setStatus(c, a.IoStatusBlock, STATUS.STATUS_SUCCESS, bytes.length);
  return STATUS.STATUS_SUCCESS;
}

/** What a directory lists, by name as NTFS does: itself, the one above (the root has neither), and what lies in it. */
function entriesOf(c: Caller, directory: FCB): { name: string; fcb: FCB }[] {
  const path = fcbName(c.kernel, directory).replace(/\\$/, '');
  const folder = path.toLowerCase();
  const inside: { name: string; fcb: FCB }[] = [];
  for (const fcb of allFiles(c.kernel)) {
    const each = fcbName(c.kernel, fcb);
    if (each.length > folder.length + 1 && parentPath(each).replace(/\\$/, '').toLowerCase() === folder)
      inside.push({ name: each.slice(folder.length + 1), fcb });
  }
  const key = (name: string): string => name.toUpperCase();
  inside.sort((x, y) => (key(x.name) < key(y.name) ? -1 : key(x.name) > key(y.name) ? 1 : 0));
  if (path.length <= 2) return inside;
  const above = findFile(c.kernel, parentPath(path)) ?? directory;
  return [{ name: '.', fcb: directory }, { name: '..', fcb: above }, ...inside];
}

function utf16FileName(c: Caller, at: number): string {
  const view = new DataView(readUser(c, at, 8).buffer);
  return utf16(readUser(c, view.getUint32(4, true), view.getUint16(0, true) & ~1));
}

/** A test of names against * and ?, letters' case aside; *.* means all. Linear in the pattern for each name. */
function patternTest(pattern: string): (name: string) => boolean {
  if (pattern === '*.*' || pattern === '*') return () => true;
  const wanted = pattern.toLowerCase();
  return (name) => wildcard(wanted, name.toLowerCase());
}

function wildcard(pattern: string, name: string): boolean {
  let [p, n, star, mark] = [0, 0, -1, 0];
  while (n < name.length) {
    if (p < pattern.length && (pattern[p] === '?' || pattern[p] === name[n]) && pattern[p] !== '*') {
      p++;
      n++;
    } else if (pattern[p] === '*') {
      star = p++;
      mark = n;
    } else if (star >= 0) {
      p = star + 1;
      n = ++mark;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

export const directoryServices = [
  service(
    0xdf,
    'NtQueryDirectoryFile',
    {
      FileHandle: HANDLE,
      Event: HANDLE,
      ApcRoutine: PVOID,
      ApcContext: PVOID,
      IoStatusBlock: PIO_STATUS_BLOCK,
      FileInformation: PVOID,
      Length: ULONG,
      FileInformationClass: ULONG,
      ReturnSingleEntry: 'BOOLEAN',
      FileName: 'PUNICODE_STRING',
      RestartScan: 'BOOLEAN',
    },
    (c, a) => queryDirectory(c, a),
  ),
];
