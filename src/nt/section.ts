/**
 * Image sections: a file made into an image, and its mapping. Every page of the image has its frame from the start, read-only or
 * copy-on-write; pages without content in the file are pages of zeros.
 */
import type { Machine } from '../machine/machine.ts';
import { PAGE_SIZE } from '../machine/memory.ts';
import type { ReadSpace } from '../machine/space.ts';
import { fcbName, readFcb } from './files.ts';
import { HIGHEST_USER_ADDRESS, kernelSpace, LOWEST_USER_ADDRESS } from './kernel.ts';
import { STATUS } from './ntstatus.ts';
import { ObCreateObject, ObDereferenceObject, ObjectType, ObReferenceObject, onDelete } from './object.ts';
import { laidOut, type PeImage, type PeSection, parsePe } from './pe.ts';
import { ExAllocatePoolWithTag, ExFreePool } from './pool.ts';
import {
  MM_EXECUTE_READ,
  MM_EXECUTE_WRITECOPY,
  MM_READONLY,
  MM_WRITECOPY,
  pteDemandZero,
  pteWithFrame,
} from './pte.ts';
import { raiseStatus } from './raise.ts';
import { CONTROL_AREA, FCB, FILE_OBJECT, SECTION_OBJECT, SEGMENT, SUBSECTION } from './structs/io.ts';
import type { MMVAD } from './structs/mm.ts';
import { vadAnchor, vadConflict } from './vad.ts';
import { chargeCommit, findFreeRange, type Memory, makeVad, VadImageMap } from './virtual-memory.ts';

/** A section object for the image in a file. Raises when it is none. */
export function createImageSection(m: Machine, fileObject: number): number {
  const space = kernelSpace(m);
  const file = FILE_OBJECT.at(space, fileObject);
  if (file.FsContext === 0) raiseStatus(STATUS.STATUS_INVALID_FILE_FOR_SECTION);
  const fcb = FCB.at(space, file.FsContext);
  const image = parsePe(readFcb(m, fcb, 0, fcb.Size));
  if (!image) raiseStatus(STATUS.STATUS_INVALID_IMAGE_FORMAT);
  const body = ObCreateObject(m, ObjectType.Section, SECTION_OBJECT.size);
  const segment = SEGMENT.at(space, ExAllocatePoolWithTag(m, SEGMENT.size, 'MmSm'));
  const area = CONTROL_AREA.at(space, ExAllocatePoolWithTag(m, CONTROL_AREA.size + SUBSECTION.size, 'MmCa'));
  segment.ControlArea = area.address;
  segment.TotalNumberOfPtes = image.size / PAGE_SIZE;
  segment.SizeOfSegment.LowPart = image.size;
  segment.BasedAddress = image.imageBase;
  area.Segment = segment.address;
  area.NumberOfSectionReferences = 1;
  area.FilePointer = fileObject;
  SUBSECTION.at(space, area.address + CONTROL_AREA.size).ControlArea = area.address;
  ObReferenceObject(space, fileObject);
  SECTION_OBJECT.at(space, body).Segment = segment.address;
  return body;
}

onDelete(ObjectType.Section, (m, body) => {
  const space = kernelSpace(m);
  const segment = SEGMENT.at(space, SECTION_OBJECT.at(space, body).Segment);
  releaseArea(m, segment.ControlArea, 'section');
});

/** A control area lives as long as a section object or a view refers to it. */
function releaseArea(m: Machine, address: number, by: 'section' | 'view'): void {
  const space = kernelSpace(m);
  const area = CONTROL_AREA.at(space, address);
  if (by === 'section') area.NumberOfSectionReferences -= 1;
  else area.NumberOfMappedViews -= 1;
  if (area.NumberOfSectionReferences > 0 || area.NumberOfMappedViews > 0) return;
  const [file, segment] = [area.FilePointer, area.Segment];
  ExFreePool(m, segment);
  ExFreePool(m, address);
  ObDereferenceObject(m, file);
}

/** Called when a view is gone. */
export function releaseView(m: Machine, vad: MMVAD): void {
  if (vad.Subsection !== 0) releaseArea(m, SUBSECTION.at(kernelSpace(m), vad.Subsection).ControlArea, 'view');
}

function fileOfArea(space: ReadSpace, area: number): FILE_OBJECT {
  return FILE_OBJECT.at(space, CONTROL_AREA.at(space, area).FilePointer);
}

/** The path of the file of which a region is a view. */
export function sectionFileName(space: ReadSpace, vad: MMVAD): string {
  if (vad.Subsection === 0) return '';
  const file = fileOfArea(space, SUBSECTION.at(space, vad.Subsection).ControlArea);
  return file.FsContext === 0 ? '' : fcbName(space, FCB.at(space, file.FsContext));
}

/** The image of a section object, and the path of its file. */
export function imageOfSection(m: Machine, section: number): { image: PeImage; path: string } {
  const space = kernelSpace(m);
  const segment = SEGMENT.at(space, SECTION_OBJECT.at(space, section).Segment);
  const fcb = FCB.at(space, fileOfArea(space, segment.ControlArea).FsContext);
  const image = parsePe(readFcb(m, fcb, 0, fcb.Size));
  if (!image) raiseStatus(STATUS.STATUS_INVALID_IMAGE_FORMAT);
  return { image, path: fcbName(space, fcb) };
}

/** How an image was mapped. */
export interface MappedImage {
  readonly base: number;
  readonly image: PeImage;
  readonly path: string;
  /** It lies where it wants to. */
  readonly atItsBase: boolean;
}

/** Maps the image of a section: at its base, or where there is room, with its addresses corrected. */
export function mapImage(v: Memory, section: number): MappedImage {
  const space = kernelSpace(v.m);
  const { image, path } = imageOfSection(v.m, section);
  const base = placeFor(v, image);
  const flat = laidOut(image, base);
  if (!flat) raiseStatus(STATUS.STATUS_CONFLICTING_ADDRESSES);
  const protections = pageProtections(image);
  chargeCommit(v, protections.filter((protection) => protection !== 0).length);
  const vad = makeVad(v, base, base + image.size - 1, MM_EXECUTE_WRITECOPY, true);
  vad.VadType = VadImageMap;
  const area = SEGMENT.at(space, SECTION_OBJECT.at(space, section).Segment).ControlArea;
  vad.Subsection = area + CONTROL_AREA.size;
  vad.VadsProcess = v.process.address;
  CONTROL_AREA.at(space, area).NumberOfMappedViews += 1;
  protections.forEach((protection, page) => {
    if (protection !== 0)
      mapImagePage(v, base + page * PAGE_SIZE, flat.subarray(page * PAGE_SIZE, (page + 1) * PAGE_SIZE), protection);
  });
  return { base, image, path, atItsBase: base === image.imageBase };
}

function placeFor(v: Memory, image: PeImage): number {
  const end = image.imageBase + image.size - 1;
  const fits = image.imageBase >= LOWEST_USER_ADDRESS && end <= HIGHEST_USER_ADDRESS;
  const space = kernelSpace(v.m);
  if (fits && !vadConflict(space, vadAnchor(v.process), image.imageBase >>> 12, end >>> 12)) return image.imageBase;
  const base = findFreeRange(v, image.size, true, 0x77ffffff);
  if (base === undefined) raiseStatus(STATUS.STATUS_NO_MEMORY);
  return base;
}

function mapImagePage(v: Memory, address: number, content: Uint8Array, protection: number): void {
  const { memory } = v.m;
  if (isZero(content)) {
    if (!v.space.setPte(address, pteDemandZero(protection))) raiseStatus(STATUS.STATUS_NO_MEMORY);
    return;
  }
  const frame = memory.allocateFrame();
  if (frame === undefined || !v.space.setPte(address, pteWithFrame(frame, protection)))
    raiseStatus(STATUS.STATUS_NO_MEMORY);
  memory.bytes.set(content, frame * PAGE_SIZE);
}

function isZero(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) if (bytes[i] !== 0) return false;
  return true;
}

/** The protection of each page of an image; 0 for pages that belong to nothing. */
function pageProtections(image: PeImage): number[] {
  const protections = new Array<number>(image.size / PAGE_SIZE).fill(0);
  const set = (rva: number, size: number, protection: number): void => {
    const last = Math.min(protections.length - 1, Math.floor((rva + size - 1) / PAGE_SIZE));
    for (let page = Math.floor(rva / PAGE_SIZE); size > 0 && page <= last; page++) protections[page] = protection;
  };
  set(0, image.headersSize, MM_READONLY);
  for (const section of image.sections) set(section.rva, section.size, sectionProtection(section));
  return protections;
}

function sectionProtection(section: PeSection): number {
  const execute = (section.characteristics & 0x20000020) !== 0;
  const write = (section.characteristics & 0x80000000) !== 0;
  if (write) return execute ? MM_EXECUTE_WRITECOPY : MM_WRITECOPY;
  return execute ? MM_EXECUTE_READ : MM_READONLY;
}
