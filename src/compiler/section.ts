/**
 * A section of an object file while it grows.
 */
import type { ObjectSection, Relocation } from './object.ts';

export class SectionBuilder {
  readonly name: string;
  readonly index: number;
  readonly selectAny: boolean;
  readonly relocations: Relocation[] = [];
  size = 0;
  align = 1;
  /** What lies between the pieces. */
  fill = 0;
  #bytes = new Uint8Array(0);
  #hasBytes = false;

  constructor(name: string, index: number, selectAny: boolean) {
    this.name = name;
    this.index = index;
    this.selectAny = selectAny;
  }

  /** Adds bytes (zeros when undefined) so that the piece, plus `before`, is aligned; the result is the piece's offset. */
  append(bytes: Uint8Array | undefined, size: number, align: number, before = 0): number {
    const offset = Math.ceil(this.size / align) * align + before;
    if (bytes || this.#hasBytes) {
      this.#grow(offset + size);
      this.#bytes.fill(this.fill, this.size, offset);
    }
    if (bytes) {
      this.#bytes.set(bytes, offset);
      this.#hasBytes = true;
    }
    this.size = offset + size;
    this.align = Math.max(this.align, align);
    return offset;
  }

  #grow(size: number): void {
    if (size <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(size, this.#bytes.length * 2, 256));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }

  finish(): ObjectSection {
    const bytes = this.#hasBytes ? this.#bytes.slice(0, this.size) : undefined;
    return {
      name: this.name,
      bytes,
      size: this.size,
      align: this.align,
      relocations: this.relocations,
      selectAny: this.selectAny,
    };
  }
}
