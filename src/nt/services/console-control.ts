/**
 * Requests to the console device: modes and waiting input.
 */
import { consoleOf, setInputMode } from '../console.ts';
import { ObReferenceObjectByHandle } from '../handle.ts';
import type { Caller } from '../kernel.ts';
import { STATUS } from '../ntstatus.ts';
import { ObjectType } from '../object.ts';
import { FILE_OBJECT } from '../structs/io.ts';
import { ProbeForWrite, readUser, writeUserU32 } from '../user-memory.ts';
import { Device, setStatus } from './file-object.ts';
import { HANDLE, PIO_STATUS_BLOCK, PVOID, service, ULONG } from './service.ts';

/** A console's modes and how much input waits. On Windows 7 these go to csrss; here they are requests to the console device. */
export const ConsoleRequest = {
  GetMode: 0x500004,
  SetMode: 0x500008,
  InputCount: 0x50000c,
  FlushInput: 0x500010,
} as const;

function consoleControl(
  c: Caller,
  handle: number,
  block: number,
  code: number,
  from: number,
  fromLength: number,
  into: number,
  intoLength: number,
): number {
  ProbeForWrite(c, block, 8);
  const file = FILE_OBJECT.at(c.kernel, ObReferenceObjectByHandle(c, handle, ObjectType.File));
  const device = file.FsContext2;
  if (device === Device.Disk || device === Device.Null) return STATUS.STATUS_INVALID_DEVICE_REQUEST;
  const it = consoleOf(c.m);
  const isInput = device === Device.ConsoleInput;
  const answer = (value: number): number => {
    if (intoLength < 4) return STATUS.STATUS_BUFFER_TOO_SMALL;
    writeUserU32(c, into, value);
    setStatus(c, block, STATUS.STATUS_SUCCESS, 4);
    return STATUS.STATUS_SUCCESS;
  };
  if (code === ConsoleRequest.GetMode) return answer(isInput ? it.InputMode : it.OutputMode);
  if (code === ConsoleRequest.InputCount) return answer(it.InputSize);
  if (code === ConsoleRequest.FlushInput) it.InputSize = 0;
  else if (code === ConsoleRequest.SetMode) {
    if (fromLength < 4) return STATUS.STATUS_INVALID_PARAMETER;
    const mode = new DataView(readUser(c, from, 4).buffer).getUint32(0, true);
    if (isInput) setInputMode(c.m, mode);
    else it.OutputMode = mode;
  } else return STATUS.STATUS_INVALID_DEVICE_REQUEST;
  setStatus(c, block, STATUS.STATUS_SUCCESS, 0);
  return STATUS.STATUS_SUCCESS;
}

export const consoleServices = [
  service(
    0x6b,
    'NtDeviceIoControlFile',
    {
      FileHandle: HANDLE,
      Event: HANDLE,
      ApcRoutine: PVOID,
      ApcContext: PVOID,
      IoStatusBlock: PIO_STATUS_BLOCK,
      IoControlCode: ULONG,
      InputBuffer: PVOID,
      InputBufferLength: ULONG,
      OutputBuffer: PVOID,
      OutputBufferLength: ULONG,
    },
    (c, a) =>
      consoleControl(
        c,
        a.FileHandle,
        a.IoStatusBlock,
        a.IoControlCode,
        a.InputBuffer,
        a.InputBufferLength,
        a.OutputBuffer,
        a.OutputBufferLength,
      ),
  ),
];
