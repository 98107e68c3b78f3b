/**
 * Services on image sections: what the loader needs to map a DLL.
 */
import { findFile, SYSTEM_FOLDER } from '../files.ts';
import { createHandle, ObReferenceObjectByHandle } from '../handle.ts';
import { type Caller, logPlace } from '../kernel.ts';
import { STATUS } from '../ntstatus.ts';
import { headerOf, ObDereferenceObject, ObjectType } from '../object.ts';
import { raiseStatus } from '../raise.ts';
import { createImageSection, imageOfSection, mapImage, releaseView, sectionFileName } from '../section.ts';
import { MMVAD } from '../structs/mm.ts';
import { ProbeForWrite, readUserU32, writeUser, writeUserU32, writeUserU32Optional } from '../user-memory.ts';
import { MiLocateAddress, vadAnchor } from '../vad.ts';
import { release, VadImageMap } from '../virtual-memory.ts';
import { readAttributes } from './attributes.ts';
import { createFileObject, Device } from './file-object.ts';
import { memoryOf } from './memory.ts';
import {
  ACCESS_MASK,
  HANDLE,
  PHANDLE,
  PLARGE_INTEGER,
  POBJECT_ATTRIBUTES,
  PPVOID,
  PULONG,
  PVOID,
  service,
  ULONG,
} from './service.ts';

const SEC_IMAGE = 0x1000000;
const SECTION_ALL = 0x000f001f;

function handleFor(c: Caller, into: number, section: number, access: number): number {
  writeUserU32(c, into, createHandle(c, section, access & 0x0fffffff || SECTION_ALL));
  headerOf(c.kernel, section).PointerCount -= 1;
  return STATUS.STATUS_SUCCESS;
}

/** \KnownDlls\name: a section of the DLL in the system folder. */
function openKnownDll(c: Caller, into: number, access: number, attributesAt: number): number {
  ProbeForWrite(c, into, 4);
  const { name, root } = readAttributes(c, attributesAt);
  if (name === undefined) return STATUS.STATUS_OBJECT_PATH_SYNTAX_BAD;
  const dll = /^\\KnownDlls\\([^\\]+)$/i.exec(name)?.[1];
  const fcb = root === 0 && dll !== undefined ? findFile(c.kernel, `${SYSTEM_FOLDER}\\${dll}`) : undefined;
  if (!fcb) return STATUS.STATUS_OBJECT_NAME_NOT_FOUND;
  const file = createFileObject(c, Device.Disk, fcb.address);
  const section = createImageSection(c.m, file);
  ObDereferenceObject(c.m, file);
  return handleFor(c, into, section, access);
}

function unmap(c: Caller, handle: number, address: number): number {
  const v = memoryOf(c, handle);
  const node = address > 0x7ffeffff ? 0 : MiLocateAddress(c.kernel, vadAnchor(v.process), Math.floor(address / 0x1000));
  const vad = node === 0 ? undefined : MMVAD.at(c.kernel, node);
  if (vad?.VadType !== VadImageMap) return STATUS.STATUS_NOT_MAPPED_VIEW;
  const base = vad.StartingVpn * 0x1000;
  const end = (vad.EndingVpn + 1) * 0x1000;
  const name = sectionFileName(c.kernel, vad);
  releaseView(c.m, vad);
  release(v, vad, base, end - 1);
  c.m.log.append({ ...logPlace(c), kind: 'module', name, base, size: end - base, what: 'unmap' });
  return STATUS.STATUS_SUCCESS;
}

export const sectionServices = [
  service(
    0x54,
    'NtCreateSection',
    {
      SectionHandle: PHANDLE,
      DesiredAccess: ACCESS_MASK,
      ObjectAttributes: POBJECT_ATTRIBUTES,
      MaximumSize: PLARGE_INTEGER,
      SectionPageProtection: ULONG,
      AllocationAttributes: ULONG,
      FileHandle: HANDLE,
    },
    (c, a) => {
      ProbeForWrite(c, a.SectionHandle, 4);
      // Sections of memory shared between processes come with processes that can share.
      if (a.AllocationAttributes !== SEC_IMAGE) return STATUS.STATUS_NOT_SUPPORTED;
      const file = ObReferenceObjectByHandle(c, a.FileHandle, ObjectType.File);
      return handleFor(c, a.SectionHandle, createImageSection(c.m, file), a.DesiredAccess);
    },
  ),
  service(
    0xc2,
    'NtOpenSection',
    { SectionHandle: PHANDLE, DesiredAccess: ACCESS_MASK, ObjectAttributes: POBJECT_ATTRIBUTES },
    (c, a) => openKnownDll(c, a.SectionHandle, a.DesiredAccess, a.ObjectAttributes),
  ),
  service(
    0xa8,
    'NtMapViewOfSection',
    {
      SectionHandle: HANDLE,
      ProcessHandle: HANDLE,
      BaseAddress: PPVOID,
      ZeroBits: ULONG,
      CommitSize: ULONG,
      SectionOffset: PLARGE_INTEGER,
      ViewSize: PULONG,
      InheritDisposition: ULONG,
      AllocationType: ULONG,
      Win32Protect: ULONG,
    },
    (c, a) => {
      const section = ObReferenceObjectByHandle(c, a.SectionHandle, ObjectType.Section);
      const wanted = readUserU32(c, a.BaseAddress);
      ProbeForWrite(c, a.BaseAddress, 4);
      ProbeForWrite(c, a.ViewSize, 4);
      const v = memoryOf(c, a.ProcessHandle);
      if (wanted !== 0) raiseStatus(STATUS.STATUS_CONFLICTING_ADDRESSES);
      const { base, image, path } = mapImage(v, section);
      writeUserU32(c, a.BaseAddress, base);
      writeUserU32(c, a.ViewSize, image.size);
      c.m.log.append({ ...logPlace(c), kind: 'module', name: path, base, size: image.size, what: 'map' });
      // Addresses are corrected already when the image could not lie where it wants to.
      return STATUS.STATUS_SUCCESS;
    },
  ),
  service(0x181, 'NtUnmapViewOfSection', { ProcessHandle: HANDLE, BaseAddress: PVOID }, (c, a) =>
    unmap(c, a.ProcessHandle, a.BaseAddress),
  ),
  service(
    0xfe,
    'NtQuerySection',
    {
      SectionHandle: HANDLE,
      SectionInformationClass: ULONG,
      SectionInformation: PVOID,
      Length: ULONG,
      ResultLength: PULONG,
    },
    (c, a) => {
      const section = ObReferenceObjectByHandle(c, a.SectionHandle, ObjectType.Section);
      if (a.SectionInformationClass !== 1) return STATUS.STATUS_INVALID_INFO_CLASS;
      if (a.Length < 0x30) return STATUS.STATUS_INFO_LENGTH_MISMATCH;
      const { image } = imageOfSection(c.m, section);
      const view = new DataView(new ArrayBuffer(0x30));
      view.setUint32(0, (image.imageBase + image.entryRva) >>> 0, true);
      view.setUint32(8, image.stackReserve, true);
      view.setUint32(12, image.stackCommit, true);
      view.setUint32(16, image.subsystem, true);
      view.setUint16(20, image.subsystemMinor, true);
      view.setUint16(22, image.subsystemMajor, true);
      view.setUint16(28, image.characteristics, true);
      view.setUint16(30, image.dllCharacteristics, true);
      view.setUint16(32, 0x14c, true);
      view.setUint8(34, 1);
      view.setUint32(40, image.bytes.length, true);
      view.setUint32(44, image.checkSum, true);
      writeUser(c, a.SectionInformation, new Uint8Array(view.buffer));
      writeUserU32Optional(c, a.ResultLength, 0x30);
      return STATUS.STATUS_SUCCESS;
    },
  ),
];
