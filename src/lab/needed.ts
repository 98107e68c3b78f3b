/**
 * Which of the system's DLLs a program needs. A machine has these on its disk and no others, wherever it runs: what lies on the
 * disk takes kernel memory, so with other DLLs the objects of the same run would lie elsewhere.
 */
import type { Image } from '../compiler/symbols.ts';
import { parsePe } from '../nt/pe.ts';

/** The DLLs that every process has. */
const inEveryProcess: readonly string[] = ['ntdll.dll', 'kernel32.dll'];

/** The system DLLs that these images import or name in a text (for LoadLibrary), directly or through each other, and those that every process has. */
export function neededDlls(own: readonly Image[], system: readonly Image[]): string[] {
  const needed = new Set(inEveryProcess);
  const visit = (image: Image) => {
    const names = importsOf(image);
    const text = own.includes(image) ? textOf(image) : '';
    for (const dll of system) {
      const name = dll.fileName.toLowerCase();
      if (needed.has(name) || !(names.includes(name) || text.includes(name.replace('.dll', '')))) continue;
      needed.add(name);
      visit(dll);
    }
  };
  own.forEach(visit);
  return [...needed];
}

/** The program's own images, and those of the system that it needs. */
export function withNeeded(own: readonly Image[], system: readonly Image[]): Image[] {
  const needed = neededDlls(own, system);
  return [...own, ...system.filter(({ fileName }) => needed.includes(fileName.toLowerCase()))];
}

/** An image's bytes as text in lower case, without zeros: letters of two bytes read like letters of one. */
function textOf({ bytes }: Image): string {
  return new TextDecoder('latin1').decode(bytes.filter((byte) => byte !== 0)).toLowerCase();
}

/** The names of the DLLs in an image's import directory, in lower case. */
function importsOf({ bytes }: Image): string[] {
  const image = parsePe(bytes);
  const directory = image?.directories[1];
  if (!image || !directory || directory.size === 0) return [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const offsetOf = (rva: number) => {
    const section = image.sections.find((each) => rva >= each.rva && rva < each.rva + each.fileSize);
    return section ? rva - section.rva + section.fileOffset : 0;
  };
  const names: string[] = [];
  for (let at = offsetOf(directory.rva); view.getUint32(at + 12, true) !== 0; at += 20) {
    const start = offsetOf(view.getUint32(at + 12, true));
    names.push(new TextDecoder().decode(bytes.subarray(start, bytes.indexOf(0, start))).toLowerCase());
  }
  return names;
}
