/** The names of import cells: `program!_imp__Sleep` for the doubleword that a call of Sleep goes through. */
import type { ReadSpace } from '../machine/space.ts';
import type { LoadedModule } from './symbols.ts';
import { moduleAt } from './symbols.ts';

/** The cell at `address`, by the import tables of the image that it lies in. */
export function importCellName(
  space: ReadSpace,
  modules: readonly LoadedModule[],
  address: number,
): string | undefined {
  const module = moduleAt(modules, address);
  if (!module) return undefined;
  const { base } = module;
  const word = (rva: number) => space.tryU32(base + rva) ?? 0;
  const directory = word(word(0x3c) + 0x80);
  for (let at = directory; at !== 0 && at < directory + 0x500 && word(at + 16) !== 0; at += 20) {
    const index = (address - base - word(at + 16)) / 4;
    if (index < 0 || index >= 4096 || index !== Math.trunc(index)) continue;
    const name = word(word(at) + 4 * index);
    let end = 0;
    while (end < index && word(word(at) + 4 * end) !== 0) end++;
    if (end < index || name === 0 || name >>> 31) continue;
    const letters: number[] = [];
    for (let i = 2; letters.length < 128; i++) {
      const letter = space.tryU8(base + name + i);
      if (!letter) break;
      letters.push(letter);
    }
    return `${module.name}!_imp__${String.fromCharCode(...letters)}`;
  }
  return undefined;
}
