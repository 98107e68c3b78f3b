/**
 * Which of the system's DLLs a program needs. A machine has these on its disk and no others, wherever it runs: what lies on the
 * disk takes kernel memory, so with other DLLs the objects of the same run would lie elsewhere.
 */
import type { Image } from '../compiler/symbols.ts';
import { parsePe } from '../nt/pe.ts';

/** The DLLs that every process has. */
const inEveryProcess: readonly string[] = ['ntdll.dll', 'kernel32.dll'];

/** The system DLLs that these images import, directly or through each other, and those that every process has. */
export function neededDlls(own: readonly Image[], system: readonly Image[]): string[] {
  const needed = new Set(inEveryProcess);
  const visit = (image: Image) => {
    for (const name of importsOf(image)) {
      const dll = system.find(({ fileName }) => fileName.toLowerCase() === name);
      if (!dll || needed.has(name)) continue;
      needed.add(name);
      visit(dll);
    }
  };
  own.forEach(visit);
  return [...needed];
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
